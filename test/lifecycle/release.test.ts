// Sessions that Terraform lets go of: they run on, and the fleet's ledger keeps what they hold.
import { AppLife, Code, clb, planned, source, webFilter } from './apps';
import { SESSION } from './handwritten';
import { Lifecycle, describeWithTerraform } from './harness';
import { MirrorLedgerOptions, MirrorPacking, MirroredFleet, MirroredFleetProps } from '../../src';

const ids = (...names: string[]): string[] => names.map((name) => `eni-bp1${name}`);

interface Change {
  readonly release?: readonly string[];
  readonly options?: MirrorLedgerOptions;
  readonly props?: Partial<MirroredFleetProps>;
}

describeWithTerraform('a released session', () => {
  let life: Lifecycle;
  let app: AppLife;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    app = new AppLife(life);
  });

  const fleetOf = (sources: readonly string[], { release = [], options, props }: Change = {}): Code => (stack) => {
    const fleet = new MirroredFleet(stack, 'Fleet', {
      filter: webFilter(stack),
      sources: sources.map(source),
      targets: [clb('sensors')],
      ledger: app.ledger(options),
      ...props,
    });
    for (const key of release) fleet.release(key);
  };
  const running = async (): Promise<Record<string, { id: string; priority: number }>> =>
    Object.fromEntries(
      (await life.account()).sessions.map(({ sources, id, priority }) => [[...sources].sort().join(), { id, priority: priority! }]),
    );
  const sessionsOfState = async (): Promise<string[]> =>
    Object.keys(await life.state(app.folder)).filter((address) => address.startsWith(SESSION));
  const [a, b, c, d] = ids('a', 'b', 'c', 'd');

  test('is forgotten without a call, runs on, and lends nothing to others until it is gone', async () => {
    await app.become(fleetOf([a, b, c]));
    const before = await running();

    app.synth(fleetOf([a, b, c], { release: [b] }));
    expect(planned(await app.plan())).toEqual([
      `forget ${SESSION}.${(await sessionsOfState()).find((address) => address.endsWith(b))!.split('.')[1]}`,
    ]);
    const release = await app.apply();
    expect([release.writes, release.darkened, release.failed]).toEqual([[], [], []]);
    expect(await running()).toEqual(before);
    expect(await sessionsOfState()).toHaveLength(2);
    expect(planned(await app.plan())).toEqual([]);

    // The call and the source leave the code; another source comes.
    const grown = await app.become(fleetOf([a, c, d]));
    expect([grown.darkened, grown.refusals, grown.failed]).toEqual([[], {}, []]);
    expect(await running()).toMatchObject(before);
    expect(Object.keys(await running())).toHaveLength(4);

    // Somebody deletes it in the console, and says so: then its source can be mirrored again.
    await life.console({ do: 'deleteSession', id: before[b].id });
    await app.become(fleetOf([a, c, d]));
    expect(await running()).not.toHaveProperty([b]);
    const again = await app.become(fleetOf([a, b, c, d], { options: { goneSessions: [b] } }));
    expect([again.darkened, again.refusals, again.failed]).toEqual([[], {}, []]);
    expect((await running())[b].id).not.toBe(before[b].id);
    expect(planned(await app.plan())).toEqual([]);
  });

  test('is destroyed without the call, which interrupts: what a release is for', async () => {
    await app.become(fleetOf([a, b, c]));
    const report = await app.become(fleetOf([a, c]));
    expect(report.lost).toEqual([b]);
  });

  test.each([MirrorPacking.DEDICATED, MirrorPacking.DENSE])('keeps its filter, also when it was the last one (%s)', async (packing) => {
    await app.become(fleetOf([a, b], { props: { packing } }));
    const keys = packing === MirrorPacking.DENSE ? [a] : [a, b];
    const release = await app.become(fleetOf([a, b], { release: keys, props: { packing } }));
    expect([release.writes, release.darkened, release.blinded]).toEqual([[], [], []]);
    expect(await sessionsOfState()).toEqual([]);
    const after = await app.become(fleetOf([d], { props: { packing } }));
    expect([after.darkened, after.blinded, after.refusals]).toEqual([[], [], {}]);
    expect(Object.keys(await running())).toEqual(expect.arrayContaining(packing === MirrorPacking.DENSE ? [`${a},${b}`, d] : [a, b, d]));
  });
});
