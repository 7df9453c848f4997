import * as fc from 'fast-check';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  alicloud, CollectorLoadBalancer, CollectorScheduler, MirrorCollector, MirrorCollectorProps, MirrorEdition, MirrorLedger,
  MirrorPolicy, MirrorSensor, MirrorSession, MirrorSource, MirrorTargetType, MirroredFleet,
} from '../../src';
import { AddressSet } from '../../src/net/address-set';
import { formatIpv4Address, Ipv4Cidr } from '../../src/net/ipv4-cidr';
import {
  bodiesByPath, filterIn, messageOf, newApp, newStack, onlyBody, source, synth, target, temporaryFolder,
} from '../support/app';
import { resolvedText } from '../../src/terraform/resolved-text';
import { expectConformsToSchema } from '../support/schema';
import { played } from '../support/runs';
import '../support/recorded-inputs';

const RULE = 'alicloud_security_group_rule';
const LISTENER = 'alicloud_slb_listener';
const SESSION = 'alicloud_vpc_traffic_mirror_session';

const one = () => MirrorSensor.instance('i-bp1one');
const two = () => MirrorSensor.networkInterface('eni-bp1two');
const balanced: MirrorCollectorProps = {
  loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
  sensors: [one(), two()],
  securityGroupIds: ['sg-bp1sensors'],
};
const single: MirrorCollectorProps = { sensors: [two()], securityGroupIds: ['sg-bp1sensors'] };

function collectorOf(props: MirrorCollectorProps = {}, stack = newStack(newApp())): { stack: TerraformStack; collector: MirrorCollector } {
  return { stack, collector: new MirrorCollector(stack, 'Collector', props) };
}

function written(stack: TerraformStack): any {
  const json = synth(stack.node.root as any)[stack.node.id];
  expectConformsToSchema(json);
  return json;
}

/** The CIDRs, groups and lists that the written rules admit, sorted. */
function admitted(json: any): string[] {
  return Object.values<any>(json.resource[RULE] ?? {})
    .map((rule) => rule.cidr_ip ?? rule.source_security_group_id ?? rule.prefix_list_id)
    .sort();
}

