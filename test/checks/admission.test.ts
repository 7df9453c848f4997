// TM403, TM404 and TM420: which rule, entry or unknown value decides whether an interface gets the copies, with the exact reason.
import { add, addCollector, documents, Fixture, mirroredRule, right, SESSION, stated } from './fixtures';
import { reasonsOf } from './reasons';
import { Receiver, received, Senders } from '../../src/checks/arrival/admission';
import { MirrorModel } from '../../src/model/mirror-model';
import { NetworkModel, Place } from '../../src/model/network/network-model';
import { addressesOf } from '../../src/model/network/packet-rule';
import { AddressSet } from '../../src/net/address-set';
import { phrase } from '../../src/texts/phrase';

const TARGET = 'eni-bp1sensor';
const GROUP = 'sg-bp1sensor';
const VPC = 'vpc-bp1prod';
const OPEN = { name: 'sgr-1', protocol: 'udp', portRange: '4789/4789', policy: 'accept', priority: '1', sourceCidr: '10.10.0.0/16' };

/** The target is an interface by its id. Its group has these rules in the API response, and none admits its members. */
function receiving(f: Fixture, ...rules: object[]): void {
  Object.assign(f.terraform.resource[SESSION].web, { traffic_mirror_target_id: TARGET, traffic_mirror_target_type: 'NetworkInterface' });
  f.network[0].securityGroups.set(GROUP, {
    vpcId: VPC,
    innerAccess: false,
    rules: rules.map((more, i) => ({ ...OPEN, name: `sgr-${i + 1}`, ...more })),
  });
}
const source = (f: Fixture, more: object, id = 'eni-bp1web') => { f.statements.sessions[`${SESSION}.web`].sources[id] = stated(more); };
const secondSource = (f: Fixture, more: object) => {
  f.terraform.resource[SESSION].web.traffic_mirror_source_ids.push('eni-bp1two');
  source(f, more, 'eni-bp1two');
};
const written = (f: Fixture, rules: Record<string, object>) =>
  add(f, 'alicloud_security_group_rule', Object.fromEntries(Object.entries(rules).map(([name, more]) => [name, mirroredRule(more)])));
