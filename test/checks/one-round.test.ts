// One finding lists every API response that a proof lacks: with the responses of one round of calls it is decided.
import { TerraformStack } from 'cdktf';
import { eni, page } from './arrival-answers';
import {
  alicloud, CollectorLoadBalancer, MirrorCollector, MirroredFleet, MirrorLedger, MirrorNetworkAnswers, MirrorNetworkFacts, MirrorPolicy,
  MirrorSensor, MirrorSession, MirrorSeverity, MirrorSource, MirrorSourceOptions, MirrorTarget,
} from '../../src';
import { join } from 'path';
import { filterIn, newApp, newStack, temporaryFolder } from '../support/app';
import '../support/recorded-inputs';

/** An account, from which the calls of the Alibaba Cloud CLI are answered. */
interface Account {
  readonly interfaces: Record<string, object>;
  readonly vswitches: Record<string, object>;
  readonly groups: Record<string, object[]>;
  readonly acls: Record<string, object[]>;
  readonly lists: Record<string, string[]>;
  /** The servers of the load balancer lb-1. */
  readonly servers: string[];
  readonly listener: object;
}

const accept = (more: object = {}) => ({
  Direction: 'ingress', IpProtocol: 'UDP', PortRange: '4789/4789', Policy: 'Accept', Priority: '1', SourceCidrIp: '10.10.0.0/16', ...more,
});
const entry = (more: object = {}) => ({ Policy: 'accept', Protocol: 'udp', Port: '4789/4789', SourceCidrIp: '10.10.0.0/16', ...more });
const SOURCE = { VSwitchId: 'vsw-web', PrivateIpAddress: '10.10.0.4', SecurityGroupIds: { SecurityGroupId: ['sg-web'] } };

const ACCOUNT: Account = {
  interfaces: {
    'eni-sensor': eni('eni-sensor'),
    'eni-two': eni('eni-two', { PrivateIpAddress: '10.10.9.6', VSwitchId: 'vsw-two', SecurityGroupIds: { SecurityGroupId: ['sg-two'] } }),
    'eni-web': eni('eni-web', SOURCE),
    'eni-db': eni('eni-db', { ...SOURCE, PrivateIpAddress: '10.10.0.5' }),
  },
  vswitches: {
    'vsw-sensor': { VpcId: 'vpc-1', CidrBlock: '10.10.9.0/24', NetworkAclId: '' },
    'vsw-two': { VpcId: 'vpc-1', CidrBlock: '10.10.10.0/24', NetworkAclId: '' },
    'vsw-web': { VpcId: 'vpc-1', CidrBlock: '10.10.0.0/24', NetworkAclId: '' },
  },
  groups: { 'sg-sensor': [accept()], 'sg-two': [accept()], 'sg-web': [] },
  acls: {},
  lists: { 'pl-1': ['10.10.0.0/24'] },
  servers: ['eni-sensor'],
  listener: { AclStatus: 'off', VServerGroupId: 'rsp-1' },
};

/** What a reader puts in place of `<...>`, who sees the responses of the earlier calls. */
function filledIn(account: Account, placeholder: string): string[] {
  const receivers = account.servers.map((id) => account.interfaces[id.replace(/^i-/, 'eni-')] as any);
  if (placeholder.startsWith('SecurityGroupIds')) return [...new Set(receivers.flatMap((r) => r.SecurityGroupIds.SecurityGroupId))];
  if (placeholder.startsWith('VSwitchId')) return [...new Set(receivers.map((r) => r.VSwitchId))];
  if (placeholder.startsWith('NetworkAclId')) return Object.keys(account.acls);
  if (placeholder.startsWith('SourcePrefixListId')) return Object.keys(account.lists);
  if (placeholder.startsWith('VServerGroupId')) return ['rsp-1'];
  if (placeholder.startsWith('ServerId')) return account.servers;
  throw new Error(`The placeholder ${placeholder} is unknown.`);
}

