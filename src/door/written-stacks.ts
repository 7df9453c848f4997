import { existsSync, readdirSync } from 'fs';
import { join } from 'path';

/** The Terraform of a written stack, in its folder. */
export const STACK_FILE = 'cdk.tf.json';

/** The Terraform of every stack in the folder that an app is synthesized to, or in its folder of stacks. */
export function stackFilesIn(path: string): string[] {
  const folder = existsSync(join(path, 'stacks')) ? join(path, 'stacks') : path;
  return readdirSync(folder).sort().map((name) => join(folder, name, STACK_FILE)).filter((file) => existsSync(file));
}
