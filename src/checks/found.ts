import { createHash } from 'crypto';
import { realpathSync } from 'fs';
import { join } from 'path';
import { MirrorFinding, MirrorLocation, MirrorSeverity } from './finding';
import { PROJECT_FILES } from '../catalog/project';
import { OwnWords } from '../model/document';
import { APP_LANGUAGE } from '../net/api-names';
import { Sentences, sentences, spokenParameters } from '../texts/catalogue';
import { Language } from '../texts/language';
import { label } from '../texts/names';
import { Reader } from '../texts/reason';

/** A finding before its sentences are rendered. */
export interface Found {
  readonly id: string;
  readonly severity: MirrorSeverity;
  readonly reason: string;
  readonly parameters: object;
  readonly path: string;
  readonly stack: string;
  /** The folder of the stack, which identifies it for every input. */
  readonly folder?: string;
  readonly address?: string;
  /** Before a move: the address, and the subject if it is another. */
  readonly former?: { readonly address: string; readonly subject: string };
  /** The place in the source code that creates the resource. Set once, when all checks have run: a copy of 20,000 findings costs more. */
  location?: MirrorLocation;
  readonly subject: string;
  /** The name of the subject in texts, if it is another one. */
  readonly subjectName?: string;
  /** The line of the subject, as an index of the positions of the stack. */
  readonly position?: number;
  /** The number of subjects of the resource. */
  readonly count: number;
  readonly otherEdition?: string;
  /** The text of a user's own check. */
  readonly words?: OwnWords;
  readonly acknowledged?: string;
  readonly acknowledgedBy?: string;
  readonly acknowledgedUntil?: string;
}

/** Folder of the check pages in the installed package. */
const PAGES: Record<Language, string> = { en: 'docs/checks', zh: 'docs/checks/zh' };

/** The place and the subject of a finding in texts, if they differ from those that identify it for every input. */
const NAMES = new WeakMap<MirrorFinding, { readonly place: string; readonly subject: string }>();

/** The resource of a finding in texts: a construct path, or an address for a reader of plain Terraform. */
export function placeText(finding: MirrorFinding): string {
  return NAMES.get(finding)?.place ?? label(finding.path);
}

/** The subject of a finding in texts: a construct path if there is one. Empty if the finding is about the resource as a whole. */
export function subjectText(finding: MirrorFinding): string {
  const name = NAMES.get(finding)?.subject ?? finding.subject;
  return name === placeText(finding) ? '' : name;
}

/**
 * The folder of this package, if another language runs it, because jsii unpacks it into a cache, to which a link in its folder of the
 * process leads. Undefined if jsii deletes the package when the process ends.
 */
export function packageFolder(language = APP_LANGUAGE, { JSII_RUNTIME_PACKAGE_CACHE: cache } = process.env): string | undefined {
  return language === 'typescript' || cache === 'disabled' ? undefined : realpathSync(join(__dirname, '..', '..'));
}

const FILES = PROJECT_FILES ?? packageFolder();

/** The page of a check: its address, or its path in the installed package if the project's files have no address. */
export function pageOf(id: string, language: Language, files: string | undefined): string {
  const path = `${PAGES[language]}/${id}.md`;
  return files === undefined ? path : `${files}/${path}`;
}

/**
 * The finding with its sentences.
 *
 * @param several whether there are several stacks, so that an address needs the name of its stack
 */
export function findingOf(found: Found, reader: Reader = 'constructs', language: Language = 'en', several = false): MirrorFinding {
  const {
    id, severity, reason, parameters, path, stack, address, location, subject, subjectName, count, otherEdition, words, acknowledged,
    acknowledgedBy, acknowledgedUntil,
  } = found;
  // A reader of plain Terraform knows resources by their addresses. The stack is named only if there are several.
  const prefix = reader === 'terraform' && !several ? `${stack}/` : '';
  const named = reader === 'terraform' && address !== undefined ? `${several ? `${stack}/` : ''}${address}` : without(label(path), prefix);
  const subjectAs = without(subjectName ?? subject, prefix);
  const place = { path: named, subject: subjectAs, count };
  const { help = pageOf(id, language, FILES), ...inWords }: Sentences & { readonly help?: string } = words
    ?? sentences(id, reason, without(parameters, prefix), place, reader, language);
  const finding = {
    id, severity, reason, parameters: spokenParameters(parameters, 'en'), ...inWords, subject, stack, path,
    ...address !== undefined && { address }, ...location && { location },
    fingerprint: fingerprintOf(found),
    ...acknowledged !== undefined
      && {
        acknowledged,
        ...acknowledgedBy !== undefined && { acknowledgedBy },
        ...acknowledgedUntil !== undefined && { acknowledgedUntil },
      },
    help,
    ...otherEdition !== undefined && { otherEdition },
  };
  if (named !== label(path) || subjectAs !== subject) NAMES.set(finding, { place: named, subject: subjectAs });
  return finding;
}

/** A name without its stack, also in lists and phrases. */
function without<T>(value: T, prefix: string): T {
  if (prefix === '') return value;
  if (typeof value === 'string') return (value.startsWith(prefix) ? value.slice(prefix.length) : value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => without(item, prefix)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, without(item, prefix)])) as T;
}

/** The fingerprint of a finding, and the one before its resource moved. */
export function fingerprintsOf(found: Found): string[] {
  return [fingerprintOf(found), ...found.former ? [fingerprintOf({ ...found, ...found.former })] : []];
}

/** The same hash for every kind of input. If the resource has an address, the construct path is not part of the hash. */
export function fingerprintOf({ id, reason, stack, folder, address, path, subject }: Found): string {
  const below = path === stack ? '' : path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path;
  return createHash('sha256').update([id, reason, folder ?? stack, address ?? below, subject].join('\n')).digest('hex').slice(0, 32);
}
