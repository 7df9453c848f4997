import { changeOf, FleetWorld, QUOTAS, source, target } from './fleet-world';
import { MirrorQuotaUnit } from '../../src/catalog/mirror-quota';
import { LedgerSession } from '../../src/fleet/ledger-content';
import { MirrorPacking } from '../../src/fleet/packing';
import { FleetPlan, NOTHING_RESTS, PlanInput, PlanQuotas } from '../../src/fleet/plan-input';
import { SessionNames } from '../../src/fleet/session-address';
import { KeyNumbers } from '../../src/session/numbering';

const { DENSE } = MirrorPacking;
const keys = (count: number, prefix = 's') => Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(2, '0')}`);
const members = (sessions: readonly LedgerSession[]) => sessions.map((s) => s.sources.map((x) => x.key));

describe('dense packing', () => {
  const dense = { packing: DENSE };

  test('fills sessions up to the quota, and opens a new one for what is added', () => {
    const world = new FleetWorld();
    expect(
      members(
        world.run(
          keys(7).map((k) => source(k)),
          [target('a')],
          dense,
        ).sessions,
      ),
    ).toEqual([['s00', 's01', 's02'], ['s03', 's04', 's05'], ['s06']]);
    const plan = world.run(keys(8).map((k) => source(k)), [target('a')], dense);
    expect(members(plan.created)).toEqual([['s07']]);
    expect(changeOf(plan).touched).toEqual([]);
  });

  test('keeps sources of different zones with targets, and of different switches, apart', () => {
    const sources = [
      source('a', { zoneId: 'h' }),
      source('b', { zoneId: 'i' }),
      source('c', { zoneId: 'h' }),
      source('d', { zoneId: 'h', on: false }),
      source('e', { zoneId: 'far' }),
      source('f'),
    ];
    const { sessions } = new FleetWorld().plan(sources, [target('t-h', 20, { zoneId: 'h' }), target('t-i', 20, { zoneId: 'i' })], dense);
    expect(members(sessions)).toEqual([['a', 'c'], ['b'], ['d'], ['e', 'f']]);
    expect(sessions.map((s) => s.target)).toEqual(['t-h', 't-i', 't-h', expect.anything()]);
  });

  test('a removal darkens the others of its session alone, unless it is deferred', () => {
    const world = new FleetWorld();
    world.run(keys(6).map((k) => source(`eni-${k}`)), [target('a')], dense);
    const rest = keys(6).slice(1).map((k) => source(`eni-${k}`));
    expect(changeOf(world.plan(rest, [target('a')], dense)).interrupted).toEqual(['eni-s01', 'eni-s02']);
    const deferred = world.plan(rest, [target('a')], { ...dense, deferRemovals: true });
    expect(changeOf(deferred).touched).toEqual([]);
    expect(deferred.kept).toEqual(['eni-s00']);
    expect(deferred.sessions).toEqual(world.sessions);
  });

  test('a session is not called like one that runs without its first source', () => {
    const world = new FleetWorld();
    world.run(['a', 'b'].map((k) => source(k)), [target('t')], dense);
    world.run([source('b')], [target('t')], dense);
    expect(world.run(['a', 'b'].map((k) => source(k)), [target('t')], dense).created.map((s) => s.key)).toEqual(['a~2']);
  });
});

describe('targets', () => {
  test('one in the zone first, the least loaded next, by weight', () => {
    const targets = [target('far', 20), target('near', 2, { zoneId: 'h' })];
    const { sessions } = new FleetWorld().plan(keys(4).map((k) => source(k, { zoneId: 'h' })), targets);
    expect(sessions.map((s) => s.target)).toEqual(['near', 'near', 'far', 'far']);
    const weighted = new FleetWorld().plan(keys(9).map((k) => source(k)), [target('one'), target('two', 20, { weight: 2 })]);
    expect(weighted.sessions.filter((s) => s.target === 'two')).toHaveLength(6);
  });

  test('one that is lost moves its own sessions only, in place', () => {
    const world = new FleetWorld();
    const sources = keys(6).map((k) => source(k));
    world.run(sources, [target('a'), target('b'), target('c')]);
    const before = new Map(world.sessions.map((s) => [s.key, s]));
    const plan = world.run(sources, [target('b'), target('c')]);
    expect(plan.created).toEqual([]);
    expect(plan.removed).toEqual([]);
    for (const s of plan.sessions) {
      const was = before.get(s.key)!;
      expect(s).toEqual(was.target === 'a' ? { ...was, target: expect.stringMatching(/^[bc]$/) } : was);
    }
    expect(changeOf(plan)).toMatchObject({ moved: { length: 2 }, touched: { length: 2 }, interrupted: [] });
  });

  test('fails: one that is lost while the ledger is frozen strands its sessions, and loses none', () => {
    const world = new FleetWorld();
    world.run(keys(2).map((k) => source(k)), [target('a')]);
    const plan = world.plan(keys(2).map((k) => source(k)), [target('b')], { frozen: true });
    expect(plan.stranded).toEqual(world.sessions);
    expect(plan.leftOut).toEqual([]);
  });

  test('under the unit of sources a session is no larger than the room of its target', () => {
    const quotas = { ...QUOTAS, targetUnit: MirrorQuotaUnit.SOURCES };
    const { sessions, shortages } = new FleetWorld().plan(
      keys(9).map((k) => source(k)),
      [target('a', 4), target('b', 4)],
      { packing: DENSE, quotas },
    );
    expect(members(sessions).map((m) => m.length)).toEqual([3, 3, 1, 1]);
    expect(shortages).toEqual([{ limit: 'targets', sources: ['s08'], sessions: 1, running: false }]);
  });
});

test('an interface that is exchanged under its key in a session that shrinks is none that goes dark', () => {
  const world = new FleetWorld();
  const first = keys(3).map((k) => source(k, { id: `eni-${k}` }));
  world.run(first, [target('a')], { packing: DENSE });
  const plan = world.plan([source('s01', { id: 'eni-next' }), first[2]], [target('a')], { packing: DENSE });
  expect(changeOf(plan).interrupted).toEqual(['s02']);
  expect(plan.changed.map(({ key, others }) => [key, others])).toEqual([['s01', 1]]);
});

test('an interface that is exchanged beside a removal that is deferred is told once', () => {
  const world = new FleetWorld();
  const first = keys(3).map((k) => source(k, { id: `eni-${k}` }));
  world.run(first, [target('a')], { packing: DENSE });
  const plan = world.plan([source('s01', { id: 'eni-next' }), first[2]], [target('a')], { packing: DENSE, deferRemovals: true });
  expect(plan.changed.map(({ key, others }) => [key, others])).toEqual([['s01', 2]]);
  expect([plan.kept, changeOf(plan).interrupted]).toEqual([['s00'], ['s00', 's02']]);
});

describe('a session that moves and shrinks at once', () => {
  const quotas = { ...QUOTAS, targetUnit: MirrorQuotaUnit.SOURCES };
  /** Three sources on a, which goes, as does one of the three. */
  const moved = (room: number): FleetPlan => {
    const world = new FleetWorld();
    const sources = keys(3).map((k) => source(k));
    world.run(sources, [target('a')], { packing: DENSE, quotas });
    return world.plan(sources.slice(1), [target('b', room)], { packing: DENSE, quotas });
  };

  test('takes the place of all its sources on the new target, since it moves before one is taken out', () => {
    expect(moved(3).sessions.map((s) => [s.target, s.sources.length])).toEqual([['b', 2]]);
  });

  test('fails: a target with room for those that stay alone', () => {
    expect(moved(2).shortages).toEqual([{ limit: 'targets', sources: ['s01', 's02'], sessions: 1, running: true }]);
  });
});

describe('where it does not fit', () => {
  const places = (more: Partial<PlanQuotas>, input: Partial<PlanInput> = {}) =>
    new FleetWorld().plan(keys(6).map((k) => source(k)), [target('a')], { quotas: { ...QUOTAS, ...more }, ...input }).shortages;

  test.each<[string, () => FleetPlan['shortages'], number]>([
    ['sessionsPerRegion', () => places({ sessionsPerRegion: 4 }), 2],
    ['filters', () => places({ sessionsPerFilter: 2, filters: 2 }), 2],
    ['numbers', () => places({}, { priorities: { first: 5, last: 7 } }), 3],
    ['targets', () => places({}, { targets: [target('a', 1)] }), 5],
  ])('fails: %s', (limit, shortages, short) => {
    expect(shortages()).toEqual([{ limit, sources: keys(6).slice(6 - short), sessions: short, running: false }]);
  });
});

test('filters are copied and shards are opened as they fill; what was there stays', () => {
  const world = new FleetWorld();
  const places = (p: FleetPlan) => p.sessions.map((s) => [s.shard, s.filter]);
  const first = places(world.run(keys(10).map((k) => source(k)), [target('a')]));
  expect(first).toEqual([...Array(5).fill([0, 0]), ...Array(3).fill([0, 1]), [1, 0], [1, 0]]);
  expect(places(world.run(keys(18).map((k) => source(k)), [target('a')])).slice(0, 10)).toEqual(first);
});

test('filters of all shards count together; a copy that has room is used, in whichever shard it is', () => {
  const world = new FleetWorld();
  const quotas = { ...QUOTAS, sessionsPerShard: 5, filters: 2 };
  expect(
    world.run(
      keys(12).map((k) => source(k)),
      [target('a')],
      { quotas },
    ).shortages,
  ).toEqual([{ limit: 'filters', sources: ['s10', 's11'], sessions: 2, running: false }]);
  world.run(keys(10).slice(0, 9).map((k) => source(k)), [target('a')], { quotas: { ...quotas, sessionsPerShard: 8 } });
  const again = world.run(keys(10).map((k) => source(k)), [target('a')], { quotas: { ...quotas, sessionsPerShard: 8 } });
  expect(again.created.map((s) => [s.shard, s.filter])).toEqual([[1, 0]]);
});

test('compaction takes two runs a wave: sources are out of any session between, and says the same when run again', () => {
  const world = new FleetWorld();
  const sources = keys(7).map((k) => source(k));
  world.run(sources, [target('a')]);
  const wave = { packing: DENSE, compaction: 4 };
  const out = world.run(sources, [target('a')], wave);
  expect(out.parked).toHaveLength(4);
  expect(out.removed).toHaveLength(4);
  expect(out.created).toEqual([]);
  const again = world.run(sources, [target('a')], wave);
  expect(again.parked).toEqual(out.parked);
  expect(again.removed).toEqual([]);
  const packed = world.run(sources, [target('a')], { packing: DENSE });
  expect(packed.parked).toEqual([]);
  expect(members(packed.created)).toEqual([out.parked.slice(0, 3), out.parked.slice(3)]);
  expect(changeOf(packed).touched).toEqual([]);
});

test('without the deployed sessions a repeated run packs no session anew that the first one has placed', () => {
  const world = new FleetWorld();
  const quotas = { ...QUOTAS, targetUnit: MirrorQuotaUnit.SOURCES };
  const own = keys(5).map((k) => source(k, { zoneId: 'h' }));
  const targets = [target('a', 4, { zoneId: 'h' }), target('b', 4)];
  const run = (compaction: number, to = targets) => world.run(own, to, { packing: DENSE, quotas, compaction });
  expect(members(run(5).created)).toEqual([['s00', 's01', 's02'], ['s03'], ['s04']]);
  const text = world.text();
  expect(text.match(/"sinceCompaction":true/g)).toHaveLength(5);
  expect([run(5).parked, world.text()]).toEqual([[], text]);
  // A run that asks for none ends the compaction, so the next one may pack what runs by then.
  run(0);
  expect(world.text()).not.toContain('sinceCompaction');
  // With room for one source on the near target, s03 and s04 would get the same sessions again.
  expect(run(5).parked).toEqual([]);
  run(0);
  expect(run(5, [target('a', 5, { zoneId: 'h' }), target('b', 4)]).parked).toEqual(['s03', 's04']);
});

test('a new session has no Terraform name of a running one whose key the ledger has lost', () => {
  const world = new FleetWorld();
  const names = new SessionNames('net/Fleet');
  world.run([source('a'), source('b')], [target('t')], { packing: DENSE });
  world.run([source('b')], [target('t')], { packing: DENSE });
  const [first] = world.run([source('a'), source('b')], [target('t')], { packing: DENSE }).created;
  expect(first.key).toBe('a~2');
  // The lines of both are lost, and a state has names only.
  const tail = names.keyOf(names.of('a~2'))!;
  world.deployed = new Map([
    ['a', world.recorded.sessions.get('a')!], [tail, { ...first, key: tail, sources: [{ key: 'gone', order: 0 }] }],
  ]);
  world.recorded = { ...world.recorded, sessions: new Map() };
  expect(world.run([source('a'), source('b')], [target('t')], { packing: DENSE }).created.map(({ key }) => key)).toEqual(['a~3']);
});

test('a session whose recorded target is lost stays on the target on which it still runs, and needs no second place there', () => {
  const world = new FleetWorld();
  const sources = keys(3).map((k) => source(k));
  world.run(sources.slice(0, 2), [target('a', 2)]);
  world.deployed = new Map(world.sessions.map((s) => [s.key, s]));
  world.recorded = { ...world.recorded, sessions: new Map(world.sessions.map((s) => [s.key, { ...s, target: 'b' }])) };
  const plan = world.run(sources, [target('a', 3)]);
  expect([plan.waiting, plan.moved, plan.sessions.map((s) => s.target)]).toEqual([[], [], ['a', 'a', 'a']]);
  expect(world.plan(sources, [target('a', 3)]).sessions).toEqual(plan.sessions);
});

test('a source that a compaction took out stays out, though the deployed session knows it by another key', () => {
  const world = new FleetWorld();
  const own = [source('web-a', { id: 'eni-a' }), source('web-b', { id: 'eni-b' })];
  world.run(own, [target('t')]);
  world.deployed = new Map(world.sessions.map((s) => [s.key, { ...s, sources: s.sources.map(({ id, order }) => ({ key: id!, order })) }]));
  const wave = { packing: DENSE, compaction: 5 };
  expect(world.run(own, [target('t')], wave).parked).toEqual(['web-a', 'web-b']);
  const text = world.text();
  expect(world.run(own, [target('t')], wave).parked).toEqual(['web-a', 'web-b']);
  expect(world.text()).toBe(text);
});

test('compaction empties a target that has too many', () => {
  const world = new FleetWorld();
  const sources = keys(6).map((k) => source(k));
  world.run(sources, [target('a', 6)]);
  const out = world.run(sources, [target('a', 4), target('b', 4)], { compaction: 10 });
  expect(out.parked).toHaveLength(2);
  expect(world.run(sources, [target('a', 4), target('b', 4)]).created.map((s) => s.target)).toEqual(['b', 'b']);
});

test('a source that a session outside has is not placed, and a key that means another interface is said', () => {
  const world = new FleetWorld();
  const sources = [source('a', { id: 'eni-1' }), source('b', { id: 'eni-2' })];
  const plan = world.plan(sources, [target('t')], {
    ledger: {
      recorded: world.recorded,
      frozen: false,
      priorities: new Set(),
      vnis: new Set(),
      loads: new Map(),
      sessions: 0,
      usesOutside: new Map([['eni-2', 1]]),
      adopted: new Map(),
      resting: NOTHING_RESTS,
    },
  });
  expect(plan.takenOutside).toEqual(['b']);
  expect(members(plan.sessions)).toEqual([['a']]);
  world.run(sources, [target('t')], { packing: DENSE });
  const changed = world.run([source('a', { id: 'eni-9' }), sources[1]], [target('t')], { packing: DENSE });
  expect(changed.changed).toEqual([{ key: 'a', before: 'eni-1', after: 'eni-9', others: 1 }]);
  expect(world.sessions[0].sources).toEqual([{ key: 'a', order: 0, id: 'eni-9' }, { key: 'b', order: 1, id: 'eni-2' }]);
});

describe('what is placed', () => {
  test('has the numbers of its key, the id where it is not the key, and is off without the tag', () => {
    const given = [source('s00', { id: 'eni-1', on: false }), source('eni-2', { id: 'eni-2' })];
    const [second, first] = new FleetWorld().plan(given, [target('t')]).sessions;
    const numbers = (key: string) => {
      const start = new KeyNumbers(`net/Fleet\n${key}`);
      return { priority: start.priority({ first: 1, last: 100 }), vni: start.virtualNetworkId({ first: 1, last: 100 }) };
    };
    const common = { fleet: 'net/Fleet', packing: MirrorPacking.DEDICATED, target: 't', filter: 0, shard: 0 };
    expect(first).toStrictEqual({ ...common, key: 's00', ...numbers('s00'), off: true, sources: [{ key: 's00', order: 0, id: 'eni-1' }] });
    expect(second).toStrictEqual({ ...common, key: 'eni-2', ...numbers('eni-2'), sources: [{ key: 'eni-2', order: 0 }] });
  });

  test('with dedicated sessions, the first by key; with dense ones, the first by zone', () => {
    const sources = [source('a', { zoneId: 'i' }), source('b', { zoneId: 'A' }), source('c', { zoneId: 'none' })];
    const targets = [target('t-i', 9, { zoneId: 'i' }), target('t-A', 9, { zoneId: 'A' })];
    const first = (packing: MirrorPacking, sessionsPerRegion: number) =>
      members(new FleetWorld().plan([...sources].reverse(), targets, { packing, quotas: { ...QUOTAS, sessionsPerRegion } }).placed);
    expect([1, 2, 3].map((n) => first(MirrorPacking.DEDICATED, n))).toEqual([[['a']], [['a'], ['b']], [['a'], ['b'], ['c']]]);
    expect([1, 2, 3].map((n) => first(DENSE, n))).toEqual([[['c']], [['c'], ['b']], [['c'], ['b'], ['a']]]);
  });

  test('counts toward the sessions of the region with those that others have', () => {
    const plan = new FleetWorld().plan(keys(4).map((k) => source(k)), [target('t')], {
      quotas: { ...QUOTAS, sessionsPerRegion: 5 }, beside: { sessions: 2 },
    });
    expect([plan.placed.length, plan.shortages.map(({ sources }) => sources)]).toEqual([3, [['s03']]]);
  });

  test('is no session that the ledger has and that does not run yet', () => {
    const world = new FleetWorld();
    world.run([source('a')], [target('t')]);
    world.deployed = new Map();
    const plan = world.plan(['a', 'b'].map((k) => source(k)), [target('t')]);
    expect([members(plan.created), members(plan.placed)]).toEqual([[['a'], ['b']], [['b']]]);
  });

  type Given = Parameters<FleetWorld['plan']>[2] & { deployed?: LedgerSession; recorded?: LedgerSession };
  test.each<[string, (session: LedgerSession) => Given]>([
    ['runs with another source and is lost in the ledger', (s) => ({ deployed: { ...s, sources: [{ key: 'z', order: 0 }] } })],
    ['is recorded, but has the priority of another', (s) => ({
      recorded: s, deployed: { ...s, key: 'z', vni: 99, sources: [{ key: 'z', order: 0 }] },
    })],
    ['is released', (s) => ({ beside: { released: new Map([['a', s]]) } })],
  ])('has not the name of a session that %s', (_, given) => {
    const world = new FleetWorld();
    const [was] = world.run([source('a')], [target('t')]).sessions;
    const { deployed, recorded, ...more } = given(was);
    world.recorded = { ...world.recorded, sessions: new Map(recorded ? [['a', recorded]] : []) };
    if (deployed) world.deployed = new Map([[deployed.key, deployed]]);
    expect(world.plan([source('a'), source('z')], [target('t')], more).placed.filter(({ sources }) => sources[0].key === 'a')
      .map(({ key }) => key)).toEqual(['a~2']);
  });
});

describe('sources that have left', () => {
  test('are told in order, once', () => {
    const world = new FleetWorld();
    world.run(['b', 'a', 'c', 'd'].map((k) => source(k)), [target('t')], { packing: DENSE });
    expect(world.plan([source('c')], [target('t')]).gone).toEqual(['a', 'b', 'd']);
  });

  test('while a compaction kept them out are lost only if they may run', () => {
    const world = new FleetWorld();
    world.run([source('a')], [target('t')]);
    world.recorded = { ...world.recorded, parked: new Set(['x', 'b', 'y']) };
    const given = [source('a'), source('y')];
    expect(world.plan(given, [target('t')], { compaction: 9 })).toMatchObject({ gone: ['b', 'x'], parked: ['y'] });
    world.deployed = new Map(world.sessions.map((s) => [s.key, s]));
    expect(world.plan(given, [target('t')], { compaction: 9 })).toMatchObject({ gone: [], parked: ['y'] });
  });
});

describe('parked sources', () => {
  /** A world in which a compaction has taken out c, b and a, whose sessions run as far as they are named. */
  function parked(...runs: string[]): FleetWorld {
    const world = new FleetWorld();
    world.run(['a', 'b', 'c', 'd'].map((k) => source(k, { id: `eni-${k}` })), [target('t')]);
    world.deployed = new Map(world.sessions.filter(({ key }) => key === 'd' || runs.includes(key)).map((s) => [s.key, s]));
    const sessions = new Map(world.sessions.slice(3).map((s) => [s.key, s]));
    world.recorded = { ...world.recorded, sessions, parked: new Set(['c', 'b', 'a']) };
    return world;
  }
  const given = ['a', 'b', 'c', 'd'].map((k) => source(k, { id: `eni-${k}` }));
  const outOf = (world: FleetWorld, more: Parameters<FleetWorld['plan']>[2]) => world.plan(given, [target('t')], more).parked;

  test('stay out as many as a compaction may take', () => {
    expect([0, 1, 2, 3, 9].map((compaction) => outOf(parked(), { compaction }))).toEqual([
      [], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c'],
    ]);
  });

  test('stay out as long as their session runs', () => {
    expect(outOf(parked('b', 'c'), {})).toEqual(['b', 'c']);
    expect(outOf(parked('c'), { compaction: 1 })).toEqual(['a', 'c']);
    const world = parked('b');
    world.deployed = new Map([...world.deployed!].map(([key, s]) => [key, { ...s, sources: [{ key: `eni-${key}`, order: 0 }] }]));
    expect(outOf(world, {})).toEqual(['b']);
  });

  test('stay out with a frozen ledger', () => {
    expect(outOf(parked(), { frozen: true })).toEqual(['a', 'b', 'c']);
    const world = parked();
    expect(world.plan([given[1]], [target('t')], { frozen: true }).parked).toEqual(['b']);
  });
});

describe('a compaction', () => {
  /** Pairs that share a session and are to have one each; sources of `outside` find no place again. */
  function wave(pairs: number, outside: (pair: number) => boolean, more: Parameters<FleetWorld['plan']>[2] = {}): readonly string[] {
    const world = new FleetWorld();
    const sources = keys(2 * pairs).map((k) => source(k, { id: `eni-${k}` }));
    const quotas = { ...QUOTAS, sourcesPerSession: 2, sessionsPerFilter: 99 };
    world.run(sources, [target('t', 99)], { packing: DENSE, quotas });
    const taken = new Map(sources.filter((_, i) => outside(Math.floor(i / 2))).map(({ id }): [string, number] => [id!, 1]));
    return world.plan(sources, [target('t', 99)], { compaction: 99, quotas, beside: { usesOutside: taken }, ...more }).parked;
  }

  test('takes apart sessions that several sources share', () => {
    expect(wave(3, () => false)).toEqual(keys(6));
    expect(wave(3, () => false, { compaction: 4 })).toEqual(keys(4));
    expect(wave(3, () => false, { compaction: 1 })).toEqual([]);
    expect(wave(3, () => false, { frozen: true })).toEqual([]);
    const world = new FleetWorld();
    const sources = [source('a'), source('b', { zoneId: 'i' }), source('c'), source('d', { zoneId: 'i' })];
    world.run(sources, [target('t', 9, { zoneId: 'i' })], { packing: DENSE });
    expect(members(world.sessions)).toEqual([['a', 'c'], ['b', 'd']]);
    expect(world.plan(sources, [target('t')], { compaction: 9 }).parked).toEqual(['a', 'b', 'c', 'd']);
  });

  test('takes out no source that would find no place again', () => {
    expect([0, 1, 2, 3, 4].map((bad) => wave(5, (pair) => pair === bad))).toEqual(
      [0, 1, 2, 3, 4].map((bad) => keys(10).filter((_, i) => Math.floor(i / 2) !== bad)),
    );
    expect(wave(3, () => true)).toEqual([]);
  });

  test('tries sixteen times at most', () => {
    expect(wave(8, (pair) => pair < 7)).toEqual(keys(16).slice(14));
    expect(wave(9, (pair) => pair < 8)).toEqual([]);
    expect(wave(9, (pair) => pair !== 7)).toEqual(keys(18).slice(14, 16));
  });

  test('of dense sessions packs half of those whose sources find no place together', () => {
    const world = new FleetWorld();
    const sources = keys(4).map((k) => source(k, { id: `eni-${k}` }));
    world.run(sources, [target('t')]);
    const plan = (...outside: string[]) => world.plan(sources, [target('t')], {
      packing: DENSE, compaction: 9, beside: { usesOutside: new Map(outside.map((id) => [id, 1])) },
    }).parked;
    expect([plan(), plan('eni-s03'), plan('eni-s01'), plan('eni-s00', 'eni-s03')]).toEqual([keys(4), ['s00', 's01'], [], []]);
  });

  test('keeps sources of different zones and switches apart', () => {
    const world = new FleetWorld();
    const sources = [source('a', { zoneId: 'h' }), source('b', { zoneId: 'i' }), source('c', { on: false }), source('d')];
    const targets = [target('t-h', 9, { zoneId: 'h' }), target('t-i', 9, { zoneId: 'i' })];
    world.run(sources, targets);
    expect(world.plan(sources, targets, { packing: DENSE, compaction: 9 }).parked).toEqual([]);
    const two = [sources[0], sources[1], { ...sources[2], zoneId: 'h', on: true }];
    expect(world.plan(two, targets, { packing: DENSE, compaction: 9 }).parked).toEqual(['a', 'c']);
    const alike = sources.map((one) => ({ ...one, zoneId: 'h', on: true }));
    expect(world.plan(alike, targets, { packing: DENSE, compaction: 9 }).parked).toEqual(['a', 'b', 'c', 'd']);
  });

  test('takes no place of a source that waits for it, and none of one that has no place', () => {
    const quotas = { ...QUOTAS, sourcesPerSession: 2, sessionsPerRegion: 3 };
    const world = new FleetWorld();
    const shared = [source('x1'), source('x2')];
    world.run(shared, [target('t')], { packing: DENSE, quotas });
    world.run([...shared, source('y'), source('z')], [target('t')], { quotas });
    expect(members(world.sessions)).toEqual([['x1', 'x2'], ['y'], ['z']]);
    // z leaves, and w waits for its place: with x1 and x2 apart there would be none.
    const plan = world.plan([...shared, source('y'), source('w')], [target('t')], { quotas, compaction: 9 });
    expect([plan.parked, plan.waiting.map(({ key }) => key)]).toEqual([[], ['w']]);
    // Nobody leaves: a place that the compaction frees is not for w, as one of the others would find none.
    const full = world.plan([...shared, source('y'), source('z'), source('w')], [target('t')], { quotas, compaction: 9 });
    expect([full.parked, full.shortages.map(({ sources }) => sources)]).toEqual([[], [['w']]]);
    // Packed with w, one of two sources on a full target would find no place.
    const other = new FleetWorld();
    const bySources = { ...QUOTAS, targetUnit: MirrorQuotaUnit.SOURCES, sourcesPerSession: 2 };
    other.run(shared, [target('t', 2)], { quotas: bySources });
    const packed = other.plan([...shared, source('w')], [target('t', 2)], { packing: DENSE, quotas: bySources, compaction: 9 });
    expect([packed.parked, packed.shortages.map(({ sources }) => sources)]).toEqual([[], [['w']]]);
  });

  test('is only of sessions that run', () => {
    const world = new FleetWorld();
    const sources = keys(3).map((k) => source(k));
    world.run(sources, [target('t')]);
    world.deployed = new Map(world.sessions.slice(0, 2).map((s) => [s.key, s]));
    expect(world.plan(sources, [target('t')], { packing: DENSE, compaction: 9 }).parked).toEqual(['s00', 's01']);
    world.deployed = new Map(world.sessions.slice(0, 1).map((s) => [s.key, s]));
    expect(world.plan(sources, [target('t')], { packing: DENSE, compaction: 9 }).parked).toEqual([]);
  });
});
