// Changes of fleets under both packings: what a fleet says of a change is what the apply does, and no more.
import { AppLife, Code, clb, planned, sensor, source, webFilter } from './apps';
import { SESSION, sources as idsOf } from './handwritten';
import { Lifecycle, StepReport, describeWithTerraform } from './harness';
import {
  MirrorEdition, MirrorPacking, MirrorPolicy, MirrorQuotaName, MirrorSource, MirrorTarget, MirroredFleet, MirroredFleetProps,
} from '../../src';

const { DEDICATED, DENSE } = MirrorPacking;
const PACKINGS = [DEDICATED, DENSE];
const CREATE = { action: 'CreateTrafficMirrorSession' };
const DELETE = { action: 'DeleteTrafficMirrorSession' };

interface Wanted {
  readonly sources: readonly MirrorSource[];
  readonly targets: MirrorTarget[];
}

const keyed = (key: string, id: string): MirrorSource => MirrorSource.networkInterface(id, { ...source(id).options, key });
const named = (ids: readonly string[]): MirrorSource[] => ids.map((id) => keyed(id.slice('eni-bp1'.length), id));
const TWELVE = named(idsOf(12));
const [A, B, C] = ['a', 'b', 'c'].map(clb);

/** How an estate changes. */
const CHANGES: readonly (readonly [name: string, before: Wanted, after: Wanted])[] = [
  ['a source more', { sources: TWELVE, targets: [A, B] }, { sources: [...TWELVE, ...named(['eni-bp1new'])], targets: [A, B] }],
  ['a source fewer', { sources: TWELVE, targets: [A, B] }, { sources: TWELVE.slice(1), targets: [A, B] }],
  ['all of a session gone', { sources: TWELVE, targets: [A, B] }, { sources: TWELVE.slice(0, 10), targets: [A, B] }],
  ['a target lost', { sources: TWELVE, targets: [A, B] }, { sources: TWELVE, targets: [B, C] }],
  ['a target lost with a source of its session', { sources: TWELVE, targets: [A, B] }, { sources: TWELVE.slice(1), targets: [B, C] }],
  [
    'an interface exchanged under its key',
    { sources: TWELVE, targets: [A, B] },
    { sources: [keyed(TWELVE[0].key, 'eni-bp1next'), ...TWELVE.slice(1)], targets: [A, B] },
  ],
  ['everything at once', { sources: TWELVE, targets: [A, B] }, {
    sources: [keyed(TWELVE[1].key, 'eni-bp1next'), ...TWELVE.slice(2, 11), ...named(['eni-bp1new', 'eni-bp1more'])], targets: [B, C],
  }],
  ['nothing but the order', { sources: TWELVE, targets: [A, B] }, { sources: [...TWELVE].reverse(), targets: [A, B] }],
];

