import { LedgerFleet, LedgerSession, ledgerText, parseLedger } from '../../src/fleet/ledger-file';
import { MirrorPacking } from '../../src/fleet/packing';
import { FleetPlan, planFleet, PlanInput, PlanQuotas, PlanSource } from '../../src/fleet/planner';
import { PlanTarget, TargetLoad } from '../../src/fleet/target-rooms';
import { MirrorQuotaUnit } from '../../src';

/** Small quotas, so that short histories reach them. */
export const QUOTAS: PlanQuotas = {
  sourcesPerSession: 3, sessionsPerSource: 1, sessionsPerRegion: 40, sessionsPerFilter: 5, filters: 20,
  targetUnit: MirrorQuotaUnit.SESSIONS, sessionsPerShard: 8,
};

export const source = (key: string, more: Partial<PlanSource> = {}): PlanSource => ({ key, on: true, ...more });
export const target = (key: string, limit = 20, more: Partial<PlanTarget> = {}): PlanTarget => ({ key, limit, weight: 1, ...more });

/** One fleet and its ledger over a history: each run reads what the one before wrote. */
export class FleetWorld {
  public recorded: LedgerFleet = { sessions: new Map(), parked: new Set() };
  private readonly name = 'net/Fleet';

  public get sessions(): LedgerSession[] {
    return [...this.recorded.sessions.values()];
  }

  public text(recorded = this.recorded): string {
    return ledgerText({ header: {}, fleets: new Map([[this.name, recorded]]) });
  }

  /** What a run would do now. */
  public plan(sources: PlanSource[], targets: PlanTarget[], more: Partial<PlanInput> & { frozen?: boolean } = {}): FleetPlan {
    return planFleet({
      fleet: this.name, packing: MirrorPacking.DEDICATED, sources: new Map(sources.map((s) => [s.key, s])), targets, quotas: QUOTAS,
      ledger: {
        recorded: this.recorded, frozen: more.frozen ?? false,
        priorities: new Set(this.sessions.map((s) => s.priority)), vnis: new Set(this.sessions.map((s) => s.vni)),
        loads: loadsOf(this.sessions), sessions: this.sessions.length, usesOutside: new Map(), adopted: new Map(),
      },
      priorities: { first: 1, last: 100 }, vnis: { first: 1, last: 100 }, deferRemovals: false, compaction: 0,
      ...more,
    });
  }

  /** A run: plans, and takes the ledger that it would write, through its text. */
  public run(...args: Parameters<FleetWorld['plan']>): FleetPlan {
    const plan = this.plan(...args);
    this.recorded = this.after(plan);
    return plan;
  }

  /** The ledger after a plan, as the next run reads it. */
  public after({ sessions, parked }: FleetPlan): LedgerFleet {
    const text = this.text({ sessions: new Map(sessions.map((s) => [s.key, s])), parked: new Set(parked) });
    return parseLedger(text, 'test.lock').fleets.get(this.name) ?? { sessions: new Map(), parked: new Set() };
  }
}

export function loadsOf(sessions: Iterable<LedgerSession>): Map<string, TargetLoad> {
  const loads = new Map<string, TargetLoad>();
  for (const { target: key, sources } of sessions) {
    const { sessions: n, sources: m } = loads.get(key) ?? { sessions: 0, sources: 0 };
    loads.set(key, { sessions: n + 1, sources: m + sources.length });
  }
  return loads;
}
