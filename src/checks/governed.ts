import { isBelow } from './outcomes';
import { Governance, TagPatterns } from '../model/governance';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral, isManaged, named } from '../model/reference';
import { NO_TAGS, Tags, tagsOf, UNKNOWN_TAGS } from '../model/tags';
import { gather } from '../net/gather';
import { glob } from '../net/glob';

/** Demands, and the sessions to which they apply. */
export interface Governed {
  readonly rule: Governance;
  readonly sessions: readonly SessionModel[];
}

const perModel = new WeakMap<MirrorModel, Governed[]>();

/** The demands on an app with their sessions. Empty without demands. */
export function governed(model: MirrorModel): readonly Governed[] {
  let found = perModel.get(model);
  if (!found) {
    const rules = [...new Set(model.documents.flatMap((d) => d.governance ?? []))];
    perModel.set(model, found = rules.map((rule) => ({
      rule, sessions: model.sessions.filter((s) => s.stack.document.governance?.includes(rule) === true && isBelow(s.path, rule.scope)),
    })));
  }
  return found;
}

/** The sessions of each target. Sessions whose target is known only at apply are left out. */
export function byTarget(sessions: readonly SessionModel[]): Map<Identity, SessionModel[]> {
  const found = new Map<Identity, SessionModel[]>();
  for (const session of sessions) if (session.target !== undefined) gather(found, session.target, session);
  return found;
}

const globs = new Map<string, RegExp>();

/** Whether a text matches a pattern. */
export function fits(text: string, pattern: string): boolean {
  let own = globs.get(pattern);
  if (!own) globs.set(pattern, own = glob(pattern));
  return own.test(text);
}

/** Whether a pattern may match ids. A pattern of paths contains a slash. */
const OF_IDS = /^[a-z]{1,5}-[^/]*$/;

/** Whether a resource matches one of the patterns of ids and paths. Undefined if only its id can match, and it is known only at apply. */
export function isOneOf(model: MirrorModel, identity: Identity, patterns: readonly string[]): boolean | undefined {
  if (isLiteral(identity)) return patterns.some((p) => fits(identity, p));
  if (!isManaged(identity)) return patterns.includes('*') ? true : undefined;
  const names = [model.nameOf(identity), named(identity)];
  if (patterns.some((p) => names.some((name) => fits(name, p)))) return true;
  return patterns.some((p) => OF_IDS.test(p)) ? undefined : false;
}

/** Whether a tag exists with a matching value. Undefined if unknown. */
export function hasTag({ known, open, complete }: Tags, key: string, pattern: string): boolean | undefined {
  if (Object.hasOwn(known, key)) return fits(known[key], pattern) && known[key] !== '';
  if (open.includes(key)) return pattern === '*' ? true : undefined;
  return complete ? false : undefined;
}

/** Whether all tags are present. */
export function hasAllTags(tags: Tags, patterns: TagPatterns): boolean | undefined {
  const all = Object.entries(patterns).map(([key, pattern]) => hasTag(tags, key, pattern));
  return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
}

/** Patterns of tags in messages. */
export function tagTexts(patterns: TagPatterns): string[] {
  return Object.entries(patterns).map(([key, pattern]) => pattern === '*' ? key : `${key}=${pattern}`);
}

/**
 * The tags of an interface or load balancer, from its resource, the API response, or the user's statement. For keys that an
 * interface does not have, it inherits the tags of its instance.
 */
export function tagsOfThing(model: MirrorModel, identity: Identity, stated?: Readonly<Record<string, string>>): Tags {
  const network = NetworkModel.of(model);
  const eni = network.interfaceOf(identity);
  const own = ownTags(model, identity, stated);
  const instance = isLiteral(eni) ? undefined : network.place(eni).instance;
  if (instance === undefined) return own;
  const below = ownTags(model, instance);
  // A tag of the interface applies before that of its instance, also if the value or the key is known only at apply.
  const inherited = own.complete ? Object.entries(below.known).filter(([key]) => !own.open.includes(key)) : [];
  return {
    known: { ...Object.fromEntries(inherited), ...own.known },
    open: [...own.open, ...below.open, ...Object.keys(below.known)],
    complete: own.complete && below.complete,
  };
}

function ownTags(model: MirrorModel, identity: Identity, stated?: Readonly<Record<string, string>>): Tags {
  const found = model.blockOf(identity);
  if (found) return tagsOf(found.block.body.tags);
  const facts = isLiteral(identity) ? NetworkModel.of(model).facts : undefined;
  const tags = stated ?? facts?.interfaces.get(identity)?.tags ?? facts?.loadBalancers.get(identity)?.tags;
  return tags === undefined ? UNKNOWN_TAGS : { ...NO_TAGS, known: tags };
}

/** The VPC among these in which a session has a source, if any. Undefined if unknown. */
export function sourceIn(
  model: MirrorModel, session: SessionModel, vpcs: readonly string[],
): { readonly inside?: boolean; readonly vpc?: Identity } {
  if (!session.sources) return {};
  const network = NetworkModel.of(model);
  const facts = model.sourceFacts(session);
  let open = false;
  for (let i = 0; i < session.sources.length; i++) {
    const vpc = facts[i].vpcId ?? network.place(session.sources[i], session.sourceStatements?.get(session.sources[i], i)).vpc;
    const inside = vpc === undefined ? undefined : isOneOf(model, network.names.of(vpc), vpcs.map((id) => network.names.of(id)));
    if (inside) return { inside, vpc };
    open ||= inside === undefined;
  }
  return { inside: open ? undefined : false };
}
