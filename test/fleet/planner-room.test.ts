// Sources that find no place: those that wait until the apply frees one, and those that the limits leave without.
import { deployedOf, FleetWorld, QUOTAS, source, target } from './fleet-world';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import { FleetPlan, PlanInput, PlanLedger, PlanQuotas, PlanSource, Resting, WaitReason } from '../../src/fleet/plan-input';

const { DENSE } = MirrorPacking;
const of = (...keys: string[]) => keys.map((key) => source(key));
const mapOf = (sessions: Iterable<LedgerSession>) => new Map([...sessions].map((s) => [s.key, s]));
const quotas = (more: Partial<PlanQuotas>): PlanQuotas => ({ ...QUOTAS, ...more });
const members = (sessions: readonly LedgerSession[]) => sessions.map((s) => s.sources.map(({ key }) => key));
const short = (limit: string, sources: string[], sessions: number, running = false) => ({ limit, sources, sessions, running });

/** A world whose sessions are placed by a run. */
function worldOf(sources: PlanSource[], ...[targets, more]: [Parameters<FleetWorld['run']>[1], Partial<PlanInput>?]): FleetWorld {
  const world = new FleetWorld();
  world.run(sources, targets, more);
  return world;
}

describe.each<[string, Partial<PlanInput>]>([
  ['sessionsPerRegion', { quotas: quotas({ sessionsPerRegion: 3 }) }],
  ['filters', { quotas: quotas({ sessionsPerFilter: 3, filters: 1 }) }],
  ['numbers', { priorities: { first: 1, last: 3 } }],
  ['numbers', { vnis: { first: 1, last: 3 } }],
  ['targets', { targets: [target('t', 3)] }],
])('room of %s that is used up: %j', (limit, input) => {
  const world = () => worldOf(of('a', 'b', 'c'), [target('t')], input);
  const plan = (...keys: string[]): FleetPlan => world().plan(of(...keys), [target('t')], input);

  test('a source that comes for another one waits for its place', () => {
    const next = plan('a', 'b', 'd');
    expect(next).toMatchObject({
      waiting: [{ key: 'd', reason: WaitReason.ROOM }], shortages: [], gone: ['c'], created: [], placed: [],
    });
    expect([members(next.sessions), members(next.freed), members(next.removed)]).toEqual([[['a'], ['b']], [['c']], [['c']]]);
  });

  test('one more than that has no place', () => {
    expect(plan('a', 'b', 'd', 'e')).toMatchObject({ waiting: [{ key: 'd' }], shortages: [short(limit, ['e'], 1)] });
  });

  test('none waits if nothing leaves', () => {
    expect(plan('a', 'b', 'c', 'd', 'e')).toMatchObject({ waiting: [], shortages: [short(limit, ['d', 'e'], 2)], freed: [] });
  });

  test('two wait for two', () => {
    const next = plan('c', 'x', 'd');
    expect(next.waiting).toEqual([{ key: 'd', reason: 'room' }, { key: 'x', reason: 'room' }]);
    expect([next.shortages, next.gone]).toEqual([[], ['a', 'b']]);
  });
});

test('the limit that remains after the apply is told', () => {
  const world = worldOf(of('a', 'b'), [target('t', 1), target('u', 1)], { quotas: quotas({ sessionsPerRegion: 2 }) });
  const plan = world.plan(of('b', 'c'), [target('u', 1)], { quotas: quotas({ sessionsPerRegion: 2 }), beside: { sessions: 2 } });
  expect(plan).toMatchObject({ waiting: [], shortages: [short('targets', ['c'], 1)] });
});

test('a waiting source has the id of its interface', () => {
  const world = worldOf(of('a'), [target('t', 1)]);
  expect(world.plan([source('b', { id: 'eni-b' })], [target('t', 1)]).waiting).toEqual([{ key: 'b', id: 'eni-b', reason: 'room' }]);
});

