import type { LedgerFleet, LedgerSession } from './ledger-content';
import type { TargetLoad } from './target-rooms';
import type { ExportedSession } from '../export/exported-session';
import { gather } from '../net/gather';

/** A session in the ledger and the same session in the account. */
export interface OwnSession {
  readonly recorded: LedgerSession;
  readonly found: ExportedSession;
}

/**
 * The sessions of an account in two groups: sessions of the ledger, and all others.
 *
 * A session belongs to the ledger if its id is a key in the ledger, as for adopted sessions. It also belongs to the ledger
 * if two of three match: the priority, the VNI, and a common source. Somebody may have changed the third in the console.
 */
export class ExistingSessions {
  public readonly own: OwnSession[] = [];
  public readonly others: ExportedSession[] = [];
  private readonly byFleet = new Map<string, OwnSession[]>();
  /** The number of sessions of each interface that the ledger does not record, by interface id. */
  public readonly usesBySource = new Map<string, number>();

  constructor(exported: readonly ExportedSession[], fleets: Iterable<LedgerFleet>) {
    const recorded = new RecordedSessions(fleets);
    let left = [...exported];
    // The best matches first, so that no session is matched with a worse one.
    for (const alike of [SAME_ID, 3, 2]) {
      left = left.filter((found) => {
        const session = recorded.take(found, alike);
        if (session) {
          const own = { recorded: session, found };
          this.own.push(own);
          gather(this.byFleet, session.fleet, own);
        }
        return session === undefined;
      });
    }
    this.others = left;
    for (const { recorded: { sources }, found } of this.own) {
      const there = new Set(sources.map(idOf));
      this.use(found.sourceIds.filter((id) => !there.has(id)));
    }
    for (const { sourceIds } of this.others) this.use(sourceIds);
  }

  public ownOf(fleet: string): readonly OwnSession[] {
    return this.byFleet.get(fleet) ?? [];
  }

  /**
   * The load of targets that the ledger does not record, by target id: other sessions, and sessions of the ledger that somebody moved.
   *
   * @param idOfTarget target ids by the keys of the ledger
   */
  public loads(idOfTarget: ReadonlyMap<string, string>): Map<string, TargetLoad> {
    const moved = this.own.filter(({ recorded, found }) => (idOfTarget.get(recorded.target) ?? found.targetId) !== found.targetId);
    const loads = new Map<string, TargetLoad>();
    for (const { targetId, sourceIds } of [...this.others, ...moved.map(({ found }) => found)]) {
      addLoad(loads, targetId, { sessions: 1, sources: sourceIds.length });
    }
    return loads;
  }

  private use(ids: readonly string[]): void {
    for (const id of ids) this.usesBySource.set(id, (this.usesBySource.get(id) ?? 0) + 1);
  }
}

/** The id that a source of the ledger has in the service. */
export function idOf({ key, id }: { readonly key: string; readonly id?: string }): string {
  return id ?? key;
}

export function addLoad(loads: Map<string, TargetLoad>, target: string, { sessions, sources }: TargetLoad): void {
  const there = loads.get(target);
  loads.set(target, { sessions: sessions + (there?.sessions ?? 0), sources: sources + (there?.sources ?? 0) });
}

const SAME_ID = 0;

/** What identifies a session that exists. */
export interface FoundSession {
  readonly sessionId: string;
  readonly priority: number;
  readonly virtualNetworkId: number;
  readonly sourceIds: readonly string[];
}

/** The sessions of a ledger that are not yet matched with a session that exists. */
export class RecordedSessions {
  private readonly byKey = new Map<string, LedgerSession[]>();
  private readonly byNumber = new Map<string, LedgerSession[]>();
  private readonly bySource = new Map<string, LedgerSession[]>();
  private readonly taken = new Set<LedgerSession>();

  constructor(fleets: Iterable<LedgerFleet>) {
    for (const { sessions } of fleets) {
      for (const session of sessions.values()) {
        gather(this.byKey, session.key, session);
        gather(this.byNumber, `priority ${session.priority}`, session);
        gather(this.byNumber, `vni ${session.vni}`, session);
        for (const source of session.sources) gather(this.bySource, idOf(source), session);
      }
    }
  }

  /** @param alike how many of the three must match, or `SAME_ID` */
  public take(found: FoundSession, alike: number): LedgerSession | undefined {
    const session = (alike === SAME_ID ? this.byKey.get(found.sessionId) ?? [] : this.candidates(found)).find((s) =>
      !this.taken.has(s) && likeness(s, found) >= alike);
    if (session) this.taken.add(session);
    return session;
  }

  private candidates({ priority, virtualNetworkId, sourceIds }: FoundSession): LedgerSession[] {
    return [
      ...this.byNumber.get(`priority ${priority}`) ?? [], ...this.byNumber.get(`vni ${virtualNetworkId}`) ?? [],
      ...sourceIds.flatMap((id) => this.bySource.get(id) ?? []),
    ];
  }
}

function likeness(recorded: LedgerSession, found: FoundSession): number {
  const ids = new Set(found.sourceIds);
  return [
    recorded.priority === found.priority, recorded.vni === found.virtualNetworkId, recorded.sources.some((s) => ids.has(idOf(s))),
  ].filter((same) =>
    same).length;
}
