import { createHash } from 'crypto';
import { existsSync, realpathSync } from 'fs';
import { isAbsolute, relative, resolve, sep } from 'path';
import type { Coverage } from './coverage';
import { MirrorFinding, MirrorLocation, MirrorSeverity } from '../checks/finding';
import type { MirrorEvaluation } from '../policy/mirror-evaluation';
import { compare } from '../net/compare';
import { interfacesOf, runningSessions } from '../policy/evaluation-text';
import { inWords, messages, reportWords } from '../texts/catalogue';
import type { Words } from '../texts/phrase';

/** The data of a report. */
export interface ReportData {
  readonly evaluation: MirrorEvaluation;
  /** The file of each stack, by its label. */
  readonly files: ReadonlyMap<string, string>;
  /** The inputs, for example `1 plan of Terraform 1.11.4`. */
  readonly kinds: readonly Words[];
  /** Why counts may be incomplete. */
  readonly incomplete: readonly Words[];
  /** Other notes for the reader. */
  readonly notes: readonly Words[];
  /** Version of the library. */
  readonly version: string;
  /**
   * Acknowledgements and a baseline that end within this many days are listed.
   *
   * @default SOON
   */
  readonly soon?: number;
  /** The folder to which paths in reports are relative. */
  readonly root: string;
  /** The coverage of the inventory that the sources were selected from. */
  readonly coverage?: Coverage;
  /** The mirrored traffic of a month, in gigabytes. */
  readonly gigabytes?: number;
  /**
   * The name under which a later report replaces this one, in code scanning and in comments.
   *
   * @default - the names of the stacks
   */
  readonly category?: string;
}

/** The limits of a format. */
export interface Capacity {
  readonly entries: number;
  readonly bytes: number;
}

/** Bytes for the entry that gives the number of the others. */
const LAST_ENTRY = 5_000;

/** How many entries fit, from the first. If not all of them do, there is room for one that gives the number of the others. */
export function fitting(entries: readonly string[], most: Capacity): number {
  const sizes = entries.map((entry) => Buffer.byteLength(entry) + SEPARATOR.length);
  if (entries.length <= most.entries && sizes.reduce((sum, size) => sum + size, 0) <= most.bytes) return entries.length;
  let kept = 0;
  for (let left = most.bytes - LAST_ENTRY; kept < most.entries - 1 && left >= sizes[kept]; kept++) left -= sizes[kept];
  return kept;
}

const SEPARATOR = ',\n';

const HIDDEN = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** JSON in one line. Characters that change how a terminal or an editor shows a text are escaped, so the values stay as they are. */
export function jsonText(value: object): string {
  return JSON.stringify(value).replace(HIDDEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Entries as a JSON list, one in a line. */
export function jsonList(entries: readonly string[]): string {
  return entries.length === 0 ? '[]' : `[\n${entries.join(SEPARATOR)}\n]`;
}

/** The number of findings of each kind. */
export function summaryOf({ errors, warnings, undecided, acknowledged, baselined }: MirrorEvaluation): Summary {
  return {
    errors: errors.length,
    warnings: warnings.length,
    undecided: undecided.length,
    acknowledged: acknowledged.length,
    baselined: baselined.length,
  };
}

export type Summary = Readonly<Record<'errors' | 'warnings' | 'undecided' | 'acknowledged' | 'baselined', number>>;

/** How many acknowledged findings and findings of the baseline a report of open findings leaves out. Undefined if there are none. */
export function leftOutText({ evaluation: { acknowledged, baselined, _language } }: ReportData): string | undefined {
  return acknowledged.length + baselined.length === 0 ? undefined : reportWords(_language).leftOut(acknowledged.length, baselined.length);
}

/** A finding and its state: open, acknowledged or in the baseline. */
export interface Reported {
  readonly finding: MirrorFinding;
  readonly state: 'open' | 'acknowledged' | 'baselined';
}

/** How many days before its end an acknowledgement is listed, by default. */
export const SOON = 30;

/** The acknowledgements and the baseline that end soon, as lines. */
export function endingLines({ evaluation, soon = SOON }: ReportData): string[] {
  return evaluation._ending(soon).map((ending) => printable(messages(evaluation._language).ending(ending)));
}

const RANK: Record<string, number> = { [MirrorSeverity.ERROR]: 0, [MirrorSeverity.WARNING]: 1, [MirrorSeverity.UNDECIDED]: 2 };

/** The open findings, the most severe first. */
export function worstFirst(findings: readonly MirrorFinding[]): MirrorFinding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || compare(a.id, b.id));
}

