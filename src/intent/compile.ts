import { Grid } from './grid';
import { blockAround } from './near-miss';
import { boxesOf } from './boxes';
import { byPriority, changedPlaces, Placed, place } from './priorities';
import { Budget, listsOf, shortest, Step } from './search';
import { EVERY_PORT, holds, PacketBox, PacketRule, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { deadRules } from '../net/shadows';

/** Steps that the search for one list may take: some tenths of a second. */
export const DEFAULT_BUDGET = 3_000_000;
/** Lists of equal length that are compared with the list before. */
const ALTERNATIVES = 40;
/** A plain list of more rules is looked through once for rules that change nothing, and not rule by rule. */
const LONG = 100;

/** What a compilation is given in addition to the wanted packets. */
export interface CompileOptions {
  /** A list that means the same: the shortest one is no longer. */
  readonly plain: readonly PacketRule[];
  /** The rules of the last time, with their priorities. */
  readonly previous?: readonly Placed[];
  /** Steps that the search may take. */
  readonly budget?: number;
}

/** The shortest list that was found, and what is known of shorter ones. */
export interface Exact {
  readonly rules: readonly PacketRule[];
  /** No list that means the same has fewer rules. */
  readonly least: number;
}

/**
 * The shortest list of rules that accepts exactly the wanted packets, or the shortest that was found.
 *
 * With rules of the last time, of lists of that length one that changes few of them. Their length never depends on those rules, unless
 * they mean the same and are shorter, so that a list that was returned once is returned again.
 */
export function compile(wanted: PacketSet, { plain, previous, budget: steps = DEFAULT_BUDGET }: CompileOptions): Exact {
  if (wanted.isEmpty) return { rules: [], least: 0 };
  let best = irredundant(wanted, plain);
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
  if (!PacketSet.ofRules(best).isSameAs(wanted)) throw new Error('the compiled rules do not mean what was asked: this is a fault of the compiler');
  return { rules: best, least: Math.min(least, best.length) };
}

/** Of lists that are no longer, the one that changes fewest rules of the list before. */
function nearest(wanted: PacketSet, grid: Grid | undefined, shortestRules: PacketRule[], previous: readonly Placed[], plain: readonly PacketRule[], budget: Budget): PacketRule[] {
  const before = byPriority(previous);
  const meant = PacketSet.ofRules(before);
  if (before.length <= shortestRules.length && meant.isSameAs(wanted)) return before.map(({ accept, box }) => ({ accept, box }));
  let best = shortestRules;
  let fewest = changesOf(best, previous);
  const offer = (rules: PacketRule[]) => {
    if (rules.length > shortestRules.length) return;
    const changes = changesOf(rules, previous);
    if (changes < fewest) [best, fewest] = [rules, changes];
  };
  // What differs, decided in front of the rules that are there.
  const difference = [...boxesOf(wanted.minus(meant)).map((box) => ({ accept: true, box })), ...boxesOf(meant.minus(wanted)).map((box) => ({ accept: false, box }))];
  if (difference.length <= shortestRules.length) {
    const patched = [...difference, ...before];
    if (PacketSet.ofRules(patched).isSameAs(wanted)) offer(irredundant(wanted, patched));
  }
  if (!grid) return best;
  const prefer = (box: number, accept: boolean) => before.filter((p) => p.accept === accept && holds(grid.boxes[box], p.box)).length;
  const hints = [...before, ...plain];
  for (const steps of listsOf(grid, shortestRules.length, prefer, ALTERNATIVES, budget)) offer(written(wanted, grid, steps, hints));
  return best;
}

/** How many places change if a list takes the place of another one. */
function changesOf(rules: readonly PacketRule[], previous: readonly Placed[]): number {
  return changedPlaces(place(rules, previous), previous);
}

/** The steps as rules: no wider than they have to be, and as somebody wrote them if that means the same. */
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
  return tightened(irredundant(wanted, rules));
}

/** Rules that drop no more than what a later rule would accept. */
function tightened(rules: readonly PacketRule[]): PacketRule[] {
  const result = [...rules];
  for (let i = rules.length - 1; i >= 0; i--) {
    if (rules[i].accept) continue;
    const earlier = PacketSet.ofBoxes(rules.slice(0, i).map((r) => r.box));
    const needed = PacketSet.ofRules(result.slice(i + 1)).intersect(PacketSet.ofBox(rules[i].box)).minus(earlier);
    result[i] = { accept: false, box: boxAround(needed, rules[i].box.protocol) };
  }
  return result;
}

/** The smallest box that has all of a set, within one protocol or all. */
function boxAround(set: PacketSet, protocol: PacketBox['protocol']): PacketBox {
  const parts = set.blocks();
  const kinds = new Set(parts.flatMap((p) => p.kinds));
  const around = (spans: readonly Span[]): Span => [Math.min(...spans.map((s) => s[0])), Math.max(...spans.map((s) => s[1]))];
  const [kind] = kinds;
  const own = kinds.size === 1 && kind !== 'OTHER' ? kind : protocol;
  const ports = own === 'TCP' || own === 'UDP';
  return {
    protocol: own, source: blockAround(around(parts.flatMap((p) => p.sources.intervals()))), destination: blockAround(around(parts.flatMap((p) => p.destinations.intervals()))),
    sourcePorts: ports ? around(parts.flatMap((p) => p.sourcePorts)) : EVERY_PORT, destinationPorts: ports ? around(parts.flatMap((p) => p.destinationPorts)) : EVERY_PORT,
  };
}

/** The rules without those that change nothing. */
export function irredundant(wanted: PacketSet, rules: readonly PacketRule[]): PacketRule[] {
  if (rules.length > LONG) {
    const dead = new Set(deadRules(rules).map((d) => d.rule));
    return rules.filter((_, i) => !dead.has(i));
  }
  let kept = [...rules];
  // The last first: a rule for the rest makes what it repeats superfluous, not the other way round.
  for (let i = kept.length - 1; i >= 0; i--) {
    const fewer = kept.filter((_, k) => k !== i);
    if (PacketSet.ofRules(fewer).isSameAs(wanted)) kept = fewer;
  }
  return kept;
}
