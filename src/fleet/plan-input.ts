import type { AdoptedSession } from './adopted-session';
import type { LedgerFleet, LedgerSession } from './ledger-file';
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
  /** Whether its session is to be on. */
  readonly on: boolean;
}

/** The sources of a fleet, by key. A map is one. */
export interface PlanSources {
  readonly size: number;
  has(key: string): boolean;
  get(key: string): PlanSource | undefined;
  keys(): Iterable<string>;
}

/** The limits that a plan keeps, all at once. Infinite if the edition sets none. */
export interface PlanQuotas {
  readonly sourcesPerSession: number;
  readonly sessionsPerSource: number;
  readonly sessionsPerRegion: number;
  readonly sessionsPerFilter: number;
  /** How many copies of the filter there may be in all shards together, the first of each included. */
  readonly filters: number;
  /** What a target's limit counts. */
  readonly targetUnit: MirrorQuotaUnit;
  /** Sessions that one shard may hold. */
  readonly sessionsPerShard: number;
}

/** What the ledger knows before the plan is made. */
export interface PlanLedger {
  readonly recorded: LedgerFleet;
  readonly frozen: boolean;
  /** Taken by any session: recorded, of this run, or outside. Those that this run frees rest. */
  readonly priorities: ReadonlySet<number>;
  readonly vnis: ReadonlySet<number>;
  /** By target key, of all sessions known. */
  readonly loads: ReadonlyMap<string, TargetLoad>;
  /** How many sessions are known in the account and region. */
  readonly sessions: number;
  /** What of all that is free once everything is applied. */
  readonly resting: Resting;
  /** What is deployed. Nothing if the ledger alone is known. */
  readonly deployed?: PlanDeployed;
  /** In how many sessions outside the ledger an interface is, by its id. */
  readonly usesOutside: ReadonlyMap<string, number>;
  /** Sessions of the fleet that run and are not Terraform's any more, by key: they hold their names, filters and shards. */
  readonly released?: ReadonlyMap<string, LedgerSession>;
  /** Recorded sessions with a filter and separate attributes, by key. */
  readonly adopted: ReadonlyMap<string, AdoptedSession>;
}

/** What will be free after the next apply, and is not before. */
export interface Resting {
  readonly priorities: ReadonlySet<number>;
  readonly vnis: ReadonlySet<number>;
  readonly loads: ReadonlyMap<string, TargetLoad>;
  readonly sessions: number;
}

export const NOTHING_RESTS: Resting = { priorities: new Set(), vnis: new Set(), loads: new Map(), sessions: 0 };

/** What a plan must know of the deployed sessions of its own fleet and of all others. */
export interface PlanDeployed {
  /** Sessions of the fleet, by key. */
  readonly sessions: ReadonlyMap<string, LedgerSession>;
  /** In how many deployed sessions an interface is, by its id or, if that is not known, by its key. */
  readonly uses: ReadonlyMap<string, number>;
  /** Ids of interfaces that deployed sessions send to. */
  readonly targets: ReadonlySet<string>;
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
  /** Sources that go stay in a session that holds others. */
  readonly deferRemovals: boolean;
  /** How many sources may be out of their sessions at once, so that the next run packs them again. */
  readonly compaction: number;
}

/** Why sources found no place. */
export interface Shortage {
  readonly limit: 'targets' | 'sessionsPerRegion' | 'filters' | 'numbers';
  /** Sources without a place. */
  readonly sources: string[];
  /** Sessions that would be needed for them. */
  readonly sessions: number;
  /** Whether some of these run and lost their target: another packing changes nothing of them. */
  readonly running: boolean;
}

/** Why a source that is given has no session yet. */
export enum WaitReason {
  /** Another deployed session still has it. */
  DEPLOYED = 'deployed',
  /** A deployed session still sends to it. */
  TARGET = 'target',
  /** Every place, number or filter that would be free is at rest until the next apply. */
  ROOM = 'room',
}

/** Which source is in which session, and what that changes against the ledger. */
export interface FleetPlan {
  /** The sessions to write, by key. */
  readonly sessions: readonly LedgerSession[];
  /** Sources that are out of any session until the next run packs them. */
  readonly parked: readonly string[];
  /** Sources that have no session yet, since what they need is not free before the next apply. */
  readonly waiting: readonly { readonly key: string; readonly reason: WaitReason }[];
  /** New sources that a frozen ledger does not place. */
  readonly leftOut: readonly string[];
  /** Sessions of a frozen ledger whose target is no longer there. */
  readonly stranded: readonly LedgerSession[];
  readonly shortages: readonly Shortage[];
  /** Sources that a session outside the ledger mirrors already. */
  readonly takenOutside: readonly string[];
  /** Recorded sources that the fleet no longer has, and those of them that stay in their session for now. */
  readonly gone: readonly string[];
  readonly kept: readonly string[];
  /** Recorded sources whose key now means another interface. */
  readonly changed: readonly { readonly key: string; readonly before: string; readonly after: string; readonly others: number }[];
  /** Sessions that are switched off since some of their sources lack the tag, with those that have it. */
  readonly switchedOff: readonly { readonly session: LedgerSession; readonly without: readonly string[]; readonly others: readonly string[] }[];
  /** What runs, as far as it is known: the deployed sessions, or those of the ledger. The plan is measured against it. */
  readonly before: ReadonlyMap<string, LedgerSession>;
  /** Sessions that do not run yet. */
  readonly created: readonly LedgerSession[];
  /** Sessions that run and go. */
  readonly removed: readonly LedgerSession[];
  /** Sessions that this run places. */
  readonly placed: readonly LedgerSession[];
  /** Sessions that another target takes, with as many sources as they have on the way. */
  readonly moved: readonly { readonly from: string; readonly to: string; readonly sources: number }[];
  /** Sessions that hold numbers and places until the next apply. */
  readonly freed: readonly LedgerSession[];
}
