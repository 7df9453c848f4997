import { hub, id, managed, modelOf, MODULE, PERHAPS, set, stackOf } from './documents';
import { GroupRuleFact, NetworkFacts } from '../../src/input/network-facts';
import { TerraformJson } from '../../src/model/document';
import { NetworkModel } from '../../src/model/network/network-model';
import { ALL_PORTS, NO_PORTS } from '../../src/model/network/packet-rule';
import { SecurityGroups } from '../../src/model/network/security-groups';
import { AddressSet } from '../../src/net/address-set';
import { phrase } from '../../src/texts/phrase';
import { network } from '../checks/network';

const NUL = '\u0000';

type Facts = ReturnType<typeof network>;

function groups(resource: Record<string, any> = {}, change: (facts: Facts) => void = () => {}, more: TerraformJson = {}): SecurityGroups {
  const facts = network();
  change(facts);
  return NetworkModel.of(modelOf(stackOf('net', {
    resource: { alicloud_security_group: { g: {}, other: {} }, ...resource }, ...more,
  }, { network: [facts as NetworkFacts] }))).groups;
}

const G = managed('alicloud_security_group.g');

describe('a group of the app', () => {
  const NORMAL = { identity: G, advanced: false, rules: [], innerAccess: true, vpc: undefined, open: undefined };
  test.each<[string, object, object]>([
    ['by itself', {}, {}],
    ['in a VPC', { vpc_id: 'vpc-1' }, { vpc: 'vpc-1' }],
    ['of the normal type', { security_group_type: 'normal' }, {}],
    ['of the advanced type', { security_group_type: 'enterprise' }, { advanced: true, innerAccess: false }],
    ['of the advanced type, whatever it says', { security_group_type: 'enterprise', inner_access_policy: 'Accept' },
      { advanced: true, innerAccess: false }],
    ['of a type by a variable', { security_group_type: '${var.type}' }, { advanced: undefined, innerAccess: undefined }],
    ['of a type by a variable that separates its members', { security_group_type: '${var.type}', inner_access_policy: 'Drop' },
      { advanced: undefined, innerAccess: false }],
    ['that admits its members', { inner_access_policy: 'Accept' }, {}],
    ['that separates its members', { inner_access_policy: 'Drop' }, { innerAccess: false }],
    ['with a policy by a variable', { inner_access_policy: '${var.policy}' }, { innerAccess: undefined }],
    ['that admits its members, in the old form', { inner_access: true }, {}],
    ['that separates its members, in the old form', { inner_access: false }, { innerAccess: false }],
    ['by a variable, in the old form', { inner_access: '${var.inner}' }, { innerAccess: undefined }],
  ])('%s', (_, body, expected) => {
    const found = groups({ alicloud_security_group: { g: body } });
    expect(found.of(G)).toEqual({ ...NORMAL, ...expected });
    expect(found.of(G)).toBe(found.of(G));
  });

  test('may have rules that a module writes', () => {
    expect(groups({}, undefined, MODULE(id('alicloud_security_group.g'))).of(G).open).toEqual(
      phrase('groupRulesByOther', { who: hub('alicloud_security_group.g') }),
    );
  });

  test('that is imported has what the API describes', () => {
    const read = (body: object, change?: (facts: Facts) => void) => groups({ alicloud_security_group: { g: body } }, change, {
      import: [{ to: 'alicloud_security_group.g', id: 'sg-old' }],
    }).of(G);
    const open = phrase('importedRules', { path: 'net/alicloud_security_group.g' });
    expect(read({})).toEqual({ ...NORMAL, advanced: undefined, innerAccess: undefined, open });
    expect(read({ inner_access_policy: 'Drop' })).toEqual({ ...NORMAL, advanced: undefined, innerAccess: false, open });
    const fact = (innerAccess: boolean) => (f: Facts) => { f.securityGroups.set('sg-old', { vpcId: 'vpc-1', innerAccess, rules: [] }); };
    expect(read({}, fact(true))).toEqual({ ...NORMAL, vpc: 'vpc-1' });
    expect(read({}, fact(false))).toEqual({ ...NORMAL, advanced: undefined, innerAccess: false, vpc: 'vpc-1' });
  });

  test('may be one of several copies', () => {
    const found = groups({ alicloud_security_group: { g: { count: 2 } } });
    expect(found.of(managed('alicloud_security_group.g[0]')).open).toBeUndefined();
    expect(found.of(`?net${NUL}\${alicloud_security_group.g[count.index].id}`).open).toEqual(
      phrase('whichCopy', { path: 'net/alicloud_security_group.g' }),
    );
  });
});

