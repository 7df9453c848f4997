import type { ExportedSession } from '../export/exported-session';
import { idOf } from '../fleet/existing-sessions';
import type { LedgerSession } from '../fleet/ledger-file';
import { MirrorPacking } from '../fleet/packing';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { CLB_ID, ENI_ID } from '../session/interface-resource';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';

/** What a user gives an adopted fleet in addition to the sessions of the account. */
export interface GivenBeside {
  /** Of the fleet, for errors. */
  readonly path: string;
  readonly sources: readonly MirrorSource[];
  readonly targets: readonly MirrorTarget[];
  /** Ids of the interfaces that are mirrored no longer. */
  readonly without: ReadonlySet<string>;
}

/** The sessions that a ledger starts with, each called by its id, so that it is known as adopted for good. */
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
      // A ledger has a line for each source. One that is in several sessions is distinguished by their ids.
      const key = taken.has(first) ? `${id}@${session.sessionId}` : first;
      taken.add(key);
      return key === id ? { key, order } : { key, order, id };
    }),
  }));
}

/** All sources of an adopted fleet: those of its adopted sessions, under the keys that the ledger has, and those in addition. */
export function sourcesOf(sessions: readonly LedgerSession[], { path, sources, without }: GivenBeside): MirrorSource[] {
  const given = new Map(sources.map((source) => [source.interfaceId, source]));
  const adopted = sessions.flatMap((session) => session.sources.map((source) => ({ key: source.key, id: idOf(source) }))).filter(({ id }) => ENI_ID.test(id));
  const ids = new Set(adopted.map(({ id }) => id));
  for (const id of without) {
    const both = ids.has(id) && given.has(id);
    // One that no session has any more is no error: the synth after the one that took it out finds it nowhere.
    if (ENI_ID.test(id) && !both) continue;
    throw refusal({
      path, what: 'withoutSources', got: both ? `${id}, which is among the sources too` : id, allowed: 'interfaces of the fleet\'s adopted sessions (eni-...)',
      fix: both ? 'take it out of one of them; to give it a session of the fleet\'s own, apply without it first' : 'give the ids of interfaces',
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

/** All targets of an adopted fleet: those given, and those of adopted sessions that are not among them. */
export function targetsOf(sessions: readonly LedgerSession[], { targets }: GivenBeside): MirrorTarget[] {
  const keys = new Set(targets.map(({ key }) => key));
  const missing = [...new Set(sessions.map(({ target }) => target))].filter((key) => !keys.has(key));
  return [...targets, ...missing.flatMap((id) => targetOf(id) ?? [])];
}

/** The target of an id. Nothing for a key that is none. */
function targetOf(id: string): MirrorTarget | undefined {
  if (ENI_ID.test(id)) return MirrorTarget.networkInterface(id);
  return CLB_ID.test(id) ? MirrorTarget.internalLoadBalancer(id) : undefined;
}
