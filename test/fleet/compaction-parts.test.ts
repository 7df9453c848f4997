// Which sessions a compaction would empty, before it is tried whether their sources find places again.
import { QUOTAS, source, target } from './fleet-world';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { AdoptedSession } from '../../src/fleet/adopted-session';
import { Compaction } from '../../src/fleet/compaction';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import { PlanInput, PlanSource } from '../../src/fleet/plan-input';
import { PlanTarget, TargetLoad, TargetRooms } from '../../src/fleet/target-rooms';

const { DENSE, DEDICATED } = MirrorPacking;
const { SESSIONS, SOURCES } = MirrorQuotaUnit;

interface World {
  readonly packing: MirrorPacking;
  readonly budget: number;
  readonly unit?: MirrorQuotaUnit;
  readonly targets?: PlanTarget[];
  readonly loads?: Record<string, TargetLoad>;
  /** Keys of sources that have left the fleet. */
  readonly left?: readonly string[];
  readonly adopted?: readonly string[];
}

/**
 * The parts, as keys of sessions. Sessions are given as `key@target: sources`. The first letter of a source is its group, and at most
 * three sources share a session.
 */
function parts(
  sessions: readonly string[],
  { packing, budget, unit = SESSIONS, targets = [target('t')], loads = {}, left = [], adopted = [] }: World,
): string[][] {
  const all = sessions.map((text): LedgerSession => {
    const [, key, to, sources] = /^(\w+)(?:@(\w+))?:(.*)$/.exec(text)!;
    return {
      fleet: 'f', key, packing: DENSE, target: to ?? 't', filter: 0, shard: 0, priority: 1, vni: 1,
      sources: sources.trim().split(' ').map((name, order) => ({ key: name, order })),
    };
  });
  const sources = new Map(all.flatMap((s) => s.sources).filter(({ key }) => !left.includes(key))
    .map(({ key }): [string, PlanSource] => [key, source(key)]));
  const input = {
    packing, targets, sources, quotas: { ...QUOTAS, targetUnit: unit, sourcesPerSession: 3 },
    ledger: { adopted: new Map(adopted.map((key) => [key, {} as AdoptedSession])) },
  } as unknown as PlanInput;
  const rooms = new TargetRooms(targets, new Map(Object.entries(loads)), unit);
  const compaction = new Compaction(input, rooms, ({ key }) => key[0], budget);
  return compaction.parts(all).map((part) => part.map(({ key }) => key));
}

describe('with dedicated sessions', () => {
  const few = ['c: x1 x2 x3', 'b: x4 x5', 'a: x6 x7', 'd: x8'];

  test.each([
    [0, []], [1, []], [2, [['a']]], [3, [['a']]], [4, [['a'], ['b']]], [6, [['a'], ['b']]],
    [7, [['a'], ['b'], ['c']]], [99, [['a'], ['b'], ['c']]],
  ])('sessions that several sources share, the smallest first, within a budget of %i', (budget, expected) => {
    expect(parts(few, { packing: DEDICATED, budget })).toEqual(expected);
  });

  test('a session counts the sources that the fleet still has', () => {
    expect(parts(few, { packing: DEDICATED, budget: 3, left: ['x1', 'x4'] })).toEqual([['a']]);
    expect(parts(few, { packing: DEDICATED, budget: 4, left: ['x1', 'x4'] })).toEqual([['a'], ['c']]);
    expect(parts(few, { packing: DEDICATED, budget: 4, left: ['x6', 'x7'] })).toEqual([['b']]);
  });

  test('an adopted session stays', () => {
    expect(parts(few, { packing: DEDICATED, budget: 4, adopted: ['a'] })).toEqual([['b']]);
  });
});

