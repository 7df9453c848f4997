// A state of provider 1.x under 2.x, over the same cloud: nothing to do, with and without a refresh.
import { AppLife, Code, planned, source, webFilter } from './apps';
import { stack } from './handwritten';
import { Lifecycle, describeWithTerraform } from './harness';
import { CollectorLoadBalancer, MirrorCollector, MirrorSensor, MirrorSession } from '../../src';
import { TRIED_PROVIDERS } from '../../src/catalog/versions';
import { readGoldens } from '../golden/examples';

const [, LAST_1, FIRST_2] = TRIED_PROVIDERS.map(({ version }) => version);

describeWithTerraform(`a state of ${LAST_1} under ${FIRST_2}`, () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  /** Applied under 1.x, planned and destroyed under 2.x, and planned under 1.x again. */
  async function moved(folders: readonly string[]): Promise<void> {
    const plans = async (): Promise<string[]> => {
      const all = [];
      for (const folder of folders) for (const refresh of [false, true]) all.push(...planned(await life.plan(folder, { refresh })));
      return all;
    };
    await life.provider(LAST_1);
    for (const folder of folders) await life.apply(folder);
    await life.provider(FIRST_2);
    expect(await plans()).toEqual([]);
    for (const folder of folders) await life.apply(folder);
    await life.provider(LAST_1);
    expect(await plans()).toEqual([]);
    await life.provider(FIRST_2);
    for (const folder of folders) await life.destroy(folder);
    expect((await life.account()).sessions).toEqual([]);
  }

  test.each(['one-source', 'sharded'])('example %s', async (example) => {
    const stacks = Object.values(readGoldens(example)) as any[];
    await moved(stacks.map((one) => life.directory({ ...one, terraform: { ...one.terraform, backend: undefined } })));
  });

  test('a collector', async () => {
    const app = new AppLife(life);
    const code: Code = (scope) => {
      const collector = new MirrorCollector(scope, 'Sensors', {
        loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
        sensors: [MirrorSensor.instance('i-bp1suricata')],
        createSecurityGroupIn: 'vpc-bp1prod',
      });
      collector.allowFromCidrs(['10.0.0.0/24']);
      new MirrorSession(scope, 'Session', { filter: webFilter(scope), sources: [source('eni-bp1web')], target: collector.target });
    };
    app.synth(code);
    await moved([app.folder]);
  });

  test('fails for what 2.x does not have', async () => {
    await life.provider(FIRST_2);
    const folder = life.directory({ ...stack({}), resource: { alicloud_instance: { web: { subnet_id: 'vsw-bp1web' } } } });
    expect((await life.validate(folder, { expect: 'failure' })).output).toContain('subnet_id');
    await life.provider(LAST_1);
    expect((await life.validate(folder, { expect: 'any' })).output).not.toContain('subnet_id');
  });
});
