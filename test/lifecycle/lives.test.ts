// The whole life of every example app: what it writes is valid, applies, stays as it is, and goes without a trace.
import { execFile } from 'child_process';
import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { Lifecycle, describeWithTerraform } from './harness';
import { EXAMPLES, exampleNames } from '../golden/examples';
import { TSX } from '../support/programs';
import { inTurn } from '../support/runs';

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

  // Terraform's own parallelism and a high one by turns.
  test.each(
    LIVES.flatMap(([name, args, edition], turn) =>
      inTurn([10, 50], 1, turn).map((parallelism) => [name, edition, parallelism, args] as const),
    ),
  )('%s under %s, %i at a time', async (name, edition, parallelism, args) => {
    await life.reset({ edition });
    const outdir = life.directory();
    await promisify(execFile)(process.execPath, [TSX, 'main.ts', ...args], {
      cwd: join(EXAMPLES, name), env: { ...process.env, CDKTF_OUTDIR: outdir }, maxBuffer: 1 << 26,
    });
    const folders = readdirSync(join(outdir, 'stacks')).map((stack) => join(outdir, 'stacks', stack));
    expect(folders).toHaveLength(name === 'sharded' ? 3 : 1);
    for (const folder of folders) keepStateIn(folder);

    // Stacks that need none of the others, side by side as a pipeline does it.
    const all = async <T>(run: (folder: string) => Promise<T>): Promise<T[]> => Promise.all(folders.map(run));
    await all(async (folder) => life.validate(folder));
    const created = await life.step('create', async () => all(async (folder) => life.apply(folder, { parallelism })));
    expect(created.failed).toEqual([]);
    const { sessions } = await life.account();
    expect(sessions).toHaveLength(created.touched.filter(({ type }) => type === 'alicloud_vpc_traffic_mirror_session').length);
    expect(sessions.length).toBeGreaterThan(0);
    expect(sessions.filter(({ enabled }) => !enabled)).toEqual([]);

    expect((await all(async (folder) => life.plan(folder))).flatMap(({ changes }) => changes)).toEqual([]);
    await all(async (folder) => life.destroy(folder, { parallelism }));
    const { filters, interfaces, objects, ...left } = await life.account();
    expect(left.sessions).toEqual([]);
    expect(filters).toEqual([]);
    expect(interfaces.filter(({ released }) => !released)).toEqual([]);
    expect(objects).toEqual([]);
  });
});

/** Gives a stack a local backend in its own folder, whatever it has: its state would be beside the example, or far away. */
function keepStateIn(folder: string): void {
  const file = join(folder, 'cdk.tf.json');
  const configuration = JSON.parse(readFileSync(file, 'utf8'));
  configuration.terraform.backend = { local: { path: join(folder, 'terraform.tfstate') } };
  writeFileSync(file, JSON.stringify(configuration));
}
