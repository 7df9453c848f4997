import { AddressSet } from './address-set';

export type Verdict = 'accept' | 'drop';

/** One rule of an ordered list, as far as it is known. */
export interface Step<T> {
  /** The source addresses that it matches. */
  readonly sources: AddressSet;
  readonly verdict: Verdict;
  /** Whether it certainly matches them. Otherwise it may or may not match. */
  readonly certain: boolean;
  /** The origin of the step, to explain the decision. */
  readonly by: T;
}

/** Source addresses with the same outcome. */
export interface Decided<T> {
  readonly sources: AddressSet;
  /** Undefined if the outcome depends on unknown values. */
  readonly verdict?: Verdict;
  /** The step that decides. If the outcome is open, the first step that may match. */
  readonly by: T;
}

/**
 * The verdict of the first matching step for each source address, computed for whole sets of addresses.
 *
 * If a step may match, there are two possible outcomes: its verdict, and the outcome of the later steps. If both are the same,
 * the address is decided. The last step must certainly match every address.
 */
export function firstMatch<T>(sources: AddressSet, steps: Iterable<Step<T>>): Decided<T>[] {
  const decided: Decided<T>[] = [];
  const say = (part: AddressSet, by: T, verdict?: Verdict) => { if (!part.isEmpty) decided.push({ sources: part, verdict, by }); };
  let untouched = sources;
  /** Addresses that an earlier step may have decided, by verdict. */
  const touched: Record<Verdict, { sources: AddressSet; by: T }[]> = { accept: [], drop: [] };

  for (const step of steps) {
    const { verdict, certain, by } = step;
    const same = touched[verdict];
    const other = touched[verdict === 'accept' ? 'drop' : 'accept'];
    if (untouched.isEmpty && same.length === 0 && other.length === 0) break;
    const hit = untouched.intersect(step.sources);
    untouched = untouched.minus(hit);
    // Both outcomes are possible, and later steps cannot change this.
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

/** Removes addresses from a list of parts, and passes the removed parts to a callback. */
function take<T>(parts: { sources: AddressSet; by: T }[], sources: AddressSet, each: (part: AddressSet, by: T) => void): void {
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i];
    const hit = part.sources.intersect(sources);
    each(hit, part.by);
    part.sources = part.sources.minus(hit);
    if (part.sources.isEmpty) parts.splice(i, 1);
  }
}
