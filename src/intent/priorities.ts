import { RULE_PRIORITY } from '../catalog/limits';
import { PacketRule, PlacedRule, sameRule } from '../net/packet';
import { PacketSet } from '../net/packet-set';

export function byPriority<T extends PlacedRule>(rules: readonly T[]): T[] {
  return [...rules].sort((a, b) => a.priority - b.priority);
}

/**
 * Assigns a priority to each rule of an ordered list. As many existing rules as possible keep their priority. Only rules with
 * common packets and different actions must stay in order. New rules are spread, to leave space for later rules between them.
 */
export function place(rules: readonly PacketRule[], previous: readonly PlacedRule[] = []): PlacedRule[] {
  const n = rules.length;
  const { min, max } = RULE_PRIORITY;
  if (n > max - min + 1) return rules.map((rule, i) => ({ ...rule, priority: i + 1 }));
  const sets = rules.map((r) => PacketSet.ofBox(r.box));
  /** For each rule, the rules that must come before it. */
  const before = rules.map((rule, i) => rules.flatMap((other, j) =>
    j < i && other.accept !== rule.accept && sets[j].overlaps(sets[i]) ? [j] : []));
  const wish = rules.map((rule, i) => previous.find((p) => p.accept === rule.accept && PacketSet.ofBox(p.box).isSameAs(sets[i]))?.priority);
  const wishing = wish.flatMap((w, i) => w === undefined || w < min || w > max ? [] : [i]);
  const old = new Set(previous.map((p) => p.priority));
  // With at most ten rules, all subsets of rules that keep their place can be tried, the largest first.
  const choices = [...Array(2 ** wishing.length).keys()].sort((a, b) => ones(b) - ones(a) || b - a);
  for (const choice of choices) {
    const fixed = new Map(wishing.filter((_, bit) => choice >> bit & 1).map((i) => [i, wish[i]!]));
    if (new Set(fixed.values()).size < fixed.size) continue;
    const slots = schedule(n, before, fixed, min, max, old);
    if (!slots) continue;
    const placed = (priorities: readonly number[]) => byPriority(rules.map((rule, i) => ({ ...rule, priority: priorities[i] })));
    const kept = placed(slots);
    if (old.size === 0) return kept;
    // A rule that keeps its place can force others to new places.
    const spread = placed(schedule(n, before, new Map(), min, max, new Set())!);
    return changedPlaces(spread, previous) < changedPlaces(kept, previous) ? spread : kept;
  }
  throw new Error('rules in list order always have priorities. This is a bug');
}

/** The number of priorities that get a rule, lose their rule, or get a different rule. */
export function changedPlaces(rules: readonly PlacedRule[], previous: readonly PlacedRule[]): number {
  const old = new Map(previous.map((p) => [p.priority, p]));
  const changed = rules.filter((r) => !old.has(r.priority) || !sameRule(old.get(r.priority)!, r)).length;
  const now = new Set(rules.map((r) => r.priority));
  return changed + [...old.keys()].filter((p) => !now.has(p)).length;
}

/** Priorities for all rules, some of which are fixed. Undefined if there is no solution. */
function schedule(
  n: number, before: readonly number[][], fixed: ReadonlyMap<number, number>, min: number, max: number, old: ReadonlySet<number>,
): number[] | undefined {
  const slots = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const taken = new Set(fixed.values());
  const free = slots.filter((s) => !taken.has(s));
  const loose = [...Array(n).keys()].filter((i) => !fixed.has(i));
  if (loose.length > free.length) return undefined;
  // In list order, each rule gets the slot nearest to an even spread that leaves enough slots for later rules.
  const result = new Array<number>(n);
  for (const [i, slot] of fixed) result[i] = slot;
  const even = fixed.size === 0 ? Math.floor((max - min + 1) / n) : 0;
  const assign = (k: number): boolean => {
    if (k === loose.length) return before.every((list, i) => list.every((j) => result[j] < result[i]));
    const i = loose[k];
    const low = Math.max(min, ...before[i].map((j) => (result[j] ?? min - 1) + 1));
    const high = Math.min(max, ...[...fixed].filter(([f]) => before[f].includes(i)).map(([, s]) => s - 1));
    const ideal = even > 0 ? min - 1 + (i + 1) * even : undefined;
    const candidates = free.filter((s) => s >= low && s <= high && !loose.slice(0, k).some((l) => result[l] === s));
    const goal = ideal ?? (low + Math.min(high, max)) / 2;
    // An existing slot is changed in place. A new slot means one more rule to create.
    candidates.sort((a, b) => Number(old.has(b)) - Number(old.has(a)) || Math.abs(a - goal) - Math.abs(b - goal) || a - b);
    for (const s of candidates) {
      result[i] = s;
      if (assign(k + 1)) return true;
      delete result[i];
    }
    return false;
  };
  return assign(0) ? result : undefined;
}

function ones(bits: number): number {
  let count = 0;
  for (; bits > 0; bits &= bits - 1) count++;
  return count;
}
