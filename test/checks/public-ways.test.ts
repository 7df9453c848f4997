// Whether a target can be reached from the internet: by its load balancer, an address, or a rule of its groups.
import { add, addCollector, documents, Fixture, mirroredRule, right, SESSION } from './fixtures';
import { PublicWays } from '../../src/checks/public-ways';
import { MirrorModel } from '../../src/model/mirror-model';
import { phrase } from '../../src/texts/phrase';

const session = (f: Fixture) => f.terraform.resource[SESSION].web;
const atInterface = (f: Fixture, id = 'eni-bp1sensor') =>
  Object.assign(session(f), { traffic_mirror_target_id: id, traffic_mirror_target_type: 'NetworkInterface' });
const fact = (f: Fixture, more: object) => f.network[0].interfaces.set('eni-bp1sensor', {
  ...f.network[0].interfaces.get('eni-bp1sensor')!, publicIp: '', ...more,
});
const OPEN = { name: 'sgr-1', protocol: 'udp', portRange: '4789/4789', policy: 'accept', priority: '1', sourceCidr: '0.0.0.0/0' };
const rules = (f: Fixture, ...given: object[]) => f.network[0].securityGroups.set('sg-bp1sensor', {
  vpcId: 'vpc-bp1prod', innerAccess: false, rules: given.map((more, i) => ({ ...OPEN, name: `sgr-${i + 1}`, ...more })),
});
/** The target is an interface without a public address, with these rules. */
const guarded = (...given: object[]) => (f: Fixture) => {
  atInterface(f);
  fact(f, {});
  rules(f, ...given);
};
const eip = (f: Fixture, instance: string) => add(f, 'alicloud_eip_association', { e: { allocation_id: 'eip-1', instance_id: instance } });
/** The target is an instance of the app. */
const instance = (f: Fixture, more: object = {}) => {
  add(f, 'alicloud_instance', { sensor: { vswitch_id: 'vsw-bp1sensor', security_groups: ['sg-bp1sensor'], ...more } });
  atInterface(f, '${alicloud_instance.sensor.network_interface_id}');
};

const withEip = (more: object) => (f: Fixture) => {
  atInterface(f);
  fact(f, {});
  add(f, 'alicloud_eip_association', { e: { allocation_id: 'eip-1', ...more } });
};

const way = (change: (f: Fixture) => void) => {
  const f = right();
  change(f);
  const model = new MirrorModel(documents(f));
  return new PublicWays(model).of(model.sessions[0].target!, model.sessions);
};
const BY_GROUP = { way: 'group', by: 'sg-bp1sensor' };
const ASSOCIATION = 'net/alicloud_eip_association.e';
const ruleOf = (n: number) => phrase('of', { name: `sgr-${n}`, owner: 'sg-bp1sensor' });
const BANDWIDTH = phrase('argumentIs', {
  argument: 'internet_max_bandwidth_out', path: 'net/alicloud_instance.sensor', value: '${var.mbps}',
});
const notKnown = (n: number) => ({ unknown: phrase('admitsNotKnown', { rule: ruleOf(n), group: 'sg-bp1sensor' }) });