/** The response of one call, with the name of the argument of `fromFiles`. */
function answered(account: Account, call: string, option: (name: string) => string | undefined): [keyof MirrorNetworkAnswers, string] {
  const { interfaces, vswitches, groups, acls, lists, servers, listener } = account;
  switch (call) {
    case 'DescribeNetworkInterfaces': {
      const ids = Array.from({ length: 20 }, (_, i) => option(`NetworkInterfaceId.${i + 1}`)).filter((id) => id !== undefined);
      const instance = option('InstanceId');
      const found = Object.values(interfaces).filter((x: any) => ids.includes(x.NetworkInterfaceId) || x.InstanceId === instance);
      return ['networkInterfaces', page('NetworkInterfaceSets', 'NetworkInterfaceSet', ...found)];
    }
    case 'DescribeInstances':
      return ['instances', page('Instances', 'Instance', ...JSON.parse(option('InstanceIds')!.replace(/'/g, ''))
        .map((id: string) => ({ InstanceId: id, Status: 'Running', RegionId: 'cn-hangzhou', InstanceType: 'ecs.g7.large' })))];
    case 'DescribeVSwitches': {
      const id = option('VSwitchId')!;
      return ['vswitches', page('VSwitches', 'VSwitch', { VSwitchId: id, ...vswitches[id] })];
    }
    case 'DescribeSecurityGroupAttribute': {
      const id = option('SecurityGroupId')!;
      return ['securityGroups', JSON.stringify({
        SecurityGroupId: id, VpcId: 'vpc-1', InnerAccessPolicy: 'Accept', NextToken: '', Permissions: { Permission: groups[id] },
      })];
    }
    case 'DescribeNetworkAclAttributes': {
      const id = option('NetworkAclId')!;
      return ['networkAcls', JSON.stringify({
        NetworkAclAttribute: {
          NetworkAclId: id, IngressAclEntries: { IngressAclEntry: acls[id] }, Resources: { Resource: [] },
        },
      })];
    }
    case 'DescribePrefixListAttributes': {
      const id = option('PrefixListId')!;
      return ['prefixLists', JSON.stringify({
        PrefixListId: id, PrefixListName: id, Entries: { Entry: lists[id].map((Cidr) => ({ Cidr })) },
      })];
    }
    case 'DescribeLoadBalancerAttribute':
      return ['loadBalancers', JSON.stringify({
        LoadBalancerId: 'lb-1', AddressType: 'intranet', LoadBalancerStatus: 'active', VpcId: 'vpc-1', VSwitchId: 'vsw-sensor',
        ListenerPortsAndProtocol: { ListenerPortAndProtocol: [{ ListenerPort: 4789, ListenerProtocol: 'udp' }] },
        BackendServers: { BackendServer: [] },
      })];
    case 'DescribeLoadBalancerUDPListenerAttribute':
      return ['loadBalancerUdpListeners', JSON.stringify({ LoadBalancerId: 'lb-1', ListenerPort: 4789, Status: 'running', ...listener })];
    case 'DescribeVServerGroupAttribute':
      return ['serverGroups', JSON.stringify({
        VServerGroupId: 'rsp-1', VServerGroupName: 'sensors', LoadBalancerId: 'lb-1',
        BackendServers: { BackendServer: servers.map((ServerId) => ({ ServerId, Weight: 100, Port: 4789 })) },
      })];
    default:
      throw new Error(`The call ${call} is unknown.`);
  }
}

/** The responses of the commands that a fix names. */
function run(account: Account, fix: string): MirrorNetworkAnswers {
  const answers: Record<string, string[]> = {};
  for (const [command, call] of fix.matchAll(/aliyun \w+ (\w+)[^;`]*/g)) {
    const value = (name: string) => new RegExp(`--${name.replace('.', '\\.')} (<[^>]*>|'[^']*'|\\S+)`).exec(command)?.[1];
    const placeholder = /<([^>]*)>/.exec(command)?.[1];
    for (const id of placeholder === undefined ? [''] : filledIn(account, placeholder)) {
      // An instance has another option than an interface.
      const option = (name: string) => {
        if (placeholder !== undefined && call === 'DescribeNetworkInterfaces') {
          return name === (id.startsWith('i-') ? 'InstanceId' : 'NetworkInterfaceId.1') ? id : undefined;
        }
        return value(name)?.replace(/<[^>]*>/, id);
      };
      const [kind, text] = answered(account, call, option);
      if (!(answers[kind] ??= []).includes(text)) answers[kind].push(text);
    }
  }
  return answers;
}

type Write = (stack: TerraformStack) => void;

const ids = (...names: string[]) => (options: MirrorSourceOptions = {}) => names.map((id) => MirrorSource.networkInterface(id, options));
const session = (target: (stack: TerraformStack) => MirrorTarget, sources = ids('eni-web')()): Write => (stack) => {
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources, target: target(stack) });
};
const sensor: Write = session(() => MirrorTarget.networkInterface('eni-sensor'));
const balancer: Write = session(() => MirrorTarget.internalLoadBalancer('lb-1'));
const collector = (...sensors: MirrorSensor[]): Write => (stack) => {
  const made = new MirrorCollector(stack, 'Collector', {
    sensors, loadBalancer: CollectorLoadBalancer.inVswitch('vsw-sensor'), securityGroupIds: ['sg-sensor'],
  });
  const sources = ids('eni-web')({ primaryIp: '10.10.0.4', vpcId: 'vpc-1' });
  made.allowFromSession(new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources, target: made.target }));
};

/** The undecided findings about arrival, with the given responses. */
function undecided(write: Write, answers: MirrorNetworkAnswers = {}): { open: string[]; fix: string; verified: number } {
  const app = newApp();
  const stack = newStack(app);
  if (Object.keys(answers).length > 0) MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromJson(answers));
  write(stack);
  const evaluation = MirrorPolicy.of(app).evaluate();
  const open = evaluation.findings.filter(({ id, severity }) => severity === MirrorSeverity.UNDECIDED && /^TM4(0\d|20)$/.test(id));
  return {
    open: open.map(({ id, reason }) => `${id} ${reason}`), fix: open.map(({ fix }) => fix).join('\n'),
    verified: evaluation.passed('TM403'),
  };
}

