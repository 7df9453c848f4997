import { id, managed, modelOf, stackOf } from './documents';
import type { StackDocument } from '../../src/model/document';
import { SESSION_TYPE } from '../../src/model/mirror-model';
import { Names } from '../../src/model/network/names';

const VPC = managed('alicloud_vpc.v');
const E = id('alicloud_ecs_network_interface.e');
const RESOURCE = {
  alicloud_vpc: { v: {} },
  alicloud_security_group: { g: { vpc_id: id('alicloud_vpc.v') } },
  alicloud_vswitch: { w: { vpc_id: id('alicloud_vpc.v') }, literal: { vpc_id: 'vpc-9' }, none: {} },
  alicloud_ecs_network_interface: {
    e: { vswitch_id: id('alicloud_vswitch.w') }, literal: { vswitch_id: 'vsw-1' }, other: { vswitch_id: id('alicloud_vswitch.literal') },
    none: {},
  },
};

/** The VPCs, with the fact that vsw-1 is in vpc-1. */
function namesOf(terraform: object, more: Partial<StackDocument> = {}): Names {
  const model = modelOf(stackOf('net', { locals: { id: 'vpc-1' }, resource: RESOURCE, ...terraform } as any, more));
  return new Names(model, { vswitches: new Map([['vsw-1', { vpcId: 'vpc-1' }]]) } as any);
}

/** What vpc-1 is. */
function named(...given: Parameters<typeof namesOf>): string {
  const names = namesOf(...given);
  expect(names.of(undefined)).toBeUndefined();
  return names.of('vpc-1');
}

test.each<[string, unknown, string]>([
  ['a VPC', [{ to: 'alicloud_vpc.v', id: 'vpc-1' }], VPC],
  ['a VPC by an expression', { to: '${alicloud_vpc.v}', id: 'vpc-1' }, VPC],
  ['a VPC with the id of a local', [{ to: 'alicloud_vpc.v', id: '${local.id}' }], VPC],
  ['a vSwitch', [{ to: 'alicloud_vswitch.w', id: 'vsw-1' }], VPC],
  ['a VPC after others', [{}, { to: 5, id: 'vpc-1' }, { to: 'alicloud_vpc.v', id: 5 }, { to: 'alicloud_vpc.v', id: 'vpc-1' }], VPC],
  ['a VPC by neither id nor identity', [{ to: 'alicloud_vpc.v' }], 'vpc-1'],
  ['a VPC with an unknown id', [{ to: 'alicloud_vpc.v', id: '${var.id}' }], 'vpc-1'],
  ['a VPC that is not there', [{ to: 'alicloud_vpc.x', id: 'vpc-1' }], 'vpc-1'],
  ['a vSwitch without facts', [{ to: 'alicloud_vswitch.w', id: 'vsw-2' }], 'vpc-1'],
  ['a vSwitch of a VPC by id', [{ to: 'alicloud_vswitch.literal', id: 'vsw-1' }], 'vpc-1'],
  ['a vSwitch without a VPC', [{ to: 'alicloud_vswitch.none', id: 'vsw-1' }], 'vpc-1'],
  ['something else in the VPC', [{ to: 'alicloud_security_group.g', id: 'vsw-1' }], 'vpc-1'],
  ['something else by that id', [{ to: 'alicloud_ecs_network_interface.e', id: 'vpc-1' }], managed('alicloud_ecs_network_interface.e')],
  ['nothing', undefined, 'vpc-1'],
])('an import of %s', (_, given, vpc) => {
  expect(named({ import: given })).toBe(vpc);
});

test('an unknown id is no name', () => {
  expect(namesOf({ import: [{ to: 'alicloud_vpc.v', id: '${var.id}' }] }).of('?net\u0000${var.id}')).toBe('?net\u0000${var.id}');
});

