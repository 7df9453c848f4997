import { id, managed, modelOf, set, stackOf } from './documents';
import { NetworkFacts } from '../../src/input/network-facts';
import { StackDocument } from '../../src/model/document';
import type { InterfaceStatement } from '../../src/model/interface-statement';
import { NetworkModel } from '../../src/model/network/network-model';
import { AddressSet } from '../../src/net/address-set';
import { network } from '../checks/network';

const NUL = '\u0000';
const ENI = managed('alicloud_ecs_network_interface.e');
const INSTANCE = managed('alicloud_instance.i');
const PRIMARY = `${INSTANCE}.network_interface_id`;

type Facts = ReturnType<typeof network>;

function networkOf(resource: Record<string, any> = {}, change: (facts: Facts) => void = () => {},
  more: Partial<StackDocument> = {}): NetworkModel {
  const facts = network();
  change(facts);
  return NetworkModel.of(modelOf(stackOf('net', {
    resource: {
      alicloud_vpc: { v: { cidr_block: '10.30.0.0/16' } },
      alicloud_vswitch: { s: { vpc_id: id('alicloud_vpc.v'), cidr_block: '10.30.1.0/24' }, lost: {} },
      alicloud_security_group: { g: {} },
      ...resource,
    },
  }, { network: [facts as NetworkFacts], ...more })));
}

const UNKNOWN = { groups: undefined, vswitch: undefined, vpc: undefined, addresses: AddressSet.ALL, exact: false, instance: undefined };

describe('the place of an interface of the app', () => {
  const S = { vswitch: managed('alicloud_vswitch.s'), vpc: managed('alicloud_vpc.v'), addresses: set('10.30.1.0/24') };
  test.each<[string, object, object]>([
    ['with nothing', {}, {}],
    ['in a vSwitch', { vswitch_id: id('alicloud_vswitch.s') }, S],
    ['in a vSwitch outside the app', { vswitch_id: 'vsw-1' }, { vswitch: 'vsw-1', vpc: 'vpc-bp1prod' }],
    ['in a vSwitch without a response', { vswitch_id: 'vsw-9' }, { vswitch: 'vsw-9' }],
    ['with groups', { security_group_ids: ['sg-1', id('alicloud_security_group.g')] },
      { groups: ['sg-1', managed('alicloud_security_group.g')] }],
    ['with groups in the old form', { security_groups: ['sg-1'] }, { groups: ['sg-1'] }],
    ['with groups in both forms', { security_groups: ['sg-1'], security_group_ids: ['sg-2'] }, { groups: ['sg-2'] }],
    ['with groups by a variable', { security_group_ids: '${var.groups}' }, {}],
    ['with groups that are no texts', { security_group_ids: ['sg-1', 5] }, {}],
    ['with an address', { primary_ip_address: '10.30.1.9' }, { addresses: set('10.30.1.9/32'), exact: true }],
    ['with an address in the old form', { private_ip: '10.30.1.9' }, { addresses: set('10.30.1.9/32'), exact: true }],
    ['with an address in both forms', { primary_ip_address: '10.30.1.8', private_ip: '10.30.1.9' },
      { addresses: set('10.30.1.8/32'), exact: true }],
    ['with an address by a variable', { primary_ip_address: '${var.ip}' }, {}],
    ['with an address in its vSwitch', { vswitch_id: id('alicloud_vswitch.s'), primary_ip_address: '10.30.1.9' },
      { ...S, addresses: set('10.30.1.9/32'), exact: true }],
    ['with an address outside of its vSwitch', { vswitch_id: id('alicloud_vswitch.s'), primary_ip_address: '10.30.2.9' }, S],
    ['with an address that is none', { primary_ip_address: '10.30.1.300' }, {}],
  ])('%s', (_, body, expected) => {
    const found = networkOf({ alicloud_ecs_network_interface: { e: body } });
    expect(found.place(ENI)).toEqual({ ...UNKNOWN, ...expected });
    expect(found.place(ENI)).toBe(found.place(ENI));
  });

  test('that it is attached to', () => {
    const attachment = { network_interface_id: id('alicloud_ecs_network_interface.e'), instance_id: 'i-7' };
    const found = networkOf({ alicloud_ecs_network_interface: { e: {} }, alicloud_ecs_network_interface_attachment: { a: attachment } });
    expect(found.place(ENI)).toEqual({ ...UNKNOWN, instance: 'i-7' });
  });

  test('that is the primary one of an instance', () => {
    const found = networkOf({
      alicloud_instance: { i: { vswitch_id: id('alicloud_vswitch.s'), security_groups: ['sg-1'], private_ip: '10.30.1.4' } },
    });
    const expected = { ...UNKNOWN, ...S, groups: ['sg-1'], addresses: set('10.30.1.4/32'), exact: true, instance: INSTANCE };
    expect(found.place(INSTANCE)).toEqual(expected);
    expect(found.place(PRIMARY)).toEqual(expected);
    expect([found.interfaceOf(INSTANCE), found.interfaceOf(PRIMARY), found.interfaceOf(ENI)]).toEqual([PRIMARY, PRIMARY, ENI]);
  });

  test('in a VPC of the app has one of its addresses', () => {
    const statement = { vpcId: managed('alicloud_vpc.v') };
    expect(networkOf().place(ENI, statement)).toEqual({ ...UNKNOWN, vpc: statement.vpcId, addresses: set('10.30.0.0/16') });
  });

  test('in a vSwitch of the app without a VPC is that of its statement', () => {
    const found = networkOf({ alicloud_ecs_network_interface: { e: { vswitch_id: id('alicloud_vswitch.lost') } } });
    expect(found.place(ENI, { vpcId: 'vpc-7' })).toMatchObject({ vswitch: managed('alicloud_vswitch.lost'), vpc: 'vpc-7' });
  });
});