test.each<[string, Write, Partial<Account>?]>([
  ['a sensor by its id', sensor],
  ['two sources of a sensor', session(() => MirrorTarget.networkInterface('eni-sensor'), ids('eni-web', 'eni-db')())],
  ['a source with its VPC', session(() => MirrorTarget.networkInterface('eni-sensor'), ids('eni-web')({ vpcId: 'vpc-1' }))],
  ['a source with its address', session(() => MirrorTarget.networkInterface('eni-sensor'), ids('eni-web')({ primaryIp: '10.10.0.4' }))],
  ['a source with its vSwitch', session(() => MirrorTarget.networkInterface('eni-sensor'), ids('eni-web')({ vswitchId: 'vsw-web' }))],
  ['a source with its groups', session(() => MirrorTarget.networkInterface('eni-sensor'), ids('eni-web')({
    securityGroupIds: ['sg-web'],
  }))],
  ['a target with its vSwitch', session(() => MirrorTarget.networkInterface('eni-sensor', { vswitchId: 'vsw-sensor' }))],
  ['a target with its groups', session(() => MirrorTarget.networkInterface('eni-sensor', { securityGroupIds: ['sg-sensor'] }))],
  ['an ACL of the target', sensor, {
    vswitches: { ...ACCOUNT.vswitches, 'vsw-sensor': { VpcId: 'vpc-1', CidrBlock: '10.10.9.0/24', NetworkAclId: 'nacl-1' } },
    acls: { 'nacl-1': [entry()] },
  }],
  ['an ACL of the target, whose vSwitch is set', session(() => MirrorTarget.networkInterface('eni-sensor', { vswitchId: 'vsw-sensor' })), {
    vswitches: { ...ACCOUNT.vswitches, 'vsw-sensor': { VpcId: 'vpc-1', CidrBlock: '10.10.9.0/24', NetworkAclId: 'nacl-1' } },
    acls: { 'nacl-1': [entry()] },
  }],
  ['a rule for a prefix list', sensor, {
    groups: { ...ACCOUNT.groups, 'sg-sensor': [accept({ SourceCidrIp: '', SourcePrefixListId: 'pl-1' })] },
  }],
  ['a rule for the group of the sources', sensor, {
    groups: { ...ACCOUNT.groups, 'sg-sensor': [accept({ SourceCidrIp: '', SourceGroupId: 'sg-web' })] },
  }],
  ['a rule for one address', sensor, { groups: { ...ACCOUNT.groups, 'sg-sensor': [accept({ SourceCidrIp: '10.10.0.4/32' })] } }],
  ['a load balancer by its id', balancer],
  ['two servers', balancer, { servers: ['eni-sensor', 'eni-two'] }],
  ['a server that is an instance', balancer, { servers: ['i-sensor'] }],
  ['an ACL of a server', balancer, {
    vswitches: { ...ACCOUNT.vswitches, 'vsw-sensor': { VpcId: 'vpc-1', CidrBlock: '10.10.9.0/24', NetworkAclId: 'nacl-1' } },
    acls: { 'nacl-1': [entry()] },
  }],
  ['a load balancer with its VPC', session(() => MirrorTarget.internalLoadBalancer('lb-1', { vpcId: 'vpc-1' }))],
  ['a collector of an interface', collector(MirrorSensor.networkInterface('eni-sensor'))],
  ['a collector of an instance', collector(MirrorSensor.instance('i-sensor'))],
  ['a collector of two', collector(MirrorSensor.networkInterface('eni-sensor'), MirrorSensor.networkInterface('eni-two')), {
    servers: ['eni-sensor', 'eni-two'],
  }],
  ['a collector with an ACL', collector(MirrorSensor.networkInterface('eni-sensor')), {
    vswitches: { ...ACCOUNT.vswitches, 'vsw-sensor': { VpcId: 'vpc-1', CidrBlock: '10.10.9.0/24', NetworkAclId: 'nacl-1' } },
    acls: { 'nacl-1': [entry()] },
  }],
  ['a fleet of two targets', (stack) => {
    new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack), sources: ids('eni-web', 'eni-db')(),
      targets: [MirrorTarget.networkInterface('eni-sensor'), MirrorTarget.networkInterface('eni-two')],
      ledger: MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock')),
    });
  }, { servers: ['eni-sensor', 'eni-two'] }],
  ['a raw resource', (stack) => {
    new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, 'Session', {
      enabled: true, priority: 1, virtualNetworkId: 1, trafficMirrorFilterId: filterIn(stack).filterId,
      trafficMirrorSourceIds: ['eni-web'], trafficMirrorTargetId: 'eni-sensor', trafficMirrorTargetType: 'NetworkInterface',
    });
  }],
])('%s', (_, write, more = {}) => {
  const account = { ...ACCOUNT, ...more };
  const before = undecided(write);
  expect(before.open).not.toEqual([]);
  const after = undecided(write, run(account, before.fix));
  expect([after.open, after.fix]).toEqual([[], '']);
  expect(after.verified).toBeGreaterThan(0);
});
