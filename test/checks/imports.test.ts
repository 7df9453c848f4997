// An imported resource keeps what the app does not write of it. That is unknown, unless an API response contains it.
import { add, addCollector, documents, Fixture, mirroredRule, right } from './fixtures';
import { peered } from './peered';
import { change, ownNetwork } from './right-apps';
import { MirrorEdition } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

type Edit = (f: Fixture) => void;
type Facts = Fixture['network'][number];

const id = (address: string) => `\${${address}.id}`;
const imported = (to: string, name: unknown): Edit => (f) => { (f.terraform.import ??= []).push({ to, id: name }); };
const facts = (edit: (facts: Facts) => void): Edit => (f) => edit(f.network[0]);
const set = (type: string, name: string, more: object): Edit => (f) => Object.assign(f.terraform.resource[type][name], more);
const without = (type: string): Edit => (f) => { delete f.terraform.resource[type]; };

/** The checks of whether copies arrive: `verified`, or the first finding. */
function outcome(...fixtures: Fixture[]): string {
  const { findings, passed } = runChecks(new MirrorModel(documents(...fixtures)), MirrorEdition.EDITION_2023);
  const found = findings.map((x) => findingOf(x)).filter((x) => /^TM40|TM420/.test(x.id) && x.severity !== 'warning');
  if (found.length === 0) return passed.TM403 === 1 ? 'verified' : 'warned';
  return `${found[0].severity} ${found[0].id}: ${found[0].problem}`;
}

function of(base: Edit, ...edits: Edit[]): string {
  return outcome(change((f) => [base, ...edits].forEach((edit) => edit(f))));
}

const GROUP = 'alicloud_security_group.sensor';
const [group, vswitch] = [imported(GROUP, 'sg-bp1old'), imported('alicloud_vswitch.sensor', 'vsw-bp1old')];
const [acl, balancer] = [imported('alicloud_network_acl.acl', 'nacl-bp1old'), imported('alicloud_slb_load_balancer.sensors', 'lb-bp1old')];
const [servers, listener] = [
  imported('alicloud_slb_server_group.sensors', 'rsp-bp1old'), imported('alicloud_slb_listener.vxlan', 'lb-bp1old:udp:4789'),
];
const existing = (more: object) => ({
  name: 'sgr-old', protocol: 'udp', portRange: '4789/4789', policy: 'accept', priority: '1', sourceCidr: '10.10.0.0/16', ...more,
});
const groupFacts = (...rules: ReturnType<typeof existing>[]) =>
  facts((n) => n.securityGroups.set('sg-bp1old', { innerAccess: false, rules }));
const vswitchFacts = (networkAclId?: string) => facts((n) => n.vswitches.set('vsw-bp1old', { networkAclId }));
const aclFacts = (...policies: string[]) => facts((n) => n.networkAcls.set('nacl-bp1old', {
  vswitchIds: [],
  entries: policies.map((policy, i) => ({ name: `nae-${i}`, policy, protocol: 'udp', port: '4789/4789', sourceCidr: '0.0.0.0/0' })),
}));
const balancerFacts = (more: object = {}) => facts((n) => n.loadBalancers.set('lb-bp1old', {
  addressType: 'intranet', status: 'active', servers: [], listeners: ['udp 4789'], ...more,
}));
const active = set('alicloud_slb_load_balancer', 'sensors', { status: 'active' });
const listenerFacts = (status: string) =>
  facts((n) => n.listeners.push({ loadBalancerId: 'lb-bp1old', port: 4789, status, accessControl: false }));
const serverFacts = (...given: string[]) => facts((n) => n.serverGroups.set('rsp-bp1old', {
  loadBalancerId: 'lb-bp1old', servers: given.map((serverId) => ({ serverId, weight: 100, port: 4789 })),
}));
const unbound: Edit = without('alicloud_vpc_network_acl_attachment');
const noRule: Edit = without('alicloud_security_group_rule');