const acl = (f: Fixture, ...entries: object[]) => {
  const entry = { policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' };
  add(f, 'alicloud_network_acl', { acl: { vpc_id: VPC, ingress_acl_entries: entries.map((more) => ({ ...entry, ...more })) } });
  add(f, 'alicloud_vpc_network_acl_attachment', {
    a: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
  });
};
const group = (f: Fixture, more: object) =>
  f.network[0].securityGroups.set(GROUP, { ...f.network[0].securityGroups.get(GROUP)!, ...more });
const place = (f: Fixture, more: object) =>
  f.network[0].interfaces.set(TARGET, { ...f.network[0].interfaces.get(TARGET)!, ...more });
/** The app attaches the target, perhaps. */
const perhapsAttached = (f: Fixture) => add(f, 'alicloud_ecs_network_interface_attachment', {
  a: { count: '${var.n}', network_interface_id: TARGET, instance_id: 'i-bp1other' },
});

const ruleOf = (n: number) => phrase('of', { name: `sgr-${n}`, owner: GROUP });
const WAY = { source: 'eni-bp1web (10.10.0.4)', made: false, receiver: TARGET, port: 4789 };
const found = (change: (f: Fixture) => void) => {
  const { findings, passed } = reasonsOf(change, /^TM40[348]|^TM420/);
  return [...findings, passed.TM403];
};
const is = (passed: number, ...reasons: [reason: string, parameters: object][]) =>
  [...reasons.map(([reason, parameters]) => [reason, expect.objectContaining(parameters)]), passed];
const VERIFIED = [1];
const noRule = is(0, ['error TM403 noRule', {
  target: TARGET, server: undefined, refused: 1, total: 1, sources: ['eni-bp1web (10.10.0.4)'], groups: [GROUP], cidrs: ['10.10.0.4/32'],
  packet: '10.10.0.4:49152 -> 10.10.9.5:4789/udp',
}]);

test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
  ['a rule for UDP 4789', (f) => receiving(f, {}), VERIFIED],
  ['no rule', (f) => receiving(f), noRule],
  [
    'no group',
    (f) => {
      receiving(f);
      place(f, { securityGroupIds: [] });
    },
    is(0, ['error TM403 noGroup', { target: TARGET, refused: 1 }]),
  ],
  ['a rule for ports from 4789', (f) => receiving(f, { portRange: '4789/65535' }), VERIFIED],
  ['a rule for ports to 4789', (f) => receiving(f, { portRange: '1/4789' }), VERIFIED],
  ['a rule for ports below', (f) => receiving(f, { portRange: '1/4788' }), noRule],
  ['a rule for ports above', (f) => receiving(f, { portRange: '4790/65535' }), noRule],
  ['a rule for TCP', (f) => receiving(f, { protocol: 'tcp' }), noRule],
  ['a rule for all protocols', (f) => receiving(f, { protocol: 'all', portRange: '-1/-1' }), VERIFIED],
  ['a rule with a list of ports', (f) => receiving(f, { portRange: undefined }),
    is(0, ['undecided TM403 ruleMatchNotKnown', { ...WAY, rule: ruleOf(1) }])],
  ['a rule with a list of ports before one for all ports', (f) => receiving(f, { portRange: undefined }, { portRange: '-1/-1' }), VERIFIED],
  ['a rule that drops with a list of ports before one for all ports', (f) => {
    receiving(f, { portRange: undefined, policy: 'drop' }, { portRange: '-1/-1', priority: '2' });
  }, is(0, ['undecided TM403 ruleMatchNotKnown', { ...WAY, rule: ruleOf(1) }])],
  [
    'rules for two halves of the source ports',
    (f) => receiving(f, { sourcePortRange: '1/32767' }, { sourcePortRange: '32768/65535' }),
    VERIFIED,
  ],
  ['rules for two halves of the source ports, in the other order', (f) => {
    receiving(f, { sourcePortRange: '32768/65535' }, { sourcePortRange: '1/32767' });
  }, VERIFIED],
  ['rules for three parts of the source ports, in disorder', (f) => {
    receiving(f, { sourcePortRange: '1000/2000' }, { sourcePortRange: '2001/65535' }, { sourcePortRange: '1/999' });
  }, VERIFIED],
  ['rules for the source ports but one', (f) => receiving(f, { sourcePortRange: '1/32766' }, { sourcePortRange: '32768/65535' }),
    is(0, ['error TM403 noRule', { packet: '10.10.0.4:32767 -> 10.10.9.5:4789/udp' }])],
  ['rules for the source ports but the last', (f) => receiving(f, { sourcePortRange: '1/65534' }),
    is(0, ['error TM403 noRule', { packet: '10.10.0.4:65535 -> 10.10.9.5:4789/udp' }])],
  ['rules for the source ports but the first', (f) => receiving(f, { sourcePortRange: '2/65535' }),
    is(0, ['error TM403 noRule', { packet: '10.10.0.4:1 -> 10.10.9.5:4789/udp' }])],
  ['a rule for every source port', (f) => receiving(f, { sourcePortRange: '1/65535' }), VERIFIED],
  ['a rule for the address of the target', (f) => receiving(f, { destinationCidr: '10.10.9.5/32' }), VERIFIED],
  ['a rule for another address than that of the target', (f) => receiving(f, { destinationCidr: '10.10.9.6/32' }), noRule],
  ['a rule for one of the addresses that the target may have', (f) => {
    receiving(f, { destinationCidr: '10.10.9.5/32' });
    place(f, { primaryIp: undefined });
  }, is(0, ['undecided TM403 ruleMatchNotKnown', { ...WAY, rule: ruleOf(1) }])],
  ['a rule for all of the addresses that the target may have', (f) => {
    receiving(f, { destinationCidr: '10.10.9.0/24' });
    place(f, { primaryIp: undefined });
    f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: VPC, networkAclId: '', cidr: '10.10.9.0/24' });
  }, VERIFIED],
  ['a rule that drops first', (f) => receiving(f, { priority: '2' }, { policy: 'drop' }),
    is(0, ['error TM403 ruleDrops', { rule: ruleOf(2), first: true, firstPriority: 1 }])],
  ['a rule that drops at priority 2', (f) => receiving(f, { priority: '3' }, { policy: 'drop', priority: '2' }),
    is(0, ['error TM403 ruleDrops', { rule: ruleOf(2), first: false, firstPriority: 1 }])],
  ['a rule whose priority the response does not say, alone', (f) => receiving(f, { priority: 'x' }), VERIFIED],
  ['a rule whose priority the response does not say, against another', (f) => {
    receiving(f, { priority: 'x' }, { policy: 'drop', priority: '50' });
  }, is(0, ['undecided TM403 ruleOnlyAtApply', { ...WAY, why: phrase('priorityOf', { rule: ruleOf(1) }) }])],
  ['a rule that drops, whose priority is not known, against another', (f) => {
    receiving(f, { policy: 'drop', priority: 'x' }, { priority: '100' });
  }, is(0, ['error TM403 ruleDrops', { rule: ruleOf(1) }])],
  ['a policy that is known only at apply, before a rule that accepts', (f) => {
    receiving(f, { priority: '2' });
    written(f, { p: { policy: '${var.policy}' } });
  }, is(0, ['undecided TM403 ruleOnlyAtApply', WAY])],
  ['a policy that is known only at apply, after a rule that accepts', (f) => {
    receiving(f, {});
    written(f, { p: { policy: '${var.policy}', priority: 2 } });
  }, VERIFIED],
  ['a policy that is known only at apply, alone', (f) => { receiving(f); written(f, { p: { policy: '${var.policy}' } }); },
    is(0, ['undecided TM403 ruleOnlyAtApply', WAY])],
  ['a prefix list without a response', (f) => receiving(f, { sourceCidr: undefined, sourcePrefixListId: 'pl-bp1web' }),
    is(0, ['undecided TM403 prefixListNotKnown', { ...WAY, list: 'pl-bp1web', rule: ruleOf(1) }])],
  ['a prefix list with the source', (f) => {
    receiving(f, { sourceCidr: undefined, sourcePrefixListId: 'pl-bp1web' });
    f.network[0].prefixLists.set('pl-bp1web', ['10.10.0.0/24']);
  }, VERIFIED],
  ['a prefix list with the source, in a rule with a list of ports', (f) => {
    receiving(f, { sourceCidr: undefined, sourcePrefixListId: 'pl-bp1web', portRange: undefined });
    f.network[0].prefixLists.set('pl-bp1web', ['10.10.0.0/24']);
  }, is(0, ['undecided TM403 ruleMatchNotKnown', { ...WAY, rule: ruleOf(1) }])],
  ['a prefix list without the source', (f) => {
    receiving(f, { sourceCidr: undefined, sourcePrefixListId: 'pl-bp1web' });
    f.network[0].prefixLists.set('pl-bp1web', ['10.20.0.0/24']);
  }, noRule],
  ['a rule for the group of the source', (f) => receiving(f, { sourceCidr: undefined, sourceGroupId: 'sg-bp1web' }), VERIFIED],
  ['a rule for another group', (f) => receiving(f, { sourceCidr: undefined, sourceGroupId: 'sg-bp1other' }), noRule],
  ['a rule for a group, and a source whose groups are not known', (f) => {
    receiving(f, { sourceCidr: undefined, sourceGroupId: 'sg-bp1web' });
    source(f, { securityGroupIds: undefined });
  }, is(0, ['undecided TM403 sourceGroupsNotKnown', { ...WAY, group: 'sg-bp1web', rule: ruleOf(1) }])],
  ['a rule for the group of the source, and a target whose VPC is not known', (f) => {
    receiving(f, { sourceCidr: undefined, sourceGroupId: 'sg-bp1web' });
    place(f, { vpcId: undefined });
    f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: undefined, networkAclId: '' });
  }, is(0, ['undecided TM408 targetVpcNotKnown', { source: WAY.source, target: TARGET }])],
  ['a rule for the group of the source, in a group whose type is not known', (f) => {
    receiving(f);
    written(f, { g: { cidr_ip: undefined, source_security_group_id: 'sg-bp1web' } });
  }, is(0, ['undecided TM403 membershipNotKnown', { ...WAY, group: 'sg-bp1web', rule: 'net/alicloud_security_group_rule.g' }])],
  [
    'members of the own group',
    (f) => {
      receiving(f);
      group(f, { innerAccess: true });
      source(f, { securityGroupIds: [GROUP] });
    },
    VERIFIED,
  ],
  ['members of the own group that admits none', (f) => { receiving(f); source(f, { securityGroupIds: [GROUP] }); }, noRule],
  ['members of the own group, of which the response does not say whether it admits them', (f) => {
    receiving(f);
    group(f, { innerAccess: undefined });
    source(f, { securityGroupIds: [GROUP] });
  }, is(0, ['undecided TM403 innerAccessNotKnown', { ...WAY, group: GROUP }])],
  ['members of another group than the own', (f) => { receiving(f); group(f, { innerAccess: true }); }, noRule],
  ['a source whose groups are not known, and a group that admits its members', (f) => {
    receiving(f);
    group(f, { innerAccess: true });
    source(f, { securityGroupIds: undefined });
  }, is(0, ['undecided TM403 ownGroupNotKnown', { ...WAY, group: GROUP }])],
  ['a group without a response', (f) => { receiving(f); f.network[0].securityGroups.delete(GROUP); },
    is(0, ['undecided TM403 rulesNotKnown', { ...WAY, byApp: false, why: phrase('groupRulesNotKnown', { group: GROUP }) }])],
  ['a group that a module gets', (f) => { receiving(f); f.terraform.module = { rules: { source: './rules', group: GROUP } }; },
    is(0, ['undecided TM403 rulesNotKnown', { ...WAY, byApp: true }])],
  ['a group that a module gets, with a rule for UDP 4789', (f) => {
    receiving(f, {});
    f.terraform.module = { rules: { source: './rules', group: GROUP } };
  }, is(0, ['undecided TM403 rulesNotKnown', { ...WAY, byApp: true }])],
  ['a target of which only the vSwitch is known', (f) => {
    receiving(f, {});
    f.network[0].interfaces.clear();
    f.statements.sessions[`${SESSION}.web`].target = { mtu: 1500, vswitchId: 'vsw-bp1sensor' };
  }, is(0, ['undecided TM403 groupsNotKnown', WAY])],
  ['a target of which only the groups are known', (f) => {
    receiving(f, {});
    f.network[0].interfaces.clear();
    f.statements.sessions[`${SESSION}.web`].target = { mtu: 1500, securityGroupIds: [GROUP], vpcId: VPC };
  }, is(0, ['undecided TM404 vswitchNotKnown', WAY])],
  ['a target of which nothing is known', (f) => { receiving(f, {}); f.network[0].interfaces.clear(); },
    is(0, ['undecided TM403 targetNotKnown', { target: TARGET, port: 4789 }])],

  ['a target that is perhaps attached', (f) => { receiving(f, {}); perhapsAttached(f); },
    is(0, [
      'undecided TM420 useNotKnown',
      { ...WAY, why: phrase('attachesPerhaps', { path: 'net/alicloud_ecs_network_interface_attachment.a' }) },
    ])],
  ['a target that is perhaps attached, and refuses', (f) => { receiving(f); perhapsAttached(f); }, noRule],
  ['a target that is perhaps attached, and refuses one of two sources', (f) => {
    receiving(f, { sourceCidr: '10.10.0.4/32' });
    secondSource(f, { primaryIp: '10.10.0.9' });
    perhapsAttached(f);
  }, is(0,
    ['error TM403 noRule', { refused: 1, total: 2, sources: ['eni-bp1two (10.10.0.9)'], cidrs: ['10.10.0.9/32'] }],
    ['undecided TM420 useNotKnown', WAY])],

  ['an ACL that admits', (f) => { receiving(f, {}); acl(f, {}); }, VERIFIED],
  ['an ACL that drops', (f) => { receiving(f, {}); acl(f, { policy: 'drop' }); },
    is(0, [
      'error TM404 entryDrops',
      { target: TARGET, entry: phrase('entry', { number: 1, path: 'net/alicloud_network_acl.acl' }), refused: 1, total: 1 },
    ])],
  ['an ACL of other networks', (f) => { receiving(f, {}); acl(f, { source_cidr_ip: '10.20.0.0/16' }); },
    is(0, ['error TM404 noEntry', { target: TARGET, acl: 'net/alicloud_network_acl.acl', refused: 1, total: 1 }])],
  ['an ACL whose first entry is known only at apply', (f) => { receiving(f, {}); acl(f, { policy: '${var.policy}' }); },
    is(0, ['undecided TM404 entryOnlyAtApply', WAY])],
  ['an ACL whose first entry is known only at apply, and a group that refuses', (f) => {
    receiving(f);
    acl(f, { policy: '${var.policy}' });
  }, noRule],
  ['an ACL whose entry is known only at apply, and a group that is unknown', (f) => {
    receiving(f, {});
    f.network[0].securityGroups.delete(GROUP);
    acl(f, { policy: '${var.policy}' });
  }, is(0, ['undecided TM404 entryOnlyAtApply', WAY])],
  [
    'an ACL that drops inside the vSwitch',
    (f) => {
      receiving(f, {});
      acl(f, { policy: 'drop' });
      source(f, { vswitchId: 'vsw-bp1sensor' });
    },
    VERIFIED,
  ],
  ['an ACL that drops, and a source whose vSwitch is not known', (f) => {
    receiving(f, {});
    acl(f, { policy: 'drop' });
    source(f, { vswitchId: undefined });
  }, is(0, ['undecided TM404 ownVswitchNotKnown', { ...WAY, vswitch: 'vsw-bp1sensor' }])],
  ['an ACL that drops, and a source whose address is outside of the vSwitch', (f) => {
    receiving(f, {});
    acl(f, { policy: 'drop' });
    f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: VPC, networkAclId: '', cidr: '10.10.9.0/24' });
    source(f, { vswitchId: undefined });
  }, is(0, ['error TM404 entryDrops', {}])],
])('%s', (_, change, expected) => {
  expect(found(change)).toEqual(expected);
});

