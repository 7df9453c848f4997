import { EditionFacts } from './edition-facts';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { sameScope } from '../model/scope';
import { parseIpv4Address } from '../net/ipv4-cidr';

/** An interface that is a source of sessions. */
export interface MirroredInterface {
  readonly source: Identity;
  /** Its primary IP, if known. */
  readonly address?: number;
  readonly sessions: readonly SessionModel[];
  /** Sessions with unknown sources, which may contain the interface as well. */
  readonly unlisted: readonly SessionModel[];
}

/**
 * All interfaces of an app that are sources. An id in two accounts that may be the same is one interface.
 *
 * @param facts if they allow one session per source, no session with unknown sources contains an interface that another session has
 */
export function mirroredInterfaces(model: MirrorModel, facts?: EditionFacts): MirroredInterface[] {
  const found = new Map<Identity, MirroredInterface>();
  /** Interfaces whose id another account or region has too. */
  const more: MirroredInterface[] = [];
  const indexOf = new Map<SessionModel, Map<Identity, number>>();
  for (const group of model.groups) {
    const several = (facts?.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group) ?? 2) > 1;
    const unlisted = several ? unlistedOf(group.sessions) : [];
    for (const [source, sessions] of group.bySource) {
      const [first] = sessions;
      let index = indexOf.get(first);
      if (!index) indexOf.set(first, index = new Map(first.sources!.map((s, i) => [s, i])));
      const ip = model.sourceFacts(first)[index.get(source)!].primaryIp;
      const parsed = ip === undefined ? undefined : parseIpv4Address(ip);
      const own = { source, address: parsed?.ok ? parsed.address : undefined, sessions, unlisted };
      const there = found.get(source);
      if (!there) found.set(source, own);
      else if (sameScope(there.sessions[0].scope, group.scope) !== false) found.set(source, together(there, own));
      else more.push(own);
    }
  }
  return [...found.values(), ...more];
}

function together(one: MirroredInterface, other: MirroredInterface): MirroredInterface {
  return {
    source: one.source, address: one.address ?? other.address,
    sessions: [...one.sessions, ...other.sessions], unlisted: [...one.unlisted, ...other.unlisted],
  };
}

/**
 * An interface that is in no session with known sources, but may be in one with unknown sources. Undefined if the app has none of
 * these.
 */
export function unlistedInterface({ groups }: MirrorModel, source = ''): MirroredInterface | undefined {
  const unlisted = groups.flatMap(({ sessions }: ScopeGroup) => unlistedOf(sessions));
  return unlisted.length > 0 ? { source, sessions: [], unlisted } : undefined;
}

/** Sessions whose sources are unknown, and that may be on. */
function unlistedOf(sessions: readonly SessionModel[]): SessionModel[] {
  return sessions.filter((s) => s.sources === undefined && isOn(s) !== false);
}

/** Whether a session exists and is on. Undefined if that is unknown. */
function isOn({ enabled, block }: SessionModel): boolean | undefined {
  if (enabled === false) return false;
  return enabled && block.copies !== undefined ? true : undefined;
}

/** A session that the service tries, or may try, for a packet of an interface. */
export interface TriedSession {
  readonly session: SessionModel;
  /** Why the service may not try it. */
  readonly doubt?: 'switch' | 'sources';
}

/** The sessions that the service tries or may try for a packet. */
export interface Tried {
  readonly sessions: readonly TriedSession[];
  /** Whether the sessions are in their order of precedence, or why that order is unknown. */
  readonly order: 'known' | 'unknown' | 'equal';
}

export function tried({ sessions, unlisted }: Pick<MirroredInterface, 'sessions' | 'unlisted'>): Tried {
  const on: TriedSession[] = [
    ...sessions.filter((s) => isOn(s) !== false).map((session) => isOn(session) ? { session } : { session, doubt: 'switch' as const }),
    ...unlisted.map((session) => ({ session, doubt: 'sources' as const })),
  ];
  if (on.length > 1 && on.some(({ session }) => session.priority === undefined)) return { sessions: on, order: 'unknown' };
  on.sort((a, b) => (a.session.priority ?? 0) - (b.session.priority ?? 0));
  const equal = on.some(({ session }, i) => i > 0 && session.priority === on[i - 1].session.priority);
  return { sessions: on, order: equal ? 'equal' : 'known' };
}
