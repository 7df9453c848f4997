import { existsSync, realpathSync } from 'fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'path';
import { MirrorFinding, MirrorLocation, MirrorSeverity } from '../checks/finding';
import type { MirrorEvaluation } from '../policy/mirror-evaluation';
import { compare } from '../net/compare';
import { count } from '../texts/en/phrases';

/** What every report is made of. */
export interface ReportData {
  readonly evaluation: MirrorEvaluation;
  /** The file of each stack, by its label. */
  readonly files: ReadonlyMap<string, string>;
  /** What was read, for example `1 plan of Terraform 1.11.4`. */
  readonly kinds: string;
  /** Why counts are not the whole truth. */
  readonly incomplete: readonly string[];
  /** What else a reader must know. */
  readonly notes: readonly string[];
  /** Version of the library. */
  readonly version: string;
  /** Paths in reports are relative to it. */
  readonly root: string;
}

/** A finding with what became of it. */
export interface Reported {
  readonly finding: MirrorFinding;
  readonly state: 'open' | 'acknowledged' | 'baselined';
}

const RANK: Record<string, number> = { [MirrorSeverity.ERROR]: 0, [MirrorSeverity.WARNING]: 1, [MirrorSeverity.UNDECIDED]: 2 };

/** The open findings, the worst first. */
export function worstFirst(findings: readonly MirrorFinding[]): MirrorFinding[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity] || compare(a.id, b.id));
}

/** All findings: the open ones worst first, then those that are acknowledged and those of the baseline. */
export function allReported({ evaluation }: ReportData): Reported[] {
  return [
    ...worstFirst(evaluation.findings).map((finding): Reported => ({ finding, state: 'open' })),
    ...evaluation.acknowledged.map((finding): Reported => ({ finding, state: 'acknowledged' })),
    ...evaluation.baselined.map((finding): Reported => ({ finding, state: 'baselined' })),
  ];
}

/** How many sessions were read: a repeated block stands for its copies. */
export function sessionCount({ _model: { sessions } }: MirrorEvaluation): number {
  return sessions.reduce((sum, s) => sum + (s.block.copies ?? 1), 0);
}

/** The line that tells what was read. */
export function readText({ evaluation, kinds, incomplete, notes }: ReportData): string {
  const { filters, stacks } = evaluation._model;
  return [
    `${count(sessionCount(evaluation), 'session')}, ${count(filters.length, 'filter')} in ${count(stacks.length, 'stack')}, from ${kinds}`,
    ...notes, ...incomplete.map((reason) => `incomplete: ${reason}`),
  ].join('; ');
}

/** The stacks, as one name. */
export function stacksText({ evaluation }: ReportData): string {
  const names = evaluation._model.stacks.map((s) => s.document.folder ?? s.path);
  return names.length > 3 ? `${names.length}-stacks` : names.join('+');
}

/** Changes of the rules of filters by intent, by the place of the filter. */
export function filterChanges({ _model: { documents } }: MirrorEvaluation): { readonly filter: string; readonly comparedWith: string; readonly lines: readonly string[] }[] {
  return documents.flatMap(({ path, statements }) => Object.entries(statements?.filters ?? {}).flatMap(([address, { change }]) => change ? [{ filter: `${path}/${address.split('.').pop()}`, ...change }] : []));
}

/** Where a finding is shown: where its construct was written, else the first line of the file that was read. */
export function placeOf({ location, stack }: MirrorFinding, { files, root }: ReportData): MirrorLocation {
  if (location) return location;
  const file = files.get(stack);
  return { file: file === undefined || !existsSync(file) ? 'cdktf.json' : relativePath(file, root), line: 1 };
}

function relativePath(file: string, root: string): string {
  const full = realpathSync(resolve(file));
  const path = relative(realpathSync(root), full);
  // Readers of reports take relative paths only.
  return (isAbsolute(path) || path.startsWith('..') ? full.slice(1) : path).split(sep).join('/');
}

/** The root of the git repository that a folder is in, or the folder itself. */
export function gitRoot(folder = process.cwd()): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** A text without control characters, which terminals and parsers may obey. Line feeds become spaces. */
export function printable(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** A text cut to a number of characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
