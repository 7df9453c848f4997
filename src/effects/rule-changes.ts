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
  readonly missedSeconds: number;
  /** Packets that are copied neither before nor afterwards, and meanwhile. */
  readonly strayed: PacketSet;
  readonly strayedSeconds: number;
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
  let [missed, strayed, missedSteps, strayedSteps] = [PacketSet.EMPTY, PacketSet.EMPTY, 0, 0];
  const present = new Map(old);
  const steps = [
    ...goes.map(({ priority }) => () => present.delete(priority)),
    ...written.map((rule) => () => present.set(rule.priority, rule)),
  ];
  for (const step of steps) {
    step();
    const copied = accepted(present);
    const [lacking, beyond] = [always.minus(copied), copied.minus(ever)];
    missed = missed.union(lacking);
    strayed = strayed.union(beyond);
    missedSteps += lacking.isEmpty ? 0 : 1;
    strayedSteps += beyond.isEmpty ? 0 : 1;
  }
  return {
    created: written.filter(({ priority }) => !old.has(priority)).length,
    changed: written.filter(({ priority }) => old.has(priority)).length,
    removed: goes.filter(({ priority }) => !now.has(priority)).length, added: is.minus(was), taken: was.minus(is),
    missed, missedSeconds: missedSteps * ASSUMED_RATE.secondsPerCall, strayed, strayedSeconds: strayedSteps * ASSUMED_RATE.secondsPerCall,
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
  { created, changed, removed, added, taken, missed, missedSeconds, strayed, strayedSeconds }: RuleChanges,
): string[] {
  return [
    `${counted(created, 'rule')} created, ${changed} changed, ${removed} destroyed`,
    ...added.isEmpty && taken.isEmpty ? ['copies the same'] : [],
    ...added.isEmpty ? [] : setLines(added).map((line) => `+ ${line}`),
    ...taken.isEmpty ? [] : setLines(taken).map((line) => `- ${line}`),
    ...missed.isEmpty ? [] : setLines(missed, 4).map((line) => `not copied for about ${missedSeconds} s: ${line}`),
    ...strayed.isEmpty ? [] : setLines(strayed, 4).map((line) => `copied for about ${strayedSeconds} s only: ${line}`),
  ];
}

function byPriority(rules: readonly PlacedRule[]): Map<number, PlacedRule> {
  return new Map([...rules].sort((a, b) => a.priority - b.priority).map((rule) => [rule.priority, rule]));
}

function accepted(rules: ReadonlyMap<number, PlacedRule>): PacketSet {
  return PacketSet.ofRules([...rules.values()].sort((a, b) => a.priority - b.priority));
}
