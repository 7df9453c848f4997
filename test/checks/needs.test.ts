// The API responses that the verification of a target still needs: the exact commands and files of the first open question.
import { add, addCollector, Fixture, mirroredRule, SESSION, stated } from './fixtures';
import { reasonsOf } from './reasons';
import { ownNetwork } from './right-apps';

const TARGET = 'eni-bp1sensor';
const BALANCER = 'lb-bp1sensors';
const facts = (f: Fixture) => f.network[0];
const session = (f: Fixture) => f.terraform.resource[SESSION].web;
const atInterface = (f: Fixture, id = TARGET) =>
  Object.assign(session(f), { traffic_mirror_target_id: id, traffic_mirror_target_type: 'NetworkInterface' });
const sources = (f: Fixture, ids: readonly string[], more: object) => {
  session(f).traffic_mirror_source_ids = ids;
  f.statements.sessions[`${SESSION}.web`].sources = Object.fromEntries(ids.map((id) => [id, stated(more)]));
};
const target = (f: Fixture, more: object) => { f.statements.sessions[`${SESSION}.web`].target = { mtu: 1500, ...more }; };

const R = '--RegionId cn-hangzhou';
const COMMAND = {
  balancer: `aliyun slb DescribeLoadBalancerAttribute ${R} --LoadBalancerId ${BALANCER} > ${BALANCER}.json`,
  listener: `aliyun slb DescribeLoadBalancerUDPListenerAttribute ${R} --LoadBalancerId ${BALANCER} --ListenerPort 4789 > ${BALANCER}-4789.json`,
  anyServers: `aliyun slb DescribeVServerGroupAttribute ${R} --VServerGroupId <VServerGroupId of the listener> > servers.json`,
  servers: `aliyun slb DescribeVServerGroupAttribute ${R} --VServerGroupId rsp-bp1sensors > rsp-bp1sensors.json`,
  anyServer: `aliyun ecs DescribeNetworkInterfaces ${R} --NetworkInterfaceId.1 <ServerId of the server group> --MaxResults 100 > ServerId.json`,
  interface: `aliyun ecs DescribeNetworkInterfaces ${R} --NetworkInterfaceId.1 ${TARGET} --MaxResults 100 > ${TARGET}.json`,
  instance: `aliyun ecs DescribeNetworkInterfaces ${R} --InstanceId i-bp1new --MaxResults 100 > i-bp1new.json`,
  anyGroup: `aliyun ecs DescribeSecurityGroupAttribute ${R} --SecurityGroupId <SecurityGroupIds of the interface>`
    + ' --Direction ingress --MaxResults 1000 > SecurityGroupIds.json',
  group: `aliyun ecs DescribeSecurityGroupAttribute ${R} --SecurityGroupId sg-bp1sensor --Direction ingress --MaxResults 1000 > sg-bp1sensor.json`,
  list: `aliyun ecs DescribePrefixListAttributes ${R} --PrefixListId pl-bp1web > pl-bp1web.json`,
  anyVswitch: `aliyun vpc DescribeVSwitches ${R} --VSwitchId <VSwitchId of the interface> --PageSize 50 > VSwitchId.json`,
  vswitch: `aliyun vpc DescribeVSwitches ${R} --VSwitchId vsw-bp1sensor --PageSize 50 > vsw-bp1sensor.json`,
  acl: `aliyun vpc DescribeNetworkAclAttributes ${R} --NetworkAclId nacl-bp1 > nacl-bp1.json`,
  source: `aliyun ecs DescribeNetworkInterfaces ${R} --NetworkInterfaceId.1 eni-bp1web --MaxResults 100 > sources.json`,
};
const FILE: Record<keyof typeof COMMAND, [kind: string, file: string]> = {
  balancer: ['loadBalancers', BALANCER],
  listener: ['loadBalancerUdpListeners', `${BALANCER}-4789`],
  anyServers: ['serverGroups', 'servers'],
  servers: ['serverGroups', 'rsp-bp1sensors'],
  anyServer: ['networkInterfaces', 'ServerId'],
  interface: ['networkInterfaces', TARGET],
  instance: ['networkInterfaces', 'i-bp1new'],
  anyGroup: ['securityGroups', 'SecurityGroupIds'],
  group: ['securityGroups', 'sg-bp1sensor'],
  list: ['prefixLists', 'pl-bp1web'],
  anyVswitch: ['vswitches', 'VSwitchId'],
  vswitch: ['vswitches', 'vsw-bp1sensor'],
  acl: ['networkAcls', 'nacl-bp1'],
  source: ['networkInterfaces', 'sources'],
};

