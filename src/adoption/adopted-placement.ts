import type { ExportedSession } from '../export/exported-session';
import { idOf } from '../fleet/existing-sessions';
import type { LedgerSession } from '../fleet/ledger-content';
import { MirrorPacking } from '../fleet/packing';
import { ENI_ID } from '../input/interface-id';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import { CLB_ID } from '../session/interface-resource';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';

/** The user's options of an adopted fleet, in addition to the sessions of the account. */
export interface GivenBeside {
  /** Path of the fleet, for errors. */
  readonly path: string;
  readonly sources: readonly MirrorSource[];
  readonly targets: readonly MirrorTarget[];
  /** Ids of the interfaces that are no longer mirrored. */
  readonly without: ReadonlySet<string>;
}

/** The initial sessions of a ledger. The key of each is its id, which marks it as adopted permanently. */
export function seedsOf(fleet: string, sessions: readonly ExportedSession[], { sources, targets }: GivenBeside): LedgerSession[] {
  const keyOfSource = new Map(sources.map(({ interfaceId, key }) => [interfaceId, key]));
  const keyOfTarget = new Map(targets.map(({ targetId, key }) => [targetId, key]));
  const taken = new Set<string>();
  return sessions.map((session): LedgerSession => ({
    fleet, key: session.sessionId,
    packing: session.sourceIds.length > 1 ? MirrorPacking.DENSE : MirrorPacking.DEDICATED,
    target: keyOfTarget.get(session.targetId) ?? session.targetId,
    filter: 0, shard: 0, priority: session.priority, vni: session.virtualNetworkId,
    sources: session.sourceIds.map((id, order) => {
      const first = keyOfSource.get(id) ?? id;
      // A ledger has a line for each source. The session ids distinguish the lines of a source in several sessions.
      const key = taken.has(first) ? `${id}@${session.sessionId}` : first;
      taken.add(key);
      return key === id ? { key, order } : { key, order, id };
    }),
  }));
}

/** All sources of an adopted fleet: those of its adopted sessions, with their keys in the ledger, and the additional ones. */
export function sourcesOf(sessions: readonly LedgerSession[], { path, sources, without }: GivenBeside): MirrorSource[] {
  const given = new Map(sources.map((source) => [source.interfaceId, source]));
  const adopted = sessions.flatMap((session) => session.sources.map((source) => ({ key: source.key, id: idOf(source) })))
    .filter(({ id }) => ENI_ID.test(id));
  const ids = new Set(adopted.map(({ id }) => id));
  for (const id of without) {
    const both = ids.has(id) && given.has(id);
    // A source that is in no session any more is not an error, since the next synth after its removal does not find it.
    if (ENI_ID.test(id) && !both) continue;
    throw refusal({
      path,
      what: 'withoutSources',
      got: both ? described(`has ${id}, which is also in sources`) : id,
      allowed: 'interfaces of the fleet\'s adopted sessions (eni-...)',
      fix: both
        ? 'remove it from one of them. To move it to a new session of the fleet, first apply without it'
        : 'use the ids of interfaces',
    });
  }
  return [
    ...adopted.filter(({ id }) => !without.has(id)).map(({ key, id }) => {
      const beside = given.get(id);
      return beside?.key === key ? beside : MirrorSource.networkInterface(id, { ...beside?.options, key });
    }),
    ...sources.filter(({ interfaceId }) => !known(interfaceId) || !ids.has(interfaceId)),
  ];
}

/** All targets of an adopted fleet: the given targets, and the other targets of adopted sessions. */
export function targetsOf(sessions: readonly LedgerSession[], { targets }: GivenBeside): MirrorTarget[] {
  const keys = new Set(targets.map(({ key }) => key));
  const missing = [...new Set(sessions.map(({ target }) => target))].filter((key) => !keys.has(key));
  return [...targets, ...missing.flatMap((id) => targetOf(id) ?? [])];
}

/** The target of an id. Undefined for a key that is no id. */
function targetOf(id: string): MirrorTarget | undefined {
  if (ENI_ID.test(id)) return MirrorTarget.networkInterface(id);
  return CLB_ID.test(id) ? MirrorTarget.internalLoadBalancer(id) : undefined;
}
