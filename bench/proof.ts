import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, MirrorFilter, MirrorLedger, MirrorNetworkFacts, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSession, MirrorSource,
  MirrorTarget, MirroredFleet,
} from 'cdktf-alicloud-traffic-mirror';
import { load } from './library';

/** Sources of a target, and rules of the security group of its sensor. */
const PER_GROUP = 100;
/** Sources of each target, and the fleet that they are in: edition 2023 allows 1,000 sessions a filter. */
const TARGETS_PER_FLEET = 10;

/** How the sessions are written, and where the rules of the sensors' groups are. */
export type ProofWay = 'fleet-facts' | 'fleet-app' | 'session-facts' | 'session-app';

export interface ProofMeasured {
  /** CPU time of construction and synth with every check, in milliseconds. */
  readonly cpu: number;
  /** The part of it in TM401 to TM419. */
  readonly proof: number;
  /** Sources that are proved: all of them, or the figure says nothing. */
  readonly proved: number;
}

const VPC = 'vpc-bp1bench';
const SENSORS = 'vsw-bp1sensors';
const ip = (n: number) => `10.${n >> 16 & 255}.${n >> 8 & 255}.${n & 255}`;

/** One sensor with a group of its own behind each load balancer; its group has a rule for every source. */
function described(sessions: number, rules: boolean): MirrorNetworkFacts {
  const targets = Array.from({ length: sessions / PER_GROUP }, (_, t) => t);
  const json = (bodies: unknown[]) => bodies.map((body) => JSON.stringify(body));
  return MirrorNetworkFacts.fromJson({
    networkInterfaces: json([{
      NetworkInterfaceSets: {
        NetworkInterfaceSet: targets.map((t) => ({
          NetworkInterfaceId: `eni-bp1sensor${t}`,
          VpcId: VPC,
          VSwitchId: SENSORS,
          PrivateIpAddress: ip(0xfe0000 + t),
          SecurityGroupIds: { SecurityGroupId: [`sg-bp1sensor${t}`] },
        })),
      },
    }]),
    vswitches: json([{ VSwitches: { VSwitch: [{ VSwitchId: SENSORS, VpcId: VPC, CidrBlock: '10.254.0.0/16', NetworkAclId: '' }] } }]),
    securityGroups: json(targets.map((t) => ({
      SecurityGroupId: `sg-bp1sensor${t}`, VpcId: VPC, InnerAccessPolicy: 'Accept',
      Permissions: {
        Permission: rules
          ? rulesOf(t).map((cidr) => ({
            Direction: 'ingress',
            IpProtocol: 'UDP',
            PortRange: '4789/4789',
            Policy: 'Accept',
            Priority: '1',
            SourceCidrIp: cidr,
          }))
          : [],
      },
    }))),
    loadBalancers: json(targets.map((t) => ({
      LoadBalancerId: `lb-bp1target${t}`, LoadBalancerStatus: 'active', AddressType: 'intranet', VpcId: VPC,
      ListenerPortsAndProtocol: { ListenerPortAndProtocol: [{ ListenerPort: 4789, ListenerProtocol: 'udp' }] },
    }))),
    loadBalancerUdpListeners: json(
      targets.map((t) => ({
        LoadBalancerId: `lb-bp1target${t}`,
        ListenerPort: 4789,
        Status: 'running',
        Scheduler: 'sch',
        AclStatus: 'off',
        VServerGroupId: `rsp-bp1target${t}`,
      })),
    ),
    serverGroups: json(targets.map((t) => ({
      VServerGroupId: `rsp-bp1target${t}`,
      VServerGroupName: 'sensors',
      BackendServers: { BackendServer: [{ ServerId: `eni-bp1sensor${t}`, Port: 4789, Weight: 100, Type: 'eni' }] },
    }))),
  });
}

/** A rule for each source of a target. */
function rulesOf(target: number): string[] {
  return Array.from({ length: PER_GROUP }, (_, r) => `${ip(target * PER_GROUP + r)}/32`);
}

function measure(way: ProofWay, sessions: number): ProofMeasured {
  const [kind, where] = way.split('-');
  const folder = mkdtempSync(join(tmpdir(), 'traffic-mirror-bench-'));
  // The same modules that the package loads.
  const { ALL_CHECKS } = load<typeof import('../src/checks/all')>('checks/all');
  let proof = 0;
  for (const check of ALL_CHECKS) {
    if (!check.id.startsWith('TM4')) continue;
    const run = check.run.bind(check);
    check.run = (...given: Parameters<typeof run>) => {
      const before = process.cpuUsage();
      run(...given);
      proof += milliseconds(before);
    };
  }
  try {
    const groups = sessions / PER_GROUP;
    const facts = described(sessions, where === 'facts');
    const start = process.cpuUsage();
    const app = new App({ outdir: join(folder, 'cdktf.out') });
    MirrorPolicy.of(app).networkFacts(facts);
    const stack = new TerraformStack(app, 'stack');
    new alicloud.provider.AlicloudProvider(stack, 'alicloud', { region: 'cn-hangzhou' });
    if (where === 'app') {
      for (let t = 0; t < groups; t++) {
        rulesOf(t).forEach((cidrIp, r) => new alicloud.securityGroupRule.SecurityGroupRule(stack, `rule-${t}-${r}`, {
          securityGroupId: `sg-bp1sensor${t}`,
          type: 'ingress',
          ipProtocol: 'udp',
          portRange: '4789/4789',
          nicType: 'intranet',
          policy: 'accept',
          priority: 1,
          cidrIp,
          lifecycle: { createBeforeDestroy: true },
        }));
      }
    }
    const ledger = MirrorLedger.file(join(folder, 'traffic-mirror.lock'), { frozen: false });
    for (let first = 0; first < groups; first += TARGETS_PER_FLEET) {
      const filter = new MirrorFilter(stack, `filter-${first}`, { inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP })] });
      const targets = Array.from({ length: TARGETS_PER_FLEET }, (_, i) =>
        MirrorTarget.internalLoadBalancer(`lb-bp1target${first + i}`, { zoneId: `zone-${i}` }),
      );
      const source = (n: number) => MirrorSource.networkInterface(`eni-bp1s${n}`, {
        instanceType: 'ecs.g7.large',
        primaryIp: ip(n),
        vpcId: VPC,
        vswitchId: 'vsw-bp1web',
        securityGroupIds: ['sg-bp1web'],
        zoneId: `zone-${Math.floor(n / PER_GROUP) % TARGETS_PER_FLEET}`,
      });
      const numbers = Array.from({ length: PER_GROUP * TARGETS_PER_FLEET }, (_, i) => first * PER_GROUP + i);
      if (kind === 'fleet') {
        new MirroredFleet(stack, `fleet-${first}`, { filter, targets, sources: numbers.map(source), ledger });
        continue;
      }
      for (const n of numbers) {
        new MirrorSession(stack, `session-${n}`, {
          filter,
          sources: [source(n)],
          target: targets[Math.floor(n / PER_GROUP) % TARGETS_PER_FLEET],
          priority: n + 1,
          virtualNetworkId: n + 1,
        });
      }
    }
    app.synth();
    const cpu = milliseconds(start);
    return { cpu, proof, proved: MirrorPolicy.of(app).evaluate().passed('TM403') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function milliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

const [way, size] = process.argv.slice(2);
process.stdout.write(JSON.stringify(measure(way as ProofWay, Number(size))));
