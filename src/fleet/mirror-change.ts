import { idOf } from './existing-sessions';
import type { LedgerSession } from './ledger-content';
import type { FleetPlan } from './plan-input';
import { sorted } from '../net/sorted';
import { Interruption, Loss, LossCause, MirrorEffects } from '../effects/effects';
import { ChangeStatement, NamedCount } from '../model/document';
import { changeText } from '../policy/change-text';
import { inWords } from '../texts/catalogue';
import { Phrase, phrase } from '../texts/phrase';

/** How many items of a long list a statement names. */
const NAMED = 3;

/**
 * The changes of a synth: which sessions change, which sources are interrupted, and how long the apply takes. It compares
 * with the deployed sessions or, if they are unknown, with the ledger. Durations rest on an assumption that no source
 * confirms: 5 seconds for each write call on a session, and Terraform's default parallelism of 10.
 */
export class MirrorChange {
  /** @internal */
  public static _of(
    plan: FleetPlan, effects: MirrorEffects, comparedWith: Phrase, released: string[] = [], filterChanges: string[] = [],
    withStates = false,
  ): MirrorChange {
    return new MirrorChange(plan, effects, comparedWith, released, filterChanges, withStates);
  }

  /** The state before the change, in words: the deployed sessions, or the ledger. */
  public readonly comparedWith: string;
  /** Attributes and facts that are not compared, in words. A Terraform state does not name the stack and the filter of a session. */
  public readonly notCompared: string;
  /** Keys of the sessions that are created, sorted. */
  public readonly created: string[];
  /** Keys of the running sessions that are changed or replaced, sorted. */
  public readonly touched: string[];
  /** Keys of the sessions that are destroyed, sorted. A deposed object has its Terraform address. */
  public readonly removed: string[];
  /** Keys of the sessions that Terraform no longer manages and that still run unchanged, sorted. */
  public readonly released: string[];
  /** Keys of the sources that are added to a new session, sorted. */
  public readonly added: string[];
  /**
   * Keys of the sources that leave the fleet and are no longer mirrored, sorted. Interface ids if the change is compared with
   * Terraform states: a state has no keys, and the ledger forgets a source that leaves.
   */
  public readonly gone: string[];
  /** Keys of the changed sessions that move to another target, sorted. */
  public readonly moved: string[];
  /** Keys of the sources that are mirrored before and after the apply, but not for some seconds during it, sorted. */
  public readonly interrupted: string[];
  /** Keys of the sources whose session this change switches off, sorted. */
  public readonly switchedOff: string[];
  /** Keys of the sources that a compaction keeps out of any session until the next apply, sorted. */
  public readonly parked: string[];
  /** Keys of the sources that wait for a session until the next apply has freed numbers or places, sorted. */
  public readonly waiting: string[];
  /** The longest interruption of a source, at least, in seconds. 0 if no source is interrupted. */
  public readonly interruptedSeconds: number;
  /**
   * The effect of changed filter rules, in lines: packets that are newly copied, packets that are no longer copied, and
   * packets that are copied or dropped only while the apply writes one rule after another. Empty unless the filter is by
   * intent and has the ledger of the fleet.
   */
  public readonly filterChanges: string[];
  /** The number of write calls on sessions in the apply. */
  public readonly calls: number;
  /** The duration of the apply, in seconds. */
  public readonly applySeconds: number;

  private constructor(
    plan: FleetPlan, effects: MirrorEffects, private readonly against: Phrase, released: string[], filterChanges: string[],
    withStates: boolean,
  ) {
    const { created, removed, changed, interruptions, losses, calls, applySeconds } = effects;
    this.comparedWith = inWords(against, 'en');
    this.notCompared = inWords(phrase('notCompared', { states: withStates }), 'en');
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
    const kept = new Set([...plan.kept, ...plan.parked, ...plan.waiting.flatMap((waits) => [waits.key, idOf(waits)])]);
    const lost = keys(losses.filter(({ cause }) => cause !== LossCause.SWITCHED_OFF), keyOf);
    const changedKeys = new Set(plan.changed.map(({ key }) => key));
    const gone = [...new Set([...plan.gone, ...lost])].filter((key) => !kept.has(key) && !changedKeys.has(key));
    this.gone = (withStates ? idsOf(plan, gone) : gone).sort();
    this.interruptedSeconds = interruptions.reduce((most, { seconds }) => Math.max(most, seconds), 0);
    this.filterChanges = filterChanges;
    this.calls = calls;
    this.applySeconds = applySeconds;
  }

  /** Whether the plan neither changes running sessions or rules nor creates sessions. */
  public get isEmpty(): boolean {
    return this.created.length + this.touched.length + this.removed.length + this.filterChanges.length === 0;
  }

  /** A summary of the change in one line, to read before the apply. */
  public toString(): string {
    return [changeText(this._statement()), ...this.filterChanges].join('. ');
  }

  /** @internal */
  public _statement(): ChangeStatement {
    return {
      comparedWith: this.against,
      created: this.created.length, touched: this.touched.length, removed: this.removed.length, moved: this.moved.length,
      added: named(this.added), gone: named(this.gone), interrupted: named(this.interrupted), switchedOff: named(this.switchedOff),
      parked: named(this.parked), waiting: named(this.waiting), released: named(this.released),
      interruptedSeconds: this.interruptedSeconds, calls: this.calls, applySeconds: this.applySeconds,
    };
  }
}

/** The interface ids of sources in running sessions. */
function idsOf(plan: FleetPlan, of: readonly string[]): string[] {
  const wanted = new Set(of);
  const ids = new Map<string, string>();
  if (of.length > 0) {
    for (const { sources } of plan.before.values()) for (const s of sources) if (wanted.has(s.key)) ids.set(s.key, idOf(s));
  }
  return of.map((key) => ids.get(key) ?? key);
}

/** Finds the key of an interface in a running session. */
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

/** The keys of all new sources. The list is allocated once, because a new fleet may have 200,000. */
function addedBy({ created }: FleetPlan, interrupted: ReadonlySet<string>): string[] {
  const all = new Array<string>(created.reduce((sum, { sources }: LedgerSession) => sum + sources.length, 0));
  let n = 0;
  for (const { sources } of created) for (const { key } of sources) all[n++] = key;
  return interrupted.size === 0 ? all : all.filter((key) => !interrupted.has(key));
}

function named(all: string[]): NamedCount {
  return { count: all.length, names: phrase('some', { items: all.slice(0, NAMED), amount: all.length }) };
}
