import type { FleetPlan } from './planner';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { ChangeStatement, NamedCount } from '../model/document';
import { few } from '../net/wording';
import { changeText } from '../policy/change-text';

/**
 * What a plan changes against its ledger: which sessions, who goes dark meanwhile, and how long an apply will take.
 * Durations rest on an assumption that no source confirms: 5 seconds for each write call on a session, and
 * Terraform's own parallelism of 10.
 */
export class MirrorChange {
  /** @internal */
  public static _of(plan: FleetPlan): MirrorChange {
    return new MirrorChange(plan);
  }

  /** Keys of the sessions that are created, sorted. */
  public readonly created: string[];
  /** Keys of the running sessions that are changed in place, sorted. */
  public readonly touched: string[];
  /** Keys of the sessions that are destroyed, sorted. */
  public readonly removed: string[];
  /** Keys of the sources that are put into a session, sorted. */
  public readonly added: string[];
  /** Keys of the sources that are mirrored no more, sorted. */
  public readonly gone: string[];
  /** Keys of the sessions among the changed ones that move to another target, sorted. */
  public readonly moved: string[];
  /** Keys of the sources that are mirrored before and after, and not for a while between, sorted. */
  public readonly darkened: string[];
  /** Keys of the sources that are out of any session until the next apply, since a compaction was asked for, sorted. */
  public readonly parked: string[];
  /** How long a darkened source is not mirrored, in seconds: it is taken out of its session, and put in again. */
  public readonly darkSeconds: number;
  /** Write calls on sessions that the apply makes. */
  public readonly calls: number;
  /** How long the apply takes, in seconds. */
  public readonly applySeconds: number;

  private constructor(plan: FleetPlan) {
    const { secondsPerCall, callsToCreate, callsToExchange, callsToMove, callsToDelete, parallelism } = ASSUMED_RATE;
    this.created = plan.created.map(({ key }) => key).sort();
    this.touched = plan.touched.map(({ session }) => session.key).sort();
    this.removed = plan.removed.map(({ key }) => key).sort();
    this.added = plan.created.flatMap(({ sources }) => sources.map(({ key }) => key)).sort();
    const kept = new Set(plan.kept);
    this.gone = plan.gone.filter((key) => !kept.has(key)).sort();
    const before = new Map(plan.touched.map(({ session }) => [session.key, session]));
    const changed = plan.sessions.filter(({ key }) => before.has(key));
    this.moved = changed.filter(({ key, target }) => before.get(key)!.target !== target).map(({ key }) => key);
    const exchanged = changed.filter(({ key, sources }) => before.get(key)!.sources !== sources);
    this.darkened = plan.touched.flatMap(({ darkened }) => darkened).sort();
    this.parked = [...plan.parked];
    this.darkSeconds = callsToExchange * secondsPerCall;
    this.calls = callsToCreate * this.created.length + callsToExchange * exchanged.length + callsToMove * this.moved.length + callsToDelete * this.removed.length;
    this.applySeconds = Math.ceil(this.calls * secondsPerCall / parallelism);
  }

  /** Whether the plan changes nothing that runs and adds nothing. */
  public get isEmpty(): boolean {
    return this.created.length + this.touched.length + this.removed.length === 0;
  }

  /** What an engineer wants to know before the apply, in a line. */
  public toString(): string {
    return changeText(this._statement());
  }

  /** @internal */
  public _statement(): ChangeStatement {
    return {
      created: this.created.length, touched: this.touched.length, removed: this.removed.length, moved: this.moved.length,
      added: named(this.added), gone: named(this.gone), darkened: named(this.darkened), parked: named(this.parked),
      darkSeconds: this.darkSeconds, calls: this.calls, applySeconds: this.applySeconds,
    };
  }
}

function named(keys: string[]): NamedCount {
  return { count: keys.length, names: few(keys) };
}
