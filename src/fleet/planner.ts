import type { AdoptedSession } from './adopted-session';
import type { LedgerFleet, LedgerSession, LedgerSource } from './ledger-file';
import { FreeSessionNumbers } from './numbers';
import { MirrorPacking } from './packing';
import { PlanTarget, TargetLoad, TargetRooms } from './target-rooms';
import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import type { Lease } from '../session/numbering';

/** A source as the planner sees it. */
export interface PlanSource {
  readonly key: string;
  /** The interface's id, where it is known. */
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

/** The limits that a plan keeps, all at once. Infinite where the edition states none. */
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
  /** In how many sessions outside the ledger an interface is, by its id. */
  readonly usesOutside: ReadonlyMap<string, number>;
  /** Recorded sessions with a filter and attributes of their own, by key. */
  readonly adopted: ReadonlyMap<string, AdoptedSession>;
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
  /** How many sources may be out of their sessions at once, so that the next run packs them anew. */
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

/** A running session that a plan changes, and who goes dark meanwhile. */
export interface TouchedSession {
  readonly session: LedgerSession;
  readonly darkened: readonly string[];
}

/** Which source is in which session, and what that changes against the ledger. */
export interface FleetPlan {
  /** The sessions to write, by key. */
  readonly sessions: readonly LedgerSession[];
  /** Sources that are out of any session until the next run packs them. */
  readonly parked: readonly string[];
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
  readonly created: readonly LedgerSession[];
  readonly removed: readonly LedgerSession[];
  readonly touched: readonly TouchedSession[];
}

/**
 * Places sources into sessions. What runs stays where it is: an addition touches no running session, and only what
 * the input asks for moves. It reads and writes nothing, and the same input gives the same plan.
 */
export function planFleet(input: PlanInput): FleetPlan {
  return new Planner(input).plan();
}

class Planner {
  private readonly sources: PlanSources;
  private readonly rooms: TargetRooms;
  private readonly numbers: FreeSessionNumbers;
  private readonly filters: FilterRooms;
  private regionRoom: number;

  private readonly sessions: LedgerSession[] = [];
  private readonly created: LedgerSession[] = [];
  private readonly removed: LedgerSession[] = [];
  private readonly touched: TouchedSession[] = [];
  private readonly stranded: LedgerSession[] = [];
  private readonly gone: string[] = [];
  private readonly kept: string[] = [];
  private readonly changed: { key: string; before: string; after: string; others: number }[] = [];
  private readonly leftOut: string[] = [];
  private readonly takenOutside: string[] = [];
  private readonly shortages = new Map<Shortage['limit'], { sources: string[]; sessions: number; running: boolean }>();
  /** How many of the sources are recorded. */
  private recorded = 0;
  /** What the new sessions are called. */
  private readonly names = new Set<string>();

  constructor(private readonly input: PlanInput) {
    const { ledger, quotas, targets, priorities, vnis } = input;
    this.sources = input.sources;
    this.rooms = new TargetRooms(targets, ledger.loads, quotas.targetUnit);
    this.numbers = new FreeSessionNumbers(priorities, vnis, ledger);
    this.filters = new FilterRooms(quotas, ledger.recorded.sessions.values(), ledger.adopted);
    this.regionRoom = quotas.sessionsPerRegion - ledger.sessions;
  }

  public plan(): FleetPlan {
    const { ledger } = this.input;
    const recorded = [...ledger.recorded.sessions.values()].sort(byKey);
    // Parked sources stay out while a compaction is asked for, and are placed once it no longer is.
    const waiting = [...ledger.recorded.parked].filter((key) => this.sources.has(key)).sort();
    const still = ledger.frozen ? waiting : waiting.slice(0, Math.min(waiting.length, this.input.compaction));
    const parked = new Set(still);
    const wave = ledger.frozen ? new Set<LedgerSession>() : this.wave(recorded, this.input.compaction - parked.size);
    for (const session of recorded) {
      if (wave.has(session)) this.park(session, parked);
      else this.stay(session);
    }
    for (const key of ledger.recorded.parked) if (!this.sources.has(key)) this.gone.push(key);
    this.placeFresh(recorded, parked);
    return {
      sessions: this.sessions.sort(byKey),
      parked: [...parked].sort(),
      leftOut: this.leftOut,
      stranded: this.stranded,
      shortages: [...this.shortages].map(([limit, of]) => ({ limit, ...of })),
      takenOutside: this.takenOutside,
      gone: this.gone.sort(),
      kept: this.kept,
      changed: this.changed,
      created: this.created,
      removed: this.removed,
      touched: this.touched,
    };
  }

