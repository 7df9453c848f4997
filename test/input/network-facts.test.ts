import { writeFileSync } from 'fs';
import { join } from 'path';
import { alicloud, MirrorNetworkFacts, MirrorPolicy, MirrorSession, MirrorTarget } from '../../src';
import { filterIn, messageOf, newApp, newStack, source, temporaryFolder } from '../support/app';

const text = (body: unknown) => JSON.stringify(body);

/** Answers as the calls give them, cut to what matters. */
const answers = {
  group: {
    SecurityGroupId: 'sg-bp1sensor', VpcId: 'vpc-bp1prod', RegionId: 'cn-hangzhou', InnerAccessPolicy: 'Drop',
    Permissions: {
      Permission: [
        {
          SecurityGroupRuleId: 'sgr-1',
          Direction: 'ingress',
          IpProtocol: 'UDP',
          PortRange: '4789/4789',
          NicType: 'intranet',
          Policy: 'Accept',
          Priority: '1',
          SourceCidrIp: '10.10.0.0/16',
          SourceGroupId: '',
          SourcePrefixListId: '',
          DestCidrIp: '',
        },
        {
          SecurityGroupRuleId: 'sgr-2',
          Direction: 'egress',
          IpProtocol: 'ALL',
          PortRange: '-1/-1',
          NicType: 'intranet',
          Policy: 'Drop',
          Priority: '1',
          DestCidrIp: '0.0.0.0/0',
        },
      ],
    },
  },
  acl: {
    NetworkAclAttribute: {
      NetworkAclId: 'nacl-bp1sensor', VpcId: 'vpc-bp1prod',
      IngressAclEntries: {
        IngressAclEntry: [
          {
            NetworkAclEntryId: 'nae-1',
            NetworkAclEntryName: 'all',
            Policy: 'accept',
            Protocol: 'all',
            Port: '-1/-1',
            SourceCidrIp: '0.0.0.0/0',
            IpVersion: 'IPV4',
          },
        ],
      },
      Resources: { Resource: [{ ResourceId: 'vsw-bp1sensor', ResourceType: 'VSwitch', Status: 'BINDED' }] },
    },
  },
  balancer: {
    LoadBalancerId: 'lb-bp1sensors',
    LoadBalancerStatus: 'active',
    AddressType: 'intranet',
    VpcId: 'vpc-bp1prod',
    VSwitchId: 'vsw-bp1sensor',
    Address: '10.10.9.9',
    LoadBalancerSpec: 'slb.s2.small',
    ListenerPortsAndProtocol: { ListenerPortAndProtocol: [{ ListenerPort: 4789, ListenerProtocol: 'udp' }] },
    BackendServers: { BackendServer: [] },
  },
  listener: { ListenerPort: 4789, Status: 'running', AclStatus: 'off', Scheduler: 'sch', VServerGroupId: 'rsp-bp1sensors', Bandwidth: -1 },
  servers: {
    VServerGroupId: 'rsp-bp1sensors',
    VServerGroupName: 'sensors',
    LoadBalancerId: 'lb-bp1sensors',
    BackendServers: { BackendServer: [{ ServerId: 'i-bp1sensor', Port: 4789, Weight: 100, Type: 'ecs' }] },
  },
  interfaces: {
    NetworkInterfaceSets: {
      NetworkInterfaceSet: [{
        NetworkInterfaceId: 'eni-bp1sensor',
        Type: 'Primary',
        InstanceId: 'i-bp1sensor',
        VpcId: 'vpc-bp1prod',
        VSwitchId: 'vsw-bp1sensor',
        PrivateIpAddress: '10.10.9.5',
        SecurityGroupIds: { SecurityGroupId: ['sg-bp1sensor'] },
      }],
    },
  },
  vswitches: {
    VSwitches: { VSwitch: [{ VSwitchId: 'vsw-bp1sensor', VpcId: 'vpc-bp1prod', CidrBlock: '10.10.9.0/24', NetworkAclId: '' }] },
  },
};

const all = {
  securityGroups: [text(answers.group)],
  networkAcls: [text(answers.acl)],
  loadBalancers: [text(answers.balancer)],
  loadBalancerUdpListeners: [text(answers.listener)],
  serverGroups: [text(answers.servers)], networkInterfaces: [text(answers.interfaces)], vswitches: [text(answers.vswitches)],
};

