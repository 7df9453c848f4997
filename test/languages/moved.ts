// The life of an app that moves from one framework to the other and back, under the real Terraform: nothing is planned, and the
// ledger is the same file. Needs the twin: npx projen twin
import { execFileSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { TWIN } from '../../projenrc/twin/make';
import { CDKTF, CDKTN, Framework } from '../../projenrc/twins';
import { Lifecycle } from '../lifecycle/harness';
import { TSX } from '../support/programs';

const ROOT = join(__dirname, '..', '..');
const FOLDERS: ReadonlyArray<readonly [Framework, string]> = [[CDKTF, ROOT], [CDKTN, TWIN]];
/** So many of the first interfaces of the estate, which have the role, are mirrored only from the second estate on. */
const LATER = 1;

let failed = 0;
function verify(what: string, is: unknown, should: unknown): void {
  const holds = JSON.stringify(is) === JSON.stringify(should);
  if (!holds) failed++;
  console.log(
    `${holds ? 'ok    ' : 'FAILED'} ${what}${holds ? '' : `: ${JSON.stringify(is).slice(0, 500)} instead of ${JSON.stringify(should).slice(0, 500)}`}`,
  );
}

/** Gives the role of the first ones a later value. The instances come in the order of their interfaces. */
function retag(file: string, recordsOf: (answer: any) => any[]): void {
  const answer = JSON.parse(readFileSync(file, 'utf8'));
  for (const { Tags } of recordsOf(answer).slice(0, LATER)) {
    for (const tag of Tags.Tag) if (tag.TagKey === 'role') tag.TagValue = 'later';
  }
  writeFileSync(file, JSON.stringify(answer));
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'moved-'));
  const whole = join(ROOT, 'examples', 'estates', 'estate-120');
  const smaller = join(home, 'estate');
  cpSync(whole, smaller, { recursive: true });
  retag(join(smaller, 'network-interfaces.json'), ({ NetworkInterfaceSets }) => NetworkInterfaceSets.NetworkInterfaceSet);
  retag(join(smaller, 'instances.json'), ({ Instances }) => Instances.Instance);

  const life = await Lifecycle.start();
  const folder = join(home, 'cdktf.out', 'stacks', 'net');
  /** What the app writes under a framework; the version of the framework is the one difference. */
  const synth = ([{ module, version }, at]: readonly [Framework, string], estate: string): { terraform: any; ledger: string } => {
    execFileSync(
      process.execPath,
      [TSX, '--tsconfig', join(at, 'examples', 'tsconfig.json'), join(at, 'examples', 'languages', 'typescript', 'main.ts')],
      {
        cwd: at, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, EXAMPLE_HOME: home, EXAMPLE_ESTATE: estate },
      });
    const terraform = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
    verify(`${module} has written it`, terraform['//'].metadata.version, version);
    delete terraform['//'].metadata.version;
    return { terraform, ledger: readFileSync(join(home, 'traffic-mirror.lock'), 'utf8') };
  };
  const planned = async (): Promise<string[]> =>
    (await life.plan(folder)).changes.map(({ address, actions }) => `${actions.join(' and ')} ${address}`);
  try {
    const [cdktf, cdktn] = FOLDERS;
    const first = synth(cdktf, smaller);
    await life.apply(folder);
    const before = (await life.account()).sessions.length;
    verify('sessions run', before > 10, true);
    verify('the plan after the apply is empty', await planned(), []);

    const moved = synth(cdktn, smaller);
    verify('after the move the Terraform is equal, but for the version', moved.terraform, first.terraform);
    verify('the ledger is the same file', moved.ledger, first.ledger);
    verify('the move plans nothing', await planned(), []);

    synth(cdktn, whole);
    const changes = (await life.plan(folder)).changes;
    verify(
      'the fleet grows under cdktn, and touches nothing that runs',
      changes.map(({ type, actions }) => `${actions} ${type}`),
      Array(LATER).fill('create alicloud_vpc_traffic_mirror_session'),
    );
    const grown = await life.step('grow', async () => life.apply(folder));
    verify('nobody is interrupted', [grown.lost, grown.interrupted, (await life.account()).sessions.length], [[], [], before + LATER]);

    synth(cdktf, whole);
    verify('the way back plans nothing', await planned(), []);
  } finally {
    await life.stop();
    rmSync(home, { recursive: true, force: true });
  }
  if (failed > 0) process.exitCode = 1;
}

void main();