const STATED: [string, string, object, string][] = [
  ['its VPC', E, { vpcId: 'vpc-1' }, VPC],
  ['its vSwitch', E, { vswitchId: 'vsw-1' }, VPC],
  ['its VPC and vSwitch', E, { vpcId: 'vpc-1', vswitchId: 'vsw-2' }, VPC],
  ['a vSwitch without facts', E, { vswitchId: 'vsw-2' }, 'vpc-1'],
  ['neither', E, { mtu: 1500 }, 'vpc-1'],
  ['a VPC by an expression', E, { vpcId: '${var.vpc}' }, 'vpc-1'],
  ['a VPC, of an interface by id', 'eni-1', { vpcId: 'vpc-1' }, 'vpc-1'],
  ['a VPC, of a vSwitch by id', id('alicloud_ecs_network_interface.literal'), { vpcId: 'vpc-1' }, 'vpc-1'],
  ['a VPC, of a vSwitch whose VPC is an id', id('alicloud_ecs_network_interface.other'), { vpcId: 'vpc-1' }, 'vpc-1'],
  ['a VPC, without a vSwitch', id('alicloud_ecs_network_interface.none'), { vpcId: 'vpc-1' }, 'vpc-1'],
  ['a VPC, of an interface that is not there', id('alicloud_ecs_network_interface.x'), { vpcId: 'vpc-1' }, 'vpc-1'],
];
describe.each(STATED)('a statement about %s', (_, text, statement, vpc) => {
  const session = (more: object, statements: object) => named(
    { resource: { ...RESOURCE, [SESSION_TYPE]: { s: { traffic_mirror_target_id: 'lb-1', ...more } } } },
    { statements: { version: 1, sessions: { [`${SESSION_TYPE}.s`]: statements as any } } },
  );
  test('an interface', () => {
    expect(named({}, { statements: { version: 1, sessions: {}, interfaces: { [text]: statement as any } } })).toBe(vpc);
  });
  test('a source', () => {
    expect(session({ traffic_mirror_source_ids: ['eni-5', text] }, { sources: { [text]: statement } })).toBe(vpc);
    expect(session({ traffic_mirror_source_ids: [text] }, {})).toBe('vpc-1');
    expect(session({ traffic_mirror_source_ids: '${var.x}' }, { sources: { [text]: statement } })).toBe('vpc-1');
    expect(session({ traffic_mirror_source_ids: ['eni-5'] }, { sources: { [text]: statement } })).toBe('vpc-1');
  });
  test('a target', () => {
    expect(session({ traffic_mirror_target_id: text }, { target: statement })).toBe(vpc);
    expect(session({ traffic_mirror_target_id: text }, {})).toBe('vpc-1');
    expect(session({ traffic_mirror_target_id: undefined }, { target: statement })).toBe('vpc-1');
  });
});

test('other VPCs are themselves, and none is none', () => {
  const names = new Names(modelOf(stackOf('net', {})), { vswitches: new Map() } as any);
  expect([names.of('vpc-2'), names.of(VPC), names.of(undefined)]).toEqual(['vpc-2', VPC, undefined]);
});

describe('imported resources', () => {
  const to = (address: string, by: unknown = 'vpc-1') => namesOf({
    import: [{ to: address, ...typeof by === 'object' ? { identity: by } : { id: by } }],
    resource: { ...RESOURCE, alicloud_vpc: { ...RESOURCE.alicloud_vpc, each: { for_each: ['a', 'b'] } } },
  });
  const EACH = managed('alicloud_vpc.each["a"]');

  test.each<[string, Parameters<typeof to>, string, string | undefined]>([
    ['by an id', ['alicloud_vpc.v'], VPC, 'vpc-1'],
    ['by an identity', ['alicloud_vpc.v', { id: 'vpc-1' }], VPC, 'vpc-1'],
    ['by an unknown id', ['alicloud_vpc.v', '${var.id}'], VPC, undefined],
    ['a copy', ['alicloud_vpc.each["a"]'], EACH, 'vpc-1'],
    ['any copy', ['alicloud_vpc.each[each.key]'], EACH, undefined],
  ])('%s', (_, given, resource, known) => {
    const names = to(...given);
    expect(names.imported(resource)).toEqual({ id: known, path: resource.slice(1).replace('\u0000', '/') });
    expect(names.factId(resource)).toBe(known);
    expect(names.of('vpc-1')).toBe(known === undefined ? 'vpc-1' : resource);
  });

  test('are no others', () => {
    const names = to('alicloud_vpc.each["a"]');
    for (const other of [VPC, managed('alicloud_vpc.each["b"]'), 'vpc-1']) expect(names.imported(other)).toBeUndefined();
    expect(to('alicloud_vpc.x').imported(managed('alicloud_vpc.x'))).toBeUndefined();
    expect(to('module.m').of('vpc-1')).toBe('vpc-1');
    expect([names.factId('vpc-2'), names.factId(VPC)]).toEqual(['vpc-2', undefined]);
    const [stack] = modelOf(stackOf('net', { resource: RESOURCE })).stacks;
    expect([names.idOf(stack, 'vpc-1'), names.idOf(stack, 5)]).toEqual([EACH, undefined]);
  });
});
