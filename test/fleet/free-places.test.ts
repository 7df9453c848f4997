// What the planner takes from: numbers, places on targets, and places in filters and shards.
import * as fc from 'fast-check';
import { target } from './fleet-world';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { FilterRooms } from '../../src/fleet/filter-rooms';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { FreeSessionNumbers, SessionNumbers } from '../../src/fleet/numbers';
import { MirrorPacking } from '../../src/fleet/packing';
import { AdoptedSession } from '../../src/fleet/adopted-session';
import { PlanQuotas } from '../../src/fleet/plan-input';
import { PlanTarget, TargetLoad, TargetRooms } from '../../src/fleet/target-rooms';
import { KeyNumbers, Lease } from '../../src/session/numbering';

const { SESSIONS, SOURCES } = MirrorQuotaUnit;
const range = (first: number, last: number): Lease => ({ first, last });

describe('numbers', () => {
  const all = (numbers: FreeSessionNumbers, keys: readonly string[]) => keys.map((key) => numbers.take(key));
  const taken = (priorities: number[] = [], vnis: number[] = []) => ({ priorities: new Set(priorities), vnis: new Set(vnis) });

  test('start at the hash of the key, and go on to the next free one, over the end of the range', () => {
    const priorities = range(11, 14);
    const vnis = range(101, 110);
    const start = new KeyNumbers('a').priority(priorities);
    const next = (by: number) => 11 + (start - 11 + by) % 4;
    const vni = new KeyNumbers('a').virtualNetworkId(vnis);
    const nextVni = (by: number) => 101 + (vni - 101 + by) % 10;
    const numbers = new FreeSessionNumbers(priorities, vnis, taken());
    expect(all(numbers, ['a', 'a', 'a', 'a'])).toEqual(
      [0, 1, 2, 3].map((by): SessionNumbers => ({ priority: next(by), vni: nextVni(by) })),
    );
    expect(numbers.take('a')).toBeUndefined();
    const beside = new FreeSessionNumbers(priorities, vnis, taken([start, next(1), 999], [vni, 999]));
    expect(beside.take('a')).toEqual({ priority: next(2), vni: nextVni(1) });
  });

  test.each<[string, Lease, Lease, number]>([
    ['priorities', range(1, 2), range(1, 9), 2],
    ['VNIs', range(1, 9), range(1, 3), 3],
    ['both', range(5, 5), range(7, 7), 1],
  ])('end with the smaller range: %s', (_, priorities, vnis, count) => {
    const taking = all(new FreeSessionNumbers(priorities, vnis, taken()), ['a', 'b', 'c', 'd']);
    expect(taking.map((one) => one !== undefined)).toEqual([0, 1, 2, 3].map((n) => n < count));
    expect(new Set(taking.slice(0, count).map((one) => one!.vni)).size).toBe(count);
  });

  test.each<[string, Lease, Lease, number[], number[]]>([
    ['priorities', range(1, 2), range(1, 9), [1, 2], []],
    ['VNIs', range(1, 9), range(1, 2), [], [1, 2]],
  ])('none are left if others have all %s', (_, priorities, vnis, ofOthers, vnisOfOthers) => {
    expect(new FreeSessionNumbers(priorities, vnis, taken(ofOthers, vnisOfOthers)).take('a')).toBeUndefined();
  });

  test('a range of one number is that number', () => {
    expect(new FreeSessionNumbers(range(7, 7), range(9, 9), taken([1, 2, 3])).take('a')).toEqual({ priority: 7, vni: 9 });
  });
});

