import { compare } from './compare';
import { editDistance } from './edit-distance';

/** Longer names are not compared: an edit distance is quadratic. */
const LONGEST = 200;

/** The comparison of a name with a misspelt one. */
export interface Likeness {
  /**
   * The largest distance of a name that is probably meant.
   *
   * @default - any
   */
  readonly most?: number;
  /**
   * Only the first result is used, so that names further than the nearest so far take less time.
   *
   * @default false
   */
  readonly onlyNearest?: boolean;
  /**
   * Whether a name is another form of the written one. It is then nearer than any other name.
   *
   * @default - no form is known
   */
  isForm?(written: string, name: string): boolean;
}

/** The names most like a misspelt one, the nearest first. Case is ignored. Of equally near names, one of the same length is first. */
export function nearestNames(
  written: string,
  names: Iterable<string>,
  { most = Infinity, isForm, onlyNearest = false }: Likeness = {},
): string[] {
  const wanted = written.trim().toLowerCase();
  if (wanted.length > LONGEST) return [];
  const found: { readonly name: string; readonly distance: number }[] = [];
  let bound = most;
  for (const name of new Set(names)) {
    if (name.length > LONGEST) continue;
    const other = name.toLowerCase();
    const distance = isForm?.(wanted, other) ? 0 : editDistance(wanted, other, bound);
    if (distance > bound) continue;
    found.push({ name, distance });
    if (onlyNearest) bound = distance;
  }
  const longer = (name: string): number => Math.abs(name.length - wanted.length);
  return found
    .sort((a, b) => a.distance - b.distance || longer(a.name) - longer(b.name) || compare(a.name, b.name))
    .map(({ name }) => name);
}
