import type { AdoptedSession } from './adopted-session';
import type { LedgerFleet, LedgerSession } from './ledger-content';
import { MirrorPacking } from './packing';
import { PlanTarget, TargetLoad } from './target-rooms';
import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import type { Lease } from '../session/numbering';

/** A source as the planner sees it. */
export interface PlanSource {
  readonly key: string;
  /** The interface's id, if it is known. */
  readonly id?: string;
  readonly zoneId?: string;
  /** Whether its session must be on. */
  readonly on: boolean;
}

/** The sources of a fleet, by key. A `Map` implements this interface. */
export interface PlanSources {
  readonly size: number;
  has(key: string): boolean;
  get(key: string): PlanSource | undefined;
  keys(): Iterable<string>;
}

/** The limits of a plan. Infinite if the edition sets no limit. */
export interface PlanQuotas {
  readonly sourcesPerSession: number;
  readonly sessionsPerSource: number;
  readonly sessionsPerRegion: number;
  readonly sessionsPerFilter: number;
  /** How many copies of the filter all shards may have together, including the filter itself in each shard. */
  readonly filters: number;
  /** The unit of a target's limit. */
  readonly targetUnit: MirrorQuotaUnit;
  /** Sessions that one shard may hold. */
  readonly sessionsPerShard: number;
}

/** The ledger before the plan. */
export interface PlanLedger {
  readonly recorded: LedgerFleet;
  readonly frozen: boolean;
  /** Priorities of recorded sessions, new sessions and sessions outside the ledger. Priorities that this run frees stay in use. */
  readonly priorities: ReadonlySet<number>;
  readonly vnis: ReadonlySet<number>;
  /** The loads of targets by all known sessions, by target key. */
  readonly loads: ReadonlyMap<string, TargetLoad>;
  /** The number of known sessions in the account and region. */
  readonly sessions: number;
  /** The numbers, loads and sessions that are free after the apply. */
  readonly resting: Resting;
  /** The deployed sessions. Undefined if only the ledger is known. */
  readonly deployed?: PlanDeployed;
  /** The number of sessions of each interface outside the ledger, by interface id. */
  readonly usesOutside: ReadonlyMap<string, number>;
  /** Released sessions of the fleet, by key. They still use their names, filters and shards. */
  readonly released?: ReadonlyMap<string, LedgerSession>;
  /** Recorded sessions that are adopted, with their filters and attributes, by key. */
  readonly adopted: ReadonlyMap<string, AdoptedSession>;
}

/** Numbers and places that the next apply frees. */
export interface Resting {
  readonly priorities: ReadonlySet<number>;
  readonly vnis: ReadonlySet<number>;
  readonly loads: ReadonlyMap<string, TargetLoad>;
  readonly sessions: number;
}

export const NOTHING_RESTS: Resting = { priorities: new Set(), vnis: new Set(), loads: new Map(), sessions: 0 };

/** The deployed sessions of the planned fleet, and the sources and targets of all deployed sessions. */
export interface PlanDeployed {
  /** Sessions of the fleet, by key. */
  readonly sessions: ReadonlyMap<string, LedgerSession>;
  /** The number of deployed sessions of each interface, by its id or, if the id is unknown, by its key. */
  readonly uses: ReadonlyMap<string, number>;
  /** Ids of interfaces that receive from deployed sessions. */
  readonly targets: ReadonlySet<string>;
  /** The priorities of all deployed sessions, and of sessions outside the ledger. */
  readonly priorities: ReadonlySet<number>;
}

export interface PlanInput {
  readonly fleet: string;
  readonly packing: MirrorPacking;
  readonly sources: PlanSources;
  readonly targets: readonly PlanTarget[];
  readonly quotas: PlanQuotas;
  readonly ledger: PlanLedger;
  readonly priorities: Lease;
  readonly vnis: Lease;
  /** Whether removed sources stay in a session that has other sources. */
  readonly deferRemovals: boolean;
  /** How many sources may be out of any session at once. The next run packs them again. */
  readonly compaction: number;
}

/** A limit that leaves sources without a place. */
export interface Shortage {
  readonly limit: 'targets' | 'sessionsPerRegion' | 'filters' | 'numbers';
  /** Sources without a place. */
  readonly sources: string[];
  /** The number of sessions that they need. */
  readonly sessions: number;
  /** Whether some of the sources are in running sessions that lost their target. Another packing does not help them. */
  readonly running: boolean;
}

/** The reason why a source of the fleet has no session yet. */
export enum WaitReason {
  /** Another deployed session still has the source. */
  DEPLOYED = 'deployed',
  /** A deployed session still sends to the source. */
  TARGET = 'target',
  /** The places, numbers or filters that it needs are in use until the next apply. */
  ROOM = 'room',
}

/** The session of each source, and the changes against the ledger. */
export interface FleetPlan {
  /** The sessions to write, by key. */
  readonly sessions: readonly LedgerSession[];
  /** Sources that are out of any session. The next run packs them. */
  readonly parked: readonly string[];
  /** Sources that have no session yet, because the numbers or places that they need are in use until the next apply. */
  readonly waiting: readonly { readonly key: string; readonly id?: string; readonly reason: WaitReason }[];
  /** New sources that a frozen ledger does not place. */
  readonly leftOut: readonly string[];
  /** Sessions of a frozen ledger whose target is gone. */
  readonly stranded: readonly LedgerSession[];
  readonly shortages: readonly Shortage[];
  /** Sources that a session outside the ledger already mirrors. */
  readonly takenOutside: readonly string[];
  /**
   * Sources that left the fleet: of running sessions or, if these are unknown, of the ledger. `kept` has those that stay in
   * their session for now.
   */
  readonly gone: readonly string[];
  readonly kept: readonly string[];
  /** Recorded sources whose key now belongs to another interface. */
  readonly changed: readonly { readonly key: string; readonly before: string; readonly after: string; readonly others: number }[];
  /** Sessions that are switched off because some of their sources lack the tag, with the sources that have it. */
  readonly switchedOff: readonly {
    readonly session: LedgerSession;
    readonly without: readonly string[];
    readonly others: readonly string[];
  }[];
  /** The sessions before the plan: the deployed sessions or, if they are unknown, those of the ledger. */
  readonly before: ReadonlyMap<string, LedgerSession>;
  /** Sessions that do not run yet. */
  readonly created: readonly LedgerSession[];
  /** Running sessions that the plan removes. */
  readonly removed: readonly LedgerSession[];
  /** Sessions that this run places. */
  readonly placed: readonly LedgerSession[];
  /** Sessions that move to another target, with the number of sources that they have during the move. */
  readonly moved: readonly { readonly from: string; readonly to: string; readonly sources: number }[];
  /** Removed sessions whose numbers and places are in use until the next apply. */
  readonly freed: readonly LedgerSession[];
}