const ROWS: [name: string, expected: RegExp, ...edits: Edit[]][] = [
  ['nothing', /^verified/],
  ['a security group', /^undecided TM403.*sensor is imported, and its existing rules are not known/, group],
  ['a security group without a rule of the app', /^undecided TM403.*existing rules/, group, noRule],
  ['a security group by a reference', /^undecided TM403/, imported(`\${${GROUP}}`, 'sg-bp1old')],
  ['a security group by a variable', /^undecided TM403/, imported(GROUP, '${var.group}')],
  ['a security group by its identity', /^undecided TM403/, (f) => { f.terraform.import = { to: GROUP, identity: { id: 'sg-bp1old' } }; }],
  ['a security group of others', /^verified/, imported('alicloud_security_group.web', 'sg-bp1web')],
  ['a security group that was empty', /^verified/, group, groupFacts()],
  ['a security group that was empty, without a rule of the app', /^error TM403.*no rule/, group, groupFacts(), noRule],
  ['a security group with a rule that drops first', /^error TM403.*sgr-old of net\/alicloud_security_group.sensor drops/, group,
    groupFacts(existing({ policy: 'drop' }))],
  ['a security group with a rule that drops later', /^verified/, group, groupFacts(existing({ policy: 'drop', priority: '2' }))],
  ['a security group with the rule that is needed', /^verified/, group, groupFacts(existing({})), noRule],
  ['a security group whose rule of the app drops', /^error TM403/, group,
    set('alicloud_security_group_rule', 'mirrored', { policy: 'drop' })],
  ['a rule', /^verified/,
    imported('alicloud_security_group_rule.mirrored', 'sg-bp1old:ingress:udp:4789/4789:intranet:10.10.0.0/16:accept:1')],
  ['a vSwitch with an ACL of the app', /^verified/, vswitch],
  ['a vSwitch', /^undecided TM404.*sensor is imported, and whether it has a network ACL is not known/, vswitch, unbound],
  ['a vSwitch without an ACL', /^verified/, vswitch, unbound, vswitchFacts('')],
  ['a vSwitch whose response does not contain its ACL', /^undecided TM404/, vswitch, unbound, vswitchFacts()],
  ['a vSwitch with an unknown ACL', /^undecided TM404.*entries of network ACL nacl-bp1old/, vswitch, unbound, vswitchFacts('nacl-bp1old')],
  ['a vSwitch with an ACL that drops', /^error TM404/, vswitch, unbound, vswitchFacts('nacl-bp1old'), aclFacts('drop')],
  ['a vSwitch that an ACL names', /^error TM404/, vswitch, unbound, facts((n) =>
    n.networkAcls.set('nacl-1', { vswitchIds: ['vsw-bp1old'], entries: [] }))],
  ['a vSwitch and its ACL, which gets the entries of the app', /^verified/, vswitch, acl, unbound, vswitchFacts('nacl-bp1old')],
  ['an ACL', /^verified/, acl],
  ['an ACL whose entries stay', /^undecided TM404.*entries of network ACL net\/alicloud_network_acl.acl/, acl,
    set('alicloud_network_acl', 'acl', { ingress_acl_entries: [] })],
  ['an ACL whose entries admit', /^verified/, acl, set('alicloud_network_acl', 'acl', { ingress_acl_entries: [] }), aclFacts('accept')],
  ['an ACL whose entries drop', /^error TM404/, acl, set('alicloud_network_acl', 'acl', { ingress_acl_entries: [] }), aclFacts('drop')],
  ['a load balancer', /^undecided TM406.*sensors is imported, and its status is not known/, balancer],
  ['a load balancer with a status', /^verified/, balancer, active],
  ['a load balancer that was active', /^verified/, balancer, balancerFacts()],
  ['a load balancer that was not active', /^error TM406/, balancer, balancerFacts({ status: 'inactive' })],
  ['a load balancer that the app activates', /^verified/, balancer, active, balancerFacts({ status: 'inactive' })],
  ['a load balancer of an unknown address type', /^undecided TM405/, balancer, active, set('alicloud_slb_load_balancer', 'sensors', {
    address_type: undefined,
  })],
  ['a load balancer that was of the internet', /^error TM405/, balancer, active, balancerFacts({ addressType: 'internet' }),
    set('alicloud_slb_load_balancer', 'sensors', { address_type: undefined })],
  ['a load balancer without a listener of the app', /^undecided TM406.*listeners of load balancer/, balancer, active,
    without('alicloud_slb_listener')],
  ['a load balancer that had no listener', /^error TM406/, balancer, active, without('alicloud_slb_listener'),
    balancerFacts({ listeners: [] })],
  ['a server group', /^undecided TM407.*sensors is imported, and its existing servers are not known/, servers],
  ['a server group that was empty', /^verified/, servers, serverFacts()],
  ['a server group with another server', /^undecided TM4.*i-bp1other/, servers, serverFacts('i-bp1other')],
  ['a server group whose servers the app writes', /^verified/, servers, without('alicloud_slb_server_group_server_attachment'),
    set('alicloud_slb_listener', 'vxlan', { depends_on: [] }),
    set('alicloud_slb_server_group', 'sensors', { servers: [{ server_ids: [id('alicloud_instance.sensor')], port: 4789 }] })],
  ['a listener', /^undecided TM406.*vxlan is imported, and its status is not known/, listener],
  ['a listener that ran', /^verified/, listener, listenerFacts('running')],
  ['a listener that was stopped', /^error TM406/, listener, listenerFacts('stopped')],
  ['an interface that the app does not attach', /^verified/, imported('alicloud_ecs_network_interface.second', 'eni-bp1old'),
    without('alicloud_ecs_network_interface_attachment')],
  ['an interface that no instance has, behind a load balancer with another server', /^warned/,
    imported('alicloud_ecs_network_interface.second', 'eni-bp1old'),
    without('alicloud_ecs_network_interface_attachment'),
    facts((n) => n.interfaces.set('eni-bp1old', { securityGroupIds: [], status: 'Available' }))],
  ['a VPC', /^verified/, imported('alicloud_vpc.v', 'vpc-bp1old')],
];

