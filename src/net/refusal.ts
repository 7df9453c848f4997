import { tokenName } from './token-name';

/** What an error about one argument must contain. */
export interface Refusal {
  /** Where: a construct path, a file and record, or nothing for a value made outside any construct. */
  readonly path?: string;
  /** The argument, by the name the caller knows it. */
  readonly what: string;
  /** The value got. */
  readonly got: unknown;
  /** The values allowed. */
  readonly allowed: string;
  /** The change to make. */
  readonly fix: string;
}

/** Longer values are cut: an error is read in a terminal. */
const SHOWN = 120;

/** An error that names the path, the value got, the values allowed and the change to make. */
export function refusal(r: Refusal): Error {
  return new Error(`${r.path ? `[${r.path}] ` : ''}${r.what}: got ${shown(r.got)}; allowed: ${r.allowed}; ${r.fix}`);
}

/** The value as a reader would write it. The marker of a token in code means nothing to readers. */
export function shown(value: unknown): string {
  const text = tokenName(value) ?? (value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value) ?? String(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}... (${text.length} characters)` : text;
}
