import { count } from './phrases';
import { HAS_COMMAND, inApi } from '../../net/api-names';
import { isWhole } from '../names';

/** Texts around findings: counts, editions, advice. */
export const MESSAGES = {
  /** How a finding begins, by its severity. */
  severity: { error: 'ERROR', warning: 'WARNING', undecided: 'UNDECIDED' },
  /** Labels of the lines of a finding. */
  lines: { at: 'At', also: 'Also', fix: 'Fix', effect: 'Effect', reason: 'Reason', help: 'Help' },
  /** Characters of the longest of them. */
  labelWidth: 7,
  /** Columns in front of their texts. */
  indent: 10,
  /** Several sentences, of which the last full stops may be missing. */
  sentences: (parts: readonly string[]): string => parts.map((part, i) =>
    i < parts.length - 1 && !/[.?!]$/.test(part) ? `${part}.` : part).join(
    ' ',
  ),
  underEdition: (edition: string): string => `(edition ${edition}) `,
  also: (places: readonly string[], more: number, total: number): string =>
    `${places.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''} (${total.toLocaleString('en')} in all)`,
  help: (page: string, id: string): string =>
    `${HAS_COMMAND ? `traffic-mirror checks ${id}, or ` : ''}${page}${isWhole(page) ? '' : ' in the package'}`,
  acknowledge: (id: string, undecided: boolean): string => inApi(undecided
    ? `If you know the result, acknowledge it: MirrorPolicy.of(scope).acknowledgeUndecided('${id}', 'reason')`
    : `If a finding is intended, acknowledge it: MirrorPolicy.of(scope).acknowledge('${id}', 'reason')`),
  counts: ({ errors, warnings, undecided, acknowledged }: Counts): string =>
    [
      count(errors, 'error'),
      count(warnings, 'warning'),
      `${undecided.toLocaleString('en')} undecided`,
      ...acknowledged > 0 ? [`${acknowledged.toLocaleString('en')} acknowledged`] : [],
    ].join(
      '   ',
    ),
  countsUnder: (counts: string, edition: string): string => `${counts}   (edition ${edition})`,
  policyFile: (file: string): string => `Policy ${file}`,
  baseline: (
    old: number, fixed: number,
  ): string =>
    `Baseline: ${count(old, 'known finding')}${fixed > 0 ? `, ${count(fixed, 'entry', 'entries')} fixed: --prune-baseline removes ${fixed === 1 ? 'it' : 'them'}` : ''}`,
  pruned: (
    file: string, removed: number, left: number,
  ): string => `Baseline ${file}: ${count(removed, 'fixed entry', 'fixed entries')} removed, ${count(left, 'entry', 'entries')} left`,
  endsSoon: (days: number): string => `Ends within ${count(days, 'day')}`,
  ending: ({ check, at, expires, days, owner, reason, findings, where }: EndingText): string => {
    const what = check === undefined ? `baseline ${where}` : `${check}${at ? ` at ${at}` : ''}`;
    return `${expires} (${days === 0 ? 'today' : `in ${count(days, 'day')}`})  ${what}, ${count(findings, 'finding')}${owner === undefined ? '' : `, owner ${owner}`}${reason === undefined ? '' : `: ${reason}`}`;
  },
  otherEdition: ({ inForce, other, wouldNotHold, wouldAdd, isPlain }: EditionDifference): string => {
    const gone = wouldNotHold > 0 ? [`${count(wouldNotHold, 'error')} would not hold`] : [];
    const added = wouldAdd > 0 ? [`${count(wouldAdd, 'finding')} would be new`] : [];
    return (
      `No edition is chosen, so edition ${inForce} is in force. Under edition ${other}, ${[...gone, ...added].join(' and ')}. `
      + `Choose one with ${isPlain ? '' : `${inApi(`MirrorPolicy.of(app).edition(MirrorEdition.EDITION_${other})`)}, `}--edition ${other}, or "edition": "${other}" in the policy file.`
    );
  },
  verified: ({ interfaces, atLeast, stacks, checks, warnings, undecided, edition, policy }: Verified): string => [
    `${atLeast ? 'At least ' : ''}${count(interfaces, 'interface')} mirrored in ${count(stacks, 'stack')}`,
    `${count(checks, 'check')} passed`, ...warnings > 0 ? [count(warnings, 'warning')] : [], `${undecided.toLocaleString('en')} undecided`,
  ].join(', ') + `; edition ${edition}${policy === undefined ? '' : `, policy ${policy}`}`,
  evaluatedFirst:
    'This app was evaluated before it was synthesized, so its Aspects were applied twice. Evaluate after app.synth(), or build the app again.',
};

/** An acknowledgement or a baseline that ends soon. */
export interface EndingText {
  readonly check?: string;
  readonly at?: string;
  readonly expires: string;
  readonly days: number;
  readonly owner?: string;
  readonly reason?: string;
  readonly findings: number;
  readonly where: string;
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly undecided: number;
  readonly acknowledged: number;
}

export interface Verified {
  readonly interfaces: number;
  /** A list of sources is known only at apply. */
  readonly atLeast: boolean;
  readonly stacks: number;
  readonly checks: number;
  readonly warnings: number;
  readonly undecided: number;
  readonly edition: string;
  /** The policy file. */
  readonly policy?: string;
}

export interface EditionDifference {
  readonly inForce: string;
  readonly other: string;
  readonly wouldNotHold: number;
  readonly wouldAdd: number;
  /** Whether all inputs are plain Terraform. */
  readonly isPlain: boolean;
}
