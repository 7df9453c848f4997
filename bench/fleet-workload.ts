import { createHash } from 'crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorLedger, MirrorPacking, MirrorPlan, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSource,
  MirrorTarget, MirroredFleet, MirroredFleetShard, PortRange,
} from 'cdktf-alicloud-traffic-mirror';
import { load } from './library';
import { withoutChecks } from './without-checks';

/** Edition 2023: sources of a session, sessions of a filter, sessions of an internal CLB. */
const PER_SESSION = 10;
const PER_FILTER = 1_000;
const PER_TARGET = 200;
/** What a plan puts into a shard of 2,000 resources, less two filters of ten rules. */
const PER_STACK = 1_976;

/**
 * How a large fleet is written, or what of it is measured alone: hand-written L1s, the same with all checks, a fleet
 * whose ledger is new, one whose ledger holds it all, its plan against that ledger, and the ledger's file. Apart from that,
 * one fleet in one stack, and many small ones with one ledger.
 */
export type FleetWay = 'l1' | 'l1-policy' | 'new' | 'full' | 'plan' | 'ledger' | 'one' | 'many';

/** The sources of each of many fleets. */
const PER_FLEET = 10;

/** What one run took, in milliseconds of CPU time and in mebibytes. */
export interface FleetMeasured {
  readonly cpu: number;
  readonly memory: number;
  /** The same work on the same data by hand: JSON.parse and JSON.stringify of the lines. */
  readonly plain?: number;
  readonly stacks?: number;
  /** A hash over all sessions but for their numbers and names. */
  readonly digest?: string;
}

const eni = (n: number) => `eni-bp1${(n + 1e7).toString(36)}`;
const clb = (session: number, sessions: number) => `lb-bp1c${session % targetCount(sessions)}`;
const targetCount = (sessions: number) => Math.ceil(sessions / PER_TARGET);

function handWritten(app: App, sources: number): void {
  const sessions = Math.ceil(sources / PER_SESSION);
  for (let start = 0; start < sessions; start += PER_STACK) {
    const stack = stackOf(app, start / PER_STACK);
    let filterId = '';
    for (let i = start; i < Math.min(start + PER_STACK, sessions); i++) {
      const copy = (i - start) / PER_FILTER;
      if (Number.isInteger(copy)) filterId = handWrittenFilter(stack, copy);
      new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, `session-${i}`, {
        trafficMirrorFilterId: filterId,
        trafficMirrorSourceIds: Array.from({ length: Math.min(PER_SESSION, sources - i * PER_SESSION) }, (_, n) =>
          eni(i * PER_SESSION + n),
        ),
        trafficMirrorTargetId: clb(i, sessions),
        trafficMirrorTargetType: 'SLB',
        priority: i + 1,
        virtualNetworkId: i + 1,
        enabled: true,
      });
    }
  }
}

function handWrittenFilter(stack: TerraformStack, number: number): string {
  const filter = new alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(stack, `filter-${number}`);
  new alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(stack, `filter-${number}-inbound`, {
    trafficMirrorFilterId: filter.id,
    priority: 1,
    action: 'accept',
    protocol: 'TCP',
    sourceCidrBlock: '0.0.0.0/0',
    destinationCidrBlock: '0.0.0.0/0',
    sourcePortRange: '-1/-1', destinationPortRange: '443/443',
  });
  return filter.id;
}

function stackOf(app: App, number: number): TerraformStack {
  const stack = new TerraformStack(app, `mirror-${number}`);
  new alicloud.provider.AlicloudProvider(stack, 'alicloud', { region: 'cn-hangzhou' });
  return stack;
}

function planOf(ledger: MirrorLedger, sources: MirrorSource[], policy?: MirrorPolicy): MirrorPlan {
  const sessions = Math.ceil(sources.length / PER_SESSION);
  return MirrorPlan.of({
    name: 'fleet', sources, ledger, policy, packing: MirrorPacking.DENSE,
    targets: Array.from({ length: targetCount(sessions) }, (_, i) => MirrorTarget.internalLoadBalancer(clb(i, sessions))),
  });
}

function asShards(app: App, sources: number, file: string): void {
  const plan = planOf(ledgerOf(file), sourcesOf(sources), MirrorPolicy.of(app));
  for (const shard of plan.shards) {
    const stack = stackOf(app, shard.number);
    const filter = new MirrorFilter(stack, 'Filter', {
      inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
    });
    new MirroredFleetShard(stack, 'Fleet', { shard, filter });
  }
}

/** Fleets in one stack with one ledger, each source in its own session. */
function asFleets(app: App, count: number, fleets: number, file: string): void {
  const stack = stackOf(app, 0);
  const ledger = ledgerOf(file);
  const all = sourcesOf(count);
  const targets = Array.from({ length: targetCount(count) }, (_, i) => MirrorTarget.internalLoadBalancer(clb(i, count)));
  let filter: MirrorFilter | undefined;
  for (let i = 0; i < fleets; i++) {
    const sources = all.slice(i * count / fleets, (i + 1) * count / fleets);
    // One fleet copies its filter for every thousand sessions. Fleets that share a filter do not.
    if (!filter || i * sources.length % PER_FILTER === 0) {
      filter = new MirrorFilter(stack, `Filter-${i}`, {
        inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
      });
    }
    new MirroredFleet(stack, `Fleet-${i}`, { filter, sources, targets, ledger });
  }
}

