import type { FilterState } from './mirror-state';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { PacketRule, PlacedRule, sameRule } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { setLines } from '../net/packet-text';
import { counted } from '../net/wording';

/** The packets that a change of the rules of one direction adds and takes, afterwards and while they are written one after another. */
export interface RuleChanges {
  /** Priorities that get a rule, whose rule becomes another, and that lose theirs. */
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
  /** Packets that are copied afterwards and were not. */
  readonly added: PacketSet;
  /** Packets that were copied and are no longer. */
  readonly taken: PacketSet;
  /** Packets that are copied before and afterwards, and not meanwhile. */
  readonly missed: PacketSet;
  /** The same packets by the time for which each of them is not copied, the longest first. */
  readonly missedFor: readonly Meanwhile[];
  /** The longest of these times. */
  readonly missedSeconds: number;
  /** Packets that are copied neither before nor afterwards, and meanwhile. */
  readonly strayed: PacketSet;
  /** The same packets by the time for which each of them is copied, the longest first. */
  readonly strayedFor: readonly Meanwhile[];
  /** The longest of these times. */
  readonly strayedSeconds: number;
}

/** Packets to which something happens for a time during an apply. */
export interface Meanwhile {
  readonly seconds: number;
  readonly packets: PacketSet;
}

/** Counts the writes after which a packet is in a set. */
class Steps {
  /** By number of writes, the packets for which it happens at least as often. */
  private readonly atLeast: PacketSet[] = [];

  public add(set: PacketSet): void {
    if (set.isEmpty) return;
    for (let n = this.atLeast.length; n >= 0; n--) {
      const more = n === 0 ? set : set.intersect(this.atLeast[n - 1]);
      if (!more.isEmpty) this.atLeast[n] = this.atLeast[n]?.union(more) ?? more;
    }
  }

  public get all(): PacketSet {
    return this.atLeast[0] ?? PacketSet.EMPTY;
  }

  public times(): Meanwhile[] {
    const { secondsPerCall } = ASSUMED_RATE;
    return this.atLeast
      .map((packets, n) => ({ seconds: (n + 1) * secondsPerCall, packets: packets.minus(this.atLeast[n + 1] ?? PacketSet.EMPTY) }))
      .filter(({ packets }) => !packets.isEmpty).reverse();
  }
}

/**
 * Rules are written one after another: first those that go are destroyed, the last one first, also those that change to or from ICMP,
 * and then the others are changed and created in the order of their priorities. A rule that is inserted in front of others moves each of
 * them by one, so that a packet may meet a rule twice or not at all on the way.
 */
export function ruleChanges(before: readonly PlacedRule[], after: readonly PlacedRule[]): RuleChanges {
  const [old, now] = [byPriority(before), byPriority(after)];
  const isIcmp = (rule: PacketRule) => rule.box.protocol === 'ICMP';
  const goes = [...old.values()].filter((rule) => !now.has(rule.priority) || isIcmp(now.get(rule.priority)!) !== isIcmp(rule)).reverse();
  const written = [...now.values()].filter((rule) => !old.has(rule.priority) || !sameRule(old.get(rule.priority)!, rule));
  const [was, is] = [accepted(old), accepted(now)];
  const [always, ever] = [was.intersect(is), was.union(is)];
  const [missed, strayed] = [new Steps(), new Steps()];
  const present = new Map(old);
  const steps = [
    ...goes.map(({ priority }) => () => present.delete(priority)),
    ...written.map((rule) => () => present.set(rule.priority, rule)),
  ];
  for (const step of steps) {
    step();
    const copied = accepted(present);
    missed.add(always.minus(copied));
    strayed.add(copied.minus(ever));
  }
  const [missedFor, strayedFor] = [missed.times(), strayed.times()];
  return {
    created: written.filter(({ priority }) => !old.has(priority)).length,
    changed: written.filter(({ priority }) => old.has(priority)).length,
    removed: goes.filter(({ priority }) => !now.has(priority)).length, added: is.minus(was), taken: was.minus(is),
    missed: missed.all, missedFor, missedSeconds: missedFor[0]?.seconds ?? 0,
    strayed: strayed.all, strayedFor, strayedSeconds: strayedFor[0]?.seconds ?? 0,
  };
}

/** A change of the rules of a filter in one direction. */
export interface FilterEffect {
  readonly filter: string;
  readonly direction: 'inbound' | 'outbound';
  readonly changes: RuleChanges;
}

/** The changes of the filters that are there before and after, and whose rules are known. */
export function filterEffectsOf(before: readonly FilterState[], after: readonly FilterState[]): FilterEffect[] {
  const now = new Map(after.map((filter) => [filter.id, filter]));
  return before.flatMap(({ id, name = id, placed }) => {
    const then = now.get(id)?.placed;
    if (!placed || !then) return [];
    return (['inbound', 'outbound'] as const).filter((direction) => !sameRules(placed[direction], then[direction]))
      .map((direction) => ({ filter: name, direction, changes: ruleChanges(placed[direction], then[direction]) }));
  });
}

function sameRules(before: readonly PlacedRule[], after: readonly PlacedRule[]): boolean {
  const now = byPriority(after);
  return before.length === after.length && before.every((rule) => {
    const then = now.get(rule.priority);
    return then !== undefined && sameRule(rule, then);
  });
}

/** Changes of filters, in lines. */
export function filterEffectLines(effects: readonly FilterEffect[]): string[] {
  return effects.flatMap(({ filter, direction, changes }) => ruleChangeLines(changes).map((line) => `${filter} ${direction}: ${line}`));
}

/** Whether any rule is written. */
export function changesRules({ created, changed, removed }: RuleChanges): boolean {
  return created + changed + removed > 0;
}

/** A change, in lines. */
export function ruleChangeLines(
  { created, changed, removed, added, taken, missedFor, strayedFor }: RuleChanges,
): string[] {
  return [
    `${counted(created, 'rule')} created, ${changed} changed, ${removed} destroyed`,
    ...added.isEmpty && taken.isEmpty ? ['copies the same'] : [],
    ...added.isEmpty ? [] : setLines(added).map((line) => `+ ${line}`),
    ...taken.isEmpty ? [] : setLines(taken).map((line) => `- ${line}`),
    ...missedFor.flatMap(({ seconds, packets }) => setLines(packets, 4).map((line) => `not copied for about ${seconds} s: ${line}`)),
    ...strayedFor.flatMap(({ seconds, packets }) => setLines(packets, 4).map((line) => `copied for about ${seconds} s only: ${line}`)),
  ];
}

function byPriority(rules: readonly PlacedRule[]): Map<number, PlacedRule> {
  return new Map([...rules].sort((a, b) => a.priority - b.priority).map((rule) => [rule.priority, rule]));
}

function accepted(rules: ReadonlyMap<number, PlacedRule>): PacketSet {
  return PacketSet.ofRules([...rules.values()].sort((a, b) => a.priority - b.priority));
}