/** What the open questions about targets say about API responses. */
const needs = (change: (f: Fixture) => void) => reasonsOf(change, /^TM40[1-8]|^TM420/).findings
  .filter(([found]) => found.startsWith('undecided'))
  .map(([, parameters]) => parameters as { commands?: string[]; files?: string[]; networkAcl?: string; prefixList?: string });
const expected = (wanted: readonly (keyof typeof COMMAND)[]) => {
  const files = new Map<string, string[]>();
  for (const name of wanted) files.set(FILE[name][0], [...files.get(FILE[name][0]) ?? [], `'${FILE[name][1]}.json'`]);
  const open = (...names: (keyof typeof COMMAND)[]) => names.some((name) => wanted.includes(name));
  return {
    commands: wanted.map((name) => COMMAND[name]),
    networkAcl: open('anyVswitch', 'vswitch')
      ? `vpc DescribeNetworkAclAttributes ${R} --NetworkAclId <NetworkAclId of the vSwitch>` : undefined,
    prefixList: open('anyGroup', 'group')
      ? `ecs DescribePrefixListAttributes ${R} --PrefixListId <SourcePrefixListId of the rule>` : undefined,
    files: [...files].map(([kind, names]) => `${kind}: [${names.join(', ')}]`),
  };
};

/** A listener of the app for the load balancer by its id, with the group of the API responses. */
const ownListener = (f: Fixture, more: object = {}) => add(f, 'alicloud_slb_listener', {
  l: { load_balancer_id: BALANCER, protocol: 'udp', frontend_port: 4789, server_group_id: 'rsp-bp1sensors', scheduler: 'sch', ...more },
});

