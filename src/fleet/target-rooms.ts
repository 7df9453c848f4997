import { MirrorQuotaUnit } from '../catalog/mirror-quota';

/** A target as the planner sees it. */
export interface PlanTarget {
  readonly key: string;
  readonly zoneId?: string;
  /** Its share of the load in addition to the other targets. 1 unless set. */
  readonly weight: number;
  /** How much it may serve, in the edition's unit. Infinite if the edition sets no limit. */
  readonly limit: number;
}

/** What a target serves. */
export interface TargetLoad {
  readonly sessions: number;
  readonly sources: number;
}

interface Room {
  readonly target: PlanTarget;
  readonly index: number;
  used: number;
}

/** Targets with what each still takes: the least loaded one is found in the logarithm of their number. */
export class TargetRooms {
  private readonly rooms: Map<string, Room>;
  private readonly everywhere: Heap;
  private readonly byZone = new Map<string, Heap>();

  constructor(targets: readonly PlanTarget[], loads: ReadonlyMap<string, TargetLoad>, private readonly unit: MirrorQuotaUnit) {
    const rooms = targets.map((target, index): Room => ({ target, index, used: this.inUnit(loads.get(target.key)) }));
    this.rooms = new Map(rooms.map((room) => [room.target.key, room]));
    this.everywhere = new Heap(rooms);
    const zones = new Map<string, Room[]>();
    for (const room of rooms) {
      const { zoneId } = room.target;
      if (zoneId === undefined) continue;
      const there = zones.get(zoneId);
      if (there) there.push(room);
      else zones.set(zoneId, [room]);
    }
    for (const [zone, there] of zones) this.byZone.set(zone, new Heap(there));
  }

  public has(target: string): boolean {
    return this.rooms.has(target);
  }

  /** Whether a zone has a separate target. */
  public isIn(zone: string | undefined): boolean {
    return zone !== undefined && this.byZone.has(zone);
  }

  /**
   * The target for a session: one in the zone before others, the least loaded of those, the first of equals.
   * Nothing if none has room.
   *
   * @param sources how many sources the session must take whole. 1 if it may be smaller than asked
   */
  public choose(zone: string | undefined, sources = 1): PlanTarget | undefined {
    const least = this.unit === MirrorQuotaUnit.SESSIONS ? 1 : sources;
    const near = zone === undefined ? undefined : this.byZone.get(zone)?.least(least);
    return (near ?? this.everywhere.least(least))?.target;
  }

  /** How many sources one more session of a target may hold. */
  public sourcesOfNext(target: string): number {
    const { target: { limit }, used } = this.rooms.get(target)!;
    return this.unit === MirrorQuotaUnit.SESSIONS ? Infinity : limit - used;
  }

  public add(target: string, load: TargetLoad): void {
    const room = this.rooms.get(target);
    if (room) room.used += this.inUnit(load);
  }

  /** What a target serves, in the edition's unit. */
  public used(target: string): number {
    return this.rooms.get(target)?.used ?? 0;
  }

  private inUnit(load: TargetLoad = { sessions: 0, sources: 0 }): number {
    return this.unit === MirrorQuotaUnit.SESSIONS ? load.sessions : load.sources;
  }
}

/** Rooms by load. Loads only grow, so an entry that is out of date is found when it comes to the top. */
class Heap {
  private readonly entries: { room: Room; load: number }[] = [];

  constructor(rooms: readonly Room[]) {
    for (const room of rooms) this.push({ room, load: loadOf(room) });
  }

  /** The least loaded room that takes that much more. */
  public least(amount: number): Room | undefined {
    const passed: { room: Room; load: number }[] = [];
    let found: Room | undefined;
    while (this.entries.length > 0 && !found) {
      const top = this.pop();
      const load = loadOf(top.room);
      const free = top.room.target.limit - top.room.used;
      // One that is full stays so for the run.
      if (free <= 0) continue;
      if (load > top.load) {
        this.push({ room: top.room, load });
        continue;
      }
      if (free >= amount) found = top.room;
      passed.push(top);
    }
    for (const entry of passed) this.push(entry);
    return found;
  }

  private push(entry: { room: Room; load: number }): void {
    const { entries } = this;
    let i = entries.push(entry) - 1;
    for (let up = (i - 1) >> 1; i > 0 && before(entry, entries[up]); i = up, up = (i - 1) >> 1) entries[i] = entries[up];
    entries[i] = entry;
  }

  private pop(): { room: Room; load: number } {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop()!;
    if (entries.length === 0) return top;
    let i = 0;
    for (let down = 1; down < entries.length; down = 2 * i + 1) {
      if (down + 1 < entries.length && before(entries[down + 1], entries[down])) down++;
      if (!before(entries[down], last)) break;
      entries[i] = entries[down];
      i = down;
    }
    entries[i] = last;
    return top;
  }
}

function loadOf({ used, target }: Room): number {
  return used / target.weight;
}

function before(a: { room: Room; load: number }, b: { room: Room; load: number }): boolean {
  return a.load < b.load || (a.load === b.load && a.room.index < b.room.index);
}
