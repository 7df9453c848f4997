import { Grid } from './grid';
import { blockAround, boxesOf, matchedBefore } from './boxes';
import { byPriority, changedPlaces, place } from './priorities';
import { Budget, listsOf, shortest, Step } from './search';
import { EVERY_PORT, holds, PacketBox, PacketRule, PlacedRule, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Maximum steps of the search for one list, which take some tenths of a second. */
export const DEFAULT_BUDGET = 1_500_000;
/** Number of lists of equal length that are compared with the previous list. */
const ALTERNATIVES = 40;

/** The options of a compilation, in addition to the wanted packets. */
export interface CompileOptions {
  /** An equivalent list, as an upper bound for the length. */
  readonly plain: readonly PacketRule[];
  /** The previous rules, with their priorities. */
  readonly previous?: readonly PlacedRule[];
  /** Maximum steps of the search. */
  readonly budget?: number;
}

/** The shortest list found, and the lower bound for its length. */
export interface Exact {
  readonly rules: readonly PacketRule[];
  /** The lower bound: no equivalent list has fewer rules. */
  readonly least: number;
}

/**
 * The shortest list of rules that accepts exactly the wanted packets, or the shortest list found.
 *
 * With previous rules, returns a list of that length that changes few of them. The length does not depend on the previous
 * rules, unless they are equivalent and shorter. A list that was returned once is therefore returned again.
 */
export function compile(wanted: PacketSet, { plain, previous, budget: steps = DEFAULT_BUDGET }: CompileOptions): Exact {
  if (wanted.isEmpty) return { rules: [], least: 0 };
  let best = irredundant(plain);
  let least = 1;
  let searched: Grid | undefined;
  const budget: Budget = { left: steps };
  for (let exactUpTo = 1; ;) {
    const grid = Grid.of(wanted, exactUpTo);
    if (!grid) break;
    searched = grid;
    const found = shortest(grid, best.length, budget);
    least = Math.max(least, Math.min(found.least, grid.exactUpTo + 1));
    if (found.steps && found.steps.length <= best.length) best = written(wanted, grid, found.steps, plain);
    if (least >= best.length || budget.left <= 0 || grid.exactUpTo >= best.length - 1) break;
    exactUpTo = best.length - 1;
  }
  if (previous && previous.length > 0) best = nearest(wanted, searched, best, previous, plain, { left: steps / 8 });
  if (!PacketSet.ofRules(best).isSameAs(wanted)) {
    throw new Error('the compiled rules differ from the intent. This is a bug of the compiler');
  }
  return { rules: best, least: Math.min(least, best.length) };
}

/** Among lists that are not longer, the one that changes the fewest rules of the previous list. */
function nearest(
  wanted: PacketSet,
  grid: Grid | undefined,
  shortestRules: PacketRule[],
  previous: readonly PlacedRule[],
  plain: readonly PacketRule[],
  budget: Budget,
): PacketRule[] {
  const before = byPriority(previous);
  const meant = PacketSet.ofRules(before);
  if (before.length <= shortestRules.length && meant.isSameAs(wanted)) {
    return irredundant(before).map(({ accept, box }) => ({ accept, box }));
  }
  let best = shortestRules;
  let fewest = changesOf(best, previous);
  const offer = (rules: PacketRule[]) => {
    if (rules.length > shortestRules.length) return;
    const changes = changesOf(rules, previous);
    if (changes < fewest) [best, fewest] = [rules, changes];
  };
  // The previous rules, preceded by rules for the difference.
  const difference = [
    ...boxesOf(wanted.minus(meant)).map((box) => ({ accept: true, box })),
    ...boxesOf(meant.minus(wanted)).map((box) => ({ accept: false, box })),
  ];
  if (difference.length <= shortestRules.length) {
    const patched = [...difference, ...before];
    if (PacketSet.ofRules(patched).isSameAs(wanted)) offer(irredundant(patched));
  }
  if (!grid) return best;
  const prefer = (box: number, accept: boolean) => {
    const wide = grid.boxAt(box);
    return before.filter((p) => p.accept === accept && holds(wide, p.box)).length;
  };
  const hints = [...before, ...plain];
  for (const steps of listsOf(grid, shortestRules.length, prefer, ALTERNATIVES, budget)) offer(written(wanted, grid, steps, hints));
  return best;
}

/** The number of priorities that change if a list replaces another one. */
function changesOf(rules: readonly PacketRule[], previous: readonly PlacedRule[]): number {
  return changedPlaces(place(rules, previous), previous);
}

/** The steps as rules: as narrow as possible, and as the user wrote them if that is equivalent. */
function written(wanted: PacketSet, grid: Grid, steps: readonly Step[], hints: readonly PacketRule[]): PacketRule[] {
  const rules: PacketRule[] = [];
  let open = PacketSet.ALL;
  for (const step of steps) {
    const least = grid.hull(step.box, step.cells);
    const wrong = step.accept ? open.minus(wanted) : open.intersect(wanted);
    const hint = hints.find((h) => h.accept === step.accept && holds(h.box, least) && !PacketSet.ofBox(h.box).overlaps(wrong));
    const box = hint?.box ?? least;
    rules.push({ accept: step.accept, box });
    open = open.minus(PacketSet.ofBox(box));
  }
  // A narrower drop rule leaves packets to later rules, which can make earlier rules redundant.
  return irredundant(tightened(irredundant(rules)));
}

/** Narrows drop rules to the packets that a later rule would accept. */
function tightened(rules: readonly PacketRule[]): PacketRule[] {
  const result = [...rules];
  const sets = rules.map((r) => PacketSet.ofBox(r.box));
  const before = matchedBefore(sets);
  let after = PacketSet.EMPTY;
  for (let i = rules.length - 1; i >= 0; i--) {
    if (rules[i].accept) {
      after = after.union(sets[i]);
      continue;
    }
    const box = boxAround(after.intersect(sets[i]).minus(before[i]), rules[i].box.protocol);
    result[i] = { accept: false, box };
    after = after.minus(PacketSet.ofBox(box));
  }
  return result;
}

/** The smallest box that contains a set, for one protocol or all. */
function boxAround(set: PacketSet, protocol: PacketBox['protocol']): PacketBox {
  const parts = set.blocks();
  const kinds = new Set(parts.flatMap((p) => p.kinds));
  const around = (spans: readonly Span[]): Span => [Math.min(...spans.map((s) => s[0])), Math.max(...spans.map((s) => s[1]))];
  const [kind] = kinds;
  const own = kinds.size === 1 && kind !== 'OTHER' ? kind : protocol;
  const ports = own === 'TCP' || own === 'UDP';
  return {
    protocol: own,
    source: blockAround(around(parts.flatMap((p) => p.sources.intervals()))),
    destination: blockAround(around(parts.flatMap((p) => p.destinations.intervals()))),
    sourcePorts: ports ? around(parts.flatMap((p) => p.sourcePorts)) : EVERY_PORT,
    destinationPorts: ports ? around(parts.flatMap((p) => p.destinationPorts)) : EVERY_PORT,
  };
}

/** The rules without redundant ones. */
export function irredundant(rules: readonly PacketRule[]): PacketRule[] {
  const sets = rules.map((r) => PacketSet.ofBox(r.box));
  const before = matchedBefore(sets);
  const kept: PacketRule[] = [];
  // From the last rule, since a rule for the rest makes earlier rules redundant, not the other way round.
  let after = PacketSet.EMPTY;
  for (let i = rules.length - 1; i >= 0; i--) {
    const { accept } = rules[i];
    const own = sets[i].minus(before[i]);
    if (accept ? after.containsAll(own) : !after.overlaps(own)) continue;
    kept.push(rules[i]);
    after = accept ? after.union(sets[i]) : after.minus(sets[i]);
  }
  return kept.reverse();
}