/** The vSwitch of the target has an ACL by its id. */
const aclById = (f: Fixture, ...entries: object[]) => {
  f.network[0].vswitches.set('vsw-bp1sensor', { vpcId: VPC, networkAclId: 'nacl-bp1' });
  const entry = { name: 'nae-1', policy: 'accept', protocol: 'udp', port: '4789/4789', sourceCidr: '0.0.0.0/0', ipVersion: 'IPv4' };
  if (entries.length === 0) return;
  f.network[0].networkAcls.set('nacl-bp1', { vswitchIds: [], entries: entries.map((more) => ({ ...entry, ...more })) });
};
/** The server behind the load balancer of the session has this port. */
const serverAt = (f: Fixture, port: number, ...rules: object[]) => {
  receiving(f, ...rules);
  Object.assign(f.terraform.resource[SESSION].web, { traffic_mirror_target_id: 'lb-bp1sensors', traffic_mirror_target_type: 'SLB' });
  f.network[0].serverGroups.set('rsp-bp1sensors', { loadBalancerId: 'lb-bp1sensors', servers: [{ serverId: TARGET, weight: 100, port }] });
};
const FIVE = { target: 'lb-bp1sensors', server: TARGET, packet: '10.10.0.4:49152 -> 10.10.9.5:5000/udp' };