test.each<[name: string, change: (f: Fixture) => void, wanted: (keyof typeof COMMAND)[]]>([
  ['a load balancer of which nothing is known', (f) => { f.network = []; },
    ['balancer', 'listener', 'anyServers', 'anyServer', 'anyGroup', 'anyVswitch']],
  ['its listener', (f) => { facts(f).listeners.length = 0; }, ['listener', 'anyServers', 'anyServer', 'anyGroup', 'anyVswitch']],
  [
    'the access control of its listener',
    (f) => {
      facts(f).listeners[0] = { ...facts(f).listeners[0], accessControl: undefined };
    },
    ['listener'],
  ],
  // What the app creates has no response.
  ['nothing, of what the app creates', (f) => {
    ownNetwork(f);
    f.network = [];
    f.terraform.resource.alicloud_slb_listener.vxlan.count = '${var.n}';
  }, []],
  ['the load balancer alone', (f) => { facts(f).loadBalancers.clear(); }, ['balancer']],
  ['the load balancer with default servers', (f) => {
    facts(f).loadBalancers.clear();
    facts(f).listeners[0] = { ...facts(f).listeners[0], serverGroupId: undefined };
  }, ['balancer', 'anyServers', 'anyServer', 'anyGroup', 'anyVswitch']],
  ['nothing, of default servers and a module', (f) => {
    facts(f).listeners[0] = { ...facts(f).listeners[0], serverGroupId: undefined };
    f.terraform.module = { servers: { source: './s', balancer: BALANCER } };
  }, []],
  ['its servers', (f) => { facts(f).serverGroups.clear(); }, ['servers', 'anyServer', 'anyGroup', 'anyVswitch']],
  ['the load balancer behind a listener of the app', (f) => { facts(f).loadBalancers.clear(); ownListener(f); }, ['balancer']],
  ['the servers of a listener of the app', (f) => { facts(f).serverGroups.clear(); ownListener(f); },
    ['servers', 'anyServer', 'anyGroup', 'anyVswitch']],
  ['the servers of a listener of the app, after those for other packets', (f) => {
    facts(f).serverGroups.clear();
    const other = { load_balancer_id: BALANCER, server_group_id: 'rsp-bp1other', scheduler: 'sch' };
    add(f, 'alicloud_slb_listener', {
      dns: { ...other, protocol: 'udp', frontend_port: 53 }, web: { ...other, protocol: 'tcp', frontend_port: 4789 },
    });
    ownListener(f);
  }, ['servers', 'anyServer', 'anyGroup', 'anyVswitch']],
  ['a group of which the app writes a server', (f) => {
    facts(f).serverGroups.clear();
    add(f, 'alicloud_slb_server_group_server_attachment', {
      s: { server_group_id: 'rsp-bp1sensors', server_id: TARGET, port: 4789, type: 'eni' },
    });
  }, ['servers', 'anyServer', 'anyGroup', 'anyVswitch']],
  ['nothing of a primary/secondary group', (f) => {
    facts(f).listeners[0] = { ...facts(f).listeners[0], serverGroupId: undefined, primarySecondaryGroupId: 'rsp-bp1pair' };
  }, []],
  ['a server', (f) => { facts(f).interfaces.clear(); }, ['interface', 'anyGroup', 'anyVswitch']],
  ['a server that is an instance', (f) => {
    facts(f).serverGroups.set('rsp-bp1sensors', {
      loadBalancerId: BALANCER, servers: [{ serverId: 'i-bp1new', weight: 100, port: 4789 }],
    });
  }, ['instance', 'anyGroup', 'anyVswitch']],
  ['a target', (f) => { atInterface(f); facts(f).interfaces.clear(); }, ['interface', 'anyGroup', 'anyVswitch']],
  ['a target, beside a group of the app with a prefix list', (f) => {
    atInterface(f);
    facts(f).interfaces.clear();
    add(f, 'alicloud_security_group', { g: { vpc_id: 'vpc-bp1prod' } });
    add(f, 'alicloud_security_group_rule', {
      r: mirroredRule({ security_group_id: '${alicloud_security_group.g.id}', cidr_ip: undefined, prefix_list_id: 'pl-bp1web' }),
    });
  }, ['interface', 'anyGroup', 'anyVswitch']],
  ['nothing of an interface whose response has no vSwitch', (f) => {
    atInterface(f);
    facts(f).interfaces.set(TARGET, { ...facts(f).interfaces.get(TARGET)!, vswitchId: undefined as unknown as string });
  }, []],
  ['nothing of an interface of the app whose groups are known only at apply', (f) => {
    const id = '${alicloud_ecs_network_interface.s.id}';
    add(f, 'alicloud_ecs_network_interface', { s: { vswitch_id: 'vsw-bp1sensor', security_group_ids: '${var.groups}' } });
    add(f, 'alicloud_ecs_network_interface_attachment', { s: { network_interface_id: id, instance_id: 'i-bp1sensor' } });
    atInterface(f, id);
  }, []],
  ['a target whose vSwitch is stated', (f) => {
    atInterface(f);
    facts(f).interfaces.clear();
    target(f, { vswitchId: 'vsw-bp1sensor' });
  }, ['interface', 'anyGroup']],
  ['a target whose groups are stated', (f) => {
    atInterface(f);
    facts(f).interfaces.clear();
    target(f, { securityGroupIds: ['sg-bp1sensor'], vpcId: 'vpc-bp1prod' });
  }, ['interface', 'anyVswitch']],
  ['the group of a target whose groups and vSwitch are stated', (f) => {
    atInterface(f);
    facts(f).interfaces.clear();
    facts(f).securityGroups.clear();
    target(f, { securityGroupIds: ['sg-bp1sensor'], vswitchId: 'vsw-bp1sensor' });
  }, ['group']],
  ['the group of a target', (f) => { atInterface(f); facts(f).securityGroups.clear(); }, ['group']],
  ['the group and the vSwitch of a server of the app\'s load balancer', (f) => {
    addCollector(f);
    facts(f).securityGroups.clear();
    facts(f).vswitches.delete('vsw-bp1sensor');
    target(f, { vpcId: 'vpc-bp1prod' });
  }, ['group', 'vswitch']],
  ['the vSwitch of a target', (f) => { atInterface(f); facts(f).vswitches.delete('vsw-bp1sensor'); }, ['vswitch']],
  ['the ACL of a target', (f) => {
    atInterface(f);
    facts(f).vswitches.set('vsw-bp1sensor', { vpcId: 'vpc-bp1prod', networkAclId: 'nacl-bp1' });
  }, ['acl']],
  ['a prefix list', (f) => {
    atInterface(f);
    const group = facts(f).securityGroups.get('sg-bp1sensor')!;
    facts(f).securityGroups.set('sg-bp1sensor', {
      ...group, rules: [{ ...group.rules[0], sourceCidr: undefined, sourcePrefixListId: 'pl-bp1web' }],
    });
  }, ['list']],
  ['a source without an address', (f) => {
    sources(f, ['eni-bp1web'], { primaryIp: undefined });
    const group = facts(f).securityGroups.get('sg-bp1sensor')!;
    facts(f).securityGroups.set('sg-bp1sensor', {
      ...group,
      innerAccess: false,
      rules: [{ ...group.rules[0], sourceCidr: '10.10.0.4/32' }],
    });
  }, ['source']],
  ['a source without a VPC', (f) => sources(f, ['eni-bp1web'], { vpcId: undefined, vswitchId: undefined }), ['source']],
  ['a source without groups', (f) => {
    sources(f, ['eni-bp1web'], { securityGroupIds: undefined });
    facts(f).securityGroups.set('sg-bp1sensor', { ...facts(f).securityGroups.get('sg-bp1sensor')!, rules: [] });
  }, ['source']],
])('%s', (_, change, wanted) => {
  const all = needs(change);
  expect(all).toHaveLength(1);
  const { commands = [], files = [], networkAcl, prefixList } = all[0];
  expect({ commands, files, networkAcl, prefixList }).toEqual(expected(wanted));
});

