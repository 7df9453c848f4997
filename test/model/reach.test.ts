import { id, managed, modelOf, stackOf } from './documents';
import { doubtOf, providerOf, Reach } from '../../src/model/network/reach';
import { phrase } from '../../src/texts/phrase';

const PROVIDERS = {
  alicloud: [
    { account_id: '1', region: 'cn-hangzhou' },
    { alias: 'bj', account_id: '1', region: 'cn-beijing' },
    { alias: 'two', account_id: '2', region: 'cn-hangzhou' },
    { alias: 'far', account_id: '2', region: 'cn-beijing' },
    { alias: 'open', profile: 'p', region: 'cn-hangzhou' },
  ],
};

/** What is in the account and region of the first provider. */
function reachOf(resource: any, more: object = {}): Reach {
  const model = modelOf(stackOf('net', { provider: PROVIDERS, resource, ...more }));
  return new Reach(model, model.scopeOfProvider(model.stacks[0], undefined));
}
const blocks = (reach: Reach, type: string) => reach.blocks(reach.model.stacks[0],
  type).map(({ name, copies, doubt }) => [name, copies, doubt]);
const away = (reach: Reach) => reach.away.map(({ block, sure, wrong, scope }) => [block.address, sure, wrong, scope.region]);
const GROUP = 'alicloud_security_group';
const RULE = 'alicloud_security_group_rule';

test.each<[string, string, object, boolean | undefined]>([
  ['in the same account and region', GROUP, {}, true],
  ['in another region', GROUP, { provider: 'alicloud.bj' }, false],
  ['in another account', GROUP, { provider: '${alicloud.two}' }, false],
  ['in an unknown account', GROUP, { provider: 'alicloud.open' }, undefined],
  ['of a missing provider', GROUP, { provider: 'alicloud.none' }, undefined],
  // Another account may share its VPC.
  ['of the network in another account', 'alicloud_vswitch', { provider: 'alicloud.two' }, undefined],
  ['of the network in another region', 'alicloud_vswitch', { provider: 'alicloud.bj' }, false],
  ['of the network in another account and region', 'alicloud_vswitch', { provider: 'alicloud.far' }, false],
  ['of the network in an unknown account', 'alicloud_vswitch', { provider: 'alicloud.open' }, undefined],
])('a resource %s (%s %j) is there: %s', (_, type, body, there) => {
  const reach = reachOf({ [type]: { x: body } });
  const provider = providerOf({ written: body } as any);
  const doubt = phrase('perhapsElsewhere', { path: `net/${type}.x`, provider });
  const region = provider === 'alicloud.none' ? undefined : ['alicloud.bj',
    'alicloud.far'].includes(provider) ? 'cn-beijing' : 'cn-hangzhou';
  expect(blocks(reach, type)).toEqual(there === false ? [] : [['x', there ? 1 : undefined, there ? undefined : doubt]]);
  expect(away(reach)).toEqual(there ? [] : [[`${type}.x`, there === false, undefined, region]]);
  const identity = managed(`${type}.x`);
  expect(reach.blockOf(identity)?.block.name).toBe(there ? 'x' : undefined);
  expect(reach.awayOf(identity)).toBe(reach.away[0]);
  expect(reach.why(identity)).toEqual(there ? undefined : doubt);
});

test('the block of a resource that may be elsewhere has all else of the block', () => {
  const reach = reachOf({ [GROUP]: { x: { provider: 'alicloud.open', name: 'n' }, y: { name: 'm' } } });
  const [x, y] = reach.blocks(reach.model.stacks[0], GROUP);
  expect([x.body.name, x.path, x.address, y]).toEqual(['n', `net/${GROUP}.x`, `${GROUP}.x`, reach.model.stacks[0].blocks(GROUP)[1]]);
  expect([doubtOf(x, 'otherwise'), doubtOf(y, 'otherwise')]).toEqual([x.doubt, 'otherwise']);
});

test('types that are not read have no place', () => {
  expect(away(reachOf({ alicloud_disk: { x: { provider: 'alicloud.bj', vpc_id: 'eni-1' } } }))).toEqual([]);
});