describe('what another fleet frees in the same run', () => {
  const resting: Resting = {
    priorities: new Set([3]), vnis: new Set([3]), loads: new Map([['t', { sessions: 1, sources: 2 }]]), sessions: 1,
  };
  const beside: Partial<PlanLedger> = {
    priorities: new Set([1, 2, 3]), vnis: new Set([1, 2, 3]), loads: new Map([['t', { sessions: 3, sources: 6 }]]), sessions: 3, resting,
  };
  const plan = (input: Partial<PlanInput>, ...keys: string[]) => {
    const { targets = [target('t')], ...more } = input;
    return new FleetWorld().plan(of(...keys), [...targets], { ...more, beside });
  };

  test.each<[string, Partial<PlanInput>]>([
    ['sessionsPerRegion', { quotas: quotas({ sessionsPerRegion: 3 }) }],
    ['numbers', { priorities: { first: 1, last: 3 } }],
    ['numbers', { vnis: { first: 1, last: 3 } }],
    ['targets', { targets: [target('t', 3)] }],
  ])('is waited for: %s %j', (limit, input) => {
    expect(plan(input, 'a')).toMatchObject({ waiting: [{ key: 'a', reason: 'room' }], shortages: [] });
    expect(plan(input, 'a', 'b')).toMatchObject({ waiting: [{ key: 'a' }], shortages: [short(limit, ['b'], 1)] });
  });

  test('counts in the unit of the targets', () => {
    const input = { targets: [target('t', 6)], quotas: quotas({ targetUnit: MirrorQuotaUnit.SOURCES }) };
    expect(plan(input, 'a', 'b', 'c')).toMatchObject({ waiting: [{ key: 'a' }, { key: 'b' }], shortages: [short('targets', ['c'], 1)] });
  });

  test('may be several sessions', () => {
    const loads = new Map([['t', { sessions: 2, sources: 2 }]]);
    expect(new FleetWorld().plan(of('a', 'b', 'c'), [target('t', 3)], {
      beside: { ...beside, resting: { ...resting, loads } },
    })).toMatchObject({ waiting: [{ key: 'a' }, { key: 'b' }], shortages: [short('targets', ['c'], 1)] });
  });

  test('helps nothing if it is no room for the fleet', () => {
    expect(plan({ targets: [target('u', 0)] }, 'a')).toMatchObject({ waiting: [], shortages: [short('targets', ['a'], 1)] });
  });
});

