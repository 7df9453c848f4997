import { emptyFleet, LedgerFleet, LedgerSession } from '../../src/fleet/ledger-content';
import { parseLedger } from '../../src/fleet/ledger-reader';
import { ledgerText } from '../../src/fleet/ledger-writer';
import { MirrorPacking } from '../../src/fleet/packing';
import { FleetPlan, NOTHING_RESTS, PlanDeployed, PlanInput, PlanLedger, PlanQuotas, PlanSource } from '../../src/fleet/plan-input';
import { planFleet } from '../../src/fleet/planner';
import { effectsOf, MirrorEffects } from '../../src/effects/effects';
import { momentsOf } from '../../src/fleet/fleet-states';
import { MirrorChange } from '../../src/fleet/mirror-change';
import { idOf } from '../../src/fleet/existing-sessions';
import { PlanTarget, TargetLoad } from '../../src/fleet/target-rooms';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { phrase } from '../../src/texts/phrase';

/** Small quotas, so that short histories reach them. */
export const QUOTAS: PlanQuotas = {
  sourcesPerSession: 3, sessionsPerSource: 1, sessionsPerRegion: 40, sessionsPerFilter: 5, filters: 20,
  targetUnit: MirrorQuotaUnit.SESSIONS, sessionsPerShard: 8,
};

export const source = (key: string, more: Partial<PlanSource> = {}): PlanSource => ({ key, on: true, ...more });
export const target = (key: string, limit = 20, more: Partial<PlanTarget> = {}): PlanTarget => ({ key, limit, weight: 1, ...more });

/** One fleet and its ledger over a history: each run reads what the one before wrote. */
export class FleetWorld {
  public recorded: LedgerFleet = emptyFleet();
  /** What is deployed, where a run is told. */
  public deployed?: ReadonlyMap<string, LedgerSession>;
  private readonly name = 'net/Fleet';

  public get sessions(): LedgerSession[] {
    return [...this.recorded.sessions.values()];
  }

  /** Recorded sessions, and deployed ones that differ from them in what they hold. */
  private get known(): LedgerSession[] {
    const beside = [...this.deployed?.values() ?? []].filter((s) => this.recorded.sessions.get(s.key)?.target !== s.target);
    return [...this.sessions, ...beside];
  }

  /** A deployed session may have other numbers than the recorded one of its name. */
  private get numbered(): LedgerSession[] {
    return [...this.sessions, ...this.deployed?.values() ?? []];
  }

  public text(recorded = this.recorded): string {
    return ledgerText({ header: {}, fleets: new Map([[this.name, recorded]]) });
  }

  /** What a run would do now; `beside` is what the ledger knows otherwise. */
  public plan(
    sources: PlanSource[], targets: PlanTarget[], more: Partial<PlanInput> & { frozen?: boolean; beside?: Partial<PlanLedger> } = {},
  ): FleetPlan {
    return planFleet({
      fleet: this.name, packing: MirrorPacking.DEDICATED, sources: new Map(sources.map((s) => [s.key, s])), targets, quotas: QUOTAS,
      ledger: {
        recorded: this.recorded, frozen: more.frozen ?? false,
        priorities: new Set(this.numbered.map((s) => s.priority)), vnis: new Set(this.numbered.map((s) => s.vni)),
        loads: loadsOf(this.known),
        sessions: new Set(this.known.map((s) => s.key)).size,
        usesOutside: new Map(),
        adopted: new Map(),
        resting: NOTHING_RESTS,
        ...this.deployed && { deployed: deployedOf(this.deployed) },
        ...more.beside,
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
  public after({ sessions, parked, waiting }: FleetPlan): LedgerFleet {
    const text = this.text({
      ...emptyFleet(),
      sessions: new Map(sessions.map((s) => [s.key, s])),
      parked: new Set(parked),
      waiting: new Set(waiting.map(({ key }) => key)),
    });
    return parseLedger(text, 'test.lock').fleets.get(this.name) ?? emptyFleet();
  }
}

/** What a plan does to what runs. */
export function effects(plan: FleetPlan): MirrorEffects {
  const { before, after } = momentsOf([
    {
      fleet: 'net/Fleet',
      before: { sessions: plan.before.values(), shards: new Map() },
      after: { sessions: plan.sessions, shards: new Map() },
    },
  ]);
  return effectsOf({ sessions: before }, { sessions: after });
}

export const changeOf = (plan: FleetPlan): MirrorChange =>
  MirrorChange._of(plan, effects(plan), phrase('theLedger', { ledger: 'traffic-mirror.lock' }));

export function deployedOf(sessions: ReadonlyMap<string, LedgerSession>): PlanDeployed {
  const uses = new Map<string, number>();
  for (const { sources } of sessions.values()) for (const s of sources) uses.set(idOf(s), (uses.get(idOf(s)) ?? 0) + 1);
  return {
    sessions,
    uses,
    targets: new Set([...sessions.values()].map((one) => one.target)),
    priorities: new Set([...sessions.values()].map((one) => one.priority)),
  };
}

export function loadsOf(sessions: Iterable<LedgerSession>): Map<string, TargetLoad> {
  const loads = new Map<string, TargetLoad>();
  for (const { target: key, sources } of sessions) {
    const { sessions: n, sources: m } = loads.get(key) ?? { sessions: 0, sources: 0 };
    loads.set(key, { sessions: n + 1, sources: m + sources.length });
  }
  return loads;
}
