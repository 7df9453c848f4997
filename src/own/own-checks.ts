import { IMirrorCheck, MirrorCheckFinding, MirrorCheckSubject } from './mirror-check';
import { MirrorInterfaceView, MirrorView, viewId } from './mirror-view';
import { MirrorSeverity } from '../checks/finding';
import { Found } from '../checks/found';
import { Places } from '../checks/places';
import { CheckRun } from '../checks/run';
import { OwnCheckStatement, StatedFinding } from '../model/document';
import { MirrorModel } from '../model/mirror-model';
import { isObject } from '../model/terraform-form';
import { described, refusal, shown } from '../net/refusal';
import { isOwnCheckId, OWN_CHECK_IDS } from '../texts/catalogue';
import { label } from '../texts/names';

/** A custom check, read once, because in other languages each access is a call. */
export interface OwnCheck {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly severity: MirrorSeverity;
  readonly looksAt: MirrorCheckSubject;
  find(view: MirrorView): unknown;
}

const SEVERITIES: unknown[] = [MirrorSeverity.ERROR, MirrorSeverity.WARNING];
const PLACE = 'MirrorPolicy.addCheck';

/**
 * Reads a custom check.
 *
 * @throws if its id, title, severity or `looksAt` is wrong
 */
export function ownCheck(check: IMirrorCheck): OwnCheck {
  if (!isObject(check)) {
    throw refusal({ what: `the check of ${PLACE}`, got: check, allowed: 'an object that implements IMirrorCheck', fix: 'pass a check' });
  }
  const { id, title, help, severity, looksAt } = check;
  if (!isOwnCheckId(id)) {
    throw refusal({
      what: `the id of the check of ${PLACE}`,
      got: id,
      allowed: OWN_CHECK_IDS,
      fix: 'choose another id, for example ACME-1. TM is for the checks of this library',
    });
  }
  const wrong = (what: string, got: unknown, allowed: string, fix: string) => refusal({
    what: `the ${what} of check ${id}`, got, allowed, fix,
  });
  if (!isText(title)) throw wrong('title', title, 'a string that is not empty', 'write the rule in one line');
  if (help !== undefined && !isText(help)) {
    throw wrong('help', help, 'a string that is not empty', 'write a URL or a sentence that leads to more information, or omit it');
  }
  if (severity !== undefined && !SEVERITIES.includes(severity)) {
    throw wrong('severity', severity, SEVERITIES.join(' or '), 'use MirrorSeverity.ERROR or MirrorSeverity.WARNING');
  }
  const subjects = Object.values(MirrorCheckSubject);
  if (looksAt !== undefined && !subjects.includes(looksAt)) throw wrong('looksAt', looksAt, subjects.join(', '), 'use MirrorCheckSubject');
  if (typeof check.check !== 'function') {
    throw wrong('method check', check.check, 'a method that takes a MirrorView', 'implement the method');
  }
  return {
    id,
    title: title.trim(),
    help: help ?? title.trim(),
    severity: severity ?? MirrorSeverity.ERROR,
    looksAt: looksAt ?? MirrorCheckSubject.SESSION,
    find: (view) => check.check(view),
  };
}

/** An error in a custom check. */
export class OwnCheckError extends Error {}

/**
 * Adds the results of custom checks to those of the library.
 *
 * @throws OwnCheckError if a check throws, or returns anything but findings
 */
export function withOwnChecks(run: CheckRun, model: MirrorModel, checks: readonly OwnCheck[]): CheckRun {
  if (checks.length === 0) return run;
  const view = MirrorView._of(model);
  const things = new Things(model, view);
  const places = new Places(model);
  const findings = [...run.findings];
  const passed = { ...run.passed };
  const own = new Map(run.own);
  for (const check of checks) {
    const { id, title, help } = check;
    const failing = new Set<string>();
    for (const given of findingsOf(check, view)) {
      const found = foundOf(check, given, things);
      places.locate(found);
      findings.push(found);
      // A finding may refer to a thing by its path, by its id, or as the subject of another thing.
      for (const name of [given.about, given.subject, found.path, label(found.path)]) if (name !== undefined) failing.add(name);
    }
    const passedAt = looked(check.looksAt, view).filter(({ names }) => !names.some((name) => failing.has(name))).map(({ path }) => path);
    passed[id] = passedAt.length;
    own.set(id, { id, title, help, passedAt });
  }
  return { ...run, findings, passed, own };
}

/** The statements of a stack about custom checks, for commands that read only the folder. */
export function ownStatements(
  { own, findings, passed }: CheckRun, stackPath: string, isFirst: boolean,
): { readonly checks: OwnCheckStatement[]; readonly findings: StatedFinding[] } {
  if (own.size === 0) return { checks: [], findings: [] };
  return {
    // Each result once: the first stack has the number of passes.
    checks: [...own.values()].map(({ id, title, help }) => ({ id, title, help, passed: isFirst ? passed[id] : 0 })),
    findings: findings.filter((f) => own.has(f.id) && f.stack === stackPath)
      .map(({ id, severity, path, address, subject, reason, words }) => ({
        id, severity, path, ...address !== undefined && { address }, ...subject !== '' && { subject }, reason, parameters: {}, words,
      })),
  };
}