describe('behind a load balancer', () => {
  test('everything is written that a minimal correct collector needs, and nothing that hurts', () => {
    const { stack, collector } = collectorOf(balanced);
    collector.allowFromCidrs(['10.10.0.0/16']);
    const json = written(stack);
    expect(onlyBody(json, 'alicloud_slb_load_balancer')).toEqual({
      '//': expect.anything(),
      address_type: 'intranet',
      vswitch_id: 'vsw-bp1sensors',
      instance_charge_type: 'PayByCLCU',
      load_balancer_name: 'stack_Collector-collector',
    });
    expect(onlyBody(json, 'alicloud_slb_server_group')).toEqual({
      '//': expect.anything(),
      load_balancer_id: '${alicloud_slb_load_balancer.Collector_LoadBalancer_466AAE2C.id}',
      name: 'stack_Collector-sensors',
      lifecycle: { replace_triggered_by: [expect.stringMatching(/^terraform_data\.\w+_Weights_\w+\.input\.weights$/)] },
    });
    expect(bodiesByPath(json, 'alicloud_slb_server_group_server_attachment')).toEqual({
      'stack/Collector/Sensor-i-bp1one': expect.objectContaining({ server_id: 'i-bp1one', type: 'ecs', port: 4789, weight: 100 }),
      'stack/Collector/Sensor-eni-bp1two': expect.objectContaining({ server_id: 'eni-bp1two', type: 'eni', port: 4789, weight: 100 }),
    });
    const { '//': _, ...listener } = onlyBody(json, LISTENER);
    expect(listener).toEqual({
      load_balancer_id: expect.stringContaining('alicloud_slb_load_balancer'),
      server_group_id: expect.stringContaining('alicloud_slb_server_group'),
      protocol: 'udp',
      frontend_port: 4789,
      scheduler: 'sch',
      health_check_interval: 5,
      health_check_timeout: 10,
      healthy_threshold: 3,
      unhealthy_threshold: 3,
      depends_on: [
        expect.stringMatching(/^alicloud_slb_server_group_server_attachment\./),
        expect.stringMatching(/^alicloud_slb_server_group_server_attachment\./),
      ],
      lifecycle: {
        replace_triggered_by: [expect.stringMatching(/^terraform_data\.\w+\.input\.scheduler$/)],
        ignore_changes: ['backend_port'],
      },
    });
    const { '//': comment, ...rule } = onlyBody(json, RULE);
    expect(comment.metadata.path).toBe('stack/TrafficMirrorRules/sg-bp1sensors/10-10-0-0_16');
    expect(rule).toEqual({
      security_group_id: 'sg-bp1sensors',
      type: 'ingress',
      ip_protocol: 'udp',
      port_range: '4789/4789',
      nic_type: 'intranet',
      policy: 'accept',
      priority: 1,
      cidr_ip: '10.10.0.0/16', lifecycle: { create_before_destroy: true },
    });
  });

  test('a session waits for the listener and the rules, also for those that are allowed later', () => {
    const { stack, collector } = collectorOf(balanced);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-bp1web')], target: collector.target });
    collector.allowFromCidrs(['10.10.0.0/16']);
    const json = written(stack);
    const session = onlyBody(json, SESSION);
    expect(session).toMatchObject({
      traffic_mirror_target_type: MirrorTargetType.LOAD_BALANCER,
      traffic_mirror_target_id: '${alicloud_slb_load_balancer.Collector_LoadBalancer_466AAE2C.id}',
    });
    const [, gate, listener] = session.depends_on;
    expect(listener).toBe(`${LISTENER}.${Object.keys(json.resource[LISTENER])[0]}`);
    expect(gate).toMatch(/^terraform_data\.Collector_Admitted/);
    expect(json.resource.terraform_data[gate.split('.')[1]]).toMatchObject({
      input: { 'sg-bp1sensors': '10-10-0-0_16' },
      depends_on: [`${RULE}.${Object.keys(json.resource[RULE])[0]}`],
      lifecycle: { create_before_destroy: true },
    });
  });

  test('each session of a fleet waits too, of two collectors for its own', () => {
    const stack = newStack(newApp());
    const targets = ['a', 'b'].map(
      (name) => new MirrorCollector(stack, name, { ...balanced, sensors: [MirrorSensor.networkInterface(`eni-bp1sensor${name}`)] }).target,
    );
    new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack), sources: [source('eni-bp1a'), source('eni-bp1b')], targets,
      ledger: MirrorLedger.file(`${temporaryFolder()}/ledger`, { region: 'cn-hangzhou' }),
    });
    const sessions = Object.values<any>(written(stack).resource[SESSION]);
    expect(sessions).toHaveLength(2);
    for (const session of sessions) {
      const [, name] = /alicloud_slb_load_balancer\.([ab])_/.exec(session.traffic_mirror_target_id)!;
      expect(session.depends_on).toEqual([
        expect.stringContaining('filter_ingress_rule'),
        expect.stringMatching(`^terraform_data.${name}_Admitted`),
        expect.stringMatching(`^alicloud_slb_listener.${name}_Listener`),
      ]);
    }
  });

  test('towards another target a session waits for no collector', () => {
    const { stack } = collectorOf(balanced);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-bp1web')], target: target() });
    expect(onlyBody(written(stack), SESSION).depends_on).toEqual([expect.stringContaining('filter_ingress_rule')]);
  });

  test('a session of another stack is deployed after the collector\'s', () => {
    const app = newApp();
    const sensors = newStack(app, 'sensors');
    const { collector } = collectorOf(
      {
        loadBalancer: CollectorLoadBalancer.fromLoadBalancerId('lb-bp1sensors'),
        securityGroupIds: ['sg-bp1sensors'],
        sensors: [MirrorSensor.networkInterface('eni-bp1sensor')],
      },
      sensors,
    );
    const sessions = newStack(app, 'sessions');
    new MirrorSession(sessions, 'Session', { filter: filterIn(sessions), sources: [source('eni-bp1web')], target: collector.target });
    expect(onlyBody(synth(app).sessions, SESSION).depends_on).toEqual([expect.stringContaining('filter_ingress_rule')]);
    expect(sessions.dependsOn(sensors)).toBe(true);
  });

  describe('a sensor is added before another one is removed, unless that reaches a resource of the user', () => {
    const SENSOR = 'alicloud_slb_server_group_server_attachment';
    interface Given {
      readonly loadBalancer?: (stack: TerraformStack) => CollectorLoadBalancer;
      readonly sensor: (stack: TerraformStack, other: TerraformStack) => MirrorSensor;
      readonly resourceGroupId?: (stack: TerraformStack) => string;
    }
    const instance = (stack: TerraformStack, createBeforeDestroy?: boolean) => new alicloud.instance.Instance(stack, 'One', {
      vswitchId: 'vsw-bp1sensors',
      instanceType: 'ecs.g7.large',
      securityGroups: ['sg-bp1sensors'],
      ...(createBeforeDestroy !== undefined && { lifecycle: { createBeforeDestroy } }),
    });
    const clb = (stack: TerraformStack, createBeforeDestroy: boolean) => new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Clb', {
      addressType: 'intranet', vswitchId: 'vsw-bp1sensors', loadBalancerSpec: 'slb.s2.small', lifecycle: { createBeforeDestroy },
    });
    const known = () => MirrorSensor.instance('i-bp1one');
    const overridden = (stack: TerraformStack) => {
      const made = instance(stack);
      made.addOverride('lifecycle.create_before_destroy', true);
      return made;
    };
    test.each<[string, boolean, Given]>([
      ['a known id', true, { sensor: known }],
      ['an instance of another stack', true, { sensor: (_, other) => MirrorSensor.fromResource(instance(other)) }],
      ['an instance of the stack', false, { sensor: (stack) => MirrorSensor.fromResource(instance(stack)) }],
      ['an instance of the stack that is destroyed first', false, { sensor: (stack) => MirrorSensor.fromResource(instance(stack, false)) }],
      ['an instance of the stack that is created first', true, { sensor: (stack) => MirrorSensor.fromResource(instance(stack, true)) }],
      [
        'an instance of the stack that is created first by an override',
        true,
        { sensor: (stack) => MirrorSensor.fromResource(overridden(stack)) },
      ],
      ['a token of the stack', false, { sensor: (stack) => MirrorSensor.instance(instance(stack, true).id, { key: 'one' }) }],
      [
        'a weight of the stack',
        false,
        { sensor: (stack) => MirrorSensor.instance('i-bp1one', { serverWeight: Token.asNumber(instance(stack).cpu) }) },
      ],
      ['a CLB of the stack', false, { sensor: known, loadBalancer: (stack) => CollectorLoadBalancer.fromResource(clb(stack, false)) }],
      [
        'a CLB of the stack that is created first',
        true,
        { sensor: known, loadBalancer: (stack) => CollectorLoadBalancer.fromResource(clb(stack, true)) },
      ],
      [
        'a vSwitch of the stack',
        false,
        {
          sensor: known,
          loadBalancer: (stack) =>
            CollectorLoadBalancer.inVswitch(new alicloud.vswitch.Vswitch(stack, 'V', { vpcId: 'vpc-bp1x', cidrBlock: '10.0.0.0/24' }).id),
        },
      ],
      [
        'a resource group of the stack',
        false,
        {
          sensor: known,
          resourceGroupId: (stack) =>
            new alicloud.resourceManagerResourceGroup.ResourceManagerResourceGroup(stack, 'G', { displayName: 'g', resourceGroupName: 'g' })
              .id,
        },
      ],
    ])('%s: %s', (_, ordered, { sensor, loadBalancer, resourceGroupId }) => {
      const app = newApp();
      const [stack, other] = [newStack(app), newStack(app, 'other')];
      new MirrorCollector(stack, 'Collector', {
        loadBalancer: loadBalancer?.(stack) ?? CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
        sensors: [sensor(stack, other)],
        resourceGroupId: resourceGroupId?.(stack),
      });
      const json = synth(app)[stack.node.id];
      const attachment = onlyBody(json, SENSOR);
      const [, serving] = Object.entries<any>(json.resource.terraform_data).find(([name]) => name.includes('Serving'))!;
      expect(attachment.lifecycle).toEqual(ordered ? { create_before_destroy: true } : undefined);
      expect(serving.lifecycle).toEqual(attachment.lifecycle);
      const address = `${SENSOR}.${Object.keys(json.resource[SENSOR])[0]}`;
      expect(serving.depends_on).toEqual(ordered ? [address] : undefined);
      expect(Object.keys(serving.input)).toEqual(ordered ? [address] : []);
    });

    test('weights that are not the default are what the group depends on', () => {
      const weights = (...sensors: MirrorSensor[]): string => {
        const { stack } = collectorOf({ ...balanced, sensors });
        return Object.entries<any>(written(stack).resource.terraform_data).find(([name]) => name.includes('Weights'))![1].input.weights;
      };
      const sensor = (serverWeight?: number, key?: string) => MirrorSensor.instance('i-bp1one', { serverWeight, key });
      expect(weights(sensor())).toBe('');
      expect(weights(sensor(100), MirrorSensor.instance('i-bp1two', { serverWeight: 0 }))).toBe('i-bp1two=0');
      expect(weights(sensor(50, 'renamed'), MirrorSensor.instance('i-bp1a', { serverWeight: 20 }))).toBe('i-bp1a=20 i-bp1one=50');
    });

    test('so are a weight, type and description that the user writes on an attachment', () => {
      const weights = (change: (attachment: alicloud.slbServerGroupServerAttachment.SlbServerGroupServerAttachment) => void) => {
        const { stack } = collectorOf({ ...balanced, sensors: [MirrorSensor.instance('i-bp1one')] });
        for (const node of stack.node.findAll()) {
          if (node instanceof alicloud.slbServerGroupServerAttachment.SlbServerGroupServerAttachment) change(node);
        }
        const json = written(stack);
        const [, { input }] = Object.entries<any>(json.resource.terraform_data).find(([name]) => name.includes('Weights'))!;
        return [input.weights, onlyBody(json, SENSOR).lifecycle];
      };
      const ordered = { create_before_destroy: true };
      expect(weights((a) => a.addOverride('weight', 30))).toEqual(['i-bp1one=30', ordered]);
      expect(weights((a) => { a.weight = 30; })).toEqual(['i-bp1one=30', ordered]);
      expect(weights((a) => a.addOverride('weight', 100))).toEqual(['', ordered]);
      expect(weights((a) => a.addOverride('type', 'eni'))).toEqual(['i-bp1one type=eni', ordered]);
      expect(weights((a) => { a.description = 'first'; })).toEqual(['i-bp1one description=first', ordered]);
      // What only Terraform knows cannot be compared, so a change of it keeps the order of Terraform.
      expect(weights((a) => a.addOverride('weight', '${var.weight}'))).toEqual(['', undefined]);
    });

    test('one server under two keys is refused', () => {
      expect(() =>
        collectorOf({
          ...balanced,
          sensors: [MirrorSensor.instance('i-bp1one', { key: 'a' }), MirrorSensor.instance('i-bp1one', { key: 'b' })],
        }),
      ).toThrow('the same server twice, as a and b');
    });
  });

  test('a size, another scheduler and another pace are written as stated', () => {
    const { stack } = collectorOf({
      ...balanced,
      loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors', { spec: 'slb.s3.small', name: 'sensors' }),
      scheduler: CollectorScheduler.FOUR_TUPLE,
      healthCheck: { interval: 2, timeout: 3, healthyThreshold: 2, unhealthyThreshold: 10, port: 4790 },
    });
    const json = written(stack);
    expect(onlyBody(json, 'alicloud_slb_load_balancer')).toMatchObject({
      instance_charge_type: 'PayBySpec',
      load_balancer_spec: 'slb.s3.small',
      load_balancer_name: 'sensors',
    });
    expect(onlyBody(json, LISTENER)).toMatchObject({
      scheduler: 'tch',
      health_check_interval: 2,
      health_check_timeout: 3,
      healthy_threshold: 2,
      unhealthy_threshold: 10,
      health_check_connect_port: 4790,
    });
  });

  test('a CLB that exists gets a listener and a server group; one that listens gets neither', () => {
    const exists = collectorOf({ ...balanced, loadBalancer: CollectorLoadBalancer.fromLoadBalancerId('lb-bp1sensors') });
    expect(exists.collector.target).toMatchObject({ targetId: 'lb-bp1sensors', key: 'lb-bp1sensors' });
    const json = written(exists.stack);
    expect(json.resource).not.toHaveProperty('alicloud_slb_load_balancer');
    expect(onlyBody(json, LISTENER).load_balancer_id).toBe('lb-bp1sensors');

    const listens = collectorOf({ loadBalancer: CollectorLoadBalancer.listening('lb-bp1sensors'), securityGroupIds: ['sg-bp1sensors'] });
    listens.collector.allowFromCidrs(['10.10.0.0/16']);
    expect(Object.keys(written(listens.stack).resource).sort()).toEqual([RULE, 'terraform_data']);
  });

  test('the CLB and the sensors may be resources of this app', () => {
    const stack = newStack(newApp());
    const clb = new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Clb', {
      addressType: 'intranet',
      vswitchId: 'vsw-bp1sensors',
      loadBalancerSpec: 'slb.s2.small',
    });
    const instance = new alicloud.instance.Instance(stack, 'One', {
      vswitchId: 'vsw-bp1sensors',
      instanceType: 'ecs.g7.large',
      securityGroups: ['sg-bp1sensors'],
    });
    const attachment = new alicloud.ecsNetworkInterfaceAttachment.EcsNetworkInterfaceAttachment(stack, 'Two', {
      instanceId: 'i-bp1two',
      networkInterfaceId: 'eni-bp1two',
    });
    const { collector } = collectorOf(
      {
        loadBalancer: CollectorLoadBalancer.fromResource(clb),
        sensors: [instance, attachment].map((r) => MirrorSensor.fromResource(r, { serverWeight: 50 })),
      },
      stack,
    );
    expect(collector.target.key).toBe('stack/Clb');
    const servers = Object.values<any>(written(stack).resource.alicloud_slb_server_group_server_attachment);
    expect(servers.map(({ server_id: id, type, weight }) => [id, type, weight])).toEqual([
      ['${alicloud_instance.One.id}', 'ecs', 50], ['${alicloud_ecs_network_interface_attachment.Two.network_interface_id}', 'eni', 50],
    ]);
    expect(messageOf(() => CollectorLoadBalancer.fromResource(instance))).toContain(
      'is "alicloud_instance". Allowed: alicloud_slb_load_balancer',
    );
  });
});