describe('a rule of the app', () => {
  const path = 'net/alicloud_security_group_rule.r';
  const UDP = {
    security_group_id: id('alicloud_security_group.g'), type: 'ingress', ip_protocol: 'udp', port_range: '4789/4789', cidr_ip: '10.0.0.0/8',
  };
  const RULE = {
    label: path, verdict: 'accept', priority: 1, ports: [4789, 4789], peer: { cidrs: set('10.0.0.0/8') }, certain: true, unknown: undefined,
  };
  const only = (argument: string, value: string) => phrase('argumentIs', { argument, path, value });
  const at = (body: object, of: string = G) => groups({ alicloud_security_group_rule: { r: { ...UDP, ...body } } }).of(of).rules;
  test.each<[string, object, object]>([
    ['by itself', {}, {}],
    ['that drops', { policy: 'drop' }, { verdict: 'drop' }],
    ['of another policy', { policy: 'deny' }, { verdict: undefined, certain: false, unknown: only('policy', 'deny') }],
    ['of a policy in capitals', { policy: 'Accept' }, { certain: false, unknown: only('policy', 'Accept') }],
    ['of the first priority', { priority: 1 }, {}],
    ['of the last priority', { priority: '100' }, { priority: 100 }],
    ['of a priority below the first', { priority: 0 }, { priority: 0, certain: false, unknown: only('priority', '0') }],
    ['of a priority above the last', { priority: 101 }, { priority: 101, certain: false, unknown: only('priority', '101') }],
    ['of a priority with a fraction', { priority: 1.5 }, { priority: 1.5, certain: false, unknown: only('priority', '1.5') }],
    ['of a priority that is no number', { priority: 'x' }, { priority: undefined, certain: false, unknown: only('priority', 'x') }],
    ['of the intranet', { nic_type: 'intranet' }, {}],
    ['of the internet', { nic_type: 'internet' }, {}],
    ['of another card', { nic_type: 'INTRANET' }, { certain: false, unknown: only('nic_type', 'INTRANET') }],
    ['with a policy by a variable', { policy: '${var.p}' }, { verdict: undefined, unknown: only('policy', '${var.p}') }],
    ['of a priority', { priority: 7 }, { priority: 7 }],
    ['with a priority by a variable', { priority: '${var.p}' }, { priority: undefined, unknown: only('priority', '${var.p}') }],
    ['with a type by a variable', { type: '${var.t}' }, { certain: false, unknown: only('type', '${var.t}') }],
    ['without a type', { type: undefined }, { certain: false }],
    ['with a protocol by a variable', { ip_protocol: '${var.p}' }, { ports: undefined, unknown: only('ip_protocol', '${var.p}') }],
    ['without a protocol', { ip_protocol: undefined },
      { ports: undefined, unknown: phrase('argumentMissing', { argument: 'port_range', path }) }],
    ['with a range by a variable', { port_range: '${var.p}' }, { ports: undefined, unknown: only('port_range', '${var.p}') }],
    ['without a range', { port_range: undefined }, {
      ports: undefined,
      unknown: phrase('argumentMissing', { argument: 'port_range', path }),
    }],
    ['of every protocol', { ip_protocol: 'all', port_range: '-1/-1' }, { ports: ALL_PORTS }],
    ['of every protocol with a range', { ip_protocol: 'all', port_range: '1/65535' },
      { ports: undefined, certain: false, unknown: phrase('refusedAtApply', { path }) }],
    ['with a range that the provider does not send', { port_range: '-1/-1' },
      { ports: undefined, certain: false, unknown: phrase('refusedAtApply', { path }) }],
    ['with a protocol in capitals', { ip_protocol: 'UDP' },
      { ports: undefined, certain: false, unknown: phrase('refusedAtApply', { path }) }],
    ['of another protocol', { ip_protocol: 'tcp' }, { ports: NO_PORTS }],
    ['of another protocol with a wrong range', { ip_protocol: 'icmp', port_range: '1/2' },
      { ports: NO_PORTS, certain: false, unknown: phrase('refusedAtApply', { path }) }],
    ['with a source by a variable', { cidr_ip: '${var.c}' }, { peer: { cidrs: undefined }, unknown: only('cidr_ip', '${var.c}') }],
    ['from the address of an interface', { cidr_ip: '${alicloud_instance.i.primary_ip_address}/32' }, {
      peer: { cidrs: undefined }, unknown: only('cidr_ip', '${alicloud_instance.i.primary_ip_address}/32'),
    }],
    ['from IPv6', { cidr_ip: undefined, ipv6_cidr_ip: 'fd00::/8' }, { peer: { cidrs: AddressSet.EMPTY } }],
    ['from a group', { cidr_ip: undefined, source_security_group_id: 'sg-1' }, { peer: { group: 'sg-1' } }],
    ['from a group by a variable', { cidr_ip: undefined, source_security_group_id: '${var.g}' },
      { peer: { group: `?net${NUL}\${var.g}` }, unknown: only('source_security_group_id', '${var.g}') }],
    ['from a prefix list', { cidr_ip: undefined, prefix_list_id: 'pl-1' }, { peer: { list: 'pl-1' } }],
    ['from a CIDR, whatever else is there', { ipv6_cidr_ip: 'fd00::/8', source_security_group_id: 'sg-1', prefix_list_id: 'pl-1' }, {}],
    ['from nowhere', { cidr_ip: undefined }, { peer: {} }],
    ['that may not exist', PERHAPS, { certain: false, unknown: phrase('howMany', { path }) }],
  ])('%s', (_, body, expected) => {
    expect(at(body)).toEqual([{ ...RULE, ...expected }]);
  });

  test('that is outbound is none', () => {
    expect(at({ type: 'egress' })).toEqual([]);
  });

  test('of another group is none, and of an unknown group is not certain', () => {
    const perhaps = (other: string, group = 'net/alicloud_security_group.g') => phrase('groupPerhaps', { path, other, group });
    expect(at({ security_group_id: id('alicloud_security_group.other') })).toEqual([]);
    expect(at({ security_group_id: '${var.g}' })).toEqual([{ ...RULE, certain: false, unknown: perhaps('${var.g}') }]);
    expect(at({ security_group_id: 'sg-9' })).toEqual([{ ...RULE, certain: false, unknown: perhaps('sg-9') }]);
    expect(at({ security_group_id: '${var.g}', priority: '${var.p}' })).toMatchObject([{ unknown: only('priority', '${var.p}') }]);
    // A rule without a group may be one of any.
    for (const one of [G, 'sg-1']) expect(at({ security_group_id: undefined }, one).at(-1)).toMatchObject({ certain: false });
  });

  test('is in the list of all', () => {
    const { written } = groups({
      alicloud_security_group_rule: { r: UDP, s: { ...UDP, priority: 2 }, out: { ...UDP, type: 'egress' } },
    });
    expect(written.map(({ block, stack, group, rule }) => [block.name, stack.path, group, rule.priority])).toEqual([['r', 'net', G, 1],
      ['s', 'net', G, 2]]);
  });

  test('is one of several of its group', () => {
    const found = groups({ alicloud_security_group_rule: { r: UDP, s: { ...UDP, priority: 2 } } });
    expect(found.of(G).rules.map(({ priority }) => priority)).toEqual([1, 2]);
    expect(found.of(managed('alicloud_security_group.other')).rules).toEqual([]);
  });
});