describe('places on targets', () => {
  const load = (sessions: number, sources: number): TargetLoad => ({ sessions, sources });
  const rooms = (targets: PlanTarget[], loads: Record<string, TargetLoad> = {}, unit = SESSIONS) =>
    new TargetRooms(targets, new Map(Object.entries(loads)), unit);

  test('count sessions or sources, as the unit is', () => {
    const loads = { a: load(2, 6), b: load(3, 4) };
    const bySessions = rooms([target('a'), target('b')], loads);
    const bySources = rooms([target('a'), target('b')], loads, SOURCES);
    expect([bySessions.choose(undefined)?.key, bySources.choose(undefined)?.key]).toEqual(['a', 'b']);
    expect([bySessions.used('a'), bySources.used('a'), bySources.used('none'), rooms([target('a')]).used('a')]).toEqual([2, 6, 0, 0]);
    bySessions.add('a', load(1, 3));
    bySources.add('a', load(1, 3));
    expect([bySessions.used('a'), bySources.used('a')]).toEqual([3, 9]);
    expect([bySessions.sourcesOfNext('a'), bySources.sourcesOfNext('a')]).toEqual([Infinity, 11]);
    bySessions.add('none', load(1, 1));
    expect(bySessions.has('none')).toBe(false);
  });

  test('of a zone are those whose target is in it', () => {
    const some = rooms([target('far'), target('h1', 1, { zoneId: 'h' }), target('h2', 9, { zoneId: 'h' })]);
    expect([some.has('far'), some.has('other')]).toEqual([true, false]);
    expect([some.isIn('h'), some.isIn('i'), some.isIn(undefined)]).toEqual([true, false, false]);
    expect([some.choose('h')?.key, some.choose('i')?.key, some.choose(undefined)?.key]).toEqual(['h1', 'far', 'far']);
    some.add('far', load(1, 1));
    expect([some.choose('i')?.key, some.choose(undefined)?.key]).toEqual(['h1', 'h1']);
  });

  test('in another zone are taken if the own zone has none', () => {
    const some = rooms([target('h', 1, { zoneId: 'h' }), target('i', 5, { zoneId: 'i' })], { i: load(4, 4) });
    some.add('h', load(1, 1));
    expect(some.choose('h')?.key).toBe('i');
    some.add('i', load(1, 1));
    expect([some.choose('h'), some.choose(undefined)]).toEqual([undefined, undefined]);
  });

  test('for a session of several sources count only in the unit of sources', () => {
    const targets = [target('a', 3), target('b', 5)];
    const loads = { a: load(1, 1), b: load(2, 2) };
    expect([1, 2, 3, 4].map((n) => rooms(targets, loads, SOURCES).choose(undefined, n)?.key)).toEqual(['a', 'a', 'b', undefined]);
    expect([1, 9].map((n) => rooms(targets, loads).choose(undefined, n)?.key)).toEqual(['a', 'a']);
  });

  test('of equal load are taken in the order of the targets', () => {
    expect(rooms([target('z'), target('a')]).choose(undefined)?.key).toBe('z');
  });

  test('with random targets, the one that is taken is the first of the least loaded ones with room', () => {
    const targets = fc.array(fc.record({
      limit: fc.integer({ min: 0, max: 6 }),
      weight: fc.constantFrom(0.5, 1, 2),
      zone: fc.constantFrom(undefined, 'h', 'i'),
      used: fc.integer({ min: 0, max: 3 }),
    }), { minLength: 1, maxLength: 12 });
    const demands = fc.array(fc.record({
      zone: fc.constantFrom(undefined, 'h', 'i'), sources: fc.integer({ min: 1, max: 4 }), taken: fc.boolean(),
    }), { maxLength: 40 });
    fc.assert(fc.property(targets, demands, (given, all) => {
      const made = given.map(({ limit, weight, zone }, i) => target(`t${i}`, limit, { weight, zoneId: zone }));
      const used = new Map(given.map((one, i) => [`t${i}`, one.used]));
      const real = rooms(made, Object.fromEntries([...used].map(([key, n]) => [key, load(1, n)])), SOURCES);
      const best = (some: readonly PlanTarget[], sources: number) =>
        [...some].filter(({ key, limit }) => limit - used.get(key)! >= sources)
          .sort((a, b) => used.get(a.key)! / a.weight - used.get(b.key)! / b.weight || made.indexOf(a) - made.indexOf(b)).at(0);
      for (const { zone, sources, taken } of all) {
        const near = zone === undefined ? undefined : best(made.filter(({ zoneId }) => zoneId === zone), sources);
        const expected = near ?? best(made, sources);
        expect(real.choose(zone, sources)?.key).toBe(expected?.key);
        if (!expected || !taken) continue;
        used.set(expected.key, used.get(expected.key)! + sources);
        real.add(expected.key, load(1, sources));
      }
    }), { numRuns: 60, seed: 1 });
  });
});