describe('a single sensor', () => {
  test('is the target itself', () => {
    const { stack, collector } = collectorOf({
      sensors: [MirrorSensor.networkInterface('eni-bp1two')],
      targetOptions: { key: 'suricata', mtu: 1500, zoneId: 'cn-hangzhou-h' },
    });
    expect(collector.target).toMatchObject({
      targetId: 'eni-bp1two',
      type: MirrorTargetType.NETWORK_INTERFACE,
      key: 'suricata',
      options: { mtu: 1500, zoneId: 'cn-hangzhou-h' },
    });
    expect(collector.target).toBe(collector.target);
    expect(written(stack).resource).not.toHaveProperty(LISTENER);
  });

  test('may be made after the collector\'s own security group', () => {
    const { stack, collector } = collectorOf({ createSecurityGroupIn: 'vpc-bp1sensors' });
    const instance = new alicloud.instance.Instance(stack, 'Sensor', {
      instanceType: 'ecs.g7.large',
      securityGroups: collector.securityGroupIds,
      userData: MirrorCollector.sensorUserData(),
    });
    collector.addSensor(MirrorSensor.fromResource(instance));
    collector.allowFromCidrs(['10.10.0.0/16']);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-bp1web')], target: collector.target });
    const json = written(stack);
    expect(onlyBody(json, 'alicloud_security_group')).toMatchObject({
      vpc_id: 'vpc-bp1sensors',
      security_group_type: 'normal',
      lifecycle: { create_before_destroy: true },
    });
    const group = Object.keys(json.resource.alicloud_security_group)[0];
    expect(onlyBody(json, RULE)['//'].metadata.path).toBe(`stack/TrafficMirrorRules/alicloud_security_group-${group}-id/10-10-0-0_16`);
    expect(onlyBody(json, SESSION)).toMatchObject({
      traffic_mirror_target_id: '${alicloud_instance.Sensor.network_interface_id}',
      depends_on: [expect.stringContaining('filter_ingress_rule'), expect.stringContaining('terraform_data.')],
    });
  });

  test.each<[string, () => unknown, string]>([
    [
      'two sensors without a load balancer',
      () => collectorOf({ sensors: [one(), two()] }),
      'i-bp1one, an instance without networkInterfaceId. Allowed: a sensor whose interface is known',
    ],
    [
      'a second sensor',
      () => collectorOf({ sensors: [two(), MirrorSensor.networkInterface('eni-bp1three')] }),
      'has 2 sensors, and the collector has no load balancer',
    ],
    ['the same sensor twice', () => collectorOf({ ...balanced, sensors: [one(), one()] }), 'i-bp1one twice'],
    ['no target', () => collectorOf().collector.target, 'Call addSensor first'],
    [
      'a sensor beside a CLB that listens',
      () => collectorOf({ loadBalancer: CollectorLoadBalancer.listening('lb-bp1x'), sensors: [one()] }),
      'fromLoadBalancerId',
    ],
    [
      'a scheduler without a listener',
      () => collectorOf({ ...single, scheduler: CollectorScheduler.ROUND_ROBIN }),
      'but the collector has no listener',
    ],
    ['a threshold that the API refuses', () => collectorOf({ ...balanced, healthCheck: { healthyThreshold: 1 } }), 'whole numbers 2 to 10'],
    ['an interval out of range', () => collectorOf({ ...balanced, healthCheck: { interval: 51 } }), 'whole numbers 1 to 50'],
    ['a scheduler of its own', () => collectorOf({ ...balanced, scheduler: 'wlc' as CollectorScheduler }), 'sch, tch, qch, wrr, rr'],
    ['a group that is none', () => collectorOf({ securityGroupIds: ['vsw-bp1x'] }), 'ids of security groups'],
    ['a vSwitch that is none', () => CollectorLoadBalancer.inVswitch('vpc-bp1x'), 'vsw-...'],
    ['a weight out of range', () => MirrorSensor.instance('i-bp1x', { serverWeight: 101 }), 'whole numbers 0 to 100'],
    ['an interface as an instance', () => MirrorSensor.instance('eni-bp1x'), 'MirrorSensor.networkInterface(\'eni-bp1x\')'],
    [
      'a name that is too long',
      () => collectorOf({ ...balanced, loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1x', { name: 'x'.repeat(81) }) }),
      '1 to 80 characters',
    ],
  ])('fails: %s', (_, action, text) => {
    expect(messageOf(action)).toContain(text);
  });
});

describe('rules', () => {
  test('CIDRs are aggregated over all calls, each source once, and overlaps are no rule of their own', () => {
    const { stack, collector } = collectorOf(single);
    collector.allowFromCidrs(['10.0.0.0/24', '10.0.0.128/25']);
    collector.allowFromSources([
      source('eni-a', { primaryIp: '10.0.0.7' }),
      source('eni-b', { primaryIp: '10.1.0.4' }),
      source('eni-c', { primaryIp: '10.1.0.5' }),
    ]);
    collector.allowFromCidrs(['10.0.1.0/24']);
    collector.allowFromSecurityGroup('sg-bp1web');
    collector.allowFromSecurityGroup('sg-bp1web');
    collector.allowFromPrefixList('pl-bp1offices');
    expect(admitted(written(stack))).toEqual(['10.0.0.0/23', '10.1.0.4/31', 'pl-bp1offices', 'sg-bp1web']);
  });

  test('two collectors of one group write each rule once, under a name of its content', () => {
    const stack = newStack(newApp());
    for (const name of ['a', 'b']) new MirrorCollector(stack, name, single).allowFromCidrs(['10.0.0.0/24', '10.2.0.0/24']);
    const paths = Object.keys(bodiesByPath(written(stack), RULE)).sort();
    expect(paths).toEqual(['stack/TrafficMirrorRules/sg-bp1sensors/10-0-0-0_24', 'stack/TrafficMirrorRules/sg-bp1sensors/10-2-0-0_24']);
  });

  test('every group of the collector is opened', () => {
    const { stack, collector } = collectorOf({ ...single, securityGroupIds: ['sg-bp1a', 'sg-bp1b', 'sg-bp1a'] });
    collector.allowFromCidrs(['10.0.0.0/24']);
    expect(Object.values<any>(written(stack).resource[RULE]).map((rule) => rule.security_group_id)).toEqual(['sg-bp1a', 'sg-bp1b']);
  });

  test('an address that only Terraform knows gets a rule of its own, once, under a name from its reference', () => {
    const { stack, collector } = collectorOf(single);
    const instance = new alicloud.instance.Instance(stack, 'Web', { instanceType: 'ecs.g7.large' });
    const cidr = new TerraformVariable(stack, 'offices', { type: 'string' });
    collector.allowFromSources([MirrorSource.fromResource(instance)]);
    // The same source again: removing one of two equal rules would remove both from the cloud.
    collector.allowFromSources([MirrorSource.fromResource(instance, { key: 'other' })]);
    collector.allowFromCidrs([cidr.stringValue, `${instance.primaryIpAddress}/32`]);
    expect(Object.entries(bodiesByPath(written(stack), RULE)).map(([path, rule]) => [path.split('/').pop(), rule.cidr_ip])).toEqual([
      ['cidr_var-offices', '${var.offices}'],
      ['ip_alicloud_instance-Web-primary_ip_address', '${alicloud_instance.Web.primary_ip_address}/32'],
    ]);
  });

  test('a rule for the address of a resource does not make Terraform create that resource before it destroys it', () => {
    const { stack, collector } = collectorOf(single);
    const instance = new alicloud.instance.Instance(stack, 'Web', { instanceType: 'ecs.g7.large', privateIp: '10.0.0.9' });
    const web = MirrorSource.fromResource(instance);
    collector.allowFromSources([web, source('eni-bp1app', { primaryIp: '10.0.0.4' })]);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web], target: collector.target });
    const json = written(stack);
    const rules = Object.fromEntries(
      Object.entries(bodiesByPath(json, RULE)).map(([path, rule]) => [path.split('/').pop(), rule.lifecycle?.create_before_destroy]),
    );
    expect(rules).toEqual({ 'ip_alicloud_instance-Web-primary_ip_address': undefined, '10-0-0-4_32': true });
    const gates = bodiesByPath(json, 'terraform_data');
    expect(gates['stack/Collector/Admitted']).toMatchObject({
      input: { 'sg-bp1sensors': '10-0-0-4_32' },
      lifecycle: { create_before_destroy: true },
    });
    expect(gates['stack/Collector/AdmittedSources'].input).toEqual({ 'sg-bp1sensors': 'ip_alicloud_instance-Web-primary_ip_address' });
    expect(gates['stack/Collector/AdmittedSources']).not.toHaveProperty('lifecycle');
    expect(onlyBody(json, SESSION).depends_on).toHaveLength(3);
    expect(MirrorPolicy.of(stack).evaluate().findings.filter(({ id }) => id === 'TM415')).toEqual([]);
  });

  test.each<[string, (collector: MirrorCollector) => void, string]>([
    [
      'a source whose address is not stated',
      (c) => c.allowFromSources([MirrorSource.networkInterface('eni-bp1web')]),
      'The primary IP of 1 of 1 sources is unknown: eni-bp1web',
    ],
    [
      'a list of sources',
      (c) => c.allowFromSources([MirrorSource.listOf(new TerraformVariable(c, 'enis', { type: 'list(string)' }).listValue)]),
      'MirrorSource.listOf',
    ],
    [
      'a list of CIDRs that only Terraform knows',
      (c) => c.allowFromCidrs(new TerraformVariable(c, 'cidrs', { type: 'list(string)' }).listValue),
      'allowFromPrefixList',
    ],
    ['host bits', (c) => c.allowFromCidrs(['10.0.0.5/16']), 'Write 10.0.0.0/16, or 10.0.0.5/32'],
    ['a CIDR without a mask', (c) => c.allowFromCidrs(['10.0.0.5']), 'Write 10.0.0.5/32'],
    ['a group that is none', (c) => c.allowFromSecurityGroup('vpc-bp1x'), 'sg-...'],
    ['a prefix list that is none', (c) => c.allowFromPrefixList('sg-bp1x'), 'pl-...'],
    ['a prefix list larger than any', (c) => c.allowFromPrefixList('pl-bp1x', { maxEntries: 201 }), 'whole numbers 1 to 200'],
  ])('fails: %s', (_, action, text) => {
    expect(messageOf(() => action(collectorOf(single).collector))).toContain(text);
  });

  test('fails: a collector without a group has nothing to open', () => {
    expect(messageOf(() => collectorOf({ sensors: [two()] }).collector.allowFromCidrs(['10.0.0.0/24']))).toContain('createSecurityGroupIn');
  });

  test('fails: more than 20 groups', () => {
    const { collector } = collectorOf(single);
    for (let n = 1; n <= 20; n++) collector.allowFromSecurityGroup(`sg-bp1web${n}`);
    expect(messageOf(() => collector.allowFromSecurityGroup('sg-bp1web21'))).toContain('are 21. Allowed: at most 20');
  });
});