test.each<[name: string, change: (f: Fixture) => void, expected: object]>([
  ['an internal load balancer', () => {}, {}],
  ['a load balancer for the internet', (f) => {
    f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, addressType: 'internet' });
  }, { way: 'loadBalancer' }],
  [
    'a load balancer without a response',
    (f) => {
      f.network = [];
    },
    { unknown: phrase('internalNotKnown', { balancer: 'lb-bp1sensors' }) },
  ],
  [
    'a load balancer without a response, with an EIP',
    (f) => {
      f.network = [];
      eip(f, 'lb-bp1sensors');
    },
    { way: 'address', by: ASSOCIATION },
  ],
  ['an internal load balancer with an EIP', (f) => eip(f, 'lb-bp1sensors'), { way: 'address', by: ASSOCIATION }],
  ['an internal load balancer, and an EIP of another one', (f) => eip(f, 'lb-bp1other'), {}],
  ['an internal load balancer, and an EIP of an unknown one', (f) => eip(f, '${var.instance}'),
    { unknown: phrase('boundPerhaps', { path: ASSOCIATION }) }],
  ['an internal load balancer of the app', addCollector, {}],
  ['a load balancer of the app without an address type', (f) => {
    addCollector(f);
    delete f.terraform.resource.alicloud_slb_load_balancer.sensors.address_type;
  }, { way: 'loadBalancer' }],
  ['a load balancer of the app whose address type is known only at apply', (f) => {
    addCollector(f);
    f.terraform.resource.alicloud_slb_load_balancer.sensors.address_type = '${var.type}';
  }, { unknown: phrase('argumentIs', { argument: 'address_type', path: 'net/alicloud_slb_load_balancer.sensors', value: '${var.type}' }) }],
  ['a target that is known only at apply', (f) => { session(f).traffic_mirror_target_id = '${var.target}'; },
    { unknown: phrase('targetNotKnown', {}) }],
  ['a target of unknown kind', (f) => {
    Object.assign(session(f), { traffic_mirror_target_id: 'sensor', traffic_mirror_target_type: undefined });
  }, { unknown: phrase('targetKindNotKnown', {}) }],

  ['a public address in the response', (f) => { atInterface(f); fact(f, { publicIp: '47.1.2.3' }); }, { way: 'address', by: '47.1.2.3' }],
  ['no public address in the response', guarded(), {}],
  ['a response that says nothing of public addresses', (f) => { guarded()(f); fact(f, { publicIp: undefined }); },
    { unknown: phrase('publicAddressNotKnown', {}) }],
  ['an interface with an EIP', (f) => { guarded()(f); eip(f, 'eni-bp1sensor'); }, { way: 'address', by: ASSOCIATION }],
  ['an interface whose instance has an EIP', (f) => { guarded()(f); eip(f, 'i-bp1sensor'); }, { way: 'address', by: ASSOCIATION }],
  ['an interface, and an EIP of an unknown one', (f) => { guarded()(f); eip(f, '${var.instance}'); },
    { unknown: phrase('boundPerhaps', { path: ASSOCIATION }) }],
  ['an interface, and an EIP that sets no instance', withEip({}), { unknown: phrase('boundPerhaps', { path: ASSOCIATION }) }],
  ['an interface of the app, attached to an instance that is known only at apply', (f) => {
    const id = '${alicloud_ecs_network_interface.s.id}';
    add(f, 'alicloud_ecs_network_interface', { s: { vswitch_id: 'vsw-bp1sensor', security_group_ids: ['sg-bp1sensor'] } });
    add(f, 'alicloud_ecs_network_interface_attachment', { s: { network_interface_id: id, instance_id: '${var.instance}' } });
    atInterface(f, id);
    rules(f);
  }, {}],
  ['an interface whose groups are not known', (f) => { atInterface(f); f.network[0].interfaces.clear(); },
    { unknown: phrase('itsGroupsNotKnown', {}) }],

  ['an instance of the app', (f) => { instance(f); rules(f); }, {}],
  ['an instance of the app with bandwidth', (f) => { instance(f, { internet_max_bandwidth_out: 5 }); rules(f); },
    { way: 'address', by: 'net/alicloud_instance.sensor' }],
  ['an instance of the app with bandwidth 0', (f) => { instance(f, { internet_max_bandwidth_out: 0 }); rules(f); }, {}],
  ['an instance of the app with a bandwidth that is known only at apply', (f) => {
    instance(f, { internet_max_bandwidth_out: '${var.mbps}' });
    rules(f);
  }, { unknown: BANDWIDTH }],
  [
    'an instance of the app with an EIP',
    (f) => {
      instance(f);
      eip(f, '${alicloud_instance.sensor.id}');
    },
    { way: 'address', by: ASSOCIATION },
  ],

  ['a rule for all addresses', guarded({}), BY_GROUP],
  ['a rule for all addresses and ports', guarded({ protocol: 'all', portRange: '-1/-1' }), BY_GROUP],
  ['a rule for ports from 4789', guarded({ portRange: '4789/5000' }), BY_GROUP],
  ['a rule for ports to 4789', guarded({ portRange: '4000/4789' }), BY_GROUP],
  ['a rule for ports below', guarded({ portRange: '1/4788' }), {}],
  ['a rule for ports above', guarded({ portRange: '4790/65535' }), {}],
  ['a rule for TCP', guarded({ protocol: 'tcp' }), {}],
  ['a rule for internal addresses', guarded({ sourceCidr: '10.0.0.0/8' }), {}],
  ['a rule for half of the internet', guarded({ sourceCidr: '0.0.0.0/1' }), {}],
  ['rules for two halves of the internet', guarded({ sourceCidr: '0.0.0.0/1' }, { sourceCidr: '128.0.0.0/1' }), BY_GROUP],
  ['a rule that drops first', guarded({ priority: '2' }, { policy: 'drop' }), {}],
  ['a rule that drops at the same priority', guarded({}, { policy: 'drop' }), {}],
  ['a rule that drops at the same priority, written first', guarded({ policy: 'drop' }, {}), {}],
  ['a rule that drops later', guarded({}, { policy: 'drop', priority: '2' }), BY_GROUP],
  ['a rule that drops internal addresses first', guarded({ priority: '2' }, { policy: 'drop', sourceCidr: '10.0.0.0/8' }), BY_GROUP],
  ['a rule that drops one public network first', guarded({ priority: '2' }, { policy: 'drop', sourceCidr: '8.8.8.0/24' }), {}],
  ['a rule for a group', guarded({ sourceCidr: undefined, sourceGroupId: 'sg-bp1web' }), {}],
  ['a rule for a prefix list of all addresses', (f) => {
    guarded({ sourceCidr: undefined, sourcePrefixListId: 'pl-1' })(f);
    f.network[0].prefixLists.set('pl-1', ['0.0.0.0/0']);
  }, BY_GROUP],
  ['a rule for a prefix list without a response', guarded({ sourceCidr: undefined, sourcePrefixListId: 'pl-1' }), notKnown(1)],
  ['a rule with a list of ports', guarded({}, { portRange: undefined }), notKnown(2)],
  ['a rule without a known priority', guarded({}, { priority: 'x' }), notKnown(2)],
  ['a rule whose policy is known only at apply', (f) => {
    guarded()(f);
    add(f, 'alicloud_security_group_rule', { r: mirroredRule({ policy: '${var.policy}' }) });
  }, { unknown: phrase('admitsNotKnown', { rule: 'net/alicloud_security_group_rule.r', group: 'sg-bp1sensor' }) }],
  ['a rule that may exist', (f) => {
    guarded({})(f);
    add(f, 'alicloud_security_group_rule', { r: mirroredRule({ count: '${var.n}', policy: 'drop' }) });
  }, { unknown: phrase('admitsNotKnown', { rule: 'net/alicloud_security_group_rule.r', group: 'sg-bp1sensor' }) }],
  ['a rule for the address of a resource', (f) => {
    guarded()(f);
    add(f, 'alicloud_instance', { web: { vswitch_id: 'vsw-bp1web', security_groups: ['sg-bp1web'] } });
    add(f, 'alicloud_security_group_rule', { r: mirroredRule({ cidr_ip: '${alicloud_instance.web.private_ip}/32' }) });
  }, {}],
  ['a group without a response', (f) => { guarded()(f); f.network[0].securityGroups.delete('sg-bp1sensor'); },
    { unknown: phrase('groupRulesNotKnown', { group: 'sg-bp1sensor' }) }],
  ['a group without a response, and another one that admits', (f) => {
    guarded({})(f);
    fact(f, { securityGroupIds: ['sg-bp1none', 'sg-bp1sensor'] });
  }, BY_GROUP],
])('%s', (_, change, expected) => {
  expect(way(change)).toEqual(expected);
});