test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
  ['an ACL by its id without a response', (f) => { receiving(f, {}); aclById(f); },
    is(0, ['undecided TM404 aclNotKnown', { ...WAY, byApp: false, why: phrase('entriesNotKnown', { acl: 'nacl-bp1' }) }])],
  ['an ACL by its id that admits', (f) => { receiving(f, {}); aclById(f, {}); }, VERIFIED],
  ['an ACL by its id, with ports that cannot be read', (f) => { receiving(f, {}); aclById(f, { port: 'some' }); },
    is(0, ['undecided TM404 entryMatchNotKnown', { ...WAY, entry: phrase('of', { name: 'nae-1', owner: 'nacl-bp1' }) }])],
  ['a server of another port, and a rule for 4789', (f) => serverAt(f, 5000, {}),
    is(0, ['error TM403 noRule', { ...FIVE, snippet: expect.stringContaining('port_range = "5000/5000"') }])],
  ['a server of another port, and a rule for it', (f) => serverAt(f, 5000, { portRange: '5000/5000' }), VERIFIED],
  ['a server of another port, and a rule with a list of ports', (f) => serverAt(f, 5000, { portRange: undefined }),
    is(0, ['undecided TM403 ruleMatchNotKnown', { ...WAY, port: 5000, rule: ruleOf(1) }])],
  ['a server of another port, and an ACL that drops', (f) => { serverAt(f, 5000, { portRange: '5000/5000' }); aclById(f, {}); },
    is(0, ['error TM404 noEntry', { ...FIVE, snippet: expect.stringContaining('port = "5000/5000"') }])],
])('%s', (_, change, expected) => {
  expect(found(change)).toEqual(expected);
});

