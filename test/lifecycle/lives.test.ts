// The whole life of every example app: what it writes is valid, applies, stays as it is, and goes without a trace.
import { execFile } from 'child_process';
import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { Lifecycle, describeWithTerraform } from './harness';
import { EXAMPLES, exampleNames } from '../golden/examples';

const TSX = join(__dirname, '..', '..', 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** An example, what it is called with, and the edition of the cloud that it is for. */
type Life = readonly [example: string, args: readonly string[], edition: '2023' | '2026'];
const LIVES = exampleNames().flatMap((name): Life[] => {
  // It begins with what somebody made in the console; adopted-fleet.test.ts has such an account.
  if (name === 'adoption') return [];
  if (name === 'landing-zone') return [[name, [], '2023'], [name, ['2026'], '2026']];
  return [[name, [], name === 'two-targets' ? '2026' : '2023']];
});

describeWithTerraform('the life of example', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  test.each(LIVES.flatMap(([name, args, edition]) => [10, 50].map((parallelism) => [name, edition, parallelism, args] as const)))(
    '%s under %s, %i at a time', async (name, edition, parallelism, args) => {
      await life.reset({ edition });
      const outdir = life.directory();
      await promisify(execFile)(process.execPath, [TSX, 'main.ts', ...args], {
        cwd: join(EXAMPLES, name), env: { ...process.env, CDKTF_OUTDIR: outdir }, maxBuffer: 1 << 26,
      });
      const [stack, ...others] = readdirSync(join(outdir, 'stacks'));
      expect(others).toEqual([]);
      const folder = join(outdir, 'stacks', stack);
      const file = join(folder, 'cdk.tf.json');
      // The state would otherwise be kept beside the example.
      writeFileSync(file, readFileSync(file, 'utf8').split(join(EXAMPLES, name)).join(outdir));

      await life.validate(folder);
      const created = await life.step('create', async () => life.apply(folder, { parallelism }));
      expect(created.failed).toEqual([]);
      const { sessions } = await life.account();
      expect(sessions).toHaveLength(created.touched.filter(({ type }) => type === 'alicloud_vpc_traffic_mirror_session').length);
      expect(sessions.length).toBeGreaterThan(0);
      expect(sessions.filter(({ enabled }) => !enabled)).toEqual([]);

      expect((await life.plan(folder)).changes).toEqual([]);
      await life.destroy(folder, { parallelism });
      const { filters, interfaces, objects, ...left } = await life.account();
      expect(left.sessions).toEqual([]);
      expect(filters).toEqual([]);
      expect(interfaces.filter(({ released }) => !released)).toEqual([]);
      expect(objects).toEqual([]);
    }, 120_000);
});
