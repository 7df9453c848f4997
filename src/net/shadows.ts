import { PacketRule } from './packet';
import { PacketSet } from './packet-set';

/** Why a rule decides nothing. */
export type Idleness =
  /** Earlier rules decide all that it matches. */
  | 'BLOCKED'
  /** It matches no packet that is ever mirrored. */
  | 'ONLY_NEVER_MIRRORED';

/** A rule that decides about no packet. */
export interface DeadRule {
  /** Its index in the list. */
  readonly rule: number;
  readonly reason: Idleness;
  /** The earlier rules that decide about its packets: as few as cover them, the one that takes most first. */
  readonly blockers: readonly number[];
  /** Whether one of them does the opposite. */
  readonly opposed: boolean;
  /** A packet that it matches. */
  readonly witness: PacketSet;
}

/**
 * The rules of an ordered list that decide about no packet.
 *
 * @param never packets that are never mirrored, whatever a filter accepts
 */
export function deadRules(rules: readonly PacketRule[], never: PacketSet = PacketSet.EMPTY): DeadRule[] {
  const sets = rules.map((r) => PacketSet.ofBox(r.box));
  const dead: DeadRule[] = [];
  let before = PacketSet.EMPTY;
  rules.forEach((rule, i) => {
    const left = sets[i].minus(before);
    if (left.isEmpty) {
      const blockers = blockersOf(i, rules, sets);
      dead.push({ rule: i, reason: 'BLOCKED', blockers, opposed: blockers.some((b) => rules[b].accept !== rule.accept), witness: sets[i] });
    } else if (never.containsAll(left)) {
      dead.push({ rule: i, reason: 'ONLY_NEVER_MIRRORED', blockers: [], opposed: false, witness: left });
    }
    before = before.union(sets[i]);
  });
  return dead;
}

/** Each packet is decided by the first rule that matches. Of those rules the ones that take most, and the largest of another action. */
function blockersOf(rule: number, rules: readonly PacketRule[], sets: readonly PacketSet[]): number[] {
  const taken: { index: number; part: PacketSet; size: bigint }[] = [];
  let left = sets[rule];
  for (let i = 0; i < rule && !left.isEmpty; i++) {
    const part = left.intersect(sets[i]);
    if (part.isEmpty) continue;
    left = left.minus(part);
    const all = sets[rule].intersect(sets[i]);
    taken.push({ index: i, part: all, size: all.size });
  }
  taken.sort((a, b) => a.size < b.size ? 1 : a.size > b.size ? -1 : a.index - b.index);
  const kept: number[] = [];
  left = sets[rule];
  for (const { index, part } of taken) {
    if (left.isEmpty) break;
    if (!part.overlaps(left)) continue;
    kept.push(index);
    left = left.minus(part);
  }
  const opposed = taken.find((t) => rules[t.index].accept !== rules[rule].accept);
  if (opposed && !kept.some((k) => rules[k].accept !== rules[rule].accept)) kept.push(opposed.index);
  return kept.sort((a, b) => a - b);
}