test('a server whose port is known only at apply is reported by its port, or with 4789 if it refuses', () => {
  const server = (f: Fixture, portRange: string) => {
    addCollector(f);
    f.network[0].securityGroups.get(GROUP)!.rules[0] = { ...OPEN, portRange };
    delete f.terraform.resource.alicloud_security_group_rule;
    f.terraform.resource.alicloud_slb_server_group_server_attachment.sensor.port = '${var.port}';
  };
  const results = (range: string) => reasonsOf((f) => server(f, range), /^TM40/).findings;
  expect(results('4789/4789')).toEqual([['undecided TM407 portNotKnown', expect.objectContaining({ source: WAY.source, server: TARGET })]]);
  expect(results('-1/-1')).toEqual([]);
  expect(reasonsOf((f) => {
    server(f, '4789/4789');
    f.network[0].securityGroups.set(GROUP, { vpcId: VPC, innerAccess: false, rules: [] });
  }, /^TM40/).findings).toEqual([
    ['error TM403 noRule', expect.objectContaining({
      packet: '10.10.0.4:49152 -> 10.10.9.5:4789/udp', snippet: expect.stringContaining('"4789/4789"'),
    })],
  ]);
});

test.each([
  ['a detached interface', (f: Fixture) => place(f, { status: 'Available', instanceId: undefined }), 'detached', {}],
  ['an interface of a stopped instance', (f: Fixture) => f.network[0].instances.set('i-bp1sensor', 'Stopped'), 'stopped',
    { instance: 'i-bp1sensor' }],
] as const)('%s gets nothing', (_, change, reason, more) => {
  expect(found((f) => { receiving(f, {}); change(f); })).toEqual(is(0, [`error TM420 ${reason}`, {
    target: TARGET, server: undefined, refused: 1, total: 1, sources: ['eni-bp1web (10.10.0.4)'],
    packet: '10.10.0.4:49152 -> 10.10.9.5:4789/udp', ...more,
  }]));
});

