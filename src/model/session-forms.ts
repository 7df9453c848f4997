import type { InterfaceStatement } from './interface-statement';
import type { InterfaceFacts, MirrorModel, SessionModel } from './mirror-model';
import { isObject } from './terraform-form';

/**
 * Sessions that are written alike: only their names, numbers and sources differ. A large app has thousands of sessions of a few
 * forms, so a check of the other arguments looks at the first of each form.
 */
export class SessionForm {
  public readonly sessions: SessionModel[] = [];
  /** The number of sources of all of them. */
  public sources = 0;
  /** The number of sources of the session that has most. */
  public mostSources = 0;

  /**
   * @param byId whether each session has sources, and each source is an interface by its id
   * @param traits the known properties of each source, as far as `TRAITS`. Undefined if a check must look at every source
   */
  constructor(public readonly first: SessionModel, public readonly byId: boolean, public readonly traits?: InterfaceFacts) {}

  public add(session: SessionModel): void {
    const count = session.sources?.length ?? 0;
    this.sessions.push(session);
    this.sources += count;
    this.mostSources = Math.max(this.mostSources, count);
  }
}

/** The properties that a check of one source reads. */
const TRAITS = ['instanceType', 'regionId', 'serviceManaged', 'ipv6Addresses', 'mtu'] as const;

/** Arguments in which sessions of one form may differ. */
const OWN_ARGUMENTS: ReadonlySet<string> = new Set([
  '//', 'traffic_mirror_source_ids', 'priority', 'virtual_network_id', 'traffic_mirror_session_name', 'traffic_mirror_session_description',
]);

/** The last forms that a session is compared with. If there are more, some forms occur twice. */
const COMPARED = 4;

const byArguments = new WeakMap<MirrorModel, SessionForm[]>();
const bySources = new WeakMap<MirrorModel, SessionForm[]>();

/** The forms of the sessions of a model. Every session has one. */
export function sessionForms(model: MirrorModel): readonly SessionForm[] {
  let forms = byArguments.get(model);
  if (!forms) byArguments.set(model, forms = formsOf(model));
  return forms;
}

/** The same by the known properties of the sources. */
export function sourceForms(model: MirrorModel): readonly SessionForm[] {
  let forms = bySources.get(model);
  if (!forms) bySources.set(model, forms = sourceFormsOf(model));
  return forms;
}

function formsOf({ sessions }: MirrorModel): SessionForm[] {
  const forms: SessionForm[] = [];
  const byTarget = new Map<string | undefined, SessionForm[]>();
  for (const session of sessions) {
    let recent = byTarget.get(session.target);
    if (!recent) byTarget.set(session.target, recent = []);
    const byId = areIds(session.sources);
    let form = recent.find((one) => one.byId === byId && fits(one.first, session));
    if (!form) forms.push(form = remembered(recent, new SessionForm(session, byId)));
    form.add(session);
  }
  return forms;
}

function sourceFormsOf(model: MirrorModel): SessionForm[] {
  const found: SessionForm[] = [];
  for (const form of sessionForms(model)) {
    if (!form.byId) {
      found.push(form);
      continue;
    }
    const recent: SessionForm[] = [];
    for (const session of form.sessions) {
      const traits = traitsOf(model.sourceFacts(session));
      let part = recent.find((one) => one.traits && traits ? sameTraits(one.traits, traits) : one.traits === traits);
      if (!part) found.push(part = remembered(recent, new SessionForm(session, true, traits)));
      part.add(session);
    }
  }
  return found;
}

function remembered(recent: SessionForm[], form: SessionForm): SessionForm {
  recent.unshift(form);
  if (recent.length > COMPARED) recent.pop();
  return form;
}

function areIds(sources: readonly string[] | undefined): boolean {
  if (!sources?.length) return false;
  for (const source of sources) if (!source.startsWith('eni-')) return false;
  return true;
}

/** The known properties of each of some sources. Undefined if they differ. */
function traitsOf(facts: readonly InterfaceFacts[]): InterfaceFacts | undefined {
  for (let i = 1; i < facts.length; i++) if (!sameTraits(facts[0], facts[i])) return undefined;
  return facts[0];
}

function sameTraits(a: InterfaceFacts, b: InterfaceFacts): boolean {
  if (a === b) return true;
  for (const trait of TRAITS) if (a[trait] !== b[trait]) return false;
  return true;
}

function fits(first: SessionModel, session: SessionModel): boolean {
  return first.stack === session.stack && first.standing === session.standing
    && sameTarget(first.targetStatement, session.targetStatement)
    // Copies of one block are written alike, and their arguments may differ.
    && isSingle(first) && isSingle(session)
    && sameArguments(first.block.written, session.block.written);
}

function sameTarget(a: InterfaceStatement | undefined, b: InterfaceStatement | undefined): boolean {
  return a === b || a !== undefined && b !== undefined && sameTraits(a, b);
}

function isSingle({ block: { written } }: SessionModel): boolean {
  return written.count === undefined && written.for_each === undefined;
}

function sameArguments(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const name in a) if (a[name] !== b[name] && !OWN_ARGUMENTS.has(name) && !equal(a[name], b[name])) return false;
  for (const name in b) if (a[name] === undefined && !OWN_ARGUMENTS.has(name)) return false;
  return true;
}

/** Whether two JSON values are equal. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => equal(a[name], b[name]));
}