describe('the budget', () => {
  const apart = (count: number): string[] => Array.from({ length: count }, (_, n) => `10.0.${n >> 7}.${n % 128 * 2}/32`);

  test('is that of the edition: 200 rules of a group under 2023, 1,000 of an interface under 2026', () => {
    const { collector } = collectorOf(single);
    collector.allowFromCidrs(apart(200));
    expect(messageOf(() => collector.allowFromCidrs(['10.9.0.1/32']))).toBe(
      '[stack/Collector] The aggregated rules of security group sg-bp1sensors need 201 CIDRs. Allowed: 200 rules (edition 2023). Fix: '
        + 'Set maxExtraAddresses to 2 or more (now 0). 200 CIDRs cover the addresses only if they admit 2 extra ones. Or set a larger ruleBudget.',
    );

    const app = newApp();
    MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
    const later = new MirrorCollector(newStack(app), 'Collector', { ...single, securityGroupIds: ['sg-bp1a', 'sg-bp1b'] });
    later.allowFromCidrs(apart(500));
    expect(messageOf(() => later.allowFromCidrs(['10.9.0.1/32']))).toContain('500 rules (edition 2026: 1000 for 2 groups of an interface)');
  });

  test('counts groups and prefix lists by what they may weigh', () => {
    const { collector } = collectorOf({ ...single, ruleBudget: 200 });
    collector.allowFromPrefixList('pl-bp1a', { maxEntries: 150 });
    expect(messageOf(() => collector.allowFromPrefixList('pl-bp1b', { maxEntries: 100 }))).toContain(
      '0 CIDRs and 250 for groups, prefix lists',
    );
    collector.allowFromSecurityGroup('sg-bp1web');
    collector.allowFromCidrs(apart(49));
    expect(messageOf(() => collector.allowFromCidrs(['10.9.0.1/32']))).toContain('50 CIDRs and 151 for groups');
  });

  test('what is refused leaves what was allowed as it was', () => {
    const { stack, collector } = collectorOf({ ...single, ruleBudget: 2 });
    collector.allowFromCidrs(['10.0.0.0/24', '10.2.0.0/24']);
    expect(() => collector.allowFromCidrs(['10.4.0.0/24'])).toThrow();
    expect(admitted(written(stack))).toEqual(['10.0.0.0/24', '10.2.0.0/24']);
  });

  test('rules hold exactly what was asked, or with an allowance no more beside than stated, within the budget', () => {
    const address = fc.integer({ min: 0, max: 255 }).map((n) => `10.0.0.${n}/32`);
    fc.assert(
      fc.property(
        fc.array(fc.array(address, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 60 }),
        (calls, ruleBudget, maxExtraAddresses) => {
          const { stack, collector } = collectorOf({ ...single, ruleBudget, maxExtraAddresses });
          const done: string[] = [];
          for (const cidrs of calls) {
            try {
              collector.allowFromCidrs(cidrs);
              done.push(...cidrs);
            } catch (error) {
              expect((error as Error).message).toContain('extra ones');
            }
          }
          const asked = AddressSet.of(done.map(Ipv4Cidr.of));
          const rules = stack.node
            .findAll()
            .flatMap((c) => (c instanceof alicloud.securityGroupRule.SecurityGroupRule ? [Ipv4Cidr.of(c.cidrIpInput!)] : []));
          const held = AddressSet.of(rules);
          const exact = asked.cidrs();
          expect(rules.length).toBeLessThanOrEqual(ruleBudget);
          expect(held.containsAll(asked)).toBe(true);
          expect(held.size - asked.size).toBeLessThanOrEqual(maxExtraAddresses);
          if (exact.length <= ruleBudget) expect(held.isSameAs(asked)).toBe(true);
        }), played(60, 1));
  });

  test('the primary IPs of 10,000 sources fit where enough may be let in beside', () => {
    const { stack, collector } = collectorOf({ ...single, maxExtraAddresses: 1_000_000 });
    const first = Ipv4Cidr.of('10.0.0.0/8').first;
    collector.allowFromSources(
      Array.from({ length: 10_000 }, (_, n) => source(`eni-bp1n${n}`, { primaryIp: formatIpv4Address(first + n * 37) })),
    );
    expect(stack.node.findAll().filter((c) => c instanceof alicloud.securityGroupRule.SecurityGroupRule).length).toBeLessThanOrEqual(200);
  });
});

