// A collector, its sensor and its sources in any stacks: its rules follow its own advice, and its sources are verified.
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import {
  alicloud,
  CollectorLoadBalancer,
  MirrorCollector,
  MirroredFleet,
  MirrorLedger,
  MirrorPolicy,
  MirrorSensor,
  MirrorSession,
  MirrorSource,
} from '../../src';
import { filterIn, newApp, newStack, synth, temporaryFolder } from '../support/app';
import '../support/recorded-inputs';

const RULE = 'alicloud_security_group_rule';

/** A machine in a vSwitch of its own. The address is known only at apply unless it is set. */
function machine(stack: TerraformStack, name: string, block: string, vpc: alicloud.vpc.Vpc, privateIp?: string) {
  const vswitch = new alicloud.vswitch.Vswitch(stack, `${name}Switch`, { vpcId: vpc.id, cidrBlock: block, zoneId: 'cn-hangzhou-h' });
  const group = new alicloud.securityGroup.SecurityGroup(stack, `${name}Group`, { vpcId: vpc.id });
  const instance = new alicloud.instance.Instance(stack, name, {
    instanceType: 'ecs.g7.large',
    imageId: 'x',
    vswitchId: vswitch.id,
    securityGroups: [group.id],
    privateIp,
  });
  return { vswitch, group, instance };
}

interface Places {
  readonly sources: string;
  readonly sensors: string;
  readonly collector: string;
  readonly session: string;
}

/** All that Terraform can deploy: the collector refers to sources and sensors, the session to the collector and sources. */
const PLACES: readonly Places[] = ['a', 'b', 'c', 'd'].flatMap((sources) => ['a', 'b', 'c', 'd'].flatMap((sensors) =>
  ['a', 'b', 'c', 'd'].flatMap((collector) => ['a', 'b', 'c', 'd'].map((session) => ({ sources, sensors, collector, session })))),
).filter(({ sources, sensors, collector, session }) =>
  sources <= collector && sensors <= collector && collector <= session
  // The names are those of their order, without a gap.
  && [...new Set([sources, sensors, collector, session])].sort().every((name, i) => name === 'abcd'[i]));

describe.each(PLACES)('$sources, $sensors, $collector, $session', (places) => {
  test.each([
    ['an address that is set', '10.10.1.5', 'session', true],
    ['an address that is known only at apply', undefined, 'session', true],
    ['a fleet', '10.10.1.5', 'fleet', true],
    ['one sensor without a load balancer', undefined, 'session', false],
  ] as const)('%s', (_, address, by, balanced) => {
    const app = newApp();
    const stacks = new Map<string, TerraformStack>();
    const at = (place: keyof Places): TerraformStack => {
      const id = places[place];
      if (!stacks.has(id)) stacks.set(id, newStack(app, id));
      return stacks.get(id)!;
    };
    const net = places.sources <= places.sensors ? 'sources' : 'sensors';
    const vpc = new alicloud.vpc.Vpc(at(net), 'Vpc', { cidrBlock: '10.10.0.0/16' });
    const web = machine(at('sources'), 'Web', '10.10.1.0/24', vpc, address);
    const sensor = machine(at('sensors'), 'Sensor', '10.10.2.0/24', vpc);
    const collector = new MirrorCollector(at('collector'), 'Collector', {
      sensors: [MirrorSensor.fromResource(sensor.instance)],
      loadBalancer: balanced ? CollectorLoadBalancer.inVswitch(sensor.vswitch.id) : undefined,
      securityGroupIds: [sensor.group.id],
    });
    const stack = at('session');
    const sources = [MirrorSource.fromResource(web.instance, { mtu: 1450, key: 'web' })];
    if (by === 'session') {
      collector.allowFromSession(new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources, target: collector.target }));
    } else {
      const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'));
      collector.allowFromFleet(
        new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), sources, targets: [collector.target], ledger }),
      );
    }
    const rules = Object.values(synth(app)).flatMap((json) => Object.values<any>(json.resource[RULE] ?? {}));
    expect(rules).toHaveLength(1);
    // The rule has the address of the instance. A resource of the stack would get its lifecycle, the state of another one does not.
    expect(rules[0].lifecycle?.create_before_destroy === true).toBe(places.sources !== places.collector);
    const evaluation = MirrorPolicy.of(app).evaluate();
    expect(evaluation.findings.filter(({ id }) => /^TM4/.test(id)).map(({ id, problem }) => `${id} ${problem}`)).toEqual([]);
    expect(evaluation.passed('TM403')).toBe(1);
    expect(evaluation.passed('TM415')).toBe(1);
  });
});
