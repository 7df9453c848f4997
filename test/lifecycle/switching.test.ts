// Fleets that are switched and repacked.
import { AppLife, Code, clb, planned, source, webFilter } from './apps';
import { Lifecycle, describeWithTerraform } from './harness';
import { MirrorLedgerOptions, MirrorPacking, MirrorSource, MirroredFleet, MirroredFleetProps } from '../../src';

const ids = (count: number, prefix = 's') => Array.from({ length: count }, (_, i) => `eni-bp1${prefix}${String(i).padStart(2, '0')}`);
const tagged = (id: string, mirror: string) => MirrorSource.networkInterface(id, { ...source(id).options, tags: { mirror } });
const BY_TAG = { key: 'mirror', values: ['on'] };

describeWithTerraform('a fleet', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  /** What the fleet's own report says of the last synth. */
  let fleet: MirroredFleet;
  const fleetOf =
    (app: AppLife, sources: MirrorSource[], props: Partial<MirroredFleetProps> = {}, options: MirrorLedgerOptions = {}): Code =>
      (stack) => {
        fleet = new MirroredFleet(stack, 'Fleet', {
          filter: webFilter(stack),
          sources,
          targets: [clb('sensors')],
          ledger: app.ledger(options),
          ...props,
        });
      };
  const enabled = async () => Object.fromEntries((await life.account()).sessions.map((s) => [[...s.sources].sort().join(), s.enabled]));

  test.each([MirrorPacking.DEDICATED, MirrorPacking.DENSE])(
    'is created off, switched on by tag and off by one flag, and nothing is replaced (%s)',
    async (packing) => {
      const app = new AppLife(life);
      const props = { packing, enabledByTag: BY_TAG };
      const lives: [step: string, mirror: string, more: Partial<MirroredFleetProps>, on: boolean][] = [
        ['off', 'off', {}, false],
        ['on by tag', 'on', {}, true],
        ['off by one flag', 'on', { enabled: false }, false],
        ['on again', 'on', {}, true],
      ];
      for (const [step, mirror, more, on] of lives) {
        app.synth(fleetOf(app, ids(3).map((id) => tagged(id, mirror)), { ...props, ...more }));
        if (step !== 'off') {
          const changes = (await app.plan()).changes;
          expect(changes.map(({ actions }) => actions)).toEqual(Array(packing === MirrorPacking.DENSE ? 1 : 3).fill(['update']));
          expect(fleet.change).toMatchObject({ created: [], removed: [], interrupted: [], switchedOff: on ? [] : ids(3) });
          expect(fleet.change.touched).toHaveLength(changes.length);
        }
        const report = await app.apply();
        expect(report.failed).toEqual([]);
        expect(Object.values(await enabled())).toEqual(Array(packing === MirrorPacking.DENSE ? 1 : 3).fill(on));
        expect(planned(await app.plan())).toEqual([]);
      }
    });

  test.each([10, 50])(
    'is compacted in two applies: nobody but the wave goes dark, and nothing collides at a parallelism of %i',
    async (parallelism) => {
      const app = new AppLife(life);
      const sources = ids(12).map(source);
      await app.become(fleetOf(app, sources));

      const first = await app.become(fleetOf(app, sources, { packing: MirrorPacking.DENSE, compaction: 5 }), { parallelism });
      expect(fleet.change).toMatchObject({ created: [], touched: [], interrupted: [] });
      expect(fleet.change.parked).toHaveLength(5);
      expect([first.failed, first.refusals, [...first.darkened].sort()]).toEqual([[], {}, fleet.change.parked]);
      const { parked } = fleet.change;

      const second = await app.become(fleetOf(app, sources, { packing: MirrorPacking.DENSE }), { parallelism });
      expect([second.failed, second.refusals, second.darkened]).toEqual([[], {}, []]);
      expect(fleet.change).toMatchObject({ added: parked, touched: [], removed: [], interrupted: [] });
      expect(Object.keys(await enabled()).map((list) => list.split(',').length).sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 5]);
      expect(planned(await app.plan())).toEqual([]);
    });
});
