import { changesRules, ruleChangeLines, ruleChanges } from '../effects/rule-changes';
import type { PlacedRule } from '../net/packet';
import { setLines } from '../net/packet-text';

/**
 * The change of the rules of a filter by one synth. Durations are estimates: they assume 5 seconds for each written rule,
 * which no source confirms.
 */
export interface MirrorFilterChange {
  /** The base of the comparison: the ledger or the deployed files. */
  readonly comparedWith: string;
  /** Number of rules that are created, changed in place or destroyed. */
  readonly rules: number;
  /** Packets that are newly copied, one line for each part. */
  readonly added: string[];
  /** Packets that are no longer copied, one line for each part. */
  readonly removed: string[];
  /** The longest estimated time in seconds for which a packet is missed that is copied before and after. Rules are written one by one. */
  readonly interruptedSeconds: number;
  /** The longest estimated time in seconds for which a packet is copied that is copied neither before nor after. */
  readonly strayingSeconds: number;
  /** The whole change as text, in lines. */
  readonly lines: string[];
}

type Rules = Record<'inbound' | 'outbound', readonly PlacedRule[]>;

/** A change of rules as text. Undefined if no rule changes. */
export function changeOf(comparedWith: string, before: Rules, after: Rules): MirrorFilterChange | undefined {
  const all = (['inbound', 'outbound'] as const).map((direction) => ({
    direction, changes: ruleChanges(before[direction], after[direction]),
  }))
    .filter(({ changes }) => changesRules(changes));
  if (all.length === 0) return undefined;
  const texts = (of: 'added' | 'taken') => all.flatMap(({ direction, changes }) =>
    changes[of].isEmpty ? [] : setLines(changes[of]).map((line) => `${direction}: ${line}`));
  const most = (of: 'missedSeconds' | 'strayedSeconds') => Math.max(...all.map(({ changes }) => changes[of]));
  return {
    comparedWith, rules: all.reduce((sum, { changes }) => sum + changes.created + changes.changed + changes.removed, 0),
    added: texts('added'), removed: texts('taken'), interruptedSeconds: most('missedSeconds'), strayingSeconds: most('strayedSeconds'),
    lines: all.flatMap(({ direction, changes }) => ruleChangeLines(changes).map((line) => `${direction}: ${line}`)),
  };
}
