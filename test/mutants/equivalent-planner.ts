import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';

/** The planner itself. */
const PLAN = 'src/fleet/planner.ts';

export const PLANNER: readonly Equivalent[] = [
  ...alike('src/fleet/compaction.ts', 'if (this.left <= 0) return [];', [
    ['this.left <= 0', 'false'], ['this.left <= 0', 'this.left < 0'],
  ], FASTER),
  ...alike('src/fleet/compaction.ts', 'const full = this.input.targets.filter((t) => this.rooms.used(t.key) > t.limit);', [
    ['this.input.targets.filter((t) => this.rooms.used(t.key) > t.limit)', 'this.input.targets'],
    ['this.rooms.used(t.key) > t.limit', 'true'],
    ['this.rooms.used(t.key) > t.limit', 'this.rooms.used(t.key) >= t.limit'],
  ], FASTER),
  ...alike('src/fleet/plan-base.ts', 'if (lost.size === 0) return renamed;', [['lost.size === 0', 'false']], FASTER),
  ...alike('src/fleet/plan-base.ts', 'if (stays === session) continue;', [['stays === session', 'false']], FASTER),
  ...alike(
    PLAN,
    'return [...b.placed].every((key) => a.placed.has(key)) && (a.excess < b.excess || (a.excess === b.excess && a.toPack < b.toPack));',
    [['a.excess === b.excess', 'true']], 'no target has more above its limit after sessions are emptied',
  ),
  ...alike(PLAN, '} else if (some[0].length > 2) {', [
    ['some[0].length > 2', 'some[0].length >= 2'],
  ], 'one session alone is never packed into fewer'),
  ...alike(
    PLAN, 'const out = [...parked, ...waiting.map(({ key }) => key), ...[...now.shortages.values()].flatMap(({ sources }) => sources)];',
    [['[...now.shortages.values()]', '[]']], 'what has no place after the apply has none in the next run either',
  ),
  ...alike(
    PLAN, 'if (running !== fleet.sessions) for (const session of running.values()) if (!fleet.sessions.has(session.key)) yield session;',
    [['running !== fleet.sessions', 'true']], FASTER,
  ),
  ...alike(
    PLAN, 'const free = ledger.usesOutside.size === 0 && !ledger.deployed ? fresh : fresh.filter((key) => this.mayBePlaced(key));',
    [['ledger.usesOutside.size === 0 && !ledger.deployed', 'false']], FASTER,
  ),
  ...alike(PLAN, 'const outside = id === undefined ? 0 : usesOutside.get(id) ?? 0;', [
    ['id === undefined', 'false'],
  ], 'an interface without an id is in no session that is known by its ids'),
  ...alike(PLAN, 'if (this.running.placed + parked.size === this.sources.size) return [];', [
    ['this.running.placed + parked.size === this.sources.size', 'false'],
    ['this.running.placed + parked.size', 'this.running.placed - parked.size'],
  ], FASTER),
  ...alike(PLAN, 'return sorted(placed.size === 0 ? all : all.filter((key) => !placed.has(key)));', [
    ['placed.size === 0', 'false'],
  ], FASTER),
  ...alike(PLAN, "const first = fresh.length > 0 ? groupOf(fresh[0]) : '';", [
    ['fresh.length > 0', 'false'], ["''", '"Stryker was here!"'],
  ], FASTER),
  ...alike(PLAN, 'if (fresh.every((key) => groupOf(key) === first)) return [fresh];', [
    ['fresh.every((key) => groupOf(key) === first)', 'false'],
    ['(key) => groupOf(key) === first', '() => undefined'],
    ['groupOf(key) === first', 'false'],
    ['groupOf(key) === first', 'groupOf(key) !== first'],
  ], FASTER),
  ...alike(PLAN, 'if (lacking.length === 0 || !this.freesAnything) return;', [['lacking.length === 0', 'false']], FASTER),
  ...alike(
    PLAN, 'return [...this.base.running.values()].some(({ key, target }) => this.base.fleet.sessions.get(key)?.target !== target);',
    [['this.base.fleet.sessions.get(key)?.target', 'this.base.fleet.sessions.get(key).target']],
    'a session that runs and does not stay has freed its place already, in the line before',
  ),
  ...alike(
    PLAN,
    'for (const { sources: of } of this.sessions) for (const { key } of of) sources.set(key, this.sources.get(key) ?? { key, on: true });',
    [['{ key, on: true }', '{}'], ['true', 'false']], 'whether its session is on decides nothing about the room of others',
  ),
  ...alike(
    'src/fleet/running-sessions.ts',
    'const gone = session.sources.length === there.length ? NONE : session.sources.filter(({ key }) => !sources.has(key));',
    [['session.sources.length === there.length', 'false']], FASTER,
  ),
  ...alike('src/fleet/filter-rooms.ts', 'if (this.shard >= this.copies.length) return undefined;', [
    ['this.shard >= this.copies.length', 'this.shard > this.copies.length'],
  ], 'the shard after the last one has no copy either, and the next round ends'),
  ...alike(
    'src/fleet/limits-in-force.ts',
    'return new LimitsInForce(PolicySettings.editionOf(scope), regionId === undefined ? {} : statedQuotas(scope)[regionId] ?? {});',
    [['regionId === undefined', 'false']], 'no quota is raised for a region without an id',
  ),
  ...alike('src/fleet/limits-in-force.ts', 'return instanceType !== undefined && this.catalog.isLargeTarget(instanceType)', [
    ['instanceType !== undefined', 'true'],
  ], 'an unknown type is in no list of types'),
  ...alike('src/fleet/numbers.ts', 'if (this.full) return undefined;', [['this.full', 'false']], FASTER),
  ...alike('src/fleet/numbers.ts', 'this.full = true;', [['true', 'false']], FASTER),
  ...alike('src/fleet/numbers.ts', 'for (let i = 0; i < size; i++) {', [['i < size', 'i <= size']], 'the last step is the first one again'),
  ...alike('src/fleet/sources-by-key.ts', 'const inOrder = items.every(({ key }, i) => i === 0 || items[i - 1].key <= key);', [
    ['({ key }, i) => i === 0 || items[i - 1].key <= key', '() => undefined'],
    ['i === 0 || items[i - 1].key <= key', 'false'],
    ['items[i - 1].key <= key', 'false'],
    ['items[i - 1].key <= key', 'items[i - 1].key < key'],
  ], 'a list in order is the same when it is sorted: only its copy is saved'),
  ...alike(
    'src/fleet/sources-by-key.ts',
    'for (let at = this.next; at < this.next + 2 && at < items.length; at++) if (items[at].key === key) return items[this.next = at];',
    [
      ['at < this.next + 2 && at < items.length', 'false'],
      ['at < this.next + 2', 'true'],
      ['at < this.next + 2', 'at <= this.next + 2'],
      ['at < this.next + 2', 'at >= this.next + 2'],
      ['this.next + 2', 'this.next - 2'],
      ['items[at].key === key', 'false'],
    ],
    FASTER,
  ),
  ...alike('src/fleet/target-rooms.ts', 'if (free <= 0) continue;', [['free <= 0', 'false'], ['free <= 0', 'free < 0']], FASTER),
  ...alike('src/fleet/target-rooms.ts', 'return a.load < b.load || (a.load === b.load && a.room.index < b.room.index);', [
    ['a.room.index < b.room.index', 'a.room.index <= b.room.index'],
  ], 'no two targets have one index'),
];