test('without an account and region, all resources count', () => {
  const model = modelOf(stackOf('net', { provider: PROVIDERS, resource: { [GROUP]: { x: { provider: 'alicloud.bj' } } } }));
  const reach = new Reach(model);
  expect([reach.away, reach.blocks(model.stacks[0], GROUP)]).toEqual([[], model.stacks[0].blocks(GROUP)]);
  expect(reach.blockOf(managed(`${GROUP}.x`))?.block.name).toBe('x');
  expect(reach.partsOf(managed(`${GROUP}.x`))).toEqual([]);
});

test('blocks that are all there are those of the stack, of each type and stack', () => {
  const resource = { [GROUP]: { x: {}, y: { provider: 'alicloud.bj' } }, alicloud_vpc: { v: {} } };
  const model = modelOf(stackOf('net', { provider: PROVIDERS, resource }),
    stackOf('other', { provider: PROVIDERS, resource: { [GROUP]: { z: {} } } }));
  const [net, other] = model.stacks;
  const reach = new Reach(model, model.scopeOfProvider(net, undefined));
  expect(reach.blocks(net, 'alicloud_vpc')).toBe(net.blocks('alicloud_vpc'));
  expect(reach.blocks(other, GROUP)).toBe(other.blocks(GROUP));
  expect(reach.blocks(net, GROUP).map((b) => b.name)).toEqual(['x']);
  expect(reach.blocks(net, 'alicloud_slb')).toEqual([]);
  expect([reach.awayOf(undefined), reach.awayOf('sg-1'), reach.awayOf(managed(`${GROUP}.x`)), reach.awayOf(managed(`${GROUP}.y`, 'other'))])
    .toEqual([undefined, undefined, undefined, undefined]);
  expect(reach.blockOf(managed(`${GROUP}.z`, 'other'))?.block.name).toBe('z');
});

describe('an argument with an id of another kind', () => {
  const wrong = (body: object, type = RULE) => away(reachOf({ [type]: { x: body }, alicloud_vpc: { v: {} } },
    { locals: { id: 'vpc-2' } }))[0]?.[2];
  test.each<[string, object, object | undefined]>([
    ['of a literal', { security_group_id: 'vpc-1' },
      { argument: 'security_group_id', value: 'vpc-1', kind: 'VPC', expected: ['security group'] }],
    ['of a resource', { security_group_id: id('alicloud_vpc.v') },
      { argument: 'security_group_id', value: managed('alicloud_vpc.v'), kind: 'VPC', expected: ['security group'] }],
    ['of a local', { security_group_id: '${local.id}' },
      { argument: 'security_group_id', value: 'vpc-2', kind: 'VPC', expected: ['security group'] }],
    ['in a list', { security_group_ids: ['sg-1', 5, 'eni-1'] },
      { argument: 'security_group_ids', value: 'eni-1', kind: 'network interface', expected: ['security group'] }],
    ['of two kinds', { server_id: 'sg-1' },
      { argument: 'server_id', value: 'sg-1', kind: 'security group', expected: ['instance', 'network interface'] }],
    ['in the blocks of an ACL', { resources: [{ resource_id: 'vsw-1' }, { resource_id: 'vpc-1' }] },
      { argument: 'resources', value: 'vpc-1', kind: 'VPC', expected: ['vSwitch'] }],
    ['of none of them', { security_group_id: 'sg-1', vpc_id: 'vpc-1', server_id: 'eni-1' }, undefined],
    ['of one of two kinds', { server_id: 'i-1' }, undefined],
    ['of a text that is no id', { security_group_id: 'name' }, undefined],
    ['of an unknown kind', { security_group_id: '${var.x}' }, undefined],
    ['of no text', { security_group_id: 5 }, undefined],
    ['of another argument', { image_id: 'vpc-1' }, undefined],
  ])('%s', (_, body, expected) => expect(wrong(body)).toEqual(expected));

  test('makes the service reject the resource, wherever it is', () => {
    for (const provider of [undefined, 'alicloud.two', 'alicloud.open']) {
      const reach = reachOf({ alicloud_vswitch: { x: { vpc_id: 'sg-1', provider }, y: { vpc_id: 'vpc-1' } } });
      expect(blocks(reach, 'alicloud_vswitch')).toEqual([['y', 1, undefined]]);
      expect(reach.away.map(({ sure, wrong: found }) => [sure, found?.argument])).toEqual([[true, 'vpc_id']]);
    }
  });
});