describe('the network ACL', () => {
  test('the entries that are needed come in the provider\'s words, and no ACL is written', () => {
    const { stack, collector } = collectorOf(single);
    collector.allowFromCidrs(['10.0.0.0/24', '10.0.1.0/24', '10.8.0.0/16']);
    const entries = collector.requiredNetworkAclEntries();
    expect(entries).toEqual(
      ['10.0.0.0/23', '10.8.0.0/16'].map((sourceCidrIp) => ({
        description: 'mirrored packets',
        policy: 'accept',
        protocol: 'udp',
        port: '4789/4789',
        sourceCidrIp,
      })),
    );
    expect(written(stack).resource).not.toHaveProperty('alicloud_network_acl');
    new alicloud.networkAcl.NetworkAcl(stack, 'Acl', {
      vpcId: 'vpc-bp1sensors',
      ingressAclEntries: [...entries, { policy: 'drop', protocol: 'all', port: '-1/-1', sourceCidrIp: '0.0.0.0/0' }],
    });
    expectConformsToSchema(synth(stack.node.root as any).stack);
  });

  test('more than 20 are refused, or cut down by as much as is allowed', () => {
    const { collector } = collectorOf(single);
    collector.allowFromCidrs(Array.from({ length: 21 }, (_, n) => `10.0.${n * 2}.0/24`));
    expect(messageOf(() => collector.requiredNetworkAclEntries())).toContain('Set maxExtraAddresses to 512 or more. 20 CIDRs cover');
    expect(collector.requiredNetworkAclEntries({ maxExtraAddresses: 512 })).toHaveLength(20);
    expect(messageOf(() => collector.requiredNetworkAclEntries({ maxExtraAddresses: 512, maxEntries: 19 }))).toContain('at most 19');
  });

  test('fails: an ACL knows neither groups nor prefix lists', () => {
    const { collector } = collectorOf(single);
    collector.allowFromPrefixList('pl-bp1offices');
    expect(messageOf(() => collector.requiredNetworkAclEntries())).toContain('is "pl-bp1offices"');
  });
});

