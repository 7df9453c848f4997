import { idOf, OwnSession } from './existing-sessions';
import type { LedgerSession } from './ledger-content';
import { error, Unplaced, warning } from './stated-findings';
import type { ExportedSession } from '../export/exported-session';
import { gather } from '../net/gather';
import { phrase } from '../texts/phrase';

/** The sessions of a fleet that a run writes. */
export interface WrittenSessions {
  readonly ledger: string;
  readonly sessions: readonly LedgerSession[];
  /** Target ids by the keys of the ledger, as far as they are known. */
  readonly targetIds: ReadonlyMap<string, string>;
  /** In how many sessions a source may be. */
  readonly sessionsPerSource: number;
}

/** The sessions of an account, as an export has them. */
export interface AccountSessions {
  /** Sessions that the ledger does not record. */
  readonly others: readonly ExportedSession[];
  /** The number of sessions outside the ledger of each interface, by its id. */
  readonly usesBySource: ReadonlyMap<string, number>;
  /** Recorded sessions that exist. */
  readonly own: readonly OwnSession[];
}

/** A finding, with the key of its session. */
export type BesideFinding = readonly [finding: Unplaced, session?: string];

/** Recorded numbers, sources and targets that a session outside the ledger has too. A new session avoids them, a recorded one cannot. */
export function besideFindings(written: WrittenSessions, { others }: AccountSessions): BesideFinding[] {
  if (others.length === 0) return [];
  const { ledger, sessions, targetIds } = written;
  const found: BesideFinding[] = [];
  const byPriority = new Map(others.map((s) => [s.priority, s]));
  const byPlace = new Map(others.map((s) => [`${s.virtualNetworkId} ${s.targetId}`, s]));
  const asTarget = new Map(others.map((s) => [s.targetId, s]));
  const asSource = new Map(others.flatMap((s) => s.sourceIds.map((id) => [id, s] as const)));
  const roles = new Map<string, ReturnType<typeof phrase>>();
  for (const { key, priority, vni, target, sources } of sessions) {
    const other = byPriority.get(priority);
    if (other) found.push([error('TM512', 'takenOutside', { ledger, priority, session: key, other: other.sessionId }), key]);
    const targetId = targetIds.get(target) ?? target;
    const same = byPlace.get(`${vni} ${targetId}`);
    if (same) found.push([warning('TM308', 'takenOutside', { ledger, vni, session: key, target: targetId, other: same.sessionId }), key]);
    const mirrored = asSource.get(targetId);
    if (mirrored) roles.set(targetId, phrase('sourceOutside', { what: targetId, session: mirrored.sessionId }));
    for (const id of sources.map(idOf)) {
      const sends = asTarget.get(id);
      if (sends) roles.set(id, phrase('targetOutside', { what: id, session: sends.sessionId }));
    }
  }
  if (roles.size > 0) found.push([error('TM302', 'rolesOutside', { uses: [...roles.values()] })]);
  return found;
}

/** Keys of the sources in written sessions that sessions outside the ledger have as often as the edition allows. */
export function sourcesOutside({ sessions, sessionsPerSource }: WrittenSessions, { usesBySource }: AccountSessions): string[] {
  if (usesBySource.size === 0) return [];
  const uses = new Map<string, string[]>();
  for (const { sources } of sessions) for (const source of sources) gather(uses, idOf(source), source.key);
  return [...uses].filter(([id, keys]) => usesBySource.has(id) && usesBySource.get(id)! + keys.length > sessionsPerSource)
    .flatMap(([, keys]) => keys).sort();
}
