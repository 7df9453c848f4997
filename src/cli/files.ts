import { readFileSync } from 'fs';
import { refusal } from '../net/refusal';

/** Why a file cannot be read, for a person. */
const REASONS: Record<string, string> = { ENOENT: 'no such file', EISDIR: 'a folder', EACCES: 'a file that may not be read' };

/**
 * The text of a file that was named.
 *
 * @throws if it cannot be read
 */
export function readText(path: string, what: string): { path: string; text: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refusal({ path, what, got: REASONS[code ?? ''] ?? message, allowed: 'a file that can be read', fix: 'name the right file, or run in its folder' });
  }
  if (text.includes('\0')) {
    throw refusal({ path, what, got: 'a file in UTF-16 or no text', allowed: 'UTF-8', fix: 'write it as UTF-8; where PowerShell redirected it, let cmd do so: cmd /c "git show ... > base.lock"' });
  }
  return { path, text };
}