/** The findings of the proof for a session from 10.10.0.4 to a target that is only named. */
function said(facts: MirrorNetworkFacts, target = MirrorTarget.internalLoadBalancer('lb-bp1sensors'), primaryIp = '10.10.0.4'): string[] {
  const app = newApp();
  MirrorPolicy.of(app).networkFacts(facts);
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', {
    filter: filterIn(stack),
    sources: [source('eni-bp1web', { vpcId: 'vpc-bp1prod', vswitchId: 'vsw-bp1web', securityGroupIds: ['sg-bp1web'], primaryIp })],
    target,
  });
  return MirrorPolicy.of(app).evaluate().findings.filter((f) => /^TM4/.test(f.id)).map((f) => `${f.severity} ${f.id} ${f.problem}`);
}

test('a target that is only named is proved by what the API says of it', () => {
  expect(said(MirrorNetworkFacts.fromJson(all))).toEqual([]);
  expect(said(MirrorNetworkFacts.fromJson(all), MirrorTarget.networkInterface('eni-bp1sensor', { instanceType: 'ecs.g7.large' }))).toEqual(
    [],
  );
});

test.each<[string, object, string]>([
  [
    'AclStatus is missing',
    { AclStatus: undefined },
    'undecided TM406 Cannot check the listener of target lb-bp1sensors: the response of the UDP listener 4789 of lb-bp1sensors does not contain AclStatus',
  ],
  ['AclStatus is on', { AclStatus: 'on' }, 'undecided TM406'],
  ['the listener is stopped', { Status: 'stopped' }, 'error TM406'],
  [
    'the listener has a primary/secondary server group',
    { VServerGroupId: undefined, MasterSlaveServerGroupId: 'rsp-bp1pair', LoadBalancerId: 'lb-bp1sensors' },
    'undecided TM407 Cannot check the servers of target lb-bp1sensors: rsp-bp1pair is a primary/secondary server group',
  ],
])('a load balancer is not verified: %s', (_, more, words) => {
  const found = said(MirrorNetworkFacts.fromJson({ ...all, loadBalancerUdpListeners: [text({ ...answers.listener, ...more })] }));
  expect(found).toEqual([expect.stringContaining(words)]);
});

test('no call describes the servers of a primary/secondary server group, so none is advised', () => {
  const listener = {
    ...answers.listener,
    VServerGroupId: undefined,
    MasterSlaveServerGroupId: 'rsp-bp1pair',
    LoadBalancerId: 'lb-bp1sensors',
  };
  const app = newApp();
  MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromJson({ ...all, loadBalancerUdpListeners: [text(listener)] }));
  const stack = newStack(app);
  const target = MirrorTarget.internalLoadBalancer('lb-bp1sensors');
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-bp1web', { vpcId: 'vpc-bp1prod' })], target });
  const [{ fix }] = MirrorPolicy.of(app).evaluate().findings.filter((f) => f.id === 'TM407');
  expect(fix).not.toContain('DescribeVServerGroupAttribute');
});

test('fails TM403: the same facts refuse another source', () => {
  expect(said(MirrorNetworkFacts.fromJson(all), undefined, '10.20.0.4')).toEqual([
    expect.stringMatching(
      /^error TM403 Server i-bp1sensor behind target lb-bp1sensors .* 1 source \(eni-bp1web \(10\.20\.0\.4\)\): no rule of sg-bp1sensor .* 10\.20\.0\.4:49152 -> 10\.10\.9\.5:4789\/udp/,
    ),
  ]);
});

test('each answer that is missing is named, once for the target', () => {
  const without = (key: keyof typeof all, more: object = {}) => said(MirrorNetworkFacts.fromJson({ ...all, [key]: [], ...more }));
  const named = { loadBalancerUdpListeners: [text({ ...answers.listener, LoadBalancerId: 'lb-bp1sensors' })] };
  expect(without('securityGroups')).toEqual([expect.stringMatching(/^undecided TM403 .*rules of security group sg-bp1sensor/)]);
  expect(without('networkInterfaces')).toEqual([
    expect.stringMatching(/^undecided TM404 .*vSwitch of i-bp1sensor .*not known/),
    expect.stringMatching(/^undecided TM409 .*named by its instance/),
  ]);
  expect(without('networkAcls', { vswitches: [] })).toEqual([
    expect.stringMatching(/^undecided TM404 .*whether vSwitch vsw-bp1sensor has a network ACL/),
  ]);
  expect(without('loadBalancers', named)).toEqual([
    expect.stringMatching(/^undecided TM405 .*lb-bp1sensors.*whether the load balancer is internal/),
  ]);
  expect(without('loadBalancerUdpListeners')).toEqual([expect.stringMatching(/^undecided TM406 /)]);
  // Without its group the listener belongs to the only load balancer that is given.
  expect(without('serverGroups')).toEqual([expect.stringMatching(/^undecided TM407 .*servers of server group rsp-bp1sensors/)]);
});

