import { Compaction } from './compaction';
import { FilterRooms } from './filter-rooms';
import type { LedgerSession } from './ledger-content';
import { FreeSessionNumbers } from './numbers';
import { MirrorPacking } from './packing';
import { PlanBase, planBase, withoutDropped } from './plan-base';
import { FleetPlan, NOTHING_RESTS, PlanInput, PlanSource, PlanSources, Shortage, WaitReason } from './plan-input';
import { RunningSessions } from './running-sessions';
import { SessionNames } from './session-address';
import { sorted } from '../net/sorted';
import { TargetLoad, TargetRooms } from './target-rooms';
import { compare } from '../net/compare';
import { gather } from '../net/gather';

/**
 * Places sources into sessions. Running sessions stay in place: new sources do not change them, and sessions move only if
 * the input requires it. It reads and writes no files, and the same input gives the same plan.
 */
export function planFleet(input: PlanInput): FleetPlan {
  return new Planner(input).plan();
}

const NONE: ReadonlySet<string> = new Set();

/** How often a run tries which part of a compaction is worthwhile. Each trial plans the fleet twice. */
const MOST_TRIALS = 16;

/** The fleet after a compaction. */
interface Outcome {
  /** Keys of sources that have a session. */
  readonly placed: ReadonlySet<string>;
  /** The load of all targets above their limits. */
  readonly excess: number;
  /** The number of sessions, which dense packing makes smaller and dedicated packing larger: negative for dedicated packing. */
  readonly toPack: number;
}

function isBetter(a: Outcome, b: Outcome): boolean {
  return [...b.placed].every((key) => a.placed.has(key)) && (a.excess < b.excess || (a.excess === b.excess && a.toPack < b.toPack));
}

class Planner {
  private readonly input: PlanInput;
  private readonly sources: PlanSources;
  private readonly base: PlanBase;
  private readonly running: RunningSessions;
  private readonly rooms: TargetRooms;
  private readonly numbers: FreeSessionNumbers;
  private readonly filters: FilterRooms;
  private regionRoom: number;

  private readonly sessions: LedgerSession[] = [];
  private readonly created: LedgerSession[] = [];
  private readonly placed: LedgerSession[] = [];
  private readonly moved: FleetPlan['moved'][number][] = [];
  private readonly stranded: LedgerSession[] = [];
  private readonly leftOut: string[] = [];
  private readonly takenOutside: string[] = [];
  private readonly waiting = new Map<string, WaitReason>();
  private readonly shortages = new Map<Shortage['limit'], { sources: string[]; sessions: number; running: boolean }>();
  /** The names of the new sessions. */
  private readonly names = new Set<string>();

  /** @param emptied keys of the sessions that the run empties. Default: those that a compaction selects */
  constructor(private readonly given: PlanInput, private readonly emptied?: ReadonlySet<string>) {
    this.base = planBase(given.ledger.recorded, given.ledger.deployed, given.sources, given.ledger.frozen);
    const input = this.input = { ...given, ledger: withoutDropped(given.ledger, this.base) };
    const { ledger, quotas, targets, priorities, vnis } = input;
    this.sources = input.sources;
    this.running = new RunningSessions(input);
    this.rooms = new TargetRooms(targets, ledger.loads, quotas.targetUnit);
    this.numbers = new FreeSessionNumbers(priorities, vnis, ledger);
    this.filters = new FilterRooms(quotas, [...this.held(), ...ledger.released?.values() ?? []], ledger.adopted);
    this.regionRoom = quotas.sessionsPerRegion - ledger.sessions;
  }

