import { compare } from './compare';
import { editDistance } from './edit-distance';

/** Longer names are not compared: an edit distance is quadratic. */
const LONGEST = 200;

/** How a name is compared with what was written. */
export interface Likeness {
  /**
   * The largest distance of a name that is probably meant.
   *
   * @default - any
   */
  readonly most?: number;
  /**
   * Whether a name is another form of what was written, which is nearer than any other name.
   *
   * @default - no form is known
   */
  isForm?(written: string, name: string): boolean;
}

/** The names most like what was written, the nearest first, in small letters as in capitals. Of equally near ones the one of the same length. */
export function nearestNames(written: string, names: Iterable<string>, { most = Infinity, isForm }: Likeness = {}): string[] {
  const wanted = written.trim().toLowerCase();
  if (wanted.length > LONGEST) return [];
  const found: { readonly name: string; readonly distance: number }[] = [];
  for (const name of new Set(names)) {
    if (name.length > LONGEST) continue;
    const other = name.toLowerCase();
    const distance = isForm?.(wanted, other) ? 0 : Math.abs(other.length - wanted.length) > most ? Infinity : editDistance(wanted, other);
    if (distance <= most) found.push({ name, distance });
  }
  const longer = (name: string): number => Math.abs(name.length - wanted.length);
  return found.sort((a, b) => a.distance - b.distance || longer(a.name) - longer(b.name) || compare(a.name, b.name)).map(({ name }) => name);
}
