import { createHash } from 'crypto';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import {
  alicloud, IMirrorFilter, MirrorFilter, MirrorLedger, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSession, MirrorSource,
  MirrorTarget, MirroredFleet, PortRange,
} from 'cdktf-alicloud-traffic-mirror';
import { withoutChecks } from './without-checks';

/** Edition 2023: sessions of one filter, and of one internal CLB. */
const PER_FILTER = 1_000;
const PER_TARGET = 200;
const ZONES = ['cn-hangzhou-b', 'cn-hangzhou-g', 'cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j'];

/** Ways to write the same sessions. */
export type Way = 'l1' | 'l1-policy' | 'session' | 'fleet';

/** What one run took, in milliseconds of CPU time and in mebibytes. */
export interface Measured {
  readonly cpu: number;
  /** The part of it in the validation of the app's root, where the library's checks run. */
  readonly checks: number;
  readonly memory: number;
  readonly sessions: number;
  /** A hash over all sessions but for their numbers and names. */
  readonly digest: string;
}

interface Planned {
  readonly number: number;
  readonly eni: string;
  readonly clb: string;
  readonly zone: string;
  readonly filter: number;
}

/** The sessions before anything is measured: each filter has a target in each zone, so that every way picks the same. */
function plan(size: number): Planned[] {
  return Array.from({ length: size }, (_, i) => {
    const filter = Math.floor(i / PER_FILTER);
    const zone = Math.floor(i % PER_FILTER / PER_TARGET);
    return { number: i + 1, eni: `eni-bp1${(i + 1e6).toString(36)}`, clb: `lb-bp1f${filter}z${zone}`, zone: ZONES[zone], filter };
  });
}

function handWritten(stack: TerraformStack, planned: Planned[]): void {
  const filters = new Map<number, HandWrittenFilter>();
  for (const p of planned) {
    let filter = filters.get(p.filter);
    if (filter === undefined) filters.set(p.filter, filter = handWrittenFilter(stack, p.filter));
    new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, `session-${p.number}`, {
      trafficMirrorFilterId: filter.id,
      trafficMirrorSourceIds: [p.eni],
      trafficMirrorTargetId: p.clb,
      trafficMirrorTargetType: 'SLB',
      priority: p.number,
      virtualNetworkId: p.number,
      enabled: true,
      // Without it a session copies nothing at first.
      dependsOn: [filter.rule],
    });
  }
}

interface HandWrittenFilter {
  readonly id: string;
  readonly rule: TerraformResource;
}

function handWrittenFilter(stack: TerraformStack, number: number): HandWrittenFilter {
  const filter = new alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(stack, `filter-${number}`, {
    trafficMirrorFilterName: `filter-${number}`,
  });
  const rule = new alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(stack, `filter-${number}-inbound`, {
    trafficMirrorFilterId: filter.id,
    priority: 1,
    action: 'accept',
    protocol: 'TCP',
    sourceCidrBlock: '0.0.0.0/0',
    destinationCidrBlock: '0.0.0.0/0',
    sourcePortRange: '-1/-1', destinationPortRange: '443/443',
  });
  return { id: filter.id, rule };
}

function filterOf(stack: TerraformStack, number: number): MirrorFilter {
  return new MirrorFilter(stack, `filter-${number}`, {
    filterName: `filter-${number}`,
    inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
  });
}

function sourceOf(p: Planned): MirrorSource {
  return MirrorSource.networkInterface(p.eni, { instanceType: 'ecs.g7.large', zoneId: p.zone });
}

function asSessions(stack: TerraformStack, planned: Planned[]): void {
  const filters = new Map<number, IMirrorFilter>();
  const targets = new Map<string, MirrorTarget>();
  for (const p of planned) {
    let filter = filters.get(p.filter);
    if (!filter) filters.set(p.filter, filter = filterOf(stack, p.filter));
    let target = targets.get(p.clb);
    if (!target) targets.set(p.clb, target = MirrorTarget.internalLoadBalancer(p.clb, { zoneId: p.zone }));
    new MirrorSession(stack, `session-${p.number}`, {
      filter,
      sources: [sourceOf(p)],
      target,
      priority: p.number,
      virtualNetworkId: p.number,
    });
  }
}

