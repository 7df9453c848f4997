import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';

export const PLANNER: readonly Equivalent[] = [
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