  public plan(): FleetPlan {
    const { ledger } = this.input;
    const { fleet, running } = this.base;
    const recorded = [...fleet.sessions.values()].sort(byKey);
    const parked = this.stillParked();
    // A wave ends before the next one begins, so that another synth of the same code empties no more sessions.
    const budget = ledger.frozen || parked.size > 0 ? 0 : this.input.compaction;
    const wave = this.emptied ?? this.wave(recorded, budget);
    for (const session of recorded) {
      if (wave.has(session.key)) this.running.park(session, parked);
      else this.stay(session);
    }
    const gone = new Set(this.running.gone);
    // Compared with the deployed sessions, a source that is in none of them is not lost.
    if (!ledger.deployed) for (const key of fleet.parked) if (!this.sources.has(key)) gone.add(key);
    this.placeFresh(recorded, parked);
    this.awaitRoom();
    const there = new Set([...this.sessions, ...this.stranded].map(({ key }) => key));
    const { kept, changed, switchedOff } = this.running;
    return {
      sessions: this.sessions.sort(byKey),
      parked: [...parked].sort(),
      waiting: [...this.waiting].map(([key, reason]) => ({ key, id: this.sources.get(key)!.id, reason })).sort(byKey),
      leftOut: this.leftOut,
      stranded: this.stranded,
      shortages: [...this.shortages].map(([limit, of]) => ({ limit, ...of })),
      takenOutside: this.takenOutside,
      gone: [...gone].sort(),
      kept,
      changed,
      switchedOff,
      before: running,
      created: this.created,
      removed: [...running.values()].filter(({ key }) => !there.has(key)),
      placed: this.placed,
      moved: this.moved,
      freed: [...this.held()].filter(({ key }) => !there.has(key)),
    };
  }

  /**
   * The sessions that this run empties. Only running sessions: they are the same at every synth until the next apply. Without
   * the deployed sessions, those that a run has placed since the compaction is set may not run yet.
   */
  private wave(recorded: readonly LedgerSession[], budget: number): ReadonlySet<string> {
    const runs = this.input.ledger.deployed
      ? ({ key }: LedgerSession) => this.base.running.has(key)
      : ({ sinceCompaction }: LedgerSession) => !sinceCompaction;
    const parts = new Compaction(this.input, this.rooms, (source) => this.groupOf(source), budget).parts(recorded.filter(runs));
    return parts.length === 0 ? NONE : this.worthwhile(parts);
  }

  /**
   * The parts of a wave after which all their sources find places again, and that bring a target closer to its limit or the
   * sessions closer to their packing. Found by trial: the whole wave first, then its halves.
   */
  private worthwhile(parts: readonly LedgerSession[][]): ReadonlySet<string> {
    let best = this.outcome(NONE);
    let trials = MOST_TRIALS;
    const chosen = new Set<string>();
    const take = (some: readonly LedgerSession[][]): void => {
      if (trials-- <= 0) return;
      const keys = some.flat().map(({ key }) => key);
      const outcome = this.outcome(new Set([...chosen, ...keys]));
      if (isBetter(outcome, best)) {
        best = outcome;
        for (const key of keys) chosen.add(key);
      } else if (some.length > 1) {
        const half = Math.ceil(some.length / 2);
        take(some.slice(0, half));
        take(some.slice(half));
      } else if (some[0].length > 2) {
        take([some[0].slice(0, Math.ceil(some[0].length / 2))]);
      }
    };
    take(parts);
    return chosen;
  }

  /** The fleet after this run, its apply and the next run, if this run empties the sessions. */
  private outcome(emptied: ReadonlySet<string>): Outcome {
    const now = new Planner(this.given, emptied);
    const { parked, waiting } = now.plan();
    const out = [...parked, ...waiting.map(({ key }) => key), ...[...now.shortages.values()].flatMap(({ sources }) => sources)];
    const next = new Planner(now.afterApply(new Set(out)));
    const { sessions } = next.plan();
    const { packing, targets } = this.input;
    return {
      placed: new Set(sessions.flatMap(({ sources }) => sources.map(({ key }) => key))),
      excess: targets.reduce((sum, { key, limit }) => sum + Math.max(0, next.rooms.used(key) - limit), 0),
      toPack: packing === MirrorPacking.DENSE ? sessions.length : -sessions.length,
    };
  }