describe('a group outside the app', () => {
  const FACT: GroupRuleFact = {
    name: 'sgr-1', protocol: 'udp', portRange: '4789/4789', policy: 'accept', priority: '1',
    sourceCidr: '10.0.0.0/8',
  };
  const label = phrase('of', { name: 'sgr-1', owner: 'sg-1' });
  const RULE = {
    label, verdict: 'accept', priority: 1, ports: [4789, 4789], sourcePorts: undefined, destination: undefined,
    peer: { cidrs: set('10.0.0.0/8') }, certain: true, unknown: undefined,
  };
  const at = (rule: object) =>
    groups({}, (f) => { f.securityGroups.set('sg-1', { rules: [{ ...FACT, ...rule }] }); }).of('sg-1').rules;
  test.each<[string, object, object]>([
    ['a rule', {}, {}],
    ['a rule that drops', { policy: 'Drop' }, { verdict: 'drop' }],
    ['a rule of an unknown priority', { priority: '' }, { priority: undefined, unknown: phrase('priorityOf', { rule: label }) }],
    ['a rule of every protocol', { protocol: 'ALL', portRange: '-1/-1' }, { ports: ALL_PORTS }],
    ['a rule with a list of ports', { portRange: undefined }, { ports: undefined }],
    ['a rule from some ports', { sourcePortRange: '1/99' }, { sourcePorts: [1, 99] }],
    ['a rule to some addresses', { destinationCidr: '10.1.0.0/16' }, { destination: set('10.1.0.0/16') }],
    ['a rule from IPv6', { sourceCidr: undefined, sourceIpv6Cidr: 'fd00::/8' }, { peer: { cidrs: AddressSet.EMPTY } }],
    ['a rule from a group', { sourceCidr: undefined, sourceGroupId: 'sg-2' }, { peer: { group: 'sg-2' } }],
    ['a rule from a prefix list', { sourceCidr: undefined, sourcePrefixListId: 'pl-1' }, { peer: { list: 'pl-1' } }],
    ['a rule from nowhere', { sourceCidr: undefined }, { peer: {} }],
  ])('with %s', (_, rule, expected) => {
    expect(at(rule)).toEqual([{ ...RULE, ...expected }]);
  });

  test.each<[boolean | undefined, object, boolean | undefined]>([
    [true, {}, false],
    [false, {}, undefined],
    [undefined, {}, undefined],
    [false, { sourceGroupId: 'sg-2' }, false],
  ])('with inner access %p and a rule %p is an advanced one: %p', (innerAccess, rule, advanced) => {
    const found = groups({}, (f) => {
      f.securityGroups.set('sg-1',
        { vpcId: 'vpc-1', innerAccess, rules: [FACT, { ...FACT, ...rule }] });
    });
    expect(found.of('sg-1')).toMatchObject({ identity: 'sg-1', advanced, innerAccess, vpc: 'vpc-1', open: undefined });
    expect(found.of('sg-1').rules).toHaveLength(2);
  });

  test('has the rules of the app too', () => {
    const rule = { security_group_id: 'sg-1', type: 'ingress', ip_protocol: 'udp', port_range: '4789/4789', cidr_ip: '10.0.0.0/8' };
    const found = groups({ alicloud_security_group_rule: { r: rule } });
    expect(found.of('sg-1').rules.map((r) => r.label)).toEqual([
      phrase('of', { name: 'sgr-bp1mirrored', owner: 'sg-1' }), 'net/alicloud_security_group_rule.r',
    ]);
    expect(found.of('sg-2')).toEqual({ identity: 'sg-2', rules: [], open: phrase('groupRulesNotKnown', { group: 'sg-2' }) });
    expect(found.of(`?net${NUL}\${var.g}`).open).toEqual(phrase('groupRulesNotKnown', { group: '${var.g}' }));
  });

  test('may have rules that a module writes', () => {
    expect(groups({}, undefined, MODULE('sg-1')).of('sg-1').open).toEqual(phrase('groupRulesByOther', { who: hub('sg-1') }));
  });
});
