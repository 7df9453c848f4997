import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { OwnCheckStatement, STATEMENTS_FILE } from '../model/document';

/** The Terraform file of a synthesized stack, in its folder. */
export const STACK_FILE = 'cdk.tf.json';

/** The Terraform files of all stacks in the output folder of an app, or in its folder of stacks. */
export function stackFilesIn(path: string): string[] {
  const folder = existsSync(join(path, 'stacks')) ? join(path, 'stacks') : path;
  return readdirSync(folder).sort().map((name) => join(folder, name, STACK_FILE)).filter((file) => existsSync(file));
}

/** The Terraform files of all stacks in the output folder of an app, or of one stack in its folder. */
export function stackFilesAt(path: string): string[] {
  return existsSync(join(path, STACK_FILE)) ? [join(path, STACK_FILE)] : stackFilesIn(path);
}

/** The custom checks of a synthesized app, each once. */
export function ownChecksIn(path: string): OwnCheckStatement[] {
  const byId = new Map<string, OwnCheckStatement>();
  for (const file of existsSync(path) ? stackFilesIn(path) : []) {
    const statements = join(dirname(file), STATEMENTS_FILE);
    const checks: OwnCheckStatement[] = existsSync(statements) ? JSON.parse(readFileSync(statements, 'utf8')).checks ?? [] : [];
    for (const own of checks) byId.set(own.id, own);
  }
  return [...byId.values()];
}

/** The folders of the stacks in the output folder of an app, or of one stack, by the names of the folders. */
export function stackFolders(path: string): ReadonlyMap<string, string> {
  if (!existsSync(path) || !statSync(path).isDirectory()) return new Map();
  return new Map(stackFilesAt(path).map((file) => [basename(dirname(resolve(file))), dirname(file)]));
}
