import { readFileSync } from 'fs';
import { described, refusal } from '../net/refusal';

/** The reasons why a file cannot be read, in words. */
const REASONS: Record<string, string> = { ENOENT: 'does not exist', EISDIR: 'is a folder', EACCES: 'may not be read' };

/**
 * Reads the text of a file argument.
 *
 * @throws if the file cannot be read
 */
export function readText(path: string, what: string): { path: string; text: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, what, error);
  }
  if (text.includes('\0')) {
    throw refusal({
      path,
      what,
      got: described('is UTF-16 or binary'),
      allowed: 'UTF-8',
      fix: 'write the file as UTF-8. PowerShell redirects in UTF-16, so use cmd: cmd /c "git show ... > base.lock"',
    });
  }
  return { path, text };
}

/** The error of a file that the system does not read. */
export function unreadable(path: string, what: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return refusal({
    path,
    what,
    got: described(REASONS[code ?? ''] ?? `cannot be read: ${message}`),
    allowed: 'a readable file',
    fix: 'pass the path of an existing file. A relative path begins in the folder in which the program was started',
  });
}