describe('the parts elsewhere', () => {
  const parts = (type: string, body: object, of: string) =>
    reachOf({ [type]: { x: { ...body, provider: 'alicloud.bj' } }, alicloud_vpc: { v: {} }, [GROUP]: { g: {} } }).partsOf(of).map((one) =>
      one.block.address);
  test.each<[string, string, object, string]>([
    ['a rule', RULE, { security_group_id: id(`${GROUP}.g`) }, managed(`${GROUP}.g`)],
    ['a rule by an id', RULE, { security_group_id: 'sg-1' }, 'sg-1'],
    ['a route of the system route table', 'alicloud_route_entry', { route_table_id: '${alicloud_vpc.v.route_table_id}' },
      managed('alicloud_vpc.v')],
    ['a route of a copy', 'alicloud_route_entry', { route_table_id: '${alicloud_vpc.w[count.index].route_table_id}' },
      managed('alicloud_vpc.w[count.index]')],
    ['a rule of a data source', RULE, { security_group_id: '${data.alicloud_security_groups.g.id}' },
      '?net\u0000${data.alicloud_security_groups.g.id}'],
    ['an ACL by its blocks', 'alicloud_network_acl', { resources: [{ resource_id: 'vsw-1' }, { resource_id: 5 }] }, 'vsw-1'],
    ['an ACL by one block', 'alicloud_network_acl', { resources: { resource_id: 'vsw-1' } }, 'vsw-1'],
    ['an attachment by its first argument', 'alicloud_ecs_network_interface_attachment',
      { network_interface_id: 'eni-1', instance_id: 'i-1' }, 'eni-1'],
    ['an attachment by its second argument', 'alicloud_ecs_network_interface_attachment',
      { network_interface_id: 'eni-1', instance_id: 'i-1' }, 'i-1'],
    ['an address block', 'alicloud_vpc_ipv4_cidr_block', { vpc_id: id('alicloud_vpc.v') }, managed('alicloud_vpc.v')],
  ])('%s', (_, type, body, of) => expect(parts(type, body, of)).toEqual([`${type}.x`]));

  test('belong to nothing that they do not name', () => {
    expect(parts(RULE, { security_group_id: 'sg-1', source_security_group_id: 'sg-2' }, 'sg-2')).toEqual([]);
    expect(parts(RULE, {}, 'sg-1')).toEqual([]);
    expect(parts(GROUP, { vpc_id: 'vpc-1' }, 'vpc-1')).toEqual([]);
  });
});

test('the provider of a resource has the name that is written', () => {
  expect([{}, { provider: 'alicloud.a' }, { provider: '${alicloud.a}' }, { provider: 5 }].map((written) => providerOf({ written } as any)))
    .toEqual(['alicloud', 'alicloud.a', 'alicloud.a', 'alicloud']);
});

test('parts that name something of another kind are strays of their stack', () => {
  const resource = {
    [RULE]: { x: { security_group_id: 'vpc-1' }, y: { security_group_id: 'sg-1', source_security_group_id: 'vpc-1' }, z: {} },
    alicloud_vswitch: { w: { vpc_id: 'sg-1' } },
  };
  const model = modelOf(stackOf('net', { provider: PROVIDERS, resource }),
    stackOf('other', { provider: PROVIDERS, resource: { [GROUP]: { g: {} } } }));
  const reach = new Reach(model, model.scopeOfProvider(model.stacks[0], undefined));
  expect(model.stacks.map((stack) => reach.straysIn(stack).map(({ block }) => block.address))).toEqual([[`${RULE}.x`], []]);
});