  /** Recorded sessions, and the sessions that an apply must remove first. */
  private *held(): Iterable<LedgerSession> {
    const { fleet, running } = this.base;
    yield* fleet.sessions.values();
    if (running !== fleet.sessions) for (const session of running.values()) if (!fleet.sessions.has(session.key)) yield session;
  }

  /** The parked sources that stay out of sessions: while a compaction is set, and until their old session is known to be gone. */
  private stillParked(): Set<string> {
    const { ledger, compaction } = this.input;
    const out = [...ledger.recorded.parked].filter((key) => this.sources.has(key)).sort();
    if (ledger.frozen) return new Set(out);
    return new Set([...out.slice(0, compaction), ...out.filter((key) => this.isDeployed(key))]);
  }

  private isDeployed(key: string): boolean {
    return (this.input.ledger.deployed?.uses.get(this.sources.get(key)!.id ?? key) ?? 0) > 0;
  }

  /** Keeps a recorded session, without the sources that left the fleet. It keeps its place if the app still has its target. */
  private stay(session: LedgerSession): void {
    const now = this.running.staying(session);
    if (!now) return;
    if (!this.base.running.has(session.key)) this.created.push(now);
    if (this.rooms.has(session.target)) {
      this.sessions.push(now);
      return;
    }
    // The ledger may move it to a target that is lost by now, before any apply did.
    const runs = this.base.running.get(session.key);
    if (runs && this.rooms.has(runs.target) && !this.input.ledger.frozen) this.sessions.push({ ...now, target: runs.target });
    else this.move(now, session.sources.length);
  }

  /**
   * Moves a session in place if its target is no longer in the list. The session keeps its numbers.
   *
   * @param most the number of its sources during the move: the provider moves the session before it removes sources
   */
  private move(session: LedgerSession, most: number): void {
    if (this.input.ledger.frozen) {
      this.stranded.push(session);
      return;
    }
    const count = Math.max(session.sources.length, most);
    const own = session.sources.map(({ key }) => key).filter((key) => this.sources.has(key));
    const target = this.rooms.choose(this.sources.get(own[0])!.zoneId, count);
    if (!target) {
      this.lack('targets', own, 1, true);
      return;
    }
    this.rooms.add(target.key, { sessions: 1, sources: count });
    this.sessions.push({ ...session, target: target.key });
    this.moved.push({ from: session.target, to: target.key, sources: count });
  }

  private placeFresh(recorded: LedgerSession[], parked: ReadonlySet<string>): void {
    const { ledger, packing, quotas } = this.input;
    const fresh = this.fresh(recorded, parked);
    if (ledger.frozen) {
      for (const key of fresh) {
        if (ledger.recorded.waiting.has(key)) this.waiting.set(key, WaitReason.ROOM);
        else this.leftOut.push(key);
      }
      return;
    }
    const free = ledger.usesOutside.size === 0 && !ledger.deployed ? fresh : fresh.filter((key) => this.mayBePlaced(key));
    const size = packing === MirrorPacking.DENSE ? quotas.sourcesPerSession : 1;
    for (const group of size === 1 ? [free] : this.alike(free)) this.placeGroup(group, size);
  }

  private mayBePlaced(key: string): boolean {
    const { ledger: { deployed, usesOutside }, quotas } = this.input;
    const { id } = this.sources.get(key)!;
    const uses = deployed?.uses.get(id ?? key) ?? 0;
    const outside = id === undefined ? 0 : usesOutside.get(id) ?? 0;
    if (uses > 0 && uses + outside >= quotas.sessionsPerSource) this.waiting.set(key, WaitReason.DEPLOYED);
    else if (deployed?.targets.has(id ?? key)) this.waiting.set(key, WaitReason.TARGET);
    else if (outside >= quotas.sessionsPerSource) this.takenOutside.push(key);
    else return true;
    return false;
  }