  /** A recorded session keeps its sources, less those that are gone, and its place, if its target is still there. */
  private stay(session: LedgerSession): void {
    const there = session.sources.filter(({ key }) => this.sources.has(key));
    const gone = session.sources.filter(({ key }) => !this.sources.has(key));
    this.recorded += there.length;
    this.gone.push(...gone.map(({ key }) => key));
    if (there.length === 0) {
      this.removed.push(session);
      return;
    }
    const kept = this.input.deferRemovals ? gone.filter((s) => s.id !== undefined || ENI.test(s.key)) : [];
    this.kept.push(...kept.map(({ key }) => key));
    const leaving = new Set(gone.filter((s) => !kept.includes(s)));
    const changedBefore = this.changed.length;
    const others = session.sources.length - leaving.size - 1;
    const sources = session.sources.filter((s) => !leaving.has(s)).map((s) => this.sources.has(s.key) ? this.identified(s, others) : s);
    const exchanged = new Set(this.changed.slice(changedBefore).map(({ key }) => key));
    // The provider takes all sources out of a session and puts the new list in. An exchanged interface was not in it before.
    if (leaving.size + exchanged.size > 0) this.touched.push({ session, darkened: sources.map(({ key }) => key).filter((key) => !exchanged.has(key)) });
    const same = sources.length === session.sources.length && sources.every((s, i) => s === session.sources[i]);
    const now = same ? session : { ...session, sources };
    if (this.rooms.has(session.target)) this.sessions.push(now);
    else this.move(now, session.sources.length);
  }

  private isTouched({ key }: LedgerSession): boolean {
    return this.touched[this.touched.length - 1]?.session.key === key;
  }

  /** The source as recorded, with the interface that its key now means. */
  private identified(source: LedgerSource, others: number): LedgerSource {
    const { key } = source;
    const before = source.id ?? (ENI.test(key) ? key : undefined);
    const after = this.sources.get(key)!.id ?? before;
    if (after === before) return source;
    if (before !== undefined) this.changed.push({ key, before, after: after!, others });
    return after === key ? { key, order: source.order } : { key, order: source.order, id: after };
  }

  /**
   * The target is no longer in the list: the session moves in place, its numbers stay.
   *
   * @param most how many sources it has on the way: the provider moves it before it takes any out
   */
  private move(session: LedgerSession, most: number): void {
    if (this.input.ledger.frozen) {
      this.stranded.push(session);
      return;
    }
    const count = Math.max(session.sources.length, most);
    const zone = this.sources.get(session.sources.find(({ key }) => this.sources.has(key))!.key)!.zoneId;
    const target = this.rooms.choose(zone, count);
    if (!target) {
      this.lack('targets', session.sources.map(({ key }) => key), 1, true);
      return;
    }
    this.rooms.add(target.key, { sessions: 1, sources: count });
    this.sessions.push({ ...session, target: target.key });
    if (!this.isTouched(session)) this.touched.push({ session, darkened: [] });
  }

  private placeFresh(recorded: LedgerSession[], parked: ReadonlySet<string>): void {
    const { ledger, packing, quotas } = this.input;
    const fresh = this.fresh(recorded, parked);
    if (ledger.frozen) {
      for (const { key } of fresh) this.leftOut.push(key);
      return;
    }
    const free = fresh.filter(({ key, id }) => {
      const taken = id !== undefined && (ledger.usesOutside.get(id) ?? 0) >= quotas.sessionsPerSource;
      if (taken) this.takenOutside.push(key);
      return !taken;
    });
    const size = packing === MirrorPacking.DENSE ? quotas.sourcesPerSession : 1;
    for (const group of size === 1 ? [free] : this.alike(free)) this.placeGroup(group, size);
  }