/** Source and target are instances of the app in one VPC. The target's group or ACL has a rule for the address of an instance. */
function ofApp(f: Fixture, owner: string, more: object = {}): void {
  add(f, 'alicloud_vpc', { v: { cidr_block: '10.10.0.0/16' }, other: { cidr_block: '10.20.0.0/16' } });
  add(f, 'alicloud_vswitch', {
    v: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: '10.10.1.0/24' },
    other: { vpc_id: '${alicloud_vpc.other.id}', cidr_block: '10.20.1.0/24' },
  });
  add(f, 'alicloud_security_group', { v: { vpc_id: '${alicloud_vpc.v.id}', inner_access_policy: 'Drop' } });
  const instance = (vswitch: string) => ({
    vswitch_id: `\${alicloud_vswitch.${vswitch}.id}`, security_groups: ['${alicloud_security_group.v.id}'], instance_type: 'ecs.g7.large',
  });
  add(f, 'alicloud_instance', { web: instance('v'), near: instance('v'), far: instance('other'), sensor: instance('v') });
  written(f, {
    r: { security_group_id: '${alicloud_security_group.v.id}', cidr_ip: `\${alicloud_instance.${owner}.private_ip}/32`, ...more },
  });
  const [from, to] = ['web', 'sensor'].map((name) => `\${alicloud_instance.${name}.network_interface_id}`);
  Object.assign(f.terraform.resource[SESSION].web, {
    traffic_mirror_source_ids: [from], traffic_mirror_target_id: to, traffic_mirror_target_type: 'NetworkInterface',
  });
  f.statements.sessions = { [`${SESSION}.web`]: { sources: { [from]: { mtu: 1450 } }, target: { mtu: 1500 } } };
}

test.each([
  ['the source', 'web', VERIFIED],
  ['another instance of its VPC', 'near', is(0, ['error TM403 noRule', { target: 'net/alicloud_instance.sensor' }])],
  ['an instance of another VPC', 'far', is(0, ['error TM403 noRule', { target: 'net/alicloud_instance.sensor' }])],
])('a rule for the address of %s', (_, owner, expected) => {
  expect(found((f) => ofApp(f, owner))).toEqual(expected);
});

/** The outcomes for addresses of senders with these properties: each with its verdict, its blocks, and what decides. */
const outcomes = (
  change: (f: Fixture) => void, given: Senders = {}, more: Partial<Receiver> = {}, at: Partial<Place> = {}, ...cidrs: string[]
) => {
  const f = right();
  receiving(f, {});
  change(f);
  const network = NetworkModel.of(new MirrorModel(documents(f)));
  const senders: Senders = { groups: ['sg-bp1web'], vswitch: 'vsw-bp1web', vpc: VPC, managed: false, ...given };
  const sources = AddressSet.unionOf((cidrs.length > 0 ? cidrs : ['10.10.0.4/32']).map((cidr) => addressesOf(cidr)!));
  const receiver = { identity: TARGET, place: { ...network.place(TARGET), ...at }, port: 4789, balanced: false, ...more };
  return received(network, receiver, senders, sources)
    .map((o) => [o.verdict ?? 'open', o.sources.cidrs().map(String).join(' '), (o.reason.decision ?? o.reason.doubt)!.kind]);
};
const NETS = ['10.10.0.0/24', '10.10.1.0/24', '10.10.2.0/24', '10.10.3.0/24'];
const openEntry = (cidr: string) => ({ policy: '${var.policy}', source_cidr_ip: cidr });
const dropEntry = (cidr: string) => ({ policy: 'drop', source_cidr_ip: cidr });

/** The identity of a resource of the app. */
const own = (address: string) => `#net\u0000${address}`;
/** The interface is in a group of the app that has a rule for another group. */
const inOwn = (more: object, given: Senders = {}, at: Partial<Place> = {}) => outcomes((f) => {
  add(f, 'alicloud_security_group', { own: { vpc_id: VPC, inner_access_policy: 'Drop', ...more } });
  written(f, { r: { security_group_id: '${alicloud_security_group.own.id}', cidr_ip: undefined, source_security_group_id: 'sg-bp1web' } });
}, given, {}, { groups: [own('alicloud_security_group.own')], ...at });
/** The group has a rule for the address of an instance of the app. */
const byAddress = (given: Senders, vswitch = 'vsw-bp1web') => outcomes((f) => {
  receiving(f);
  add(f, 'alicloud_instance', { near: { vswitch_id: vswitch, security_groups: ['sg-bp1web'], instance_type: 'ecs.g7.large' } });
  written(f, { r: { cidr_ip: '${alicloud_instance.near.private_ip}/32' } });
}, given);