describe('what a session or a fleet sends is allowed by its construct', () => {
  const ip = (n: number) => ({ primaryIp: `10.10.0.${n}` });

  test('allowFromSession admits the sources of the session', () => {
    const { stack, collector } = collectorOf(balanced);
    const session = new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [source('eni-bp1a', ip(4)), source('eni-bp1b', ip(9))],
      target: collector.target,
    });
    collector.allowFromSession(session);
    expect(admitted(written(stack))).toEqual(['10.10.0.4/32', '10.10.0.9/32']);
  });

  test('allowFromFleet admits all sources of the fleet, also those of another target', () => {
    const { stack, collector } = collectorOf(balanced);
    const fleet = new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack),
      sources: [4, 5, 6, 7].map((n) => source(`eni-bp1${n}`, ip(n))),
      targets: [collector.target, target('lb-bp1other')],
      ledger: MirrorLedger.file(`${temporaryFolder()}/ledger`, { region: 'cn-hangzhou' }),
    });
    collector.allowFromFleet(fleet);
    expect(admitted(written(stack))).toEqual(['10.10.0.4/30']);
  });

  test('fails: a session that is managed elsewhere, and a source without an address', () => {
    const { stack, collector } = collectorOf(balanced);
    expect(messageOf(() => collector.allowFromSession(MirrorSession.fromSessionId(stack, 'Imported', 'tms-1') as any))).toContain(
      '[stack/Collector] The session to allow is',
    );
    const session = new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [MirrorSource.networkInterface('eni-bp1a')],
      target: collector.target,
    });
    expect(messageOf(() => collector.allowFromSession(session))).toContain('The primary IP of 1 of 1 sources is unknown: eni-bp1a');
  });

  const nothingAllowed = (stack: TerraformStack) =>
    MirrorPolicy.of(stack.node.root)
      .evaluate()
      .warnings.filter(({ id }) => id === 'TM421')
      .map(({ path, fix }) => [path, fix]);

  test('a collector that sessions use and that allows nothing is a finding with that advice', () => {
    const { stack, collector } = collectorOf(balanced);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-bp1web')], target: collector.target });
    new MirrorCollector(stack, 'Unused', { ...single, sensors: [MirrorSensor.networkInterface('eni-bp1unused')] });
    new MirrorSession(stack, 'Elsewhere', {
      filter: stack.node.findChild('Filter') as any, sources: [source('eni-bp1other')],
      target: new MirrorCollector(stack, 'NoGroup', { sensors: [MirrorSensor.networkInterface('eni-bp1nogroup')] }).target,
    });
    expect(nothingAllowed(stack)).toEqual([
      ['stack/Collector', expect.stringContaining('Call allowFromSession, allowFromFleet or allowFromSources')],
    ]);
    collector.allowFromCidrs(['10.10.0.0/16']);
    expect(nothingAllowed(stack)).toEqual([]);
  });
});

