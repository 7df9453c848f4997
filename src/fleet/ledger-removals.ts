import { LedgerFleet } from './ledger-content';
import type { FleetPlan } from './plan-input';
import type { Completeness } from '../input/list-call';

/** The number of removed sources, if it is so large that `expectRemovals` must allow it. */
export interface MassRemoval {
  readonly missing: number;
  readonly of: number;
  /** The fleet that they are missing from. Undefined if the sum of all fleets is too large. */
  readonly fleet?: string;
  /** The inventory of the fleet may lack interfaces. */
  readonly incomplete?: boolean;
}

/** How many sources of a ledger may be removed without `expectRemovals`: a part of the ledger, and a number. */
const REMOVED_PART = 0.1;
const REMOVED_COUNT = 20;
/** The part of one fleet, whatever its size. */
const REMOVED_PART_OF_FLEET = 0.5;
/** The part of one fleet whose inventory does not prove that it is complete. A single source is no sign of a missing page. */
const REMOVED_PART_OF_UNPROVED = 0.1;
const REMOVED_COUNT_OF_UNPROVED = 1;

/** The recorded fleets of a ledger, and the planned fleets of this run. */
export interface RecordedAndPlanned {
  readonly recorded: ReadonlyMap<string, LedgerFleet>;
  readonly planned: ReadonlyMap<string, FleetPlan>;
  /** Sessions outside of any fleet, by construct path. */
  readonly lone: ReadonlyMap<string, FleetPlan>;
  /** The keys of sources that are removed on purpose, by fleet. */
  readonly takenOut: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether the inventories of each fleet have every interface. A fleet is not in it if no inventory selected its sources. */
  readonly inventories: ReadonlyMap<string, Completeness>;
  /** The numbers of the shards of a lost fleet that the next apply does not touch. */
  readonly untouched: (fleet: string) => ReadonlyMap<number, unknown>;
  /** The deployed sessions are known. */
  readonly knowsDeployed: boolean;
  /** `expectRemovals` of the ledger. */
  readonly expected: number;
}

/** The sources that a ledger has recorded and that the app no longer has. */
export class LedgerRemovals {
  private made: { orphans?: string[]; missing?: Map<string, number> } = {};

  constructor(private readonly of: RecordedAndPlanned) {}

  /** Another fleet is planned. */
  public reset(): void {
    this.made = {};
  }

  /** Recorded sources of fleets that are no longer in the app, unless their stack is not in it either. */
  public orphans(): readonly string[] {
    return this.made.orphans ??= this.lostFleets().flatMap((name) => {
      const untouched = this.of.untouched(name);
      return [...this.of.recorded.get(name)!.sessions.values()].filter(({ shard }) => !untouched.has(shard))
        .flatMap((s) => s.sources.map(({ key }) => key));
    });
  }

  /** Fleets that the app no longer has. */
  public lostFleets(): string[] {
    return [...this.of.recorded.keys()].filter((name) => this.isLost(name)).sort();
  }

  public isLost(fleet: string): boolean {
    const { recorded, planned, lone } = this.of;
    return recorded.has(fleet) && !planned.has(fleet) && !lone.has(fleet);
  }

  /** The number of missing sources of a fleet or of all fleets, if `expectRemovals` must allow it. */
  public massRemoval(fleet: string, sourceCount: number): MassRemoval | undefined {
    const { expected, recorded, inventories } = this.of;
    const own = this.missing().get(fleet) ?? 0;
    const part = recorded.get(fleet);
    const size = part ? countOf(part) : 0;
    if (own > expected && own > size * REMOVED_PART_OF_FLEET) return { missing: own, of: size, fleet };
    const allowed = Math.max(expected, size * REMOVED_PART_OF_UNPROVED, REMOVED_COUNT_OF_UNPROVED);
    if (inventories.get(fleet) === 'unknown' && own > allowed) {
      return { missing: own, of: size, fleet, incomplete: true };
    }
    const total = this.unproved();
    return total > REMOVED_COUNT && total > sourceCount * REMOVED_PART && total > expected
      ? { missing: total, of: sourceCount }
      : undefined;
  }

  /** The number of missing sources of all fleets. */
  public total(): number {
    return [...this.missing().values()].reduce((sum, n) => sum + n, 0) + (this.of.planned.size === 0 ? 0 : this.orphans().length);
  }

  /** Whether the next apply removes a source. If the deployed sessions are unknown: whether this run does. */
  public get any(): boolean {
    return this.total() > 0 || (this.of.knowsDeployed && [...this.of.planned.values()].some(({ gone, kept }) => gone.length > kept.length));
  }

  /** The number of missing sources, without those that a complete inventory no longer has. */
  private unproved(): number {
    const proved = [...this.missing()].filter(([fleet]) => (this.of.inventories.get(fleet) ?? 'unknown') !== 'unknown');
    return this.total() - proved.reduce((sum, [, n]) => sum + n, 0);
  }

  /**
   * How many of the recorded sources each fleet lacks. It omits sources that an earlier run has removed from the ledger, and
   * sources that `withoutSources` lists: their removal was intended.
   */
  private missing(): Map<string, number> {
    return this.made.missing ??= new Map([...this.of.planned].map(([name, { gone, kept }]) => {
      const recorded = this.of.recorded.get(name);
      const meant = this.of.takenOut.get(name);
      const lacking = gone.length - kept.length;
      if (lacking === 0 || !recorded || !(this.of.knowsDeployed || meant)) return [name, lacking];
      const held = new Set([
        ...recorded.parked, ...[...recorded.sessions.values()].flatMap(({ sources }) => sources.map(({ key }) => key)),
      ]);
      const keep = new Set(kept);
      return [name, gone.filter((key) => held.has(key) && !keep.has(key) && !meant?.has(key)).length];
    }));
  }
}

function countOf({ sessions, parked }: LedgerFleet): number {
  return parked.size + [...sessions.values()].reduce((sum, { sources }) => sum + sources.length, 0);
}