  /** What the ledger does not place, by key. */
  private fresh(recorded: LedgerSession[], parked: ReadonlySet<string>): PlanSource[] {
    // Nearly every run of a large fleet adds nothing.
    if (this.recorded + parked.size === this.sources.size) return [];
    const placed = new Set(parked);
    for (const { sources } of recorded) for (const { key } of sources) placed.add(key);
    const fresh: PlanSource[] = [];
    for (const key of this.sources.keys()) if (!placed.has(key)) fresh.push(this.sources.get(key)!);
    return fresh.sort(byKey);
  }

  /** Sources that may share a session: for the same targets, and all on or all off. */
  private alike(fresh: PlanSource[]): PlanSource[][] {
    const groups = new Map<string, PlanSource[]>();
    for (const source of fresh) {
      const key = this.groupOf(source);
      const group = groups.get(key);
      if (group) group.push(source);
      else groups.set(key, [source]);
    }
    return [...groups.keys()].sort().map((key) => groups.get(key)!);
  }

  private groupOf({ zoneId, on }: PlanSource): string {
    return `${this.rooms.isIn(zoneId) ? zoneId : ''} ${on}`;
  }

  private placeGroup(group: PlanSource[], size: number): void {
    for (let at = 0; at < group.length;) {
      const rest = group.length - at;
      const target = this.rooms.choose(group[at].zoneId);
      const filter = this.filters.next();
      const lacking = this.regionRoom <= 0 ? 'sessionsPerRegion' : !target ? 'targets' : !filter ? 'filters' : undefined;
      const count = target ? Math.min(size, rest, this.rooms.sourcesOfNext(target.key)) : Math.min(size, rest);
      const members = group.slice(at, at + count);
      const key = this.freeKey(members[0].key);
      const numbers = lacking ? undefined : this.numbers.take(`${this.input.fleet}\n${key}`);
      if (lacking || !numbers) {
        this.lack(lacking ?? 'numbers', group.slice(at).map((s) => s.key), Math.ceil(rest / size));
        return;
      }
      const session: LedgerSession = {
        fleet: this.input.fleet, key, packing: this.input.packing, target: target!.key, filter: filter!.copy, shard: filter!.shard, ...numbers,
        sources: members.map((s, order) => {
          const id = this.idToRecord(s);
          return id === undefined ? { key: s.key, order } : { key: s.key, order, id };
        }),
      };
      this.rooms.add(target!.key, { sessions: 1, sources: count });
      this.filters.add(filter!);
      this.regionRoom--;
      this.names.add(key);
      this.sessions.push(session);
      this.created.push(session);
      at += count;
    }
  }

  /**
   * A session is called after its first source; not where a running one has that name from a source that went, or a
   * new one from another of which that is so.
   */
  private freeKey(source: string): string {
    const { sessions } = this.input.ledger.recorded;
    let key = source;
    for (let n = 2; sessions.has(key) || this.names.has(key); n++) key = `${source}~${n}`;
    return key;
  }

  /** An id that is the key need not be written beside it. */
  private idToRecord({ key, id }: PlanSource): string | undefined {
    return id === key ? undefined : id;
  }

