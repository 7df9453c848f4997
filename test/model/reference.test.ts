import { mayReachResource } from '../../src/model/reference';

const LOCALS: Record<string, unknown> = {
  literal: '10.0.0.0/24',
  undefined: '10.0.0.0/24',
  given: '${var.cidr}',
  address: '${alicloud_instance.web.primary_ip_address}',
  step: '${local.address}',
  nested: { list: ['10.0.0.0/24', '${local.step}'] },
  // Terraform refuses it. It must not be followed for ever.
  own: '${local.own}',
};
const reaches = (value: unknown, isExcepted?: (address: string) => boolean): boolean =>
  mayReachResource(value, { local: (name) => (name in LOCALS ? [LOCALS[name]] : undefined), isExcepted });

test.each<[unknown, boolean]>([
  ['10.0.0.0/24', false],
  ['alicloud_instance.web.id', false],
  ['$${alicloud_instance.web.id}', false],
  [undefined, false],
  [5, false],
  [null, false],
  [{ a: null }, false],
  ['${var.cidr}', false],
  ['${var.cidrs["a"]}/32', false],
  ['${path.module}', false],
  ['${data.terraform_remote_state.net.outputs.cidr}', false],
  ['${cidrsubnet(var.cidr, 8, 1)}', false],
  ['${alicloud_instance.web.primary_ip_address}/32', true],
  ['${other_thing.web.id}', true],
  ['${alicloud_vpc.literal.id}', true],
  ['${module.terraform_remote_state.x}', true],
  ['${data.alicloud_vswitches.web.vswitches[0].cidr_block}', true],
  ['${data["x"]}', true],
  ['${module.net.cidr}', true],
  ['${each.value}', true],
  ['${format("%s/32", alicloud_instance.web.primary_ip_address)}', true],
  ['${join(",", [for w in alicloud_instance.web : w.id])}', true],
  ['${local.literal}', false],
  ['${local.given}', false],
  ['${local.own}', false],
  ['${local.address}/32', true],
  ['${local.step}', true],
  ['${local.nested.list[0]}', true],
  ['${local.unknown}', true],
  ['${local["literal"]}', true],
  [{ tags: { by: '${alicloud_instance.web.id}' } }, true],
  [['a', { b: '${var.b}' }], false],
])('%j may reach a resource: %s', (value, expected) => {
  expect(reaches(value)).toBe(expected);
});

test('a resource is excepted by its address', () => {
  const own = (address: string): boolean => address === 'alicloud_slb_server_group.own';
  expect(reaches('${alicloud_slb_server_group.own.id}', own)).toBe(false);
  expect(reaches('${alicloud_slb_server_group.own.id} ${alicloud_slb_server_group.owner.id}', own)).toBe(true);
});