describe('the place of an interface outside the app', () => {
  const FACT = {
    groups: ['sg-bp1sensor'], vswitch: 'vsw-bp1sensor', vpc: 'vpc-bp1prod', addresses: set('10.10.9.5/32'), exact: true,
    instance: 'i-bp1sensor',
  };
  const STATED: InterfaceStatement = {
    securityGroupIds: ['sg-9'], vswitchId: 'vsw-9', vpcId: 'vpc-9', primaryIp: '10.9.0.9', instanceId: 'i-9',
  };
  const STATED_PLACE = {
    groups: ['sg-9'], vswitch: 'vsw-9', vpc: 'vpc-9', addresses: set('10.9.0.9/32'), exact: true, instance: 'i-9',
  };
  const without = (f: Facts) => f.interfaces.clear();
  const fact = (more: object) => (f: Facts) => {
    f.interfaces.set('eni-bp1sensor', { ...f.interfaces.get('eni-bp1sensor')!, ...more });
  };
  test.each<[string, (f: Facts) => void, InterfaceStatement | undefined, object]>([
    ['as the API describes it', () => {}, undefined, FACT],
    ['that nothing describes', without, undefined, UNKNOWN],
    ['as its statement says', without, STATED, STATED_PLACE],
    // Whose instance it is, the app may know better than a response of before.
    ['as the API describes it, whatever its statement says', () => {}, STATED, { ...FACT, instance: 'i-9' }],
    ['without groups', fact({ securityGroupIds: [] }), undefined, { ...FACT, groups: [] }],
    ['with the groups of its statement', fact({ securityGroupIds: [] }), STATED, { ...FACT, groups: ['sg-9'], instance: 'i-9' }],
    ['without an address', fact({ primaryIp: undefined }), undefined, { ...FACT, addresses: AddressSet.ALL, exact: false }],
    ['without a vSwitch', fact({ vswitchId: undefined }), undefined, { ...FACT, vswitch: undefined }],
    ['in the VPC of its vSwitch', fact({ vpcId: 'vpc-3' }), undefined, FACT],
    ['in a VPC without a vSwitch', fact({ vpcId: 'vpc-3', vswitchId: undefined }), undefined,
      { ...FACT, vswitch: undefined, vpc: 'vpc-3' }],
    ['in the block of its vSwitch', (f) => {
      fact({ primaryIp: undefined })(f);
      f.vswitches.set('vsw-bp1sensor', { cidr: '10.10.9.0/24' });
    }, undefined, { ...FACT, addresses: set('10.10.9.0/24'), exact: false }],
    ['in a vSwitch of another VPC than that of its statement', (f) => f.vswitches.set('vsw-9', { vpcId: 'vpc-8' }), STATED,
      { ...FACT, instance: 'i-9' }],
  ])('%s', (_, change, statement, expected) => {
    expect(networkOf({}, change).place('eni-bp1sensor', statement)).toEqual(expected);
  });

  test('that is the primary one of its instance', () => {
    expect(networkOf().place('i-bp1sensor')).toEqual(FACT);
    expect([networkOf().interfaceOf('i-bp1sensor'), networkOf().interfaceOf('i-9')]).toEqual(['eni-bp1sensor', 'i-9']);
  });

  test('that a stack states, by itself or by its instance', () => {
    const interfaces = { 'eni-9': STATED, 'i-8': { ...STATED, primaryIp: '10.9.0.8' } };
    const statements = { version: 1 as const, sessions: {}, interfaces };
    const found = networkOf({}, (f) => f.primaryOf.set('i-9', 'eni-9'), { statements } as any);
    expect(found.place('eni-9')).toEqual(STATED_PLACE);
    expect(found.place('i-9')).toEqual(STATED_PLACE);
    expect(found.place('i-8').addresses).toEqual(set('10.9.0.8/32'));
    expect(found.place('eni-9', { primaryIp: '10.9.0.7' })).toEqual({ ...UNKNOWN, addresses: set('10.9.0.7/32'), exact: true });
  });

  test('that the app attaches to an instance', () => {
    const attachment = { network_interface_id: 'eni-bp1sensor', instance_id: 'i-7' };
    const found = networkOf({ alicloud_ecs_network_interface_attachment: { a: attachment } });
    expect(found.place('eni-bp1sensor')).toEqual({ ...FACT, instance: 'i-7' });
  });
});

