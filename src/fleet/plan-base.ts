import { idOf } from './existing-sessions';
import type { LedgerFleet, LedgerSession, LedgerSource } from './ledger-file';
import type { PlanDeployed, PlanLedger, PlanSources } from './plan-input';
import type { TargetLoad } from './target-rooms';

/** What a plan starts from. */
export interface PlanBase {
  /** What is deployed, and what the ledger has placed since. */
  readonly fleet: LedgerFleet;
  /** What runs, as far as it is known. */
  readonly running: ReadonlyMap<string, LedgerSession>;
  /** Sources that the ledger has in a running session that runs without them: to put them there would interrupt the others. */
  readonly joining: readonly string[];
  /** Sources that the ledger has, that do not run, and that are no longer given. */
  readonly dropped: readonly string[];
}

/**
 * A ledger as the next apply finds it. What is deployed stays in place, whatever the ledger has made of it since.
 * What the ledger has placed and is not deployed stays too, unless it needs what is deployed elsewhere.
 */
export function planBase(recorded: LedgerFleet, deployed: PlanDeployed | undefined, sources: PlanSources, frozen: boolean): PlanBase {
  if (!deployed) return { fleet: recorded, running: recorded.sessions, joining: [], dropped: [] };
  return frozen ? frozenBase(recorded, deployed) : movableBase(recorded, deployed, sources);
}

/** Nobody places anything again: the ledger holds, but for sources that would join a session that runs. */
function frozenBase(recorded: LedgerFleet, { sessions: running }: PlanDeployed): PlanBase {
  const joining: string[] = [];
  const sessions = new Map<string, LedgerSession>();
  for (const session of recorded.sessions.values()) {
    const runs = running.get(session.key);
    const there = runs && new Set(runs.sources.map(idOf));
    const stay = there ? session.sources.filter((s) => there.has(idOf(s)) || runs.sources.some(({ key }) => key === s.key)) : session.sources;
    // One of which nothing runs is another session of that name.
    if (stay.length === session.sources.length || stay.length === 0) {
      sessions.set(session.key, session);
      continue;
    }
    joining.push(...session.sources.filter((s) => !stay.includes(s)).map(({ key }) => key));
    sessions.set(session.key, { ...session, sources: stay });
  }
  return { fleet: { ...recorded, sessions }, running, joining, dropped: [] };
}

function movableBase(recorded: LedgerFleet, { sessions: running, uses }: PlanDeployed, sources: PlanSources): PlanBase {
  const renamed = renames(running, sources);
  const sessions = new Map<string, LedgerSession>();
  const priorities = new Set<number>();
  const placed = new Set<string>();
  const dropped: string[] = [];
  for (const session of running.values()) {
    priorities.add(session.priority);
    // A parked source that is no longer given is gone as any other: no ledger line will remember that it was parked.
    const of = session.sources.filter(({ key }) => !(recorded.parked.has(key) && sources.has(key))).map((s) => renamed.get(s.key) ?? s);
    for (const { key } of of) placed.add(key);
    if (of.length === 0) continue;
    const there = recorded.sessions.get(session.key);
    sessions.set(session.key, {
      ...session, sources: of.length === session.sources.length && renamed.size === 0 ? session.sources : of,
      // A session moves in place, and its packing is what was requested once.
      ...there && { target: there.target, packing: there.packing },
    });
  }
  for (const session of recorded.sessions.values()) {
    if (running.has(session.key) || priorities.has(session.priority)) continue;
    // Others of it are deployed elsewhere: there they stay. Nothing of it runs, so whatever is not given just goes.
    const left = session.sources.filter(({ key }) => {
      if (!sources.has(key)) dropped.push(key);
      return sources.has(key) && !placed.has(key);
    }).filter((s) => !uses.has(idOf(s)));
    if (left.length > 0) sessions.set(session.key, left.length === session.sources.length ? session : { ...session, sources: left });
  }
  return { fleet: { ...recorded, sessions }, running, joining: [], dropped: dropped.filter((key) => !placed.has(key)) };
}

/** Deployed sources whose key is gone and whose interface is given under another one: that is the same source. */
function renames(running: ReadonlyMap<string, LedgerSession>, sources: PlanSources): Map<string, LedgerSource> {
  const lost = new Map<string, LedgerSource>();
  for (const session of running.values()) for (const source of session.sources) if (!sources.has(source.key)) lost.set(idOf(source), source);
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
 * What the ledger holds, less what it has of the fleet that neither runs nor stays: nothing waits for an apply that
 * frees it. Numbers stay taken, since another fleet or the account may have them too.
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
    const left = loadOf(stays?.target === session.target ? stays : undefined);
    const held = loadOf(runs?.target === session.target ? runs : undefined);
    const there = loads.get(session.target);
    if (!there) continue;
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
