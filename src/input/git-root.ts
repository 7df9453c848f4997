import { existsSync, realpathSync } from 'fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'path';

/** The root of the git repository that contains a folder, or the folder itself. */
export function gitRoot(folder = process.cwd()): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    // In a worktree, `.git` is a file.
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** A path relative to a root, with slashes. Undefined for a file that does not exist, or is not below the root. */
export function pathBelow(root: string, file: string): string | undefined {
  try {
    const path = relative(realpathSync(root), realpathSync(file));
    return isAbsolute(path) || path.startsWith('..') ? undefined : path.split(sep).join('/');
  } catch {
    return undefined;
  }
}