describe('the room after the apply', () => {
  const bySources = quotas({ targetUnit: MirrorQuotaUnit.SOURCES });

  test('is that of a source that leaves a session which stays', () => {
    const world = worldOf(of('a', 'b'), [target('t', 2)], { packing: DENSE, quotas: bySources });
    expect(world.plan(of('b', 'c'), [target('t', 2)], { packing: DENSE, quotas: bySources })).toMatchObject({
      waiting: [{ key: 'c', reason: 'room' }], shortages: [],
    });
    // If the removal is deferred, nothing is freed.
    const named = worldOf(of('eni-a', 'b'), [target('t', 2)], { packing: DENSE, quotas: bySources });
    expect(named.plan(of('b', 'c'), [target('t', 2)], { packing: DENSE, quotas: bySources, deferRemovals: true })).toMatchObject({
      waiting: [], shortages: [short('targets', ['c'], 1)], kept: ['eni-a'],
    });
  });

  test('is beside a source that stays although it has left', () => {
    const dense = { packing: DENSE, deferRemovals: true };
    const world = worldOf(of('eni-a', 'b', 'c', 'd'), [target('t', 2)], dense);
    expect(members(world.sessions)).toEqual([['b', 'c', 'd'], ['eni-a']]);
    const other = worldOf(of('eni-a', 'eni-b', 'eni-c', 'z'), [target('t', 2)], dense);
    expect(members(other.sessions)).toEqual([['eni-a', 'eni-b', 'eni-c'], ['z']]);
    expect(other.plan(of('eni-b', 'eni-c', 'y'), [target('t', 2)], dense)).toMatchObject({
      kept: ['eni-a'], waiting: [{ key: 'y' }], shortages: [], gone: ['eni-a', 'z'],
    });
  });

  test('has what this run places', () => {
    const input = { quotas: quotas({ sessionsPerRegion: 3 }) };
    const world = worldOf(of('a', 'b'), [target('t')], input);
    const plan = world.plan(of('b', 'c', 'd', 'e'), [target('t')], input);
    expect([members(plan.placed), plan.waiting.map(({ key }) => key), plan.shortages]).toEqual([
      [['c']], ['d'], [short('sessionsPerRegion', ['e'], 1)],
    ]);
    const onTargets = worldOf(of('a', 'b'), [target('t', 2)]);
    const next = onTargets.plan(of('b', 'c', 'd', 'e'), [target('t', 2), target('u', 1)]);
    expect([members(next.placed), next.waiting.map(({ key }) => key), next.shortages]).toEqual([
      [['c']], ['d'], [short('targets', ['e'], 1)],
    ]);
    const numbers = { priorities: { first: 1, last: 3 } };
    const few = worldOf(of('a', 'b'), [target('t')], numbers);
    const last = few.plan(of('b', 'c', 'd', 'e'), [target('t')], numbers);
    expect([members(last.placed), last.waiting.map(({ key }) => key), last.shortages]).toEqual([
      [['c']], ['d'], [short('numbers', ['e'], 1)],
    ]);
  });

  test('has the rest of a target to which this run gives a session', () => {
    const region = { quotas: quotas({ sessionsPerRegion: 3 }) };
    const world = worldOf(of('a', 'b'), [target('s', 1), target('t', 1)], region);
    const plan = world.plan(of('b', 'c', 'd'), [target('t', 1), target('u', 9)], region);
    expect([plan.placed.map((s) => s.target), plan.waiting.map(({ key }) => key), plan.shortages]).toEqual([['u'], ['d'], []]);
  });

  test('has a session of the ledger that does not run yet once', () => {
    const region = { quotas: quotas({ sessionsPerRegion: 3 }) };
    const world = worldOf(of('a', 'b'), [target('t')], region);
    world.deployed = mapOf(world.sessions.slice(1));
    const plan = world.plan(of('a', 'c', 'd'), [target('t')], region);
    expect([members(plan.created), plan.waiting.map(({ key }) => key), plan.shortages]).toEqual([[['a'], ['c']], ['d'], []]);
  });

  test('is that of a deployed session that moves to its recorded target', () => {
    const targets = [target('t', 1), target('u', 1)];
    const world = worldOf(of('a'), [target('t', 1)]);
    world.deployed = mapOf(world.sessions.map((s) => ({ ...s, target: 'u' })));
    expect(world.plan(of('a', 'b'), targets)).toMatchObject({ waiting: [{ key: 'b', reason: 'room' }], shortages: [] });
    expect(world.plan(of('a', 'b', 'c'), targets)).toMatchObject({ waiting: [{ key: 'b' }], shortages: [short('targets', ['c'], 1)] });
    world.deployed = mapOf(world.sessions);
    expect(world.plan(of('a', 'b'), [target('t', 1)])).toMatchObject({ waiting: [], shortages: [short('targets', ['b'], 1)] });
  });

  test('is that of a deployed session that the ledger does not have', () => {
    const world = worldOf(of('a', 'b'), [target('t', 2)]);
    world.deployed = mapOf(world.sessions);
    world.recorded = { ...world.recorded, sessions: mapOf(world.sessions.slice(1)) };
    expect(world.plan(of('b', 'c'), [target('t', 2)])).toMatchObject({ waiting: [{ key: 'c' }], shortages: [], gone: ['a'] });
    expect(members(world.plan(of('b', 'c'), [target('t', 2)]).freed)).toEqual([['a']]);
  });

  test('is that of a session which a compaction has emptied before the ledger was lost', () => {
    const world = worldOf(of('a', 'b'), [target('t', 2)]);
    world.deployed = mapOf(world.sessions);
    world.recorded = { ...world.recorded, sessions: mapOf(world.sessions.slice(1)), parked: new Set(['a']) };
    const plan = world.plan(of('a', 'b', 'c'), [target('t', 2)]);
    expect([plan.parked, members(plan.removed), members(plan.freed)]).toEqual([['a'], [['a']], [['a']]]);
    expect(plan).toMatchObject({ waiting: [{ key: 'c' }], shortages: [] });
    const filters = { quotas: quotas({ sessionsPerFilter: 2, filters: 1 }) };
    expect(world.plan(of('a', 'b', 'c'), [target('t', 9)], filters)).toMatchObject({ waiting: [{ key: 'c' }], shortages: [] });
  });
});