/** All findings: first the open ones by severity, then the acknowledged ones and those of the baseline. */
export function allReported({ evaluation }: ReportData): Reported[] {
  return [
    ...worstFirst(evaluation.findings).map((finding): Reported => ({ finding, state: 'open' })),
    ...evaluation.acknowledged.map((finding): Reported => ({ finding, state: 'acknowledged' })),
    ...evaluation.baselined.map((finding): Reported => ({ finding, state: 'baselined' })),
  ];
}

/** The interfaces that an app mirrors, the sources of its sessions, and how many of these are verified to reach their target. */
export function arrivalOf(evaluation: MirrorEvaluation): { interfaces: number; sources: number; verified: number } {
  const running = runningSessions(evaluation._model);
  return {
    interfaces: interfacesOf(running),
    sources: running.reduce((sum, s) => sum + (s.sources?.length ?? 0), 0),
    // Every check of the path counts the sources that pass the whole of it.
    verified: evaluation.passed('TM403'),
  };
}

/** The number of sessions. A repeated block counts with its copies. */
export function sessionCount({ _model: { sessions } }: MirrorEvaluation): number {
  return sessions.reduce((sum, s) => sum + (s.stack.document.ofOthers ? 0 : s.block.copies ?? 1), 0);
}

/** The line about the inputs. */
export function readText({ evaluation, kinds, incomplete, notes }: ReportData): string {
  const { _model: { filters, stacks, sessions }, _language: language } = evaluation;
  const others = sessions.filter(({ stack }) => stack.document.ofOthers).length;
  const own = stacks.filter(({ document }) => !document.ofOthers);
  const { incompleteBecause, ofOthers, read, readAnd } = reportWords(language);
  const spoken = (words: readonly Words[]): string[] => words.map((w) => inWords(w, language));
  return readAnd([
    read(sessionCount(evaluation), filters.length, own.length, spoken(kinds)),
    ...others > 0 ? [ofOthers(others)] : [],
    ...spoken(incomplete).map(incompleteBecause),
    ...spoken(notes),
  ]);
}

function stackNames({ evaluation }: ReportData): string[] {
  return evaluation._model.stacks.map((s) => s.document.folder ?? s.path);
}

/** The stacks, for the title of a report. */
export function stacksText(data: ReportData): string {
  return reportWords(data.evaluation._language).names(stackNames(data));
}

/** How many stacks a category names. */
const NAMED_STACKS = 3;

/** The name under which a later report replaces this one. Different stacks have different names. */
export function categoryOf(data: ReportData): string {
  if (data.category !== undefined) return data.category;
  const names = stackNames(data);
  if (names.length <= NAMED_STACKS) return names.join('+');
  return `${names[0]}+${names.length - 1}-${hash([...names].sort().join('\n')).slice(0, 8)}`;
}

/** A fingerprint of an entry that is about a whole report. */
export function reportFingerprint(what: string, data: ReportData): string {
  return hash(`${what}\n${categoryOf(data)}`).slice(0, 32);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The changes of rules of filters by intent, by the path of the filter. */
export function filterChanges(
  { _model: { documents } }: MirrorEvaluation,
): { readonly filter: string; readonly comparedWith: string; readonly lines: readonly string[] }[] {
  return documents.flatMap(({ path, statements }) => Object.entries(statements?.filters ?? {}).flatMap(([address, { change }]) =>
    change ? [{ filter: `${path}/${address.split('.').pop()}`, ...change }] : []));
}

/** The line at which a finding is shown: the line of its construct, otherwise the first line of the input file. */
export function placeOf({ location, stack }: MirrorFinding, { files, root }: ReportData): MirrorLocation {
  if (location) return location;
  const file = files.get(stack);
  return { file: file === undefined || !existsSync(file) ? 'cdktf.json' : reportPath(file, root), line: 1 };
}

/** The path of a file in reports. */
export function reportPath(file: string, root: string): string {
  const full = realpathSync(resolve(file));
  const path = relative(realpathSync(root), full);
  // Readers of reports accept relative paths only.
  return (isAbsolute(path) || path.startsWith('..') ? full.slice(1) : path).split(sep).join('/');
}

/** A text without control characters, which terminals and parsers may execute. Line feeds become spaces. */
export function printable(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, (c) =>
      `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** A text cut to a number of characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
