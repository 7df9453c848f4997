import { idOf } from './existing-sessions';
import type { LedgerSession } from './ledger-file';
import type { FleetPlan } from './plan-input';
import { sorted } from './sorted';
import { Interruption, Loss, LossCause, MirrorEffects } from '../effects/effects';
import { ChangeStatement, NamedCount } from '../model/document';
import { few } from '../net/wording';
import { changeText } from '../policy/change-text';

/**
 * What a synth changes against what is deployed or, if that is not known, against the ledger: which sessions, which
 * sources are interrupted, and how long an apply will take. Durations rest on an assumption that no source confirms:
 * 5 seconds for each write call on a session, and Terraform's own parallelism of 10.
 */
export class MirrorChange {
  /** @internal */
  public static _of(plan: FleetPlan, effects: MirrorEffects, comparedWith: string, released: string[] = [], filterChanges: string[] = []): MirrorChange {
    return new MirrorChange(plan, effects, comparedWith, released, filterChanges);
  }

  /** What the change is measured against. */
  public readonly comparedWith: string;
  /** Keys of the sessions that are created, sorted. */
  public readonly created: string[];
  /** Keys of the running sessions that are changed or replaced, sorted. */
  public readonly touched: string[];
  /** Keys of the sessions that are destroyed, sorted. */
  public readonly removed: string[];
  /** Keys of the sessions that Terraform lets go of and that go on running as they are, sorted. */
  public readonly released: string[];
  /** Keys of the sources that are added to a new session, sorted. */
  public readonly added: string[];
  /** Keys of the sources that the fleet no longer has and that are no longer mirrored, sorted. */
  public readonly gone: string[];
  /** Keys of the sessions among the changed ones that move to another target, sorted. */
  public readonly moved: string[];
  /** Keys of the sources that are mirrored before and after, and not for some seconds between, sorted. */
  public readonly interrupted: string[];
  /** Keys of the sources whose session is switched off by this change, sorted. */
  public readonly switchedOff: string[];
  /** Keys of the sources that are out of any session until the next apply, since a compaction was requested, sorted. */
  public readonly parked: string[];
  /** Keys of the sources that have no session until the next apply has freed what they need, sorted. */
  public readonly waiting: string[];
  /** How long an interrupted source is not mirrored, in seconds, at least: the longest of them. 0 if none is interrupted. */
  public readonly interruptedSeconds: number;
  /**
   * The change of the rules of the fleet's filter, in lines: packets that are copied in addition or no longer, and those that are copied, or
   * not, only while rules are written one after another. Only of a filter by intent with the ledger of the fleet.
   */
  public readonly filterChanges: string[];
  /** Write calls on sessions that the apply makes. */
  public readonly calls: number;
  /** How long the apply takes, in seconds. */
  public readonly applySeconds: number;

  private constructor(plan: FleetPlan, effects: MirrorEffects, comparedWith: string, released: string[], filterChanges: string[]) {
    const { created, removed, changed, interruptions, losses, calls, applySeconds } = effects;
    this.comparedWith = comparedWith;
    this.created = created.map(({ name }) => name).sort();
    this.touched = changed.map(({ before }) => before.name).sort();
    this.removed = removed.map(({ name }) => name).sort();
    this.released = [...released];
    this.parked = [...plan.parked];
    this.waiting = plan.waiting.map(({ key }) => key);
    this.moved = changed.filter(({ before, after }) => before.target !== after.target).map(({ after }) => after.name).sort();
    const keyOf = keysOf(plan);
    this.interrupted = keys(interruptions, keyOf);
    this.switchedOff = keys(losses.filter(({ cause }) => cause === LossCause.SWITCHED_OFF), keyOf);
    this.added = sorted(addedBy(plan, new Set(this.interrupted)));
    const kept = new Set([...plan.kept, ...plan.parked, ...this.waiting]);
    const lost = keys(losses.filter(({ cause }) => cause !== LossCause.SWITCHED_OFF), keyOf);
    const changedKeys = new Set(plan.changed.map(({ key }) => key));
    this.gone = [...new Set([...plan.gone, ...lost])].filter((key) => !kept.has(key) && !changedKeys.has(key)).sort();
    this.interruptedSeconds = interruptions.reduce((most, { seconds }) => Math.max(most, seconds), 0);
    this.filterChanges = filterChanges;
    this.calls = calls;
    this.applySeconds = applySeconds;
  }

  /** Whether the plan changes nothing that runs and adds nothing. */
  public get isEmpty(): boolean {
    return this.created.length + this.touched.length + this.removed.length + this.filterChanges.length === 0;
  }

  /** What an engineer wants to know before the apply, in a line. */
  public toString(): string {
    return [changeText(this._statement()), ...this.filterChanges].join('. ');
  }

  /** @internal */
  public _statement(): ChangeStatement {
    return {
      comparedWith: this.comparedWith,
      created: this.created.length, touched: this.touched.length, removed: this.removed.length, moved: this.moved.length,
      added: named(this.added), gone: named(this.gone), interrupted: named(this.interrupted), switchedOff: named(this.switchedOff),
      parked: named(this.parked), waiting: named(this.waiting), released: named(this.released),
      interruptedSeconds: this.interruptedSeconds, calls: this.calls, applySeconds: this.applySeconds,
    };
  }
}

/** The key of an interface in a session that runs. */
function keysOf(plan: FleetPlan): (session: string, id: string) => string {
  const sessions = new Map<string, Map<string, string>>();
  return (session, id) => {
    let of = sessions.get(session);
    if (!of) sessions.set(session, of = new Map(plan.before.get(session)?.sources.map((s) => [idOf(s), s.key])));
    return of.get(id) ?? id;
  };
}

function keys(found: readonly (Interruption | Loss)[], keyOf: (session: string, id: string) => string): string[] {
  return [...new Set(found.map(({ source, session }) => keyOf(session.name, source)))].sort();
}

/** The keys of all new sources, in one list that never grows: a new fleet may have 200,000. */
function addedBy({ created }: FleetPlan, interrupted: ReadonlySet<string>): string[] {
  const all = new Array<string>(created.reduce((sum, { sources }: LedgerSession) => sum + sources.length, 0));
  let n = 0;
  for (const { sources } of created) for (const { key } of sources) all[n++] = key;
  return interrupted.size === 0 ? all : all.filter((key) => !interrupted.has(key));
}

function named(all: string[]): NamedCount {
  return { count: all.length, names: few(all) };
}