  /** The keys of the sources that the ledger does not place, sorted. Keys only, because 200,000 objects would take much memory. */
  private fresh(recorded: LedgerSession[], parked: ReadonlySet<string>): string[] {
    // Nearly every run of a large fleet adds nothing.
    if (this.running.placed + parked.size === this.sources.size) return [];
    const placed = new Set(parked);
    for (const { sources } of recorded) for (const { key } of sources) placed.add(key);
    const all = [...this.sources.keys()];
    return sorted(placed.size === 0 ? all : all.filter((key) => !placed.has(key)));
  }

  /** Groups of sources that may share a session: for the same targets, and all on or all off. */
  private alike(fresh: string[]): string[][] {
    const groupOf = (key: string) => this.groupOf(this.sources.get(key)!);
    const first = fresh.length > 0 ? groupOf(fresh[0]) : '';
    if (fresh.every((key) => groupOf(key) === first)) return [fresh];
    const groups = new Map<string, string[]>();
    for (const source of fresh) gather(groups, groupOf(source), source);
    return [...groups.keys()].sort().map((key) => groups.get(key)!);
  }

  private groupOf({ zoneId, on }: PlanSource): string {
    return `${this.rooms.isIn(zoneId) ? zoneId : ''} ${on}`;
  }

  private placeGroup(group: string[], size: number): void {
    for (let at = 0; at < group.length;) {
      const rest = group.length - at;
      const first = this.sources.get(group[at])!;
      const target = this.rooms.choose(first.zoneId);
      const filter = this.filters.next();
      const lacking = this.regionRoom <= 0 ? 'sessionsPerRegion' : !target ? 'targets' : !filter ? 'filters' : undefined;
      const key = this.freeKey(first.key);
      const numbers = lacking ? undefined : this.numbers.take(`${this.input.fleet}\n${key}`);
      if (lacking || !numbers) {
        this.lack(lacking ?? 'numbers', group.slice(at), Math.ceil(rest / size));
        return;
      }
      const members = group.slice(at, at + Math.min(size, rest, this.rooms.sourcesOfNext(target!.key)));
      const session: LedgerSession = {
        fleet: this.input.fleet, key, packing: this.input.packing, target: target!.key, filter: filter!.copy, shard: filter!.shard,
        priority: numbers.priority, vni: numbers.vni, ...!first.on && { off: true as const },
        ...this.input.compaction > 0 && { sinceCompaction: true as const },
        sources: members.map((source, order) => {
          const id = this.idToRecord(this.sources.get(source)!);
          return id === undefined ? { key: source, order } : { key: source, order, id };
        }),
      };
      this.rooms.add(target!.key, { sessions: 1, sources: members.length });
      this.filters.add(filter!);
      this.regionRoom--;
      this.names.add(key);
      this.sessions.push(session);
      this.created.push(session);
      this.placed.push(session);
      at += members.length;
    }
  }

  /**
   * The key of a new session: the key of its first source. If another session has that key already, a number is added. A
   * running session may have the key of a source that it no longer has, or only its Terraform name may be known.
   */
  private freeKey(source: string): string {
    const { running } = this.base;
    const { ledger: { recorded, released, deployed }, fleet } = this.input;
    const names = deployed && new SessionNames(fleet);
    const isTaken = (key: string): boolean => running.has(key) || recorded.sessions.has(key)
      || (released?.has(key) ?? false) || this.names.has(key)
      || (names !== undefined && running.has(names.keyOf(names.of(key))!));
    let key = source;
    for (let n = 2; isTaken(key); n++) key = `${source}~${n}`;
    return key;
  }

  /** The id to record. Undefined if it equals the key. */
  private idToRecord({ key, id }: PlanSource): string | undefined {
    return id === key ? undefined : id;
  }

