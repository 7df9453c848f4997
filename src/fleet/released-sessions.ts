import { idOf } from './existing-sessions';
import type { LedgerFleet, LedgerSession } from './ledger-content';
import type { PlanSources } from './plan-input';

const NONE: ReadonlyMap<string, LedgerSession> = new Map();

/**
 * Released sessions: Terraform no longer manages them, and they still run. A plan neither writes nor removes them. Their
 * numbers, sources and places stay in use until the user lists them in `goneSessions`.
 */
export class ReleasedSessions {
  /** By fleet, then by session key. */
  private readonly byFleet = new Map<string, Map<string, LedgerSession>>();
  /** The sessions that this run releases. The plan still has them. */
  private readonly fresh = new Map<string, Set<string>>();

  /**
   * Removes the released sessions from the recorded fleets.
   *
   * @param kept the deployed fleets. A session that is released in them is released, even if the ledger has lost its line
   */
  constructor(recorded: ReadonlyMap<string, LedgerFleet>, kept: Iterable<LedgerFleet>, private readonly gone: ReadonlySet<string>) {
    for (const { sessions } of recorded.values()) {
      for (const session of sessions.values()) if (session.released) this.take(session);
    }
    for (const { sessions } of kept) {
      for (const session of sessions.values()) if (session.released) this.take(session);
    }
    for (const [fleet, sessions] of this.byFleet) for (const key of sessions.keys()) recorded.get(fleet)?.sessions.delete(key);
  }

  public get isEmpty(): boolean {
    return this.byFleet.size === 0;
  }

  /** The released sessions of a fleet, by key. */
  public of(fleet: string): ReadonlyMap<string, LedgerSession> {
    return this.byFleet.get(fleet) ?? NONE;
  }

  public fleets(): Iterable<string> {
    return this.byFleet.keys();
  }

  public *all(): Iterable<LedgerSession> {
    for (const sessions of this.byFleet.values()) yield* sessions.values();
  }

  /** Whether `goneSessions` lists the key. */
  public isGone(key: string): boolean {
    return this.gone.has(key);
  }

  public isReleased(fleet: string, key: string): boolean {
    return this.of(fleet).has(key) || this.isFresh(fleet, key);
  }

  public isFresh(fleet: string, key: string): boolean {
    return this.fresh.get(fleet)?.has(key) ?? false;
  }

  /** The keys of the sessions of a fleet that this run releases. */
  public freshOf(fleet: string): string[] {
    return [...this.fresh.get(fleet) ?? []].sort();
  }

  /** Releases a session of this run's plan. */
  public release(fleet: string, key: string): void {
    const of = this.fresh.get(fleet);
    if (of) of.add(key);
    else this.fresh.set(fleet, new Set([key]));
  }

  /** The sessions of a fleet to record after this run. */
  public *recordedAfter(fleet: string, planned: Iterable<LedgerSession>): Iterable<LedgerSession> {
    for (const session of planned) yield this.isFresh(fleet, session.key) ? { ...session, released: true } : session;
    yield* this.of(fleet).values();
  }

  /** Of some sessions, those that Terraform still manages. */
  public *held(fleet: string, sessions: Iterable<LedgerSession>): Iterable<LedgerSession> {
    for (const session of sessions) if (!session.released && !this.of(fleet).has(session.key)) yield session;
  }

  private take(session: LedgerSession): void {
    let of = this.byFleet.get(session.fleet);
    if (!of) this.byFleet.set(session.fleet, of = new Map());
    if (!of.has(session.key)) of.set(session.key, session);
  }
}

/** Removes released sessions that are gone from the fleets of a ledger, before anything is counted. */
export function dropGone(fleets: ReadonlyMap<string, LedgerFleet>, gone: ReadonlySet<string>): void {
  for (const { sessions } of fleets.values()) {
    for (const key of gone) if (sessions.get(key)?.released) sessions.delete(key);
  }
}

/** The sources of a fleet, without those that its released sessions still mirror. */
export function placeable(sources: PlanSources, released: ReadonlyMap<string, LedgerSession>): PlanSources {
  if (released.size === 0) return sources;
  const [keys, ids] = [new Set<string>(), new Set<string>()];
  for (const session of released.values()) {
    for (const source of session.sources) {
      keys.add(source.key);
      ids.add(idOf(source));
    }
  }
  const isFree = (key: string): boolean => !keys.has(key) && !ids.has(sources.get(key)?.id ?? key);
  const free = [...sources.keys()].filter(isFree);
  const left = new Set(free);
  return { size: free.length, has: (key) => left.has(key), get: (key) => left.has(key) ? sources.get(key) : undefined, keys: () => free };
}
