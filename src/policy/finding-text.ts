import { MirrorFinding } from '../checks/finding';
import { placeText, subjectText } from '../checks/found';
import { compareNaturally } from '../net/compare';
import { isOwnCheckId, messages, reportWords } from '../texts/catalogue';
import { Language } from '../texts/language';

/** Findings of one check and reason: one text, with its places. */
export interface FindingGroup {
  /** The first in natural order. Its sentences stand for all. */
  readonly first: MirrorFinding;
  readonly all: readonly MirrorFinding[];
}

/** A group of which only the findings that its text names have sentences. */
interface ShownGroup {
  readonly first: MirrorFinding;
  readonly others: readonly MirrorFinding[];
  /** The number of all findings. */
  readonly count: number;
}

/** How many other places of a group are named. */
const NAMED = 5;

/** What groups findings. A finding has it before its sentences are rendered. */
type Grouped = Pick<MirrorFinding, 'severity' | 'id' | 'reason' | 'otherEdition' | 'path' | 'subject'>;

/** Groups findings of one check, reason, severity and edition. The groups keep the order of their first finding. */
export function grouped(findings: readonly MirrorFinding[]): FindingGroup[] {
  return groupsOf(findings).map((all) => ({ first: all[0], all }));
}

/** The same before sentences are rendered, as far as the text of a group names its findings. */
export function shownGroups<T extends Grouped>(findings: readonly T[], inWords: (finding: T) => MirrorFinding): ShownGroup[] {
  return groupsOf(findings).map((all) => {
    const [first, ...others] = all.slice(0, NAMED + 1).map(inWords);
    return { first, others, count: all.length };
  });
}

function groupsOf<T extends Grouped>(findings: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  let last: T[] = [];
  for (const f of findings) {
    // Thousands of the same kind follow each other.
    if (last.length > 0 && isSameKind(last[0], f)) {
      last.push(f);
      continue;
    }
    const key = `${f.severity} ${f.id} ${f.reason} ${f.otherEdition ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(f);
    else groups.set(key, [f]);
    last = groups.get(key)!;
  }
  for (const all of groups.values()) all.sort((a, b) => compareNaturally(a.path, b.path) || compareNaturally(a.subject, b.subject));
  return [...groups.values()];
}

function isSameKind(a: Grouped, b: Grouped): boolean {
  return a.severity === b.severity && a.id === b.id && a.reason === b.reason && a.otherEdition === b.otherEdition;
}

/** A finding as one text: problem, fix and effect. For formats that have one text for each finding. The first sentence is the problem. */
export function sentencesOf({ problem, fix, effect, otherEdition }: MirrorFinding, language: Language): string {
  const { lines, sentences } = messages(language);
  const { labelled, underEdition } = reportWords(language);
  return sentences([
    `${otherEdition === undefined ? '' : underEdition(otherEdition)}${problem}`,
    labelled(lines.fix, fix),
    ...effect === undefined ? [] : [labelled(lines.effect, effect)],
  ]);
}

/** The command and the page that explain a finding, or the help of a user's own check. */
export function helpOf({ id, help }: MirrorFinding, language: Language): string {
  return isOwnCheckId(id) ? help : messages(language).help(help, id);
}

/** The https address of a finding's help. Undefined if the help is a text or a path. */
export function helpAddress({ help }: MirrorFinding): string | undefined {
  return /^https:\/\/[!#-;=?-[\]_a-z~\u00a1-\uffff]+$/i.test(help) ? help : undefined;
}

/** A group as a block of lines: problem, other places, fix, effect, help. */
export function groupText({ first, all }: FindingGroup, language: Language = 'en'): string {
  const lines = details({ first, others: all.slice(1, NAMED + 1), count: all.length }, language);
  return [`${messages(language).severity[first.severity]} ${headline(first, language)}`, ...lines].join('\n');
}

/** A group without its severity, for readers that show it themselves. */
export function bareGroupText(group: ShownGroup, language: Language): string {
  return [headline(group.first, language), ...details(group, language)].join('\n');
}

/** A finding as a block of lines. */
export function findingText(finding: MirrorFinding, language: Language = 'en'): string {
  return groupText({ first: finding, all: [finding] }, language);
}

function headline({ id, otherEdition, problem }: MirrorFinding, language: Language): string {
  return `${id}  ${otherEdition === undefined ? '' : messages(language).underEdition(otherEdition)}${inOneLine(problem)}`;
}

function details({ first, others, count }: ShownGroup, language: Language): string[] {
  const { fix, effect, acknowledged, location } = first;
  const { also, labelWidth, lines } = messages(language);
  const line = (title: string, text: string): string => `  ${title.padEnd(labelWidth)} ${inOneLine(text)}`;
  return [
    ...location ? [line(lines.at, `${location.file}:${location.line}`)] : [],
    ...count > 1 ? [line(lines.also, also(others.map(placeName), count - 1 - others.length, count))] : [],
    ...acknowledged === undefined
      ? [line(lines.fix, fix), ...effect === undefined ? [] : [line(lines.effect, effect)]]
      : [line(lines.reason, acknowledged)],
    line(lines.help, helpOf(first, language)),
  ];
}

/** The place of a finding. Several findings of one resource are distinguished by their subject. */
export function placeName(finding: MirrorFinding): string {
  const subject = subjectText(finding);
  return subject === '' ? placeText(finding) : `${placeText(finding)} (${subject})`;
}

/** A value in a sentence may have line feeds, and must not begin a line that looks like another finding. */
function inOneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
