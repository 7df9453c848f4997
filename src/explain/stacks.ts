import { existsSync, readFileSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { STACK_FILE, stackFilesIn } from '../door/written-stacks';
import { StackDocument, STATEMENTS_FILE } from '../model/document';
import { MirrorModel } from '../model/mirror-model';
import { refusal } from '../net/refusal';

/**
 * The model of what was synthesized.
 *
 * @param path the folder that the app is synthesized to, the folder of one stack, or its Terraform JSON
 * @throws if there is no written stack, or one cannot be read
 */
export function writtenModel(path: string): MirrorModel {
  const files = filesOf(path);
  if (files.length === 0) {
    throw refusal({ path, what: 'the written stacks', got: existsSync(path) ? `a folder without ${STACK_FILE}` : 'no such file', allowed: `cdktf.out, the folder of a stack, or its ${STACK_FILE}`, fix: 'run cdktf synth, and name its output' });
  }
  return new MirrorModel(files.map((file): StackDocument => {
    const folder = basename(dirname(file));
    const statements = join(dirname(file), STATEMENTS_FILE);
    return { path: folder, folder, terraform: parsed(file), statements: existsSync(statements) ? parsed(statements) : undefined };
  }));
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  if (existsSync(join(path, STACK_FILE))) return [join(path, STACK_FILE)];
  return stackFilesIn(path);
}

function parsed(file: string): any {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refusal({ path: file, what: 'the file', got: (error as Error).message, allowed: 'JSON as cdktf writes it', fix: 'run cdktf synth again' });
  }
}
