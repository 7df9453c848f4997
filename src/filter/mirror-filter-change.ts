import { changesRules, PlacedRule, ruleChangeLines, ruleChanges } from '../effects/rule-changes';
import { setLines } from '../net/packet-text';

/**
 * The change of the rules of a filter by one synth. Durations rest on an assumption that no source confirms: 5 seconds for each rule that is
 * written.
 */
export interface MirrorFilterChange {
  /** The ledger, or the deployed files, that the change is measured against. */
  readonly comparedWith: string;
  /** Rules that are created, changed in place or destroyed. */
  readonly rules: number;
  /** Packets that are copied in addition, a line for each part. */
  readonly added: string[];
  /** Packets that are no longer copied, a line for each part. */
  readonly removed: string[];
  /** For how many seconds packets that are copied before and after are not copied: rules are written one after another. */
  readonly interruptedSeconds: number;
  /** For how many seconds packets are copied that are copied neither before nor after. */
  readonly strayingSeconds: number;
  /** All of it in words, a line each. */
  readonly lines: string[];
}

type Rules = Record<'inbound' | 'outbound', readonly PlacedRule[]>;

/** A change of rules for a reader. Nothing if no rule changes. */
export function changeOf(comparedWith: string, before: Rules, after: Rules): MirrorFilterChange | undefined {
  const all = (['inbound', 'outbound'] as const).map((direction) => ({ direction, changes: ruleChanges(before[direction], after[direction]) })).filter(({ changes }) => changesRules(changes));
  if (all.length === 0) return undefined;
  const texts = (of: 'added' | 'taken') => all.flatMap(({ direction, changes }) => changes[of].isEmpty ? [] : setLines(changes[of]).map((line) => `${direction}: ${line}`));
  const most = (of: 'missedSeconds' | 'strayedSeconds') => Math.max(...all.map(({ changes }) => changes[of]));
  return {
    comparedWith, rules: all.reduce((sum, { changes }) => sum + changes.created + changes.changed + changes.removed, 0),
    added: texts('added'), removed: texts('taken'), interruptedSeconds: most('missedSeconds'), strayingSeconds: most('strayedSeconds'),
    lines: all.flatMap(({ direction, changes }) => ruleChangeLines(changes).map((line) => `${direction}: ${line}`)),
  };
}
