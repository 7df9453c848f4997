import { editDistance } from './edit-distance';
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
  const meant = nearest(key, allowed);
  return { got: described(`has the unknown key ${JSON.stringify(key)}`), fix: meant === undefined ? `Remove ${key}.` : `Write ${meant}.` };
}

function nearest(key: string, allowed: readonly string[]): string | undefined {
  const wanted = key.toLowerCase();
  const letters = (text: string) => [...text].sort().join('');
  const distances = allowed.map((name): [string, number] => {
    const other = name.toLowerCase();
    // Words in another order, such as portSource, and a singular or a shorter form.
    const isForm = letters(other) === letters(wanted)
      || Math.min(other.length, wanted.length) > 3 && (other.startsWith(wanted) || wanted.startsWith(other));
    return [name, isForm ? 0 : editDistance(wanted, other)];
  });
  const [name, distance] = distances.reduce((best, one) => one[1] < best[1] ? one : best, ['', Infinity]);
  return distance <= Math.ceil((wanted.length - 1) / 4) ? name : undefined;
}
