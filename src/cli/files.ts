import { readFileSync } from 'fs';
import { refusal } from '../net/refusal';

/** Why a file cannot be read, for a person. */
const REASONS: Record<string, string> = { ENOENT: 'no such file', EISDIR: 'a folder', EACCES: 'a file that may not be read' };

/**
 * The text of a file that was named.
 *
 * @throws where it cannot be read
 */
export function readText(path: string, what: string): { path: string; text: string } {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw refusal({ path, what, got: REASONS[code ?? ''] ?? message, allowed: 'a file that can be read', fix: 'name the right file, or run in its folder' });
  }
}