describe('with dense sessions', () => {
  test.each<[string, string[], number, string[][]]>([
    ['two that fit into one', ['a: x1', 'b: x2 x3'], 9, [['a', 'b']]],
    ['none if two would be two again', ['a: x1 x2', 'b: x3 x4'], 9, []],
    ['three that fit into two', ['a: x1 x2', 'b: x3 x4', 'c: x5 x6'], 9, [['a', 'b', 'c']]],
    ['three of which the budget allows two, that would be two again', ['a: x1 x2', 'b: x3 x4', 'c: x5 x6'], 5, []],
    ['as many as the budget allows, the smallest first', ['a: x1 x2', 'b: x3', 'c: x4'], 3, [['b', 'c']]],
    ['a budget that is just enough', ['a: x1', 'b: x2 x3'], 3, [['a', 'b']]],
    ['a budget that is not enough', ['a: x1', 'b: x2 x3'], 2, []],
    ['those of each group apart', ['a: x1', 'b: y1', 'c: x2', 'd: y2'], 9, [['a', 'c'], ['b', 'd']]],
    ['the second group with what the first one leaves', ['a: x1', 'b: y1', 'c: x2', 'd: y2'], 3, [['a', 'c']]],
    ['none that is full', ['a: x1 x2 x3', 'b: x4'], 9, []],
    ['none that is full, beside others', ['a: x1', 'b: x2', 'c: x3 x4 x5'], 9, [['a', 'b']]],
    ['one alone', ['a: x1'], 9, []],
  ])('%s', (_, sessions, budget, expected) => {
    expect(parts(sessions, { packing: DENSE, budget })).toEqual(expected);
  });

  test('a session whose sources have left is no session to pack, and one that lost some has room', () => {
    const sessions = ['a: x1 x2 x3', 'b: x4', 'c: x5'];
    expect(parts(sessions, { packing: DENSE, budget: 9, left: ['x4', 'x5'] })).toEqual([]);
    expect(parts(sessions, { packing: DENSE, budget: 9, left: ['x1', 'x4'] })).toEqual([['c', 'a']]);
  });

  test('the group is that of the first source that the fleet still has', () => {
    expect(parts(['a: y1 x1', 'b: x2'], { packing: DENSE, budget: 9, left: ['y1'] })).toEqual([['a', 'b']]);
    expect(parts(['a: y1 x1', 'b: x2'], { packing: DENSE, budget: 9 })).toEqual([]);
  });
});

describe('sessions above the limit of their target', () => {
  const full = (limit: number) => [target('t', limit), target('u')];
  const load = (sessions: number, sources: number) => ({ sessions, sources });
  const three = ['c: x1 x2 x3', 'a: y1 y2 y3', 'b@u: z1 z2 z3', 'd: v1 v2 v3'];

  test.each([
    [3, 9, []], [2, 9, [['a']]], [1, 9, [['a'], ['c']]], [0, 9, [['a'], ['c'], ['d']]], [0, 8, [['a'], ['c']]], [1, 2, []],
  ])('are emptied down to a limit of %i sessions, within a budget of %i sources', (limit, budget, expected) => {
    const world = { packing: DENSE, budget, targets: full(limit), loads: { t: load(3, 9), u: load(1, 3) } };
    expect(parts(three, world)).toEqual(expected);
  });

  test.each([[9, []], [8, [['a']]], [6, [['a']]], [5, [['a'], ['c']]]])('are emptied down to a limit of %i sources', (limit, expected) => {
    const world = { packing: DENSE, budget: 9, unit: SOURCES, targets: full(limit), loads: { t: load(3, 9), u: load(1, 3) } };
    expect(parts(three, world)).toEqual(expected);
  });

  test('are fewer by those that go anyway', () => {
    const world = { packing: DENSE, budget: 9, targets: full(1), loads: { t: load(3, 9) } };
    expect(parts(three, { ...world, left: ['v1', 'v2', 'v3'] })).toEqual([['a']]);
    expect(parts(three, { ...world, unit: SOURCES, targets: full(4), left: ['v1', 'v2', 'v3'] })).toEqual([['a']]);
    expect(parts(three, { ...world, left: ['v1', 'v2', 'v3', 'x1', 'x2', 'x3'] })).toEqual([]);
  });

  test('are the smallest that the budget allows', () => {
    const world = { packing: DENSE, targets: full(1), loads: { t: load(3, 6) } };
    const sessions = ['a: x1 x2 x3', 'b: y1 y2', 'c: z1'];
    expect([1, 2, 3].map((budget) => parts(sessions, { ...world, budget }))).toEqual([[['c']], [['c']], [['c'], ['b']]]);
  });

  test('are not taken a second time to pack them, and the budget is for both', () => {
    const sessions = ['a: x1', 'b: x2', 'c: x3', 'd: x4'];
    const world = { packing: DENSE, targets: full(3), loads: { t: load(4, 4) } };
    expect([1, 2, 3, 9].map((budget) => parts(sessions, { ...world, budget }))).toEqual([
      [['a']], [['a']], [['a'], ['b', 'c']], [['a'], ['b', 'c', 'd']],
    ]);
  });

  test('are emptied with dedicated sessions, too', () => {
    const world = { packing: DEDICATED, budget: 9, targets: full(2), loads: { t: load(3, 4) } };
    expect(parts(['a: x1', 'b: x2', 'c: x3 x4'], world)).toEqual([['a'], ['c']]);
  });
});