describe('places in filters and shards', () => {
  const session = (key: string, shard: number, filter: number): LedgerSession => ({
    fleet: 'f', key, packing: MirrorPacking.DEDICATED, target: 't', filter, shard, priority: 1, vni: 1, sources: [],
  });
  const adopted = (...keys: string[]) => new Map(keys.map((key) => [key, {} as AdoptedSession]));
  const quotas = (sessionsPerShard: number, sessionsPerFilter: number, filters: number) =>
    ({ sessionsPerShard, sessionsPerFilter, filters }) as PlanQuotas;
  /** The next places, until there is none: shard and copy. */
  const taken = (rooms: FilterRooms, most = 20): string[] => {
    const all: string[] = [];
    for (let next = rooms.next(); next && all.length < most; next = rooms.next()) {
      rooms.add(next);
      all.push(`${next.shard}.${next.copy}`);
    }
    return all;
  };

  test.each<[string, PlanQuotas, LedgerSession[], string[]]>([
    ['fill a copy, the next copy, and the next shard', quotas(3, 2, 4), [], ['0.0', '0.0', '0.1', '1.0', '1.0', '1.1']],
    ['end with the copies of all shards', quotas(3, 2, 3), [], ['0.0', '0.0', '0.1', '1.0', '1.0']],
    ['fill the first copy with room', quotas(4, 2, Infinity), [
      session('a', 0, 0), session('b', 0, 2),
    ], ['0.0', '0.1', '1.0', '1.0', '1.1']],
    ['make a copy between those that are there', quotas(4, 1, 3), [session('a', 0, 0), session('b', 0, 2)], ['0.1']],
    ['are in a later shard, whose copy has room, if no copy may be added', quotas(5, 2, 2), [
      session('a', 0, 0), session('b', 0, 0), session('c', 2, 0),
    ], ['2.0']],
    ['are in no shard without a copy if no copy may be added', quotas(5, 2, 1), [session('a', 0, 0), session('b', 0, 0)], []],
    ['are none in a shard that is full', quotas(2, 9, Infinity), [session('a', 0, 0), session('b', 0, 1)], ['1.0', '1.0', '2.0', '2.0']],
  ])('%s', (_, of, recorded, places) => {
    expect(taken(new FilterRooms(of, recorded, adopted()), of.filters === Infinity ? places.length : undefined)).toEqual(places);
  });

  test('are none if nothing more fits', () => {
    expect(taken(new FilterRooms(quotas(3, 2, 3), [], adopted()))).toHaveLength(5);
    const sessions = [session('a', 2, 0), session('b', 0, 0), session('c', 0, 0)];
    expect(taken(new FilterRooms(quotas(5, 2, 2), sessions, adopted()))).toEqual(['2.0']);
    expect(new FilterRooms(quotas(5, 2, 1), [session('a', 0, 0), session('b', 0, 0)], adopted()).next()).toBeUndefined();
  });

  test('of an adopted session are in its shard, and in no copy of the filter', () => {
    expect(taken(new FilterRooms(quotas(3, 1, 2), [session('a', 0, 0), session('b', 0, 0)], adopted('a', 'b')))).toEqual(['0.0', '1.0']);
  });
});