describe('the resources of a collector', () => {
  test('are returned with their ids, and none is the default child', () => {
    const { collector } = collectorOf({ ...balanced, createSecurityGroupIn: 'vpc-bp1sensors' });
    const { loadBalancer, listener, serverGroup, securityGroup, sensorAttachments } = collector;
    expect(
      [loadBalancer, listener, serverGroup, securityGroup, ...sensorAttachments].map((resource) => resource?.terraformResourceType),
    ).toEqual([
      'alicloud_slb_load_balancer', LISTENER, 'alicloud_slb_server_group', 'alicloud_security_group',
      'alicloud_slb_server_group_server_attachment', 'alicloud_slb_server_group_server_attachment',
    ]);
    const { loadBalancerId, listenerId, serverGroupId, securityGroupId, securityGroupIds } = collector;
    const text = (id?: string) => resolvedText(collector, id!);
    expect([loadBalancerId, listenerId, serverGroupId, securityGroupId].map(text)).toEqual(
      [loadBalancer, listener, serverGroup, securityGroup].map(
        (resource) => `\${${resource!.terraformResourceType}.${resource!.friendlyUniqueId}.id}`,
      ),
    );
    expect(securityGroupIds.map(text)).toEqual(['sg-bp1sensors', text(securityGroupId)]);
    expect(collector.node.defaultChild).toBeUndefined();
  });

  test('take overrides', () => {
    const { stack, collector } = collectorOf({ ...balanced, securityGroupIds: ['sg-bp1sensors'] });
    collector.listener!.addOverride('bandwidth', 5);
    expect(onlyBody(written(stack), LISTENER).bandwidth).toBe(5);
  });

  test('are absent if the collector creates none', () => {
    const { collector } = collectorOf(single);
    const {
      loadBalancer, loadBalancerId, listener, listenerId, serverGroup, serverGroupId, securityGroup, securityGroupId,
      sensorAttachments,
    } = collector;
    expect([loadBalancer, loadBalancerId, listener, listenerId, serverGroup, serverGroupId, securityGroup, securityGroupId]).toEqual(
      Array(8).fill(undefined),
    );
    expect(sensorAttachments).toEqual([]);
    expect(collectorOf({ loadBalancer: CollectorLoadBalancer.listening('lb-bp1x') }).collector).toMatchObject({
      loadBalancerId: 'lb-bp1x',
      loadBalancer: undefined,
      listener: undefined,
    });
  });

  test('groups of two stacks with the same address get separate rules', () => {
    const app = newApp();
    const groups = ['a', 'b'].map((id) => new alicloud.securityGroup.SecurityGroup(newStack(app, id), 'Group', { vpcId: `vpc-${id}` }).id);
    const { stack, collector } = collectorOf({ ...single, securityGroupIds: groups }, newStack(app));
    collector.allowFromCidrs(['10.10.0.0/16']);
    expect(new Set(Object.values<any>(written(stack).resource[RULE]).map((rule) => rule.security_group_id)).size).toBe(2);
  });
});