test('files are read, and one line says what is known', () => {
  const folder = temporaryFolder();
  const file = (name: string, body: string) => {
    writeFileSync(join(folder, name), body);
    return join(folder, name);
  };
  const facts = MirrorNetworkFacts.fromFiles({
    // Answers one after another, as a shell leaves them.
    securityGroups: [file('groups.json', `${text(answers.group)}\n${text({ ...answers.group, SecurityGroupId: 'sg-bp1other' })}`)],
    networkInterfaces: [file('interfaces.json', text(answers.interfaces))],
  });
  expect(String(facts)).toBe(
    '2 security groups, 0 network ACLs, 0 load balancers, 0 UDP listeners, 0 server groups, 1 interfaces, 0 vSwitches, 0 prefix lists',
  );
});

test('pages of one group are one', () => {
  const page = (token: string, cidr: string) => text({
    ...answers.group, NextToken: token, Permissions: { Permission: [{ ...answers.group.Permissions.Permission[0], SourceCidrIp: cidr }] },
  });
  const facts = MirrorNetworkFacts.fromJson({ ...all, securityGroups: [page('more', '10.30.0.0/16'), page('', '10.10.0.0/16')] });
  expect(said(facts)).toEqual([]);
  expect(messageOf(() => MirrorNetworkFacts.fromJson({ securityGroups: [page('more', '10.30.0.0/16')] }))).toContain('Rules are missing');
});

describe('input that is refused', () => {
  test.each<[string, () => unknown, string[]]>([
    [
      'a file that is not there',
      () => MirrorNetworkFacts.fromFiles({ securityGroups: ['/nowhere/sg.json'] }),
      ['/nowhere/sg.json', 'does not exist'],
    ],
    [
      'the answer of another call',
      () => MirrorNetworkFacts.fromJson({ securityGroups: [text(answers.acl)] }),
      ['[securityGroups[0]]', 'a response of DescribeNetworkAclAttributes', 'Pass it as networkAcls'],
    ],
    [
      'an error answer',
      () => MirrorNetworkFacts.fromJson({ networkAcls: [text({ Code: 'Forbidden.RAM', Message: 'not authorized' })] }),
      ['[networkAcls[0]]', 'Forbidden.RAM: not authorized'],
    ],
    [
      'a group without an id',
      () => MirrorNetworkFacts.fromJson({ securityGroups: [text({ ...answers.group, SecurityGroupId: '' })] }),
      ['[securityGroups[0], record 1]', 'SecurityGroupId'],
    ],
    [
      'a group twice',
      () => MirrorNetworkFacts.fromJson({ securityGroups: [text(answers.group), text(answers.group)] }),
      ['[securityGroups[1], record 1 (sg-bp1sensor)]', 'each group once'],
    ],
    [
      'an interface twice, at two addresses',
      () => MirrorNetworkFacts.fromJson({
        networkInterfaces: ['10.0.0.1', '10.0.0.2'].map((PrivateIpAddress) => text({
          NetworkInterfaceSets: { NetworkInterfaceSet: [{ NetworkInterfaceId: 'eni-1', PrivateIpAddress }] },
        })),
      }),
      ['[networkInterfaces[1], record 1 (eni-1)]', 'one record of each id, or equal ones'],
    ],
    [
      'a rule without a direction',
      () =>
        MirrorNetworkFacts.fromJson({
          securityGroups: [
            text({ ...answers.group, Permissions: { Permission: [{ Policy: 'Accept', IpProtocol: 'UDP', PortRange: '1/2' }] } }),
          ],
        }),
      ['record 1 (sg-bp1sensor), record 1]', 'Direction'],
    ],
    [
      'a rule without a policy',
      () =>
        MirrorNetworkFacts.fromJson({
          securityGroups: [
            text({ ...answers.group, Permissions: { Permission: [{ Direction: 'ingress', IpProtocol: 'UDP', PortRange: '1/2' }] } }),
          ],
        }),
      ['record 1 (sg-bp1sensor), record 1]', 'Policy'],
    ],
    [
      'rules that are no list',
      () => MirrorNetworkFacts.fromJson({ securityGroups: [text({ ...answers.group, Permissions: 'all' })] }),
      ['(sg-bp1sensor)]', 'Permissions.Permission', '"all"'],
    ],
    [
      'a port that is no number',
      () => MirrorNetworkFacts.fromJson({ loadBalancerUdpListeners: [text({ ...answers.listener, ListenerPort: 'vxlan' })] }),
      ['[loadBalancerUdpListeners[0], record 1]', 'ListenerPort is "vxlan"'],
    ],
    [
      'a listener of nobody knows which load balancer',
      () => MirrorNetworkFacts.fromJson({ loadBalancerUdpListeners: [text(answers.listener)] }),
      ['LoadBalancerId', 'DescribeVServerGroupAttribute'],
    ],
    [
      'an entry without a CIDR',
      () =>
        MirrorNetworkFacts.fromJson({
          networkAcls: [
            text({
              NetworkAclAttribute: {
                NetworkAclId: 'nacl-1',
                IngressAclEntries: { IngressAclEntry: [{ Policy: 'accept', Protocol: 'all', Port: '-1/-1' }] },
              },
            }),
          ],
        }),
      ['(nacl-1), record 1]', 'SourceCidrIp'],
    ],
  ])('fails: %s', (_, read, words) => {
    const message = messageOf(read);
    for (const word of words) expect(message).toContain(word);
  });
});