describe('a vSwitch', () => {
  test('of the app has a VPC and a block', () => {
    const found = networkOf();
    const [s, lost] = [managed('alicloud_vswitch.s'), managed('alicloud_vswitch.lost')];
    expect([found.vpcOf(s), found.vpcOf(lost), found.vpcOf(managed('alicloud_vswitch.gone'))]).toEqual([managed('alicloud_vpc.v'),
      undefined, undefined]);
    expect([found.blockOf(s), found.blockOf(lost), found.blockOf(managed('alicloud_vswitch.gone'))]).toEqual([set('10.30.1.0/24'),
      undefined, undefined]);
    expect(found.blockOf(s)).toBe(found.blockOf(s));
  });

  test('outside the app has those of the response', () => {
    const found = networkOf({}, (f) => f.vswitches.set('vsw-9', { cidr: '10.9.0.0/24' }));
    expect([found.vpcOf('vsw-1'), found.vpcOf('vsw-9'), found.vpcOf('vsw-0')]).toEqual(['vpc-bp1prod', undefined, undefined]);
    expect([found.blockOf('vsw-1'), found.blockOf('vsw-9')]).toEqual([undefined, set('10.9.0.0/24')]);
  });
});

describe('a prefix list', () => {
  test.each<[string, object, string | undefined]>([
    ['with entries', { entry: [{ cidr: '10.0.0.0/24' }, { cidr: '10.0.1.0/24' }] }, '10.0.0.0-10.0.1.255'],
    ['with one entry', { entry: { cidr: '10.0.0.0/24' } }, '10.0.0.0-10.0.0.255'],
    ['with none', {}, ''],
    ['with an entry by a variable', { entry: [{ cidr: '10.0.0.0/24' }, { cidr: '${var.c}' }] }, undefined],
    ['with entries by a variable', { entry: '${var.entries}' }, undefined],
    ['with dynamic entries', { dynamic: { entry: {} } }, undefined],
    ['with other dynamic blocks', { dynamic: { tags: {} }, entry: [{ cidr: '10.0.0.0/24' }] }, '10.0.0.0-10.0.0.255'],
  ])('of the app %s', (_, body, expected) => {
    const found = networkOf({ alicloud_vpc_prefix_list: { l: body } });
    const list = managed('alicloud_vpc_prefix_list.l');
    expect(found.list(list)?.toString()).toBe(expected);
    expect(found.list(list)).toBe(found.list(list));
  });

  test('outside the app', () => {
    const found = networkOf({}, (f) => f.prefixLists.set('pl-1', ['10.0.0.0/24']).set('pl-2', ['none']));
    expect(['pl-1', 'pl-2', 'pl-3', `?net${NUL}\${var.l}`].map((one) => found.list(one)?.toString())).toEqual([
      '10.0.0.0-10.0.0.255', undefined, undefined, undefined,
    ]);
  });
});

test('the interfaces that rules and entries name by their address', () => {
  const rule = {
    security_group_id: id('alicloud_security_group.g'), type: 'ingress', ip_protocol: 'udp', port_range: '4789/4789',
    cidr_ip: '${alicloud_instance.i.private_ip}/32',
  };
  const entry = { protocol: 'udp', port: '4789/4789', source_cidr_ip: '${alicloud_ecs_network_interface.e.private_ip}/32' };
  const found = networkOf({
    alicloud_instance: { i: {} }, alicloud_ecs_network_interface: { e: {} },
    alicloud_security_group_rule: { r: rule, other: { ...rule, cidr_ip: '10.0.0.0/8' } },
    alicloud_network_acl: { a: { ingress_acl_entries: [entry] } },
  });
  expect([...found.addressed]).toEqual([PRIMARY, ENI]);
});

test('a model has one network', () => {
  const model = modelOf(stackOf('net', {}));
  expect(NetworkModel.of(model)).toBe(NetworkModel.of(model));
});

