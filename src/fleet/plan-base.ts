import { idOf } from './existing-sessions';
import type { LedgerFleet, LedgerSession, LedgerSource } from './ledger-content';
import type { PlanDeployed, PlanLedger, PlanSources } from './plan-input';
import type { TargetLoad } from './target-rooms';

/** The start of a plan. */
export interface PlanBase {
  /** The deployed sessions, and the sessions that the ledger has placed since. */
  readonly fleet: LedgerFleet;
  /** The running sessions, as far as they are known. */
  readonly running: ReadonlyMap<string, LedgerSession>;
}

/**
 * The fleet as the next apply finds it. Deployed sessions stay in place, even if the ledger records them differently.
 * Sessions that are in the ledger but not deployed stay too, unless they need a source or the priority of another deployed session.
 */
export function planBase(recorded: LedgerFleet, deployed: PlanDeployed | undefined, sources: PlanSources, frozen: boolean): PlanBase {
  if (!deployed) return { fleet: recorded, running: recorded.sessions };
  return frozen ? frozenBase(recorded, deployed) : movableBase(recorded, deployed, sources);
}

/** The base of a frozen ledger, with which no source is placed. It is the ledger without sources that would join a running session. */
function frozenBase(recorded: LedgerFleet, { sessions: running }: PlanDeployed): PlanBase {
  const sessions = new Map<string, LedgerSession>();
  for (const session of recorded.sessions.values()) {
    const runs = running.get(session.key);
    const there = runs && new Set(runs.sources.map(idOf));
    const stay = there
      ? session.sources.filter((s) => there.has(idOf(s)) || runs.sources.some(({ key }) => key === s.key))
      : session.sources;
    // If none of its sources is deployed, it is another session with that name.
    if (stay.length === session.sources.length || stay.length === 0) {
      sessions.set(session.key, session);
      continue;
    }
    sessions.set(session.key, { ...session, sources: stay });
  }
  return { fleet: { ...recorded, sessions }, running };
}

function movableBase(
  recorded: LedgerFleet, { sessions: running, uses, priorities: deployed }: PlanDeployed, sources: PlanSources,
): PlanBase {
  const renamed = renames(running, sources);
  const sessions = new Map<string, LedgerSession>();
  const priorities = new Set<number>();
  const placed = new Set<string>();
  for (const session of running.values()) {
    priorities.add(session.priority);
    // A parked source that left the fleet is gone like any other, because no ledger line will record that it was parked.
    const of = session.sources.map((s) => renamed.get(s.key) ?? s).filter(({ key }) => !(recorded.parked.has(key) && sources.has(key)));
    for (const { key } of of) placed.add(key);
    if (of.length === 0) continue;
    const { sinceCompaction: _, ...runs } = session;
    const there = recorded.sessions.get(session.key);
    sessions.set(session.key, {
      ...runs, sources: of.length === session.sources.length && renamed.size === 0 ? session.sources : of,
      // A session moves in place, and keeps the packing with which it was created.
      ...there && { target: there.target, packing: there.packing },
      ...there?.sinceCompaction && { sinceCompaction: true as const },
    });
  }
  for (const session of recorded.sessions.values()) {
    // It does not run yet, so it can have another number than a deployed session of any fleet. Its sources are placed again.
    if (running.has(session.key) || priorities.has(session.priority) || deployed.has(session.priority)) continue;
    // Sources that are deployed in another session stay in it. This session does not run, so it drops sources that left the fleet.
    const left = session.sources.filter((s) => sources.has(s.key) && !placed.has(s.key) && !uses.has(idOf(s)));
    if (left.length > 0) sessions.set(session.key, left.length === session.sources.length ? session : { ...session, sources: left });
  }
  return { fleet: { ...recorded, sessions }, running };
}

/** Renamed sources: their key is gone, and their interface has another key. */
function renames(running: ReadonlyMap<string, LedgerSession>, sources: PlanSources): Map<string, LedgerSource> {
  const lost = new Map<string, LedgerSource>();
  for (const session of running.values()) {
    for (const source of session.sources) if (!sources.has(source.key)) lost.set(idOf(source), source);
  }
  const renamed = new Map<string, LedgerSource>();
  if (lost.size === 0) return renamed;
  const deployed = new Set<string>();
  for (const session of running.values()) for (const { key } of session.sources) deployed.add(key);
  for (const key of sources.keys()) {
    if (deployed.has(key)) continue;
    const id = sources.get(key)!.id ?? key;
    const was = lost.get(id);
    if (was) renamed.set(was.key, id === key ? { key, order: was.order } : { key, order: was.order, id });
  }
  return renamed;
}

/**
 * The ledger without the fleet's sessions that neither run nor stay, because no apply must free their places first.
 * Their numbers stay in use, because another fleet or the account may have them too.
 */
export function withoutDropped(ledger: PlanLedger, { fleet, running }: PlanBase): PlanLedger {
  if (!ledger.deployed || ledger.frozen) return ledger;
  const loads = new Map(ledger.loads);
  let sessions = ledger.sessions;
  for (const session of ledger.recorded.sessions.values()) {
    const stays = fleet.sessions.get(session.key);
    const runs = running.get(session.key);
    if (stays === session) continue;
    if (!stays && !runs) sessions--;
    const left = loadOf(stays);
    const held = loadOf(runs?.target === session.target ? runs : undefined);
    const there = loads.get(session.target)!;
    loads.set(session.target, {
      sessions: there.sessions - 1 + Math.max(left.sessions, held.sessions),
      sources: there.sources - Math.max(session.sources.length, held.sources) + Math.max(left.sources, held.sources),
    });
  }
  return { ...ledger, loads, sessions };
}

function loadOf(session: LedgerSession | undefined): TargetLoad {
  return session ? { sessions: 1, sources: session.sources.length } : { sessions: 0, sources: 0 };
}