test('a rule with a port list is undecided, and the finding names the list, also beside an empty port range', () => {
  for (const portRange of [undefined, '', '-1/-1']) {
    const [rule] = answers.group.Permissions.Permission;
    const permissions = { Permissions: { Permission: [{ ...rule, PortRange: portRange, PortRangeListId: 'prl-bp1vxlan' }] } };
    const found = said(MirrorNetworkFacts.fromJson({ ...all, securityGroups: [text({ ...answers.group, ...permissions })] }));
    expect(found).toEqual([expect.stringMatching(/^undecided TM403 .*prl-bp1vxlan/)]);
  }
});

test('every page of DescribeVSwitches is needed', () => {
  const vswitch = answers.vswitches.VSwitches.VSwitch[0];
  const page = (number: number, id: string) => text({
    TotalCount: 2, PageSize: 1, PageNumber: number, VSwitches: { VSwitch: [{ ...vswitch, VSwitchId: id }] },
  });
  const both = [page(1, 'vsw-bp1sensor'), page(2, 'vsw-bp1other')];
  expect(said(MirrorNetworkFacts.fromJson({ ...all, vswitches: both }))).toEqual([]);
  for (const [missing] of both.entries()) {
    const rest = both.filter((_, i) => i !== missing);
    expect(messageOf(() => MirrorNetworkFacts.fromJson({ ...all, vswitches: rest }))).toMatch(/DescribeVSwitches|vswitches/);
  }
});

test('what the app writes of a group that is handed in adds to it', () => {
  const app = newApp();
  MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromJson(all));
  const stack = newStack(app);
  new alicloud.securityGroupRule.SecurityGroupRule(stack, 'Rule', {
    securityGroupId: 'sg-bp1sensor',
    type: 'ingress',
    ipProtocol: 'udp',
    portRange: '4789/4789',
    nicType: 'intranet',
    policy: 'accept',
    priority: 1,
    cidrIp: '10.20.0.0/16',
    lifecycle: { createBeforeDestroy: true },
  });
  new MirrorSession(stack, 'Session', {
    filter: filterIn(stack),
    sources: [source('eni-bp1web', { vpcId: 'vpc-bp1prod', vswitchId: 'vsw-bp1web', securityGroupIds: [], primaryIp: '10.20.0.4' })],
    target: MirrorTarget.internalLoadBalancer('lb-bp1sensors'),
  });
  expect(MirrorPolicy.of(app).evaluate().findings.filter((f) => /^TM4/.test(f.id))).toEqual([]);
});

test.each<[string, any, RegExp]>([
  ['nothing', null, /The responses of MirrorNetworkFacts are "null". Allowed: securityGroups, networkAcls/],
  ['a kind that is none', { sgs: [] }, /The responses of MirrorNetworkFacts are "sgs". Allowed: securityGroups/],
  ['a path that is in no list', { securityGroups: 'sg.json' }, /securityGroups is "sg.json". Allowed: a list of paths/],
])('fails for %s, as plain JavaScript may give it', (_, given, message) => {
  expect(messageOf(() => MirrorNetworkFacts.fromFiles(given))).toMatch(message);
});