test.each(ROWS)('%s', (_, expected, ...edits) => {
  expect(of(ownNetwork, ...edits)).toMatch(expected);
});

test.each<[string, RegExp, string, object, string]>([
  ['one of several copies', /^undecided/, '[0]', { count: 2 }, `${GROUP}[0]`],
  ['another copy', /^verified/, '[0]', { count: 2 }, `${GROUP}[1]`],
  ['a copy with a key', /^undecided/, '["a"]', { for_each: { a: 1, b: 2 } }, `${GROUP}["a"]`],
  ['another key', /^verified/, '["a"]', { for_each: { a: 1, b: 2 } }, `${GROUP}["b"]`],
  ['all copies', /^undecided/, '["a"]', { for_each: { a: 1, b: 2 } }, `${GROUP}[each.key]`],
])('a security group of which %s is imported', (_, expected, key, more, to) => {
  const used = id(`${GROUP}${key}`);
  expect(of(ownNetwork, imported(to, 'sg-bp1old'), set('alicloud_security_group', 'sensor', more),
    set('alicloud_security_group_rule', 'mirrored', { security_group_id: used }),
    set('alicloud_instance', 'sensor', { security_groups: [used] }),
    set('alicloud_ecs_network_interface', 'second', { security_group_ids: [used] }))).toMatch(expected);
});

test('a group that another stack imports is the one that is named by id', () => {
  const [one, other] = [right(), right()];
  other.terraform.resource = {};
  other.statements.sessions = {};
  addCollector(one);
  one.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
  expect(outcome(one, other)).toBe('verified');
  add(other, 'alicloud_security_group', { sensor: { vpc_id: 'vpc-bp1prod' } });
  add(other, 'alicloud_security_group_rule', { drop: mirroredRule({ security_group_id: id(GROUP), policy: 'drop' }) });
  expect(outcome(one, other)).toMatch(/^undecided TM403/);
  imported(GROUP, 'sg-bp1sensor')(other);
  expect(outcome(one, other)).toMatch(/^error TM403/);
});

test.each<[string, RegExp, Edit]>([
  ['the VPC of the sources', /^undecided TM408.*alicloud_vpc.web is from outside of the app/, imported('alicloud_vpc.web', 'vpc-1')],
  ['the VPC of the target', /^undecided TM408.*CIDR blocks of VPC .*sensor are not known/, imported('alicloud_vpc.sensor', 'vpc-1')],
  ['the vSwitch of the sources', /^undecided TM408.*route table of vSwitch/, imported('alicloud_vswitch.web', 'vsw-1')],
  ['the peering connection', /^verified/, imported('alicloud_vpc_peer_connection.p', 'pcc-1')],
  ['an entry', /^verified/, imported('alicloud_route_entry.web', 'vtb-1:vrt-1:10.99.0.0/16:VpcPeer:pcc-1')],
  ['a VPC, without a connection', /^undecided TM408.*connection of VPCs/, (f) => {
    ['alicloud_vpc_peer_connection', 'alicloud_route_entry'].forEach((type) => without(type)(f));
    imported('alicloud_vpc.web', 'vpc-1')(f);
  }],
])('between VPCs: %s', (_, expected, edit) => {
  expect(of(peered)).toBe('verified');
  expect(of(peered, edit)).toMatch(expected);
});

test('an instance that is imported is not started', () => {
  const instance = imported('alicloud_instance.sensor', 'i-bp1old');
  const stopped = facts((n) => n.instances.set('i-bp1old', 'Stopped'));
  expect(of(peered, instance, stopped)).toMatch(/^error TM420/);
  expect(of(peered, instance, stopped, set('alicloud_instance', 'sensor', { status: 'Running' }))).toBe('verified');
  expect(of(peered, instance)).toBe('verified');
});
