import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { compareNaturally } from '../net/compare';
import { label } from '../texts/names';
import { MESSAGES } from '../texts/en/messages';

/** Findings of one check and reason: one text, with the places where it holds. */
export interface FindingGroup {
  /** The first in natural order. Its sentences stand for all. */
  readonly first: MirrorFinding;
  readonly all: readonly MirrorFinding[];
}

/** How many other places of a group are named. */
const NAMED = 5;

/** Groups findings of one check, reason, severity and edition. The groups keep the order of their first finding. */
export function grouped(findings: readonly MirrorFinding[]): FindingGroup[] {
  const groups = new Map<string, MirrorFinding[]>();
  for (const f of findings) {
    const key = `${f.severity} ${f.id} ${f.reason} ${f.otherEdition ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(f);
    else groups.set(key, [f]);
  }
  return [...groups.values()].map((all) => {
    all.sort((a, b) => compareNaturally(a.path, b.path) || compareNaturally(a.subject, b.subject));
    return { first: all[0], all };
  });
}

/** A group as a block of lines: problem, other places, fix, effect, help. */
export function groupText(group: FindingGroup): string {
  const { first } = group;
  return [`${SEVERITY[first.severity]} ${headline(first)}`, ...details(group)].join('\n');
}

/** A group without its severity, for readers that show one of their own. */
export function bareGroupText(group: FindingGroup): string {
  return [headline(group.first), ...details(group)].join('\n');
}

/** A finding as a block of lines. */
export function findingText(finding: MirrorFinding): string {
  return groupText({ first: finding, all: [finding] });
}

function headline({ id, otherEdition, problem }: MirrorFinding): string {
  return `${id}  ${otherEdition === undefined ? '' : MESSAGES.underEdition(otherEdition)}${problem}`;
}

function details({ first, all }: FindingGroup): string[] {
  const { fix, effect, help, id, acknowledged } = first;
  return [
    ...all.length > 1 ? [line('Also', MESSAGES.also(places(all.slice(1, NAMED + 1)), all.length - 1 - NAMED, all.length))] : [],
    ...acknowledged === undefined ? [line('Fix', fix), ...effect === undefined ? [] : [line('Effect', effect)]] : [line('Reason', acknowledged)],
    line('Help', MESSAGES.help(help, id)),
  ];
}

/** Several findings of one resource are distinguished by their subject. */
function places(findings: readonly MirrorFinding[]): string[] {
  return findings.map(({ path, subject }) => subject === '' ? label(path) : `${label(path)} (${subject})`);
}

function line(title: string, text: string): string {
  return `  ${title.padEnd(7)} ${text}`;
}

const SEVERITY = {
  [MirrorSeverity.ERROR]: 'ERROR',
  [MirrorSeverity.WARNING]: 'WARNING',
  [MirrorSeverity.UNDECIDED]: 'UNDECIDED',
} as const;