function findingsOf(check: OwnCheck, view: MirrorView): MirrorCheckFinding[] {
  let given: unknown;
  try {
    given = check.find(view);
  } catch (error) {
    const frame = error instanceof Error ? /^\s+at .*$/m.exec(error.stack ?? '')?.[0].trim() : undefined;
    throw new OwnCheckError(
      `check ${check.id} (${check.title}) threw ${error instanceof Error ? `${error.name}: ${error.message}` : shown(error)}${frame === undefined ? '' : ` ${frame}`}. Fix: Correct the check, or remove its ${PLACE}.`,
    );
  }
  if (!Array.isArray(given)) {
    throw wrongResult(
      check,
      'the return value',
      given instanceof Promise ? described('is a promise') : given,
      'a list of findings',
      'return a list, even if it is empty',
    );
  }
  return given;
}

function wrongResult({ id, title }: OwnCheck, what: string, got: unknown, allowed: string, fix: string): Error {
  return new OwnCheckError(refusal({ what: `check ${id} (${title}), ${what}`, got, allowed, fix }).message);
}

const REASON = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

function foundOf(check: OwnCheck, given: MirrorCheckFinding, things: Things): Found {
  const wrong = (field: string, got: unknown, allowed: string, fix: string) => wrongResult(
    check, `${field} of a finding`, got, allowed, fix,
  );
  if (!isObject(given)) throw wrongResult(check, 'a finding', given, 'an object with about, problem and fix', 'return findings');
  const { about, problem, fix, effect, severity = check.severity, subject, reason } = given;
  if (!isText(problem)) throw wrong('problem', problem, 'a string that is not empty', 'write the problem');
  if (!isText(fix)) throw wrong('fix', fix, 'a string that is not empty', 'write the change to make');
  if (effect !== undefined && !isText(effect)) {
    throw wrong('effect', effect, 'a string that is not empty', 'write the effect of the fix on running sessions, or omit it');
  }
  const severities = Object.values(MirrorSeverity);
  if (!severities.includes(severity)) throw wrong('severity', severity, severities.join(', '), 'use MirrorSeverity');
  if (subject !== undefined && typeof subject !== 'string') {
    throw wrong('subject', subject, 'a string', 'write the part that the finding is about, or omit it');
  }
  if (reason !== undefined && (typeof reason !== 'string' || !REASON.test(reason))) {
    throw wrong('reason', reason, 'up to 64 letters, digits, - and _', 'write a short key, or omit it');
  }
  const thing = typeof about === 'string' ? things.named(about) : undefined;
  if (!thing) {
    throw wrong(
      'about',
      about,
      'the path of a session, filter or stack, or the id of a filter, source or target',
      'use a path or an id of the view',
    );
  }
  return {
    ...thing,
    id: check.id,
    severity,
    subject: subject ?? thing.subject,
    count: 1,
    reason: reason ?? (severity === MirrorSeverity.UNDECIDED ? 'undecided' : 'violated'),
    parameters: {},
    words: {
      problem: sentence(problem, ''),
      fix: sentence(fix, '.'),
      ...effect !== undefined && { effect: sentence(effect, '.') },
      help: check.help,
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** A sentence with the end that reports expect. */
function sentence(text: string, end: '' | '.'): string {
  const bare = text.trim().replace(/\.$/, '');
  return /[.!?]$/.test(bare) ? bare : `${bare}${end}`;
}

/** The place of a finding. */
type Thing = Pick<Found, 'path' | 'stack' | 'folder' | 'address' | 'subject'>;

/** The things that findings can be about, by path and id. */
class Things {
  private readonly byName = new Map<string, Thing>();
  private complete = false;

  constructor(private readonly model: MirrorModel, private readonly view: MirrorView) {
    for (const { path, document: { folder } } of model.stacks) this.byName.set(path, { path, stack: path, folder, subject: '' });
    for (const { block, stack, identity } of model.filters) {
      const thing = { path: block.path, stack: stack.path, folder: stack.document.folder, address: block.address, subject: '' };
      for (const name of [label(block.path), block.path, viewId(identity)]) this.byName.set(name, thing);
    }
    for (const { block, stack, path } of model.sessions) {
      const thing = { path, stack: stack.path, folder: stack.document.folder, address: block.address, subject: '' };
      for (const name of [label(path), path]) this.byName.set(name, thing);
    }
  }

  public named(name: string): Thing | undefined {
    // Most findings are about sessions, and sources may be ten times as many. So sources are added only when needed.
    if (!this.byName.has(name) && !this.complete) this.addInterfaces();
    return this.byName.get(name);
  }

  private addInterfaces(): void {
    this.complete = true;
    const { view, model } = this;
    const folders = new Map(model.stacks.map((s) => [s.path, s.document.folder]));
    for (const { id, path, stack, address, sessions } of [...view.sources, ...view.targets]) {
      const thing = path === undefined
        ? { ...this.byName.get(sessions[0])!, subject: id }
        : { path, stack: stack!, folder: folders.get(stack!), address, subject: '' };
      for (const name of path === undefined ? [id] : [id, path]) if (!this.byName.has(name)) this.byName.set(name, thing);
    }
  }
}

/** The things that a check examines, each with the names that a finding may use for it. */
function looked(at: MirrorCheckSubject, view: MirrorView): { readonly path: string; readonly names: string[] }[] {
  const ofInterface = ({ id, path, sessions }: MirrorInterfaceView) => ({
    path: path ?? sessions[0], names: path === undefined ? [id] : [id, path],
  });
  switch (at) {
    case MirrorCheckSubject.SESSION: return view.sessions.map(({ path }) => ({ path, names: [path] }));
    case MirrorCheckSubject.FILTER: return view.filters.map(({ path, id }) => ({ path, names: [path, id] }));
    case MirrorCheckSubject.SOURCE: return view.sources.map(ofInterface);
    case MirrorCheckSubject.TARGET: return view.targets.map(ofInterface);
  }
}
