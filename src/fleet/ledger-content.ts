import type { LedgerFilters } from './ledger-rules';
import type { MirrorPacking } from './packing';
import type { Lease } from '../session/numbering';

/** The first line of a ledger. */
export interface LedgerHeader {
  readonly account?: string;
  readonly region?: string;
}

/** A session of a fleet. All lines of its sources share these fields. */
export interface LedgerSession {
  readonly fleet: string;
  readonly key: string;
  readonly packing: MirrorPacking;
  /** The target's key. */
  readonly target: string;
  /** Which copy of the filter it uses, from 0. */
  readonly filter: number;
  /** Which shard of the fleet it is in, from 0. */
  readonly shard: number;
  readonly priority: number;
  readonly vni: number;
  /** The session is switched off because one of its sources lacks the fleet's tag. */
  readonly off?: true;
  /** Terraform no longer manages the session, and it still runs. */
  readonly released?: true;
  /**
   * A run that asked for a compaction has placed the session. Until a run asks for none, the session may not be deployed yet,
   * so the compaction leaves it in place.
   */
  readonly sinceCompaction?: true;
  /** The sources, in the order of the session's list. */
  readonly sources: readonly LedgerSource[];
}

/** A source in its session. */
export interface LedgerSource {
  readonly key: string;
  /** Position among the sources of its session. Removed sources leave gaps. */
  readonly order: number;
  /** The interface's id. Undefined if it is unknown or equals the key. */
  readonly id?: string;
}

/** The records of one fleet in a ledger. */
export interface LedgerFleet {
  /** Sessions by key. */
  readonly sessions: Map<string, LedgerSession>;
  /** Keys of sources that a compaction has removed from their sessions. The next run places them. */
  readonly parked: Set<string>;
  /** Keys of sources that have no session yet, because the numbers or places that they need are in use until the next apply. */
  readonly waiting: Set<string>;
  /** Shards by number, with the attributes that all sessions of a shard share. */
  readonly shards: Map<number, LedgerShard>;
}

/**
 * A stack of a fleet, and the attributes whose changes replace or interrupt its sessions. The ledger keeps it until the
 * stack is destroyed, even if it has no more sessions.
 */
export interface LedgerShard {
  /** The stack's id in the app. */
  readonly stack?: string;
  /** The construct path of the filter, or its id. */
  readonly filter?: string;
  /** The packet length. Undefined for the default. */
  readonly packetLength?: number;
  /** Whether the fleet is switched on. Undefined if only Terraform knows. */
  readonly enabled?: boolean;
  /** The numbers that the fleet may use. Undefined for the default range. */
  readonly priorityRange?: Lease;
  readonly virtualNetworkIdRange?: Lease;
}

/** The recorded attributes of a shard. */
export function shardOf({ stack, filter, packetLength, enabled, priorityRange, virtualNetworkIdRange }: LedgerShard): LedgerShard {
  return { stack, filter, packetLength, enabled, priorityRange, virtualNetworkIdRange };
}

/** The sources of a fleet as its ledger has them, for a comparison without the app. */
export function plannedSources({ sessions, parked, waiting }: LedgerFleet): Map<string, { key: string; id?: string; on: boolean }> {
  const sources = new Map<string, { key: string; id?: string; on: boolean }>();
  for (const { sources: of } of sessions.values()) {
    for (const { key, id = key } of of) sources.set(key, { key, id, on: true });
  }
  for (const key of [...parked, ...waiting]) sources.set(key, { key, on: true });
  return sources;
}

export function emptyFleet(): LedgerFleet {
  return { sessions: new Map(), parked: new Set(), waiting: new Set(), shards: new Map() };
}

/** A line that contradicts an earlier line of the same session, for example after a merge. */
export interface LedgerContradiction {
  readonly line: number;
  readonly fleet: string;
  readonly source: string;
  readonly session: string;
  readonly field: string;
  readonly got: unknown;
  readonly earlier: unknown;
}

export interface LedgerContent {
  readonly header: LedgerHeader;
  readonly fleets: Map<string, LedgerFleet>;
  readonly filters: LedgerFilters;
  readonly contradictions: LedgerContradiction[];
}

/** The content to write into a ledger. */
export type LedgerToWrite = Pick<LedgerContent, 'header' | 'fleets'> & Partial<Pick<LedgerContent, 'filters'>>;

/** A ledger line of a source. A parked or waiting source has no place in a session. */
export interface LedgerLine {
  readonly fleet: string;
  readonly source: string;
  readonly parked?: true;
  readonly waiting?: true;
  readonly placement: MirrorPacking;
  readonly session: string;
  readonly order: number;
  readonly target: string;
  readonly filter: number;
  readonly shard: number;
  readonly priority: number;
  readonly vni: number;
  readonly off?: true;
  readonly released?: true;
  readonly sinceCompaction?: true;
  readonly id?: string;
}

/** A ledger line of a shard of a fleet. */
export interface LedgerShardLine extends LedgerShard {
  readonly fleet: string;
  readonly shard: number;
}
