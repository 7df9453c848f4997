import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import { gather } from '../net/gather';

/** A target as the planner sees it. */
export interface PlanTarget {
  readonly key: string;
  readonly zoneId?: string;
  /** Its share of the load, relative to the other targets. Default: 1. */
  readonly weight: number;
  /** The limit of its load, in the edition's unit. Infinite if the edition sets no limit. */
  readonly limit: number;
}

/** The load of a target. */
export interface TargetLoad {
  readonly sessions: number;
  readonly sources: number;
}

interface Room {
  readonly target: PlanTarget;
  readonly index: number;
  used: number;
}

/** The free capacity of targets. It finds the least loaded target in logarithmic time. */
export class TargetRooms {
  private readonly rooms: Map<string, Room>;
  private readonly everywhere: Heap;
  private readonly byZone = new Map<string | undefined, Heap>();

  constructor(targets: readonly PlanTarget[], loads: ReadonlyMap<string, TargetLoad>, private readonly unit: MirrorQuotaUnit) {
    const rooms = targets.map((target, index): Room => ({ target, index, used: this.inUnit(loads.get(target.key)) }));
    this.rooms = new Map(rooms.map((room) => [room.target.key, room]));
    this.everywhere = new Heap(rooms);
    const zones = new Map<string, Room[]>();
    for (const room of rooms) {
      const { zoneId } = room.target;
      if (zoneId !== undefined) gather(zones, zoneId, room);
    }
    for (const [zone, there] of zones) this.byZone.set(zone, new Heap(there));
  }

  public has(target: string): boolean {
    return this.rooms.has(target);
  }

  /** Whether a zone has a target. */
  public isIn(zone: string | undefined): boolean {
    return this.byZone.has(zone);
  }

  /**
   * The target for a session. It prefers targets in the zone, then the least loaded one, then the first of equals.
   * Undefined if no target has free capacity.
   *
   * @param sources the number of sources that the session must fit. 1 if the session may be smaller
   */
  public choose(zone: string | undefined, sources = 1): PlanTarget | undefined {
    const least = this.unit === MirrorQuotaUnit.SESSIONS ? 1 : sources;
    const near = this.byZone.get(zone)?.least(least);
    return (near ?? this.everywhere.least(least))?.target;
  }

  /** How many sources one more session on a target may have. */
  public sourcesOfNext(target: string): number {
    const { target: { limit }, used } = this.rooms.get(target)!;
    return this.unit === MirrorQuotaUnit.SESSIONS ? Infinity : limit - used;
  }

  public add(target: string, load: TargetLoad): void {
    const room = this.rooms.get(target);
    if (room) room.used += this.inUnit(load);
  }

  /** The load of a target, in the edition's unit. */
  public used(target: string): number {
    return this.rooms.get(target)?.used ?? 0;
  }

  private inUnit(load: TargetLoad = { sessions: 0, sources: 0 }): number {
    return this.unit === MirrorQuotaUnit.SESSIONS ? load.sessions : load.sources;
  }
}

/** Targets by load. Loads only grow, so an outdated entry is detected when it reaches the top. */
class Heap {
  private readonly entries: { room: Room; load: number }[] = [];

  constructor(rooms: readonly Room[]) {
    for (const room of rooms) this.push({ room, load: loadOf(room) });
  }

  /** The least loaded target with that much free capacity. */
  public least(amount: number): Room | undefined {
    const passed: { room: Room; load: number }[] = [];
    let found: Room | undefined;
    while (this.entries.length > 0 && !found) {
      const top = this.pop();
      const load = loadOf(top.room);
      const free = top.room.target.limit - top.room.used;
      // A full target stays full in this run.
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
