import { LedgerContent, LedgerFleet, LedgerSession } from '../fleet/ledger-content';
import { MirrorPacking } from '../fleet/packing';
import { SESSION_PRIORITY } from '../catalog/limits';
import { FLEET_LEASE, Lease, LONE_LEASE } from '../session/numbering';

interface Load {
  readonly sessions: number;
  readonly sources: number;
}

/** A range of priorities, and how many of them the ledger uses. */
export interface RangeUse extends Lease {
  readonly what: string;
  readonly used: number;
}

/** The counts of a fleet in a ledger. */
export interface FleetSummary extends Load {
  readonly name: string;
  /** The number of sources that are out of any session until the next apply. */
  readonly parked: number;
  /** The number of released sessions, which run without Terraform. */
  readonly released: number;
  readonly packing: Record<MirrorPacking, number>;
  /** The lowest and the highest priority. Undefined without sessions. */
  readonly priorities?: Lease;
  readonly virtualNetworkIds?: Lease;
  readonly targets: readonly (Load & { readonly target: string })[];
  /** The number of filter copies starts at 1, the filter itself. */
  readonly shards: readonly (Load & { readonly shard: number; readonly filterCopy: number })[];
}

export function rangeUses({ fleets }: LedgerContent): RangeUse[] {
  const held = [...fleets.values()].flatMap(({ sessions }) => [...sessions.values()].map((s) => s.priority));
  const ranges = [
    { first: SESSION_PRIORITY.min, last: FLEET_LEASE.first - 1, what: 'for sessions with a fixed priority' },
    { ...FLEET_LEASE, what: 'for fleets without priorityRange' },
    { ...LONE_LEASE, what: 'for lone sessions' },
  ];
  return ranges.map((r) => ({ ...r, used: held.filter((p) => p >= r.first && p <= r.last).length }));
}

export function summaryOf(name: string, { sessions, parked }: LedgerFleet): FleetSummary {
  const all = [...sessions.values()];
  const shards = grouped(all, (s) => `${String(s.shard).padStart(9, '0')} ${String(s.filter).padStart(9, '0')}`);
  return {
    name, ...loadOf(all), parked: parked.size, released: all.filter((s) => s.released).length,
    packing: Object.fromEntries(
      Object.values(MirrorPacking).map((p) => [p, all.filter((s) => s.packing === p).length]),
    ) as Record<MirrorPacking, number>,
    priorities: spanOf(all.map((s) => s.priority)), virtualNetworkIds: spanOf(all.map((s) => s.vni)),
    targets: grouped(all, (s) => s.target).map((of) => ({ target: of[0].target, ...loadOf(of) })),
    shards: shards.map((of) => ({ shard: of[0].shard, filterCopy: of[0].filter + 1, ...loadOf(of) })),
  };
}

function loadOf(sessions: readonly LedgerSession[]): Load {
  return { sessions: sessions.length, sources: sessions.reduce((sum, s) => sum + s.sources.length, 0) };
}

function spanOf(numbers: readonly number[]): Lease | undefined {
  if (numbers.length === 0) return undefined;
  // A reduce, because a fleet may have more numbers than a call takes arguments.
  return numbers.reduce<Lease>(
    ({ first, last }, n) => ({ first: Math.min(first, n), last: Math.max(last, n) }), { first: numbers[0], last: numbers[0] },
  );
}

function grouped(sessions: readonly LedgerSession[], by: (s: LedgerSession) => string): LedgerSession[][] {
  const groups = new Map<string, LedgerSession[]>();
  for (const s of sessions) {
    const key = by(s);
    const group = groups.get(key);
    if (group) group.push(s);
    else groups.set(key, [s]);
  }
  return [...groups.keys()].sort().map((key) => groups.get(key)!);
}