describe('a session that lost its target', () => {
  test('has no place if all others are full, with the sources that the fleet still has', () => {
    const world = worldOf(of('eni-a', 'b', 'c'), [target('t')], { packing: DENSE });
    const plan = world.plan(of('b', 'c'), [target('u', 0)], { packing: DENSE, deferRemovals: true });
    expect(plan).toMatchObject({ sessions: [], shortages: [short('targets', ['b', 'c'], 1, true)], moved: [], gone: ['eni-a'] });
    expect(world.plan(of('b', 'c'), [target('u', 0)], { packing: DENSE, deferRemovals: true, compaction: 9 }).parked).toEqual([]);
  });

  test('waits for no place: it would not run until then', () => {
    const world = worldOf(of('a'), [target('t')]);
    world.run(of('a', 'b'), [target('t', 1), target('u', 1)]);
    expect(world.sessions.map((s) => s.target)).toEqual(['t', 'u']);
    expect(world.plan(of('a'), [target('u', 1)])).toMatchObject({
      waiting: [], shortages: [short('targets', ['a'], 1, true)], gone: ['b'],
    });
    // New sources that lack the same are told with it.
    expect(world.plan(of('a', 'c'), [target('u', 1)])).toMatchObject({ waiting: [], shortages: [short('targets', ['a', 'c'], 2, true)] });
    // And those that lack something else wait for it.
    const region = { quotas: quotas({ sessionsPerRegion: 2 }) };
    expect(world.plan(of('a', 'c'), [target('u', 1)], region)).toMatchObject({
      waiting: [{ key: 'c', reason: 'room' }], shortages: [short('targets', ['a'], 1, true)],
    });
  });

  test('moves with others in the order of their keys, to targets with room for each', () => {
    const world = worldOf(of('c', 'a', 'b'), [target('t')]);
    world.recorded = { ...world.recorded, sessions: mapOf([...world.sessions].reverse()) };
    const plan = world.plan(of('a', 'b', 'c'), [target('u', 1), target('v', 1)]);
    expect(plan.sessions.map(({ key, target: to }) => `${key} ${to}`)).toEqual(['a u', 'b v']);
    expect(plan.moved).toEqual([{ from: 't', to: 'u', sources: 1 }, { from: 't', to: 'v', sources: 1 }]);
    expect(plan.shortages).toEqual([short('targets', ['c'], 1, true)]);
    expect(world.plan(of('a', 'b'), [target('u', 2)]).moved).toEqual([
      { from: 't', to: 'u', sources: 1 }, { from: 't', to: 'u', sources: 1 },
    ]);
    const bySources = { packing: DENSE, quotas: quotas({ targetUnit: MirrorQuotaUnit.SOURCES }) };
    const dense = worldOf(of('a', 'b', 'c', 'd'), [target('t')], bySources);
    const moved = dense.plan(of('a', 'b', 'c', 'd'), [target('u', 3), target('v', 1)], bySources);
    expect([moved.moved, moved.shortages]).toEqual([[{ from: 't', to: 'u', sources: 3 }, { from: 't', to: 'v', sources: 1 }], []]);
  });
});

describe('sources of several groups that find no place', () => {
  const zones = (...keys: string[]) => keys.map((text) => {
    const [key, zoneId] = text.split('@');
    return source(key, { zoneId });
  });
  const targets = [target('h', 0, { zoneId: 'h' }), target('i', 0, { zoneId: 'i' })];

  test('are told together, with all sessions that they need', () => {
    const plan = new FleetWorld().plan(zones('a@h', 'b@h', 'c@h', 'd@h', 'e@i'), targets, { packing: DENSE });
    expect(plan.shortages).toEqual([short('targets', ['a', 'b', 'c', 'd', 'e'], 3)]);
  });

  test('of two limits are told apart', () => {
    const input = { packing: DENSE, quotas: quotas({ sessionsPerRegion: 1 }), targets: [target('h', 1, { zoneId: 'h' })] };
    expect(new FleetWorld().plan(zones('a@h', 'b'), [], input).shortages).toEqual([short('sessionsPerRegion', ['a'], 1)]);
    const region = { ...input, quotas: quotas({ sessionsPerRegion: 9 }) };
    expect(new FleetWorld().plan(zones('a@h', 'b'), [], region).shortages).toEqual([short('targets', ['a'], 1)]);
  });
});

