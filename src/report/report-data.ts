import { existsSync, realpathSync } from 'fs';
import { isAbsolute, relative, resolve, sep } from 'path';
import type { Coverage } from './coverage';
import { MirrorFinding, MirrorLocation, MirrorSeverity } from '../checks/finding';
import type { MirrorEvaluation } from '../policy/mirror-evaluation';
import { compare } from '../net/compare';
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
    ...spoken(notes),
    ...spoken(incomplete).map(incompleteBecause),
  ]);
}

/** The stacks, as one name. */
export function stacksText({ evaluation }: ReportData): string {
  const names = evaluation._model.stacks.map((s) => s.document.folder ?? s.path);
  return names.length > 3 ? `${names.length}-stacks` : names.join('+');
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
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