test('a source that is known, or is a resource of the app, needs no response', () => {
  const [{ commands }] = needs((f) => {
    sources(f, ['eni-bp1web', 'eni-bp1known', '${alicloud_instance.a.network_interface_id}'], { vpcId: undefined, vswitchId: undefined });
    facts(f).interfaces.set('eni-bp1known', {
      securityGroupIds: ['sg-bp1web'],
      vswitchId: 'vsw-1',
      vpcId: 'vpc-bp1prod',
      primaryIp: '10.10.0.7',
    });
    add(f, 'alicloud_instance', { a: {} });
  });
  expect(commands).toEqual([COMMAND.source]);
});

test.each([[20, 20], [21, 20], [50, 20]])('of %d sources without a VPC, %d are named', (count, named) => {
  const ids = Array.from({ length: count }, (_, i) => `eni-bp1s${i}`);
  const [{ commands }] = needs((f) => {
    f.terraform.resource[SESSION] = Object.fromEntries(
      [0, 1, 2, 3, 4].map((n) => [`s${n}`, { ...session(f), traffic_mirror_source_ids: ids.slice(n * 10, n * 10 + 10) }]),
    );
    f.statements.sessions = {};
  });
  const list = ids.slice(0, named).map((id, i) => `--NetworkInterfaceId.${i + 1} ${id}`).join(' ');
  expect(commands).toEqual([`aliyun ecs DescribeNetworkInterfaces ${R} ${list} --MaxResults 100 > sources.json`]);
});

test('servers of which 20 are named', () => {
  const [{ commands }] = needs((f) => {
    const servers = Array.from({ length: 25 }, (_, i) => ({ serverId: `eni-bp1s${i}`, weight: 100, port: 4789 }));
    facts(f).serverGroups.set('rsp-bp1sensors', { loadBalancerId: BALANCER, servers });
  });
  expect(commands!.filter((command) => command.includes('DescribeNetworkInterfaces'))).toHaveLength(20);
});

test('without a region, the commands name none', () => {
  const [{ commands }] = needs((f) => {
    atInterface(f);
    f.terraform.provider.alicloud = [{}];
    facts(f).securityGroups.clear();
  });
  expect(commands).toEqual([COMMAND.group.replace(` ${R}`, '')]);
});

test('a rule of the app for a prefix list by its id', () => {
  const [{ commands }] = needs((f) => {
    atInterface(f);
    facts(f).securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    add(f, 'alicloud_security_group_rule', { r: mirroredRule({ cidr_ip: undefined, prefix_list_id: 'pl-bp1web' }) });
  });
  expect(commands).toEqual([COMMAND.list]);
});

test.each<[name: string, change: (f: Fixture) => void]>([
  ['has no VPC in its response', (f) => {
    facts(f).vswitches.set('vsw-bp1sensor', { vpcId: undefined, networkAclId: '' });
    facts(f).interfaces.set(TARGET, { ...facts(f).interfaces.get(TARGET)!, vpcId: undefined });
  }],
  ['has an ACL of the app', (f) => {
    facts(f).vswitches.delete('vsw-bp1sensor');
    facts(f).interfaces.set(TARGET, { ...facts(f).interfaces.get(TARGET)!, vpcId: undefined });
    add(f, 'alicloud_network_acl', {
      a: { ingress_acl_entries: [{ policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' }] },
    });
    add(f, 'alicloud_vpc_network_acl_attachment', {
      a: { network_acl_id: '${alicloud_network_acl.a.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
    });
  }],
])('a vSwitch that %s needs no call for its ACL', (_, change) => {
  const [{ commands, networkAcl }] = needs((f) => { atInterface(f); change(f); });
  expect([commands, networkAcl]).toEqual([[COMMAND.vswitch], undefined]);
});

test('what two servers need is named once', () => {
  const [{ commands, files }] = needs((f) => {
    facts(f).securityGroups.clear();
    facts(f).serverGroups.set('rsp-bp1sensors', {
      loadBalancerId: BALANCER, servers: ['eni-bp1a', 'eni-bp1b', TARGET].map((serverId) => ({ serverId, weight: 100, port: 4789 })),
    });
  });
  const server = (id: string) => COMMAND.interface.replaceAll(TARGET, id);
  expect(commands).toEqual([server('eni-bp1a'), COMMAND.anyGroup, COMMAND.anyVswitch, server('eni-bp1b'), COMMAND.group]);
  expect(files).toEqual([
    "networkInterfaces: ['eni-bp1a.json', 'eni-bp1b.json']", "securityGroups: ['SecurityGroupIds.json', 'sg-bp1sensor.json']",
    "vswitches: ['VSwitchId.json']",
  ]);
});
