import { managed } from './documents';
import { isNetworkInterface, isOther, kindOf } from '../../src/model/kinds';
import { followsResource, isLiteral, isManaged } from '../../src/model/reference';

const NUL = '\u0000';
const opaque = (text: string) => `?net${NUL}\${${text}}`;

test.each<[string, string | undefined]>([
  ['eni-1', 'network interface'],
  ['i-1', 'instance'],
  ['', 'none'],
  ['name', 'none'],
  ['xyz-1', 'none'],
  ['x-eni-', 'none'],
  [managed('alicloud_instance.web'), 'instance'],
  [managed('alicloud_instance.web[0]'), 'instance'],
  [managed('alicloud_instance.web["a"]'), 'instance'],
  [managed('alicloud_instance.web.network_interface_id'), 'network interface'],
  [managed('alicloud_instance.web["a"].network_interface_id'), 'network interface'],
  [managed('alicloud_ecs_network_interface.web'), 'network interface'],
  [managed('alicloud_unknown.web'), undefined],
  [managed('alicloud_instance.web.a.b'), undefined],
  [managed('alicloud_instance.web.id.b'), undefined],
  [managed('x.alicloud_instance.web.id'), undefined],
  [opaque('alicloud_instance.web.network_interface_id'), 'network interface'],
  [opaque('alicloud_instance.web[count.index].network_interface_id'), 'network interface'],
  [opaque('alicloud_instance.web[count.index].id'), 'instance'],
  [opaque('alicloud_vpc.v.route_table_id[0]'), 'route table'],
  [opaque('alicloud_instance.web.name'), undefined],
  [opaque('data.alicloud_instances.a.ids[0]'), 'instance'],
  [opaque('data.alicloud_ecs_network_interfaces.a.ids[0]'), 'network interface'],
  [opaque('data.alicloud_instances.all.ids[0]'), 'instance'],
  [`?net${NUL}x\${data.alicloud_instances.a.ids[0]}`, undefined],
  [`?net${NUL}\${data.alicloud_instances.a.ids[0]}x`, undefined],
  [opaque('alicloud_vpc.v.route_table_id[10]'), 'route table'],
  [opaque('each.value.vpc_id'), undefined],
  [opaque('module.net.vpc_id'), undefined],
  [opaque('var.instance_id'), undefined],
  [opaque('local.instance_id'), undefined],
  [opaque('upper(alicloud_instance.web.id)'), undefined],
  [`?net${NUL}x-\${alicloud_instance.web.id}`, undefined],
  [`?net${NUL}\${alicloud_instance.web.id}-x`, undefined],
])('%j is of kind %s', (identity, kind) => {
  expect(kindOf(identity)).toBe(kind);
  expect(isNetworkInterface(identity)).toBe(kind === 'network interface');
  expect(isOther(identity, 'network interface')).toBe(kind !== 'network interface' && kind !== undefined);
  expect(isOther(identity, 'instance')).toBe(kind !== 'instance' && kind !== undefined);
});

test('identities are literal, managed or neither by how they begin', () => {
  const all = ['eni-1', '', managed('a.b'), opaque('var.a'), '!', '$x', '@'];
  expect(all.map(isLiteral)).toEqual([true, true, false, false, true, true, true]);
  expect(all.map(isManaged)).toEqual([false, false, true, false, false, false, false]);
});

test.each<[string, boolean]>([
  ['${alicloud_instance.web.private_ip}/32', true],
  ['${alicloud_instance.web.private_ip}', true],
  ['${alicloud_instance.web[0].private_ip}/32', true],
  ['${alicloud_instance.web["a/1"].private_ip}/32', true],
  ['${data.alicloud_instance.web.private_ip}/32', false],
  ['${aws_instance.web.private_ip}/32', false],
  ['${var.ip}/32', false],
  ['${alicloud_instance.web.private_ip}/32/8', false],
  ['${alicloud_instance.web.private_ip}/x', false],
  ['10.0.0.1/32', false],
])('whether %s changes only with a resource: %s', (cidr, follows) => {
  expect(followsResource(cidr)).toBe(follows);
});