function asFleets(stack: TerraformStack, planned: Planned[], folder: string): void {
  // Not frozen, also where a build server runs this.
  const ledger = MirrorLedger.file(join(folder, 'traffic-mirror.lock'), { frozen: false });
  for (let start = 0; start < planned.length; start += PER_FILTER) {
    const part = planned.slice(start, start + PER_FILTER);
    const { filter } = part[0];
    const targets = new Map(part.map((p) => [p.clb, p.zone]));
    new MirroredFleet(stack, `fleet-${filter}`, {
      filter: filterOf(stack, filter),
      sources: part.map(sourceOf),
      targets: [...targets].map(([id, zoneId]) => MirrorTarget.internalLoadBalancer(id, { zoneId })),
      ledger,
    });
  }
}

function milliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/** Constructs and synthesizes an app; what a user waits for but for loading the modules. */
function measure(way: Way, size: number, checked: boolean): Measured {
  const planned = plan(size);
  const folder = mkdtempSync(join(tmpdir(), 'traffic-mirror-bench-'));
  try {
    const start = process.cpuUsage();
    const app = new App({ outdir: join(folder, 'cdktf.out'), skipValidation: !checked, context: { trafficMirrorPlaceUnrecorded: true } });
    const stack = new TerraformStack(app, 'stack');
    new alicloud.provider.AlicloudProvider(stack, 'alicloud', { region: 'cn-hangzhou' });
    if (way === 'l1-policy') MirrorPolicy.of(app);
    else if (way === 'l1') withoutChecks(app);
    if (way === 'session') asSessions(stack, planned);
    else if (way === 'fleet') asFleets(stack, planned, folder);
    else handWritten(stack, planned);
    let checks = 0;
    const validate = app.node.validate.bind(app.node);
    app.node.validate = () => {
      const before = process.cpuUsage();
      const errors = validate();
      checks = milliseconds(before);
      return errors;
    };
    app.synth();
    const cpu = milliseconds(start);
    const memory = process.resourceUsage().maxRSS / 1_024;
    return { cpu, checks, memory, ...contentOf(join(folder, 'cdktf.out', 'stacks', 'stack', 'cdk.tf.json')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts the written sessions and condenses what must be the same whichever way they were written. */
function contentOf(file: string): { sessions: number; digest: string } {
  const { resource } = JSON.parse(readFileSync(file, 'utf8'));
  const sessions: Record<string, any>[] = Object.values(resource.alicloud_vpc_traffic_mirror_session);
  const lines = sessions.map(
    ({ '//': _comment, priority, virtual_network_id: vni, traffic_mirror_filter_id: filterId, depends_on: awaited, ...rest }) => {
      if (!(priority > 0 && vni > 0)) throw new Error('a session without its numbers');
      const filter = resource.alicloud_vpc_traffic_mirror_filter[filterId.split('.')[1]].traffic_mirror_filter_name;
      if (awaited?.length !== 1) throw new Error('a session that does not wait for the rule of its filter');
      return JSON.stringify(Object.entries({ ...rest, filter }).sort(([a], [b]) => a < b ? -1 : 1));
    });
  for (const name of ['priority', 'virtual_network_id']) {
    if (new Set(sessions.map((s) => s[name])).size !== sessions.length) throw new Error(`two sessions have one ${name}`);
  }
  return { sessions: sessions.length, digest: createHash('sha256').update(lines.sort().join('\n')).digest('hex') };
}

const [way, size, checked] = process.argv.slice(2);
process.stdout.write(JSON.stringify(measure(way as Way, Number(size), checked === 'checked')));