describeWithTerraform('a fleet that changes', () => {
  let life: Lifecycle;
  let app: AppLife;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    app = new AppLife(life);
  });

  /** As the last synth made it. */
  let fleet: MirroredFleet;
  const fleetOf = (props: Pick<MirroredFleetProps, 'sources' | 'targets'> & Partial<MirroredFleetProps>): Code => (stack) => {
    fleet = new MirroredFleet(stack, 'Fleet', { filter: webFilter(stack), ledger: app.ledger(), ...props });
  };
  const touched = (report: StepReport, change: string): number =>
    report.touched.filter((one) => one.type === SESSION && one.change === change).length;

  describe.each(PACKINGS)('(%s)', (packing) => {
    test.each(CHANGES)('says of %s what the apply does', async (_, before, after) => {
      await app.become(fleetOf({ ...before, sources: [...before.sources], packing }));
      app.synth(fleetOf({ ...after, sources: [...after.sources], packing }));
      const { change } = fleet;
      const addresses = (keys: readonly string[]): string[] => keys.map((key) => app.addressOfSession(key));
      expect(planned(await app.plan()).filter((line) => !line.startsWith('delete'))).toEqual([
        ...addresses(change.created).map((address) => `create ${address}`),
        ...addresses(change.touched).map((address) => `update ${address}`),
      ].sort());
      const report = await app.apply();
      expect([report.failed, report.refusals, report.blinded]).toEqual([[], {}, []]);
      expect([touched(report, 'create'), touched(report, 'update'), touched(report, 'delete')])
        .toEqual([change.created.length, change.touched.length, change.removed.length]);
      expect(report.writes.filter(({ action }) => action.includes('TrafficMirrorSession'))).toHaveLength(change.calls);
      const idOf = new Map([...before.sources, ...after.sources].map((one) => [one.key, one.interfaceId]));
      // Of an interface that took another's place the fleet says the key, and the cloud the one that went.
      expect(report.interrupted).toEqual(change.interrupted.map((key) => idOf.get(key)));
      const stay = new Set(after.sources.map(({ interfaceId }) => interfaceId));
      expect(report.lost).toEqual(before.sources.map(({ interfaceId }) => interfaceId).filter((id) => !stay.has(id)));
      expect(change.isEmpty).toBe(report.touched.length === 0);
      expect(planned(await app.plan())).toEqual([]);
    });

    test.each([10, 50])('grows past what one filter serves and touches no running session, %i at a time', async (parallelism) => {
      await life.configure({ limits: { sessionsPerFilter: 2 } });
      const sources = idsOf(packing === DENSE ? 40 : 4).map(source);
      const at = (count: number): Code => (stack, root) => {
        MirrorPolicy.of(stack).quota('cn-hangzhou', MirrorQuotaName.SESSIONS_PER_FILTER, 2);
        fleetOf({ sources: sources.slice(0, count), targets: [A], packing })(stack, root);
      };
      await app.become(at(sources.length / 2), { parallelism });
      // The sessions of the copy wait for its rules.
      await life.order({ action: 'CreateTrafficMirrorFilterRules' }, CREATE);
      const report = await app.become(at(sources.length), { parallelism });
      expect([report.darkened, report.blinded, report.failed, report.refusals]).toEqual([[], [], [], {}]);
      expect([touched(report, 'create'), touched(report, 'update'), touched(report, 'delete')]).toEqual([2, 0, 0]);
      const { filters, sessions } = await life.account();
      expect(filters.map(({ id, rules }) => [sessions.filter(({ filterId }) => filterId === id).length, rules.length])).toEqual([
        [2, 1],
        [2, 1],
      ]);
    });
  });

  test('defers removals: nothing changes meanwhile, and then the session of the source alone', async () => {
    const ids = idsOf(14);
    const at = (count: readonly string[], deferRemovals: boolean): Code =>
      fleetOf({ sources: count.map(source), targets: [A], packing: DENSE, deferRemovals });
    await app.become(at(ids, true));
    app.synth(at(ids.slice(1), true));
    expect(planned(await app.plan())).toEqual([]);
    expect((await app.apply()).darkened).toEqual([]);
    // An addition meanwhile takes nothing from what is deferred.
    const added = await app.become(at([...ids.slice(1), 'eni-bp1zzz'], true));
    expect([added.darkened, touched(added, 'create'), touched(added, 'update')]).toEqual([[], 1, 0]);
    const report = await app.become(at([...ids.slice(1), 'eni-bp1zzz'], false));
    expect([report.lost, report.interrupted]).toEqual([[ids[0]], ids.slice(1, 10)]);
    expect(report.touched.map(({ change }) => change)).toEqual(['update']);
    expect(fleet.change).toMatchObject({ interrupted: ids.slice(1, 10), gone: [ids[0]] });
    expect(planned(await app.plan())).toEqual([]);
  });

  describe('whose source and target change places', () => {
    const at = (from: string, to: MirrorTarget): Code =>
      fleetOf({ sources: [source(`eni-bp1${from}`), source('eni-bp1other')], targets: [to] });

    test.each([
      ['new first', CREATE, DELETE],
      ['old first', DELETE, CREATE],
    ] as const)('is refused in one run; in two it alone is dark, %s', async (_, first, then) => {
      await app.become(at('a', sensor('b')));
      expect(() => app.synth(at('b', sensor('a')))).toThrow(/TM302 .*eni-bp1b \(until now a target\), eni-bp1a \(until now a source\)/);
      await life.order(first, then);
      const released = await app.become(at('c', sensor('d')), { parallelism: 50 });
      await life.clearFaults();
      expect([released.lost, released.interrupted, released.failed]).toEqual([['eni-bp1a'], [], []]);
      await life.order(first, then);
      const used = await app.become(at('b', sensor('a')), { parallelism: 50 });
      expect([used.lost, used.interrupted, used.failed]).toEqual([['eni-bp1c'], [], []]);
    });
  });

  test('moves a session that shrinks at once only to where all its sources have room on the way', async () => {
    await life.configure({ edition: '2026' });
    const ids = idsOf(21);
    const [x, y, z] = ['x', 'y', 'z'].map(sensor);
    const at = (from: readonly string[], targets: MirrorTarget[]): Code => (stack, root) => {
      MirrorPolicy.of(stack.node.root).edition(MirrorEdition.EDITION_2026);
      fleetOf({ sources: from.map(source), targets, packing: DENSE })(stack, root);
    };
    await app.become(at(ids, [x, y]));
    expect((await life.account()).sessions.map(({ sources, targetId }) => [sources.length, targetId]).sort()).toEqual([
      [1, 'eni-bp1x'],
      [10, 'eni-bp1x'],
      [10, 'eni-bp1y'],
    ]);
    // Twenty are left, as many as one target serves; on the way there would be one more.
    const left = ids.filter((id) => id !== ids[0]);
    expect(() => app.synth(at(left, [y]))).toThrow('TM521');
    const report = await app.become(at(left, [y, z]), { parallelism: 50 });
    expect([report.lost, report.interrupted, report.failed, report.refusals]).toEqual([[ids[0]], ids.slice(1, 10), [], {}]);
  });
});