describe('each address has one outcome', () => {
  test('an ACL and a group each drop, admit and leave open some', () => {
    expect(outcomes((f) => {
      // The group admits the first three networks, and perhaps drops the third.
      const admitted = NETS.slice(0, 3).map((sourceCidr) => ({ sourceCidr, priority: '2' }));
      receiving(f, { sourceCidr: NETS[2], policy: 'drop', portRange: undefined }, ...admitted);
      acl(f, dropEntry(NETS[0]), {});
    }, {}, {}, {}, ...NETS)).toEqual([
      ['drop', NETS[0], 'entry'], ['accept', NETS[1], 'rule'], ['open', NETS[2], 'ruleMatch'], ['drop', NETS[3], 'noRule'],
    ]);
  });
  test('what the ACL leaves open, and the group drops, is dropped', () => {
    expect(outcomes((f) => {
      receiving(f, { sourceCidr: NETS[0] });
      acl(f, openEntry('10.10.0.0/23'), {});
    }, {}, {}, {}, ...NETS)).toEqual([['open', NETS[0], 'entryArgument'], ['drop', '10.10.1.0/24 10.10.2.0/23', 'noRule']]);
  });
  test('what the ACL leaves open, and the group drops whole, is dropped', () => {
    expect(outcomes((f) => { receiving(f); acl(f, openEntry('10.10.0.0/16')); })).toEqual([['drop', '10.10.0.4/32', 'noRule']]);
  });
  test('what the ACL drops whole is nothing for the group', () => {
    expect(outcomes((f) => acl(f, dropEntry('10.10.0.0/16')))).toEqual([['drop', '10.10.0.4/32', 'entry']]);
  });
  test('what the interface drops, and whether it is attached is not known', () => {
    expect(outcomes((f) => { receiving(f, { sourceCidr: NETS[0] }); perhapsAttached(f); }, {}, {}, {}, NETS[0], NETS[1]))
      .toEqual([['drop', NETS[1], 'noRule'], ['open', NETS[0], 'use']]);
    expect(outcomes((f) => { receiving(f); perhapsAttached(f); })).toEqual([['drop', '10.10.0.4/32', 'noRule']]);
  });
  test('the rules of two halves of the source ports drop different networks', () => {
    expect(outcomes((f) => receiving(f,
      { sourcePortRange: '1/999', sourceCidr: NETS[0] }, { sourcePortRange: '1000/65535', sourceCidr: '10.10.0.0/23' },
    ), {}, {}, {}, ...NETS.slice(0, 3))).toEqual([
      ['drop', '10.10.1.0/24 10.10.2.0/24', 'noRule'], ['accept', NETS[0], 'rule'],
    ]);
  });
  test('one half of the source ports is open, and the other one admits', () => {
    expect(outcomes((f) => receiving(f,
      { sourcePortRange: '1/999', sourceCidr: NETS[0], portRange: undefined }, { sourcePortRange: '1000/65535' },
    ), {}, {}, {}, NETS[0])).toEqual([['open', NETS[0], 'ruleMatch']]);
  });
});