  private lack(limit: Shortage['limit'], sources: string[], sessions: number, running = false): void {
    const there = this.shortages.get(limit);
    if (!there) {
      this.shortages.set(limit, { sources, sessions, running });
      return;
    }
    for (const key of sources) there.sources.push(key);
    there.sessions += sessions;
    there.running ||= running;
  }

  /** Finds the new sources that wait for places that the apply frees. A shortage that remains after that is reported. */
  private awaitRoom(): void {
    const lacking = [...this.shortages.values()].filter(({ running }) => !running).flatMap(({ sources }) => sources);
    if (lacking.length === 0 || !this.freesAnything) return;
    const later = planFleet(this.afterApply(new Set(lacking)));
    const fits = new Set(later.created.flatMap(({ sources }) => sources.map(({ key }) => key)));
    for (const key of lacking) if (fits.has(key)) this.waiting.set(key, WaitReason.ROOM);
    for (const [limit, { running }] of [...this.shortages]) if (!running) this.shortages.delete(limit);
    for (const { limit, sources, sessions } of later.shortages) this.lack(limit, [...sources], sessions);
  }

  /** Whether the apply of this run frees places. */
  private get freesAnything(): boolean {
    if (this.input.ledger.resting.loads.size > 0) return true;
    const now = new Map(this.sessions.map((s) => [s.key, s.sources.length]));
    for (const { key, sources } of this.held()) if ((now.get(key) ?? 0) < sources.length) return true;
    // A deployed session may have another target than in the ledger.
    return [...this.base.running.values()].some(({ key, target }) => this.base.fleet.sessions.get(key)?.target !== target);
  }

  /** The input of the next run after the apply of this one. */
  private afterApply(lacking: ReadonlySet<string>): PlanInput {
    const { ledger } = this.input;
    const sessions = new Map(this.sessions.map((s) => [s.key, s]));
    const [priorities, vnis] = [new Set(ledger.priorities), new Set(ledger.vnis)];
    const loads = new Map(ledger.loads);
    const add = (target: string, { sessions: n, sources }: TargetLoad, sign: 1 | -1) => {
      const there = loads.get(target) ?? { sessions: 0, sources: 0 };
      loads.set(target, { sessions: there.sessions + sign * n, sources: there.sources + sign * sources });
    };
    let count = ledger.sessions - ledger.resting.sessions;
    for (const n of ledger.resting.priorities) priorities.delete(n);
    for (const n of ledger.resting.vnis) vnis.delete(n);
    for (const [target, load] of ledger.resting.loads) add(target, load, -1);
    const load = ({ sources }: LedgerSession): TargetLoad => ({ sessions: 1, sources: sources.length });
    const were = new Map([...this.held()].map((s) => [s.key, s]));
    for (const was of were.values()) {
      const now = sessions.get(was.key);
      add(was.target, load(was), -1);
      if (now) {
        add(now.target, load(now), 1);
      } else {
        priorities.delete(was.priority);
        vnis.delete(was.vni);
        count--;
      }
    }
    for (const running of this.base.running.values()) {
      const target = this.base.fleet.sessions.get(running.key)?.target ?? running.target;
      if (target !== running.target) add(running.target, load(running), -1);
    }
    for (const session of this.created) {
      if (were.has(session.key)) continue;
      priorities.add(session.priority);
      vnis.add(session.vni);
      add(session.target, load(session), 1);
      count++;
    }
    const sources = new Map<string, PlanSource>();
    for (const { sources: of } of this.sessions) for (const { key } of of) sources.set(key, this.sources.get(key) ?? { key, on: true });
    for (const key of lacking) sources.set(key, this.sources.get(key)!);
    return {
      ...this.input, sources, compaction: 0,
      ledger: {
        ...ledger, deployed: undefined, priorities, vnis, loads, sessions: count, resting: NOTHING_RESTS,
        recorded: { sessions, parked: new Set(), waiting: new Set(), shards: new Map() },
      },
    };
  }
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compare(a.key, b.key);
}