/** Not frozen, also where a build server runs this. */
function ledgerOf(file: string): MirrorLedger {
  return MirrorLedger.file(file, { frozen: false });
}

function sourcesOf(count: number): MirrorSource[] {
  return Array.from({ length: count }, (_, n) =>
    MirrorSource.networkInterface(eni(n), { instanceType: 'ecs.g7.large', zoneId: 'cn-hangzhou-h' }),
  );
}

/** CPU time of what is done, in milliseconds. */
function timed<T>(action: () => T): [cpu: number, result: T] {
  const start = process.cpuUsage();
  const result = action();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1_000, result];
}

const memory = () => process.resourceUsage().maxRSS / 1_024;

/** Constructs and synthesizes an app of several stacks, with all checks. */
function measureApp(way: Exclude<FleetWay, 'plan' | 'ledger'>, sources: number, folder: string, ledger: string): FleetMeasured {
  const outdir = join(folder, 'cdktf.out');
  const [cpu] = timed(() => {
    const app = new App({ outdir });
    if (way === 'l1-policy') MirrorPolicy.of(app);
    else if (way === 'l1') withoutChecks(app);
    if (way === 'l1' || way === 'l1-policy') handWritten(app, sources);
    else if (way === 'one') asFleets(app, sources, 1, join(folder, 'traffic-mirror.lock'));
    else if (way === 'many') asFleets(app, sources, sources / PER_FLEET, join(folder, 'traffic-mirror.lock'));
    else asShards(app, sources, way === 'full' ? ledger : join(folder, 'traffic-mirror.lock'));
    app.synth();
  });
  return { cpu, memory: memory(), ...contentOf(join(outdir, 'stacks')) };
}

/** Plans a fleet whose sources are all in the ledger; beside it, one map of them by their key. */
function measurePlan(sources: number, file: string): FleetMeasured {
  const [ledger, given] = [ledgerOf(file), sourcesOf(sources)];
  const [cpu, plan] = timed(() => planOf(ledger, given));
  if (!plan.change.isEmpty) throw new Error(`the plan changes something: ${plan.change}`);
  const [plain] = timed(() => new Map([...given].sort((a, b) => a.key < b.key ? -1 : 1).map((s) => [s.key, { ...s }])));
  return { cpu, plain, memory: memory() };
}

/** Reads and writes the ledger; beside it, its lines through JSON alone. */
function measureLedger(folder: string, file: string): FleetMeasured {
  // Not exported by the package, since nobody but a ledger writes ledgers.
  const { readLedger } = load<typeof import('../src/fleet/ledger-reader')>('fleet/ledger-reader');
  const { writeLedgerCopy } = load<typeof import('../src/fleet/ledger-writer')>('fleet/ledger-writer');
  const copy = join(folder, 'copy.lock');
  const [cpu] = timed(() => writeLedgerCopy(copy, readLedger(file)!));
  if (readFileSync(copy, 'utf8') !== readFileSync(file, 'utf8')) throw new Error('the ledger that was read and written is another');
  const [plain] = timed(() => {
    const records = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
    writeFileSync(copy, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  });
  return { cpu, plain, memory: memory() };
}

/** Counts the written stacks and condenses what must be the same whichever way they were written. */
function contentOf(stacks: string): { stacks: number; digest: string } {
  const hash = createHash('sha256');
  const names = readdirSync(stacks).sort();
  for (const name of names) {
    const { resource } = JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8'));
    const uses = new Map<string, number>();
    const lines = (Object.values(resource.alicloud_vpc_traffic_mirror_session) as Record<string, any>[]).map((session) => {
      const { priority, virtual_network_id: vni, traffic_mirror_filter_id: filter } = session;
      if (!(priority > 0 && vni > 0)) throw new Error('a session without its numbers');
      uses.set(filter, (uses.get(filter) ?? 0) + 1);
      return JSON.stringify([
        session.traffic_mirror_source_ids, session.traffic_mirror_target_id, session.traffic_mirror_target_type, session.enabled,
      ]);
    });
    hash.update(JSON.stringify([name, [...uses.values()].sort(), lines.sort()]));
  }
  return { stacks: names.length, digest: hash.digest('hex') };
}

function measure(way: FleetWay, sources: number, ledger: string): FleetMeasured {
  const folder = mkdtempSync(join(tmpdir(), 'traffic-mirror-bench-'));
  try {
    if (way === 'plan') return measurePlan(sources, ledger);
    if (way === 'ledger') return measureLedger(folder, ledger);
    const measured = measureApp(way, sources, folder, ledger);
    // The first run's ledger is what the others read.
    if (way === 'new') writeFileSync(ledger, readFileSync(join(folder, 'traffic-mirror.lock')));
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [way, sources, ledger] = process.argv.slice(2);
process.stdout.write(JSON.stringify(measure(way as FleetWay, Number(sources), ledger)));