describe('the facts of several stacks', () => {
  const facts = (one: string): NetworkFacts => ({
    interfaces: new Map([[`eni-${one}`, { securityGroupIds: [] }]]),
    primaryOf: new Map([[`i-${one}`, `eni-${one}`]]),
    instances: new Map([[`i-${one}`, 'Running']]),
    vswitches: new Map([[`vsw-${one}`, {}]]),
    securityGroups: new Map([[`sg-${one}`, { rules: [] }]]),
    prefixLists: new Map([[`pl-${one}`, []]]),
    networkAcls: new Map([[`nacl-${one}`, { entries: [], vswitchIds: [] }]]),
    loadBalancers: new Map([[`lb-${one}`, { addressType: 'intranet', servers: [] }]]),
    serverGroups: new Map([[`rsp-${one}`, { servers: [] }]]),
    listeners: [{ loadBalancerId: `lb-${one}`, port: 1, status: '' }],
  });
  const keys = (given: NetworkFacts) => Object.entries(given).map(([name, value]) =>
    [name, Array.isArray(value) ? value.map((l) => l.loadBalancerId) : [...value.keys()]]);
  const of = (...given: NetworkFacts[][]) =>
    NetworkModel.of(modelOf(...given.map((known, i) => stackOf(`s${i}`, {}, { network: known })))).facts;

  test('are joined', () => {
    const joined = keys(of([facts('a')], [facts('b')]));
    expect(joined).toEqual(keys(facts('a')).map(([name, [key]]) => [name, [key, (key as string).replace(/a$/, 'b')]]));
    expect(keys(of([facts('a'), facts('b')]))).toEqual(joined);
    expect(keys(of()).every(([, value]) => value.length === 0)).toBe(true);
  });

  test('are one, if they are the same', () => {
    const one = facts('a');
    expect(of([one], [one])).toBe(one);
  });
});

describe('the network of an account and region', () => {
  const provider = { alicloud: [{ account_id: '1', region: 'cn-hangzhou' }, { alias: 'bj', account_id: '1', region: 'cn-beijing' }] };
  const modelWith = (more: object) => modelOf(stackOf('net', {
    provider,
    resource: {
      alicloud_ecs_network_interface: { e: {} }, alicloud_instance: { i: {} },
      alicloud_ecs_network_interface_attachment: {
        a: { network_interface_id: id('alicloud_ecs_network_interface.e'), instance_id: id('alicloud_instance.i'), ...more },
      },
    },
  }));
  const scopeOf = (model: ReturnType<typeof modelOf>) => model.scopeOfProvider(model.stacks[0], undefined);

  test('is that of all, if the app has no other', () => {
    const model = modelWith({});
    const all = NetworkModel.of(model);
    expect(NetworkModel.of(model, scopeOf(model))).toBe(all);
    expect([all.attachments, all.place(ENI).instance]).toEqual([model.attachments, INSTANCE]);
    expect(all.attachments).toBe(model.attachments);
  });

  test('has no resources elsewhere, and the same responses', () => {
    const model = modelWith({ provider: 'alicloud.bj' });
    const [all, own] = [NetworkModel.of(model), NetworkModel.of(model, scopeOf(model))];
    expect([own === all, own === NetworkModel.of(model, scopeOf(model)), own.facts === all.facts, own.names === all.names]).toEqual([
      false, true, true, true,
    ]);
    expect([all.place(ENI).instance, own.place(ENI).instance, own.attachments.of(ENI)]).toEqual([INSTANCE, undefined, []]);
  });
});

describe('imported things have the responses of their ids', () => {
  const imported = (to: string, by: string) => {
    const facts = network();
    return NetworkModel.of(modelOf(stackOf('net', {
      import: [{ to, id: by }], resource: { alicloud_instance: { i: {} }, alicloud_ecs_network_interface: { e: {} } },
    } as any, { network: [facts as NetworkFacts] })));
  };
  const FACT = network().interfaces.get('eni-bp1sensor');

  test('an instance', () => {
    const found = imported('alicloud_instance.i', 'i-bp1sensor');
    expect([found.interfaceOf('i-bp1sensor'), found.interfaceOf(INSTANCE), found.interfaceOf('i-2')]).toEqual([PRIMARY, PRIMARY, 'i-2']);
    expect([found.factOf(PRIMARY), found.factOf(INSTANCE), found.factOf('eni-bp1sensor'), found.factOf('eni-2')]).toEqual([
      FACT, undefined, FACT, undefined,
    ]);
    expect([found.factOf(ENI), imported('alicloud_instance.i', 'i-2').factOf(PRIMARY)]).toEqual([undefined, undefined]);
  });

  test('an interface', () => {
    const found = imported('alicloud_ecs_network_interface.e', 'eni-bp1sensor');
    expect([found.interfaceOf('eni-bp1sensor'), found.interfaceOf('i-bp1sensor'), found.factOf(ENI)]).toEqual([ENI, 'eni-bp1sensor', FACT]);
  });
});