test.each<[name: string, actual: () => unknown, outcome: string, kind: string]>([
  ['a detached interface', () => outcomes((f) => place(f, { status: 'Available', instanceId: undefined })), 'drop', 'detached'],
  ['an interface of a stopped instance', () => outcomes((f) => f.network[0].instances.set('i-bp1sensor', 'Stopped')), 'drop', 'stopped'],
  ['an interface of a running instance', () => outcomes(() => {}), 'accept', 'rule'],

  ['rules for parts of the source ports, the last one first', () => outcomes((f) => receiving(f,
    { sourcePortRange: '2001/65535' }, { sourcePortRange: '1000/2000' }, { sourcePortRange: '1/999' },
  )), 'accept', 'rule'],
  ['a drop of source port 0, from which nothing is sent', () => outcomes((f) => receiving(f,
    { sourcePortRange: '0/0', policy: 'drop' }, { priority: '2', sourcePortRange: '1/65535' },
  )), 'accept', 'rule'],
  ['a range of source ports beyond the last one', () => outcomes((f) => receiving(f,
    { sourcePortRange: '1/65535' }, { priority: '2', policy: 'drop', sourcePortRange: '1/70000' },
  )), 'accept', 'rule'],

  ['a server of an unknown port, and a rule for one port', () => outcomes(() => {}, {}, { port: undefined }), 'open', 'port'],
  ['a server of an unknown port, and a rule for each port', () =>
    outcomes((f) => receiving(f, { portRange: '1/65535' }), {}, { port: undefined }), 'accept', 'rule'],
  ['a server of an unknown port, and a rule for each port but the first', () =>
    outcomes((f) => receiving(f, { portRange: '2/65535' }), {}, { port: undefined }), 'open', 'port'],
  ['a server of an unknown port, and a rule for each port but the last', () =>
    outcomes((f) => receiving(f, { portRange: '1/65534' }), {}, { port: undefined }), 'open', 'port'],
  ['a server of an unknown port, and a rule for TCP', () =>
    outcomes((f) => receiving(f, { protocol: 'tcp' }), {}, { port: undefined }), 'drop', 'noRule'],
  ['a server of an unknown port, and a rule whose ports are a list', () =>
    outcomes((f) => receiving(f, { portRange: undefined }), {}, { port: undefined }), 'open', 'ruleMatch'],
  ['a server of an unknown port, and a rule for every port of perhaps another address', () => outcomes((f) => {
    receiving(f, { portRange: '1/65535', destinationCidr: '10.10.9.5/32' });
    place(f, { primaryIp: undefined });
  }, {}, { port: undefined }), 'open', 'ruleMatch'],
  ['a server of an unknown port, and an entry for one port', () =>
    outcomes((f) => acl(f, { protocol: 'udp', port: '4789/4789' }), {}, { port: undefined }), 'open', 'port'],
  ['a server of an unknown port, and an entry for all', () =>
    outcomes((f) => { receiving(f, { portRange: '1/65535' }); acl(f, {}); }, {}, { port: undefined }), 'accept', 'rule'],

  ['a rule for a group, in a group that certainly is a basic one', () => inOwn({ security_group_type: 'normal' }), 'accept', 'rule'],
  ['a rule for a group, in an advanced group', () => inOwn({ security_group_type: 'enterprise' }), 'drop', 'noRule'],
  ['a rule for a group, in a group of an unknown type', () => inOwn({ security_group_type: '${var.type}' }), 'open', 'membership'],
  ['a rule for a group of another VPC', () => inOwn({}, { vpc: 'vpc-bp1far' }), 'drop', 'noRule'],
  ['a rule for a group of an unknown VPC', () => inOwn({}, { vpc: undefined }), 'open', 'membership'],
  ['a rule for a group of perhaps another VPC', () => inOwn({}, { vpc: '?net\u0000${var.vpc}' }), 'open', 'membership'],
  ['a rule for a group, at an interface of an unknown VPC', () => inOwn({}, {}, { vpc: undefined }), 'open', 'membership'],
  ['a rule for a group, where no VPC is known', () => inOwn({}, { vpc: undefined }, { vpc: undefined }), 'open', 'membership'],
  ['a rule for a group, and one of two groups that are others', () => inOwn({}, { groups: ['sg-bp1a', 'sg-bp1b'] }), 'drop', 'noRule'],
  ['a rule for a group, and one of two groups that is perhaps this one', () =>
    inOwn({}, { groups: ['sg-bp1a', own('alicloud_security_group.b')] }), 'open', 'membership'],

  ['an unknown vSwitch', () => outcomes(() => {}, {}, {}, { vswitch: undefined }), 'open', 'vswitch'],
  ['an unknown vSwitch, and a source of an unknown one', () => outcomes(() => {}, { vswitch: undefined }, {}, { vswitch: undefined }),
    'open', 'vswitch'],
  ['a source in the own vSwitch, behind a load balancer', () =>
    outcomes((f) => acl(f, { policy: 'drop' }), { vswitch: 'vsw-bp1sensor' }, { balanced: true }), 'open', 'ownVswitch'],
  ['a source of perhaps the own vSwitch', () => outcomes((f) => acl(f, { policy: 'drop' }), { vswitch: undefined }), 'open', 'ownVswitch'],
  ['a source of an unknown vSwitch in another VPC', () =>
    outcomes((f) => acl(f, { policy: 'drop' }), { vswitch: undefined, vpc: 'vpc-bp1far' }), 'drop', 'entry'],
  ['a source of an unknown vSwitch and VPC', () =>
    outcomes((f) => acl(f, { policy: 'drop' }), { vswitch: undefined, vpc: undefined }), 'open', 'ownVswitch'],
  ['an entry that admits, with ports that are known only at apply', () => outcomes((f) => acl(f, { protocol: 'udp', port: '${var.port}' })),
    'open', 'entryArgument'],

  ['a rule for the address of an instance of the VPC, and a source by its id', () => byAddress({}), 'open', 'ruleArgument'],
  ['a rule for the address of an instance of the VPC, and another instance', () => byAddress({ managed: true }), 'drop', 'noRule'],
  ['a rule for the address of an instance, and an instance of another VPC', () => byAddress({ managed: true, vpc: 'vpc-bp1far' }),
    'open', 'ruleArgument'],
  ['a rule for the address of an instance of an unknown VPC, and one like it', () =>
    byAddress({ managed: true, vpc: undefined }, '${var.vswitch}'), 'open', 'ruleArgument'],
  ['a rule for the address of the source', () =>
    byAddress({ managed: true, interface: own('alicloud_instance.near.network_interface_id') }), 'accept', 'rule'],
])('%s', (_, actual, outcome, kind) => {
  expect(actual()).toEqual([[outcome, '10.10.0.4/32', kind]]);
});