describe('a source that may not be placed yet', () => {
  const placed = (more: { uses?: [string, number][]; outside?: [string, number][]; targets?: string[]; perSource?: number }) => {
    const { uses = [], outside = [], targets = [], perSource = 1 } = more;
    const deployed = { ...deployedOf(new Map()), uses: new Map(uses), targets: new Set(targets) };
    const given = [source('a', { id: 'eni-a' }), source('eni-b')];
    const plan = new FleetWorld().plan(given, [target('t')], {
      quotas: quotas({ sessionsPerSource: perSource }), beside: { deployed, usesOutside: new Map(outside) },
    });
    return { placed: members(plan.placed).flat(), waiting: plan.waiting, outside: plan.takenOutside };
  };
  const both = { placed: ['a', 'eni-b'], waiting: [], outside: [] };

  test('because another deployed session has it', () => {
    expect(placed({ uses: [['eni-a', 1]] })).toEqual({
      ...both, placed: ['eni-b'], waiting: [{ key: 'a', id: 'eni-a', reason: 'deployed' }],
    });
    expect(placed({ uses: [['eni-b', 1]] })).toEqual({ ...both, placed: ['a'], waiting: [{ key: 'eni-b', reason: 'deployed' }] });
    expect(placed({ uses: [['a', 1]] })).toEqual(both);
    expect(placed({ uses: [['eni-a', 1]], perSource: 2 })).toEqual(both);
    expect(placed({ uses: [['eni-a', 2]], perSource: 2 }).waiting).toHaveLength(1);
    expect(placed({ uses: [['eni-a', 1]], outside: [['eni-a', 1]], perSource: 2 }).waiting).toEqual([
      { key: 'a', id: 'eni-a', reason: 'deployed' },
    ]);
  });

  test('is told in the order of the keys, whatever it waits for', () => {
    const world = worldOf(of('r'), [target('t', 1)]);
    const deployed = { ...deployedOf(mapOf(world.sessions)), uses: new Map([['z', 1], ['r', 1]]) };
    expect(world.plan(of('c', 'z'), [target('t', 1)], { beside: { deployed } }).waiting).toEqual([
      { key: 'c', reason: 'room' }, { key: 'z', reason: 'deployed' },
    ]);
  });

  test('because a deployed session sends to it', () => {
    expect(placed({ targets: ['eni-a'] })).toEqual({ ...both, placed: ['eni-b'], waiting: [{ key: 'a', id: 'eni-a', reason: 'target' }] });
    expect(placed({ targets: ['eni-b'] })).toEqual({ ...both, placed: ['a'], waiting: [{ key: 'eni-b', reason: 'target' }] });
    expect(placed({ targets: ['a'] })).toEqual(both);
  });

  test('because sessions outside the ledger have it', () => {
    expect(placed({ outside: [['eni-a', 1]] })).toEqual({ ...both, placed: ['eni-b'], outside: ['a'] });
    expect(placed({ outside: [['eni-a', 1]], perSource: 2 })).toEqual(both);
    expect(placed({ outside: [['eni-a', 2]], perSource: 2 })).toEqual({ ...both, placed: ['eni-b'], outside: ['a'] });
    expect(placed({ outside: [['a', 1]] })).toEqual(both);
  });

  test('because the ledger is frozen: those that waited still wait', () => {
    const world = worldOf(of('a'), [target('t', 1)]);
    world.run(of('b'), [target('t', 1)]);
    expect(world.recorded.waiting).toEqual(new Set(['b']));
    const plan = world.plan(of('c', 'b'), [target('t', 9)], { frozen: true });
    expect(plan).toMatchObject({ waiting: [{ key: 'b', reason: 'room' }], leftOut: ['c'], created: [], sessions: [], shortages: [] });
  });
});
