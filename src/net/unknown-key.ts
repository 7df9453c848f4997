import { nearestNames } from './nearest';
import { described } from './refusal';

/** A key of an object that nobody reads, for an error about the object. */
export interface UnknownKey {
  /** For `got` of a refusal. */
  readonly got: object;
  /** The known key that the author probably meant, or the advice to remove this one. */
  readonly fix: string;
}

/** The first key that is not among those allowed. Nothing reads it, so the author would believe in an option that has no effect. */
export function unknownKey(given: object, allowed: readonly string[]): UnknownKey | undefined {
  const key = Object.entries(given).find(([name, value]) => value !== undefined && !allowed.includes(name))?.[0];
  if (key === undefined) return undefined;
  const meant = nearestName(key, allowed);
  return { got: described(`has the unknown key ${JSON.stringify(key)}`), fix: meant === undefined ? `Remove ${key}.` : `Write ${meant}.` };
}

/** The name that the author of a name probably meant. */
export function nearestName(key: string, allowed: readonly string[]): string | undefined {
  return nearestNames(key, allowed, { most: Math.ceil((key.length - 1) / 4), isForm })[0];
}

/** Words in another order, such as portSource, and a singular or a shorter form. */
function isForm(written: string, name: string): boolean {
  const letters = (text: string) => [...text].sort().join();
  return letters(name) === letters(written)
    || Math.min(name.length, written.length) > 3 && (name.startsWith(written) || written.startsWith(name));
}