  /**
   * The sessions to empty: those that fewer would do for, and those that are too many for their target. Whole ones,
   * the smallest first, since to take a source out darkens the others.
   */
  private wave(all: LedgerSession[], budget: number): Set<LedgerSession> {
    const wave = new Set<LedgerSession>();
    if (budget <= 0) return wave;
    // Packed anew, the sources of an adopted session would lose its filter.
    const recorded = all.filter(({ key }) => !this.input.ledger.adopted.has(key));
    let left = budget;
    const take = (session: LedgerSession): boolean => {
      if (session.sources.length > left) return false;
      left -= session.sources.length;
      wave.add(session);
      return true;
    };
    const bySize = (list: LedgerSession[]) => list.sort((a, b) => a.sources.length - b.sources.length || byKey(a, b));
    for (const { target, sessions } of this.overfull(recorded)) {
      let excess = this.rooms.used(target.key) - target.limit;
      for (const session of bySize(sessions)) {
        if (excess <= 0) break;
        if (take(session)) excess -= this.input.quotas.targetUnit === MirrorQuotaUnit.SESSIONS ? 1 : session.sources.length;
      }
    }
    if (this.input.packing === MirrorPacking.DEDICATED) {
      for (const session of bySize(recorded.filter((s) => s.sources.length > 1 && !wave.has(s)))) take(session);
      return wave;
    }
    const size = this.input.quotas.sourcesPerSession;
    for (const group of this.underfull(recorded.filter((s) => s.sources.length < size && !wave.has(s)))) {
      let [sessions, sources] = [0, 0];
      const chosen: LedgerSession[] = [];
      for (const session of bySize(group)) {
        if (sources + session.sources.length > left) break;
        [sessions, sources] = [sessions + 1, sources + session.sources.length];
        chosen.push(session);
      }
      // Only where fewer sessions come of it.
      if (Math.ceil(sources / size) < sessions) chosen.forEach(take);
    }
    return wave;
  }

  private overfull(recorded: LedgerSession[]): { target: PlanTarget; sessions: LedgerSession[] }[] {
    const over = new Map(this.input.targets.filter((t) => this.rooms.used(t.key) > t.limit).map((target) => [target.key, { target, sessions: [] as LedgerSession[] }]));
    if (over.size > 0) for (const session of recorded) over.get(session.target)?.sessions.push(session);
    return [...over.values()];
  }

  /** Sessions whose sources may share one. */
  private underfull(sessions: LedgerSession[]): LedgerSession[][] {
    const groups = new Map<string, LedgerSession[]>();
    for (const session of sessions) {
      const first = session.sources.map(({ key }) => this.sources.get(key)).find((s) => s !== undefined);
      if (!first) continue;
      const key = this.groupOf(first);
      const group = groups.get(key);
      if (group) group.push(session);
      else groups.set(key, [session]);
    }
    return [...groups.values()];
  }

  private park(session: LedgerSession, parked: Set<string>): void {
    this.removed.push(session);
    for (const { key } of session.sources) {
      if (this.sources.has(key)) parked.add(key);
      else this.gone.push(key);
    }
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
}

/** Shards and copies of the filter with what each still takes. Growth opens new ones and moves nothing. */
class FilterRooms {
  private readonly sessions: number[] = [];
  /** By shard, then by copy. */
  private readonly copies: number[][] = [];
  private shard = 0;
  /** Copies in all shards. */
  private made = 0;

  constructor(private readonly quotas: PlanQuotas, recorded: Iterable<LedgerSession>, adopted: PlanLedger['adopted']) {
    for (const session of recorded) {
      if (adopted.has(session.key)) this.addSession(session.shard);
      else this.add({ shard: session.shard, copy: session.filter });
    }
  }

  /** The first shard and the first copy in it with room; nothing where no further copy may be made. */
  public next(): { shard: number; copy: number } | undefined {
    for (; ; this.shard++) {
      if ((this.sessions[this.shard] ?? 0) >= this.quotas.sessionsPerShard) continue;
      const copies = this.copies[this.shard] ?? [];
      let copy = 0;
      while ((copies[copy] ?? 0) >= this.quotas.sessionsPerFilter) copy++;
      if (copies[copy] !== undefined || this.made < this.quotas.filters) return { shard: this.shard, copy };
      // A later shard may have room on a copy that is there.
      if (this.shard >= this.copies.length) return undefined;
    }
  }

  public add({ shard, copy }: { shard: number; copy: number }): void {
    this.addSession(shard);
    const copies = this.copies[shard] ??= [];
    if (copies[copy] === undefined) this.made++;
    copies[copy] = (copies[copy] ?? 0) + 1;
  }

  private addSession(shard: number): void {
    this.sessions[shard] = (this.sessions[shard] ?? 0) + 1;
  }
}

/** Only an id in place of a key can be written for a source that is no longer given. */
const ENI = /^eni-/;

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
