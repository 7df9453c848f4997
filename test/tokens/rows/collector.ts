import { TerraformStack } from 'cdktf';
import {
  alicloud, AllowFromPrefixListOptions, CollectorHealthCheck, CollectorLoadBalancer, CollectorLoadBalancerOptions,
  MirrorCollector, MirrorCollectorProps, MirrorSensor, MirrorSession, RequiredNetworkAclEntriesOptions, SensorUserDataOptions,
} from '../../../src';
import { filterIn, source } from '../../support/app';
import { fleet, lone } from '../apps';
import { refused, Row } from '../row';

const RULE = 'alicloud_security_group_rule';
const CLB = 'alicloud_slb_load_balancer';
const LISTENER = 'alicloud_slb_listener';
const SERVER = 'alicloud_slb_server_group_server_attachment';

const written = { outcome: 'written' as const };
/** The names of rules come from what they let in. */
const rule = (attribute: string) => ({ type: RULE, path: /\/TrafficMirrorRules\//, attribute });
const own = (type: string, id: string, attribute: string) => ({ type, path: `stack/Collector/${id}`, attribute });

/** A collector behind a load balancer, with all that is right. */
function collector(stack: TerraformStack, props: Partial<MirrorCollectorProps> = {}): MirrorCollector {
  return new MirrorCollector(stack, 'Collector', {
    loadBalancer: CollectorLoadBalancer.inVswitch('vsw-1'),
    sensors: [MirrorSensor.instance('i-1')],
    securityGroupIds: ['sg-sensors'],
    ...props,
  });
}

const balancer = (stack: TerraformStack, options: CollectorLoadBalancerOptions) =>
  collector(stack, { loadBalancer: CollectorLoadBalancer.inVswitch('vsw-1', options) });
const clb = (stack: TerraformStack) =>
  new alicloud.slbLoadBalancer.SlbLoadBalancer(stack, 'Clb', { addressType: 'intranet', vswitchId: 'vsw-1' });
const instance = (stack: TerraformStack) => new alicloud.instance.Instance(stack, 'Sensor', { instanceType: 'ecs.g7.large' });

const health = (name: keyof CollectorHealthCheck, attribute: string): Row => ({
  input: `CollectorHealthCheck.${name}`,
  takes: ['number'],
  plain: 5,
  ...written,
  at: own(LISTENER, 'Listener', attribute),
  give: (stack, value) => collector(stack, { healthCheck: { [name]: value } }),
});
const entries = (name: keyof RequiredNetworkAclEntriesOptions): Row =>
  refused(`RequiredNetworkAclEntriesOptions.${name}`, ['number'], 5, new RegExp(`\\] ${name} is a token`), (stack, value) =>
    collector(stack).requiredNetworkAclEntries({ [name]: value }),
  );
const userData = (name: keyof SensorUserDataOptions, takes: Row['takes'], plain: any): Row =>
  refused(`SensorUserDataOptions.${name}`, takes, plain, /sensorUserData has a token\. .*known at synth/, (_, value) =>
    MirrorCollector.sensorUserData({ [name]: value }),
  );

export const COLLECTOR_ROWS: Row[] = [
  refused('MirrorCollectorProps.sensors', [], undefined, /\] sensors is a token/, (stack, value) => collector(stack, { sensors: value })),
  refused('MirrorCollectorProps.loadBalancer', [], undefined, /\] loadBalancer is a token\. .*[Tt]he id may be a token/, (stack, value) =>
    collector(stack, { loadBalancer: value ?? CollectorLoadBalancer.inVswitch('vsw-1') }),
  ),
  refused('MirrorCollectorProps.provider', [], undefined, /\] provider is a token/, (stack, provider) => collector(stack, { provider })),
  refused('MirrorCollectorProps.ruleBudget', ['number'], 5, /\] ruleBudget is a token/, (stack, ruleBudget) =>
    collector(stack, { ruleBudget }),
  ),
  refused('MirrorCollectorProps.maxExtraAddresses', ['number'], 5, /\] maxExtraAddresses is a token/, (stack, maxExtraAddresses) =>
    collector(stack, { maxExtraAddresses }),
  ),
  refused('MirrorCollectorProps.securityGroupIds', ['list'], ['sg-sensors'], /\] securityGroupIds is a token/, (stack, securityGroupIds) =>
    collector(stack, { securityGroupIds }),
  ),
  {
    input: 'MirrorCollectorProps.securityGroupIds',
    part: 'a value',
    takes: ['text'],
    plain: 'sg-sensors',
    ...written,
    at: rule('security_group_id'),
    give: (stack, value) => collector(stack, { securityGroupIds: [value] }).allowFromCidrs(['10.10.0.0/16']),
  },
  {
    input: 'MirrorCollectorProps.createSecurityGroupIn',
    takes: ['text'],
    plain: 'vpc-1',
    ...written,
    at: own('alicloud_security_group', 'SecurityGroup', 'vpc_id'),
    give: (stack, createSecurityGroupIn) => collector(stack, { createSecurityGroupIn }),
  },
  {
    input: 'MirrorCollectorProps.resourceGroupId',
    takes: ['text'],
    plain: 'rg-1',
    ...written,
    at: own(CLB, 'LoadBalancer', 'resource_group_id'),
    give: (stack, resourceGroupId) => collector(stack, { resourceGroupId }),
  },
  {
    input: 'MirrorCollectorProps.scheduler',
    takes: [],
    plain: 'tch',
    ...written,
    at: own(LISTENER, 'Listener', 'scheduler'),
    give: (stack, scheduler) => collector(stack, { scheduler }),
  },
  {
    input: 'MirrorCollectorProps.tags',
    takes: ['map'],
    plain: { team: 'net' },
    ...written,
    at: own(CLB, 'LoadBalancer', 'tags'),
    give: (stack, tags) => collector(stack, { tags }),
  },

  health('interval', 'health_check_interval'),
  health('timeout', 'health_check_timeout'),
  health('healthyThreshold', 'healthy_threshold'),
  health('unhealthyThreshold', 'unhealthy_threshold'),
  health('port', 'health_check_connect_port'),

  {
    input: 'CollectorLoadBalancer.inVswitch(vswitchId)',
    takes: ['text'],
    plain: 'vsw-1',
    ...written,
    at: own(CLB, 'LoadBalancer', 'vswitch_id'),
    give: (stack, id) => collector(stack, { loadBalancer: CollectorLoadBalancer.inVswitch(id) }),
  },
  {
    input: 'CollectorLoadBalancerOptions.name',
    takes: ['text'],
    plain: 'sensors',
    ...written,
    at: own(CLB, 'LoadBalancer', 'load_balancer_name'),
    give: (stack, name) => balancer(stack, { name }),
  },
  {
    input: 'CollectorLoadBalancerOptions.spec',
    takes: ['text'],
    plain: 'slb.s2.small',
    ...written,
    at: own(CLB, 'LoadBalancer', 'load_balancer_spec'),
    give: (stack, spec) => balancer(stack, { spec }),
  },
  refused(
    'CollectorLoadBalancer.fromResource(resource)',
    [],
    undefined,
    /The resource of CollectorLoadBalancer\.fromResource is a token/,
    (stack, value) => CollectorLoadBalancer.fromResource(value ?? clb(stack)),
  ),

  refused('MirrorSensor.fromResource(resource)', [], undefined, /The resource of MirrorSensor\.fromResource is a token/, (stack, value) =>
    MirrorSensor.fromResource(value ?? instance(stack)),
  ),
  ...(['MirrorSensorOptions', 'MirrorSensorInstanceOptions'] as const).flatMap((struct): Row[] => {
    const sensor = struct === 'MirrorSensorOptions' ? MirrorSensor.networkInterface : MirrorSensor.instance;
    const id = struct === 'MirrorSensorOptions' ? 'eni-1' : 'i-1';
    return [
      refused(`${struct}.key`, ['text'], 'one', /The key of a sensor is a token/, (_, key) => sensor(id, { key })),
      ...(
        [
          ['vpcId', ['text'], 'vpc-1'],
          ['vswitchId', ['text'], 'vsw-1'],
          ['securityGroupIds', ['list'], ['sg-1']],
        ] as const
      ).map(([option, takes, plain]): Row => ({
        input: `${struct}.${option}`, takes: [...takes], plain, outcome: 'unstated',
        // Another option that stays known, so that something is stated in any case.
        give: (stack, value) =>
          collector(stack, {
            sensors: [sensor(id, { ...(option === 'vpcId' ? { vswitchId: 'vsw-known' } : { vpcId: 'vpc-known' }), [option]: value })],
          }),
      })),
      {
        input: `${struct}.serverWeight`,
        takes: ['number'],
        plain: 50,
        ...written,
        at: own(SERVER, `Sensor-${id}`, 'weight'),
        give: (stack, serverWeight) => collector(stack, { sensors: [sensor(id, { serverWeight })] }),
      },
    ];
  }),
  {
    input: 'MirrorSensorInstanceOptions.networkInterfaceId', takes: ['text'], plain: 'eni-sensor', ...written,
    at: { type: 'alicloud_vpc_traffic_mirror_session', path: 'stack/Session/Resource', attribute: 'traffic_mirror_target_id' },
    unknown: ['TM302'],
    give: (stack, networkInterfaceId) => lone(stack, {
      target: new MirrorCollector(stack, 'Collector', {
        sensors: [MirrorSensor.instance('i-1', { networkInterfaceId })],
        targetOptions: { instanceType: 'ecs.g7.large', primaryIp: '10.10.0.200', mtu: 1500 },
      }).target,
    }),
  },

  refused('MirrorCollector.addSensor(sensor)', [], undefined, /\] A sensor is a token/, (stack, value) =>
    collector(stack).addSensor(value ?? MirrorSensor.instance('i-2')),
  ),
  refused('MirrorCollector.allowFromSources(sources)', [], undefined, /\] The sources to allow are a token/, (stack, value) =>
    collector(stack).allowFromSources(value ?? [source('eni-web')]),
  ),
  refused('MirrorCollector.allowFromSession(session)', [], undefined, /\] The session to allow is a token/, (stack, value) => {
    const receiving = collector(stack);
    const { target } = receiving;
    receiving.allowFromSession(value ?? new MirrorSession(stack, 'Own', { filter: filterIn(stack), sources: [source('eni-web')], target }));
  }),
  refused('MirrorCollector.allowFromFleet(fleet)', [], undefined, /\] The fleet to allow is a token/, (stack, value) =>
    collector(stack).allowFromFleet(value ?? fleet(stack)),
  ),
  refused('MirrorCollector.allowFromCidrs(cidrs)', ['list'], ['10.10.0.0/16'], /\] The CIDRs to allow are a token/, (stack, value) =>
    collector(stack).allowFromCidrs(value),
  ),
  {
    input: 'MirrorCollector.allowFromCidrs(cidrs)',
    part: 'a value',
    takes: ['text'],
    plain: '10.10.0.0/16',
    ...written,
    at: rule('cidr_ip'),
    give: (stack, value) => collector(stack).allowFromCidrs([value]),
  },
  {
    input: 'MirrorCollector.allowFromSecurityGroup(groupId)',
    takes: ['text'],
    plain: 'sg-web',
    ...written,
    at: rule('source_security_group_id'),
    give: (stack, value) => collector(stack).allowFromSecurityGroup(value),
  },
  {
    input: 'MirrorCollector.allowFromPrefixList(prefixListId)',
    takes: ['text'],
    plain: 'pl-1',
    ...written,
    at: rule('prefix_list_id'),
    give: (stack, value) => collector(stack).allowFromPrefixList(value),
  },
  refused('AllowFromPrefixListOptions.maxEntries', ['number'], 5, /\] maxEntries is a token/, (stack, maxEntries) =>
    collector(stack).allowFromPrefixList('pl-1', { maxEntries } as AllowFromPrefixListOptions),
  ),

  entries('maxEntries'),
  entries('maxExtraAddresses'),

  userData('virtualNetworkIds', [], [10]),
  userData('interfaceName', ['text'], 'eth1'),
  userData('interfaceMtu', ['number'], 8500),
  userData('healthPort', ['number'], 4790),
  userData('capture', [], true),
  userData('captureFolder', ['text'], '/data'),
  userData('captureFileSize', ['number'], 100),
  userData('captureFiles', ['number'], 20),
];
