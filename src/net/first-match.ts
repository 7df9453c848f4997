import { AddressSet } from './address-set';

export type Verdict = 'accept' | 'drop';

/** One rule of an ordered list, as far as it is known. */
export interface Step<T> {
  /** The source addresses that it matches. */
  readonly sources: AddressSet;
  readonly verdict: Verdict;
  /** Whether it surely matches them. Otherwise it may or may not. */
  readonly certain: boolean;
  /** What is behind it, for whoever explains the decision. */
  readonly by: T;
}

/** Source addresses with one and the same outcome. */
export interface Decided<T> {
  readonly sources: AddressSet;
  /** Undefined if the outcome depends on what is not known. */
  readonly verdict?: Verdict;
  /** The step that decides. If nothing is decided, the first that leaves it open. */
  readonly by: T;
}

/**
 * What the first step that matches does to each source address, for whole sets of addresses at once.
 *
 * A step that may or may not match leaves two outcomes open: its own, and that of the steps after it. Where both turn out
 * the same the address is decided all the same. The last step must surely match every address.
 */
export function firstMatch<T>(sources: AddressSet, steps: Iterable<Step<T>>): Decided<T>[] {
  const decided: Decided<T>[] = [];
  const say = (part: AddressSet, by: T, verdict?: Verdict) => { if (!part.isEmpty) decided.push({ sources: part, verdict, by }); };
  let untouched = sources;
  /** Addresses that an earlier step may have decided, by its verdict. */
  const touched: Record<Verdict, { sources: AddressSet; by: T }[]> = { accept: [], drop: [] };

  for (const step of steps) {
    const { verdict, certain, by } = step;
    const same = touched[verdict];
    const other = touched[verdict === 'accept' ? 'drop' : 'accept'];
    if (untouched.isEmpty && same.length === 0 && other.length === 0) break;
    const hit = untouched.intersect(step.sources);
    untouched = untouched.minus(hit);
    // One outcome or the other: nothing later can settle it.
    take(other, step.sources, (part, opener) => say(part, opener));
    if (!certain) {
      if (!hit.isEmpty) same.push({ sources: hit, by });
      continue;
    }
    say(hit, by, verdict);
    take(same, step.sources, (part) => say(part, by, verdict));
  }
  return decided;
}

/** Takes addresses out of a list of parts, and hands over what was there. */
function take<T>(parts: { sources: AddressSet; by: T }[], sources: AddressSet, each: (part: AddressSet, by: T) => void): void {
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i];
    const hit = part.sources.intersect(sources);
    if (hit.isEmpty) continue;
    each(hit, part.by);
    part.sources = part.sources.minus(hit);
    if (part.sources.isEmpty) parts.splice(i, 1);
  }
}
