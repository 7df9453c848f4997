import { described, refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';
import { unknownKey } from '../net/unknown-key';

/** Names of all properties of a struct: the compiler finds one that is missing. */
export type Keys<T> = { readonly [key in keyof Required<T>]: true };

/**
 * Throws if a value is not an object with the properties of a struct. No compiler checks plain JavaScript, and an ignored property makes a
 * statement match more traffic than intended.
 */
export function requireOptions<T>(what: string, given: unknown, keys: Keys<T>, fix: string): void {
  const allowed = Object.keys(keys);
  const wrong = (got: unknown, otherwise: string) => refusal({
    what, got, allowed: `an object with ${allowed.join(', ')}`, fix: otherwise,
  });
  if (typeof given !== 'object' || given === null || Array.isArray(given) || tokenName(given) !== undefined) throw wrong(given, fix);
  if (!isPlain(given) && !allowed.some((key) => key in given)) throw wrong(given, fix);
  const strange = unknownKey(given, allowed);
  // An object of another class is shown by the name of the class.
  if (strange) throw isPlain(given) ? wrong(strange.got, strange.fix) : wrong(given, fix);
}

function isPlain(given: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === null || prototype === Object.prototype;
}

/**
 * Throws if two different things have one name, apart from case and spaces: findings name them by their names alone.
 *
 * @param kind the kind in messages, for example `mirror network`
 */
export function requireNames<T extends { readonly name: string }>(
  where: string, kind: string, all: readonly T[], isSame: (a: T, b: T) => boolean, contents: (item: T) => string,
): void {
  const byName = new Map<string, T>();
  for (const item of all) {
    const key = item.name.trim().replace(/\s+/g, ' ').toLowerCase();
    const other = byName.get(key);
    if (other === undefined) {
      byName.set(key, item);
    } else if (!isSame(other, item)) {
      throw refusal({
        what: where, got: described(`has the ${kind}s ${other.name} (${contents(other)}) and ${item.name} (${contents(item)})`),
        allowed: `one ${kind} for a name, upper and lower case alike`,
        fix: `give one of the two another name, or list all of it in one ${kind}`,
      });
    }
  }
}
