// What users run: the command cdktf itself over an example app, from synth to destroy.
import { spawn } from 'child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Lifecycle, Run, describeWithTerraform } from './harness';

const REPOSITORY = join(__dirname, '..', '..');
const SENSOR = 'MirrorTarget.networkInterface(\'eni-bp1sensor\'';
const ITSELF = 'MirrorTarget.networkInterface(\'eni-bp1web\'';

describeWithTerraform('cdktf', () => {
  let life: Lifecycle;
  let folder: string;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset();
    folder = life.directory();
    copy('one-source');
    symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
    // The app imports the package by its name; this leads it to the sources, so that nothing needs to be compiled.
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      extends: join(REPOSITORY, 'examples', 'tsconfig.json'),
      compilerOptions: { paths: { 'cdktf-alicloud-traffic-mirror': [join(REPOSITORY, 'src')] } },
      include: ['*.ts'],
    }));
  });

  function copy(example: string, to = folder): void {
    cpSync(join(REPOSITORY, 'examples', example), to, { recursive: true, filter: (path) => !path.includes('cdktf.out') });
  }

  /** Its output is for people: it can lack the last lines of Terraform's. */
  async function cdktf(...args: string[]): Promise<Run> {
    const { TF_CLI_CONFIG_FILE: config, ...kept } = process.env;
    const child = spawn(join(folder, 'node_modules', '.bin', 'cdktf'), args, {
      cwd: folder,
      env: {
        ...kept, ...(config && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}),
        CHECKPOINT_DISABLE: '1', CI: '1', FORCE_COLOR: '0', TF_REATTACH_PROVIDERS: life.server.reattach,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => { output += data.toString(); });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ ok: exitCode === 0, exitCode, output }));
    });
  }

  function rewrite(from: string, to: string): void {
    const main = join(folder, 'main.ts');
    const before = readFileSync(main, 'utf8');
    expect(before).toContain(from);
    writeFileSync(main, before.replace(from, to));
  }

  const deploy = async (...more: string[]): Promise<Run> => cdktf('deploy', '--auto-approve', '--skip-provider-lock', ...more);

  test('deploys an example, sees no difference after it, and destroys it', async () => {
    expect((await deploy()).ok).toBe(true);
    expect(await life.session('web-to-sensor')).toMatchObject({ sources: ['eni-bp1web'], targetId: 'eni-bp1sensor', enabled: true });

    expect((await cdktf('diff', '--skip-provider-lock')).ok).toBe(true);
    const stacks = join(folder, 'cdktf.out', 'stacks');
    expect((await life.plan(join(stacks, readdirSync(stacks)[0]))).changes).toEqual([]);

    expect((await cdktf('destroy', '--auto-approve', '--skip-provider-lock')).ok).toBe(true);
    expect(await life.account()).toMatchObject({ sessions: [], filters: [] });
  });

  test('fails: an app with a finding is refused, and nothing is left that --skip-synth could deploy', async () => {
    expect((await cdktf('synth')).ok).toBe(true);
    expect(existsSync(join(folder, 'cdktf.out', 'manifest.json'))).toBe(true);
    rewrite(SENSOR, ITSELF);

    const refused = await deploy();
    expect(refused.output).toContain('TM302');
    expect(refused.ok).toBe(false);
    expect(existsSync(join(folder, 'cdktf.out', 'manifest.json'))).toBe(false);

    expect((await deploy('--skip-synth')).ok).toBe(false);
    expect((await life.accounts()).flatMap(({ sessions, filters }) => [...sessions, ...filters])).toEqual([]);
  });

  test('deploys one stack of an app of several, and no other', async () => {
    copy('sharded');
    // The example reads its inventory from beside it, and keeps its states in the cloud, which is not to be had here.
    copy('estates', join(folder, 'estates'));
    rewrite("join(__dirname, '..', 'estates'", "join(__dirname, 'estates'");
    const main = join(folder, 'main.ts');
    writeFileSync(
      main,
      readFileSync(main, 'utf8')
        .replace(/new OssBackend\([^]*?\n  \}\);/, 'new LocalBackend(stack);')
        .replace('OssBackend', 'LocalBackend'),
    );

    expect((await cdktf('deploy', 'mirror-1', '--auto-approve', '--skip-provider-lock')).ok).toBe(true);
    const ledger = readFileSync(join(folder, 'traffic-mirror.lock'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as { source: string; shard: number });
    const { sessions, filters } = await life.account();
    expect(filters.map(({ name }) => name)).toEqual(['web-1']);
    expect(sessions.flatMap((one) => one.sources).sort()).toEqual(
      ledger
        .filter(({ shard }) => shard === 1)
        .map(({ source }) => source)
        .sort(),
    );

    expect((await cdktf('destroy', 'mirror-1', '--auto-approve', '--skip-provider-lock')).ok).toBe(true);
    expect(await life.account()).toMatchObject({ sessions: [], filters: [] });
  });
});
