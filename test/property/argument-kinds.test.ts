// An argument with an id of another kind makes the apply fail: the resource proves nothing, and a finding names the argument.
import { MirrorEdition } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { documents, Fixture } from '../checks/fixtures';
import { change, collector, ownNetwork, peered } from '../checks/right-apps';

/** The ids that an argument accepts, by how they begin: written by hand, apart from the tables of the library. */
const ACCEPTED: Record<string, string> = {
  vpc_id: 'vpc', vswitch_id: 'vsw', security_groups: 'sg', security_group_ids: 'sg', security_group_id: 'sg', load_balancer_id: 'lb',
  server_group_id: 'rsp', network_interface_id: 'eni', instance_id: 'i', network_acl_id: 'nacl', accepting_vpc_id: 'vpc',
  route_table_id: 'vtb', resource_id: 'vsw',
};
const PREFIXES = ['vpc', 'vsw', 'sg', 'lb', 'rsp', 'eni', 'i', 'nacl', 'vtb', 'eip', 'tmf', 'alb'];

/** Arguments of resources without which copies do not arrive. */
const NEEDED: [edit: (f: Fixture) => void, arguments: string[]][] = [
  [collector, [
    'alicloud_slb_listener.vxlan.load_balancer_id', 'alicloud_slb_listener.vxlan.server_group_id',
    'alicloud_slb_server_group.sensors.load_balancer_id',
  ]],
  [ownNetwork, [
    'alicloud_vswitch.web.vpc_id', 'alicloud_vswitch.sensor.vpc_id', 'alicloud_security_group.sensor.vpc_id',
    'alicloud_security_group.web.vpc_id', 'alicloud_instance.web.vswitch_id', 'alicloud_instance.sensor.vswitch_id',
    'alicloud_instance.web.security_groups.0', 'alicloud_instance.sensor.security_groups.0',
    'alicloud_ecs_network_interface.second.vswitch_id', 'alicloud_ecs_network_interface.second.security_group_ids.0',
    'alicloud_ecs_network_interface_attachment.second.network_interface_id',
    'alicloud_ecs_network_interface_attachment.second.instance_id', 'alicloud_slb_load_balancer.sensors.vswitch_id',
    'alicloud_security_group_rule.mirrored.security_group_id',
  ]],
  [peered, [
    'alicloud_vpc_peer_connection.p.vpc_id', 'alicloud_vpc_peer_connection.p.accepting_vpc_id', 'alicloud_route_entry.web.route_table_id',
    'alicloud_instance.sensor.vswitch_id', 'alicloud_instance.web.security_groups.0',
    'alicloud_security_group_rule.mirrored.security_group_id',
    'alicloud_vpc_network_acl_attachment.acl.network_acl_id', 'alicloud_vpc_network_acl_attachment.acl.resource_id',
  ]],
  [withOldAttachment, [
    'alicloud_network_acl_attachment.acl.network_acl_id', 'alicloud_network_acl_attachment.acl.resources.0.resource_id',
  ]],
  [withResources, ['alicloud_network_acl.acl.resources.0.resource_id', 'alicloud_network_acl.acl.resources.1.resource_id']],
  [beside, [
    'alicloud_slb_server_group_server_attachment.beside.server_group_id', 'alicloud_slb_listener.beside.load_balancer_id',
    'alicloud_security_group_rule.beside.security_group_id',
  ]],
];

const BOUND = { resource_id: '${alicloud_vswitch.sensor.id}', resource_type: 'VSwitch' };

/** The ACL is bound by a deprecated resource. */
function withOldAttachment(f: Fixture): void {
  ownNetwork(f);
  const { resource } = f.terraform;
  delete resource.alicloud_vpc_network_acl_attachment;
  resource.alicloud_network_acl_attachment = { acl: { network_acl_id: '${alicloud_network_acl.acl.id}', resources: [{ ...BOUND }] } };
}

/** The ACL is bound by its own blocks. */
function withResources(f: Fixture): void {
  ownNetwork(f);
  const { resource } = f.terraform;
  delete resource.alicloud_vpc_network_acl_attachment;
  resource.alicloud_network_acl.acl.resources = [{ ...BOUND }, { ...BOUND, resource_id: '${alicloud_vswitch.web.id}' }];
}

/** A second server, listener and rule beside those that serve. */
function beside(f: Fixture): void {
  ownNetwork(f);
  const { resource } = f.terraform;
  const server = resource.alicloud_slb_server_group_server_attachment;
  server.beside = { ...server.second, server_id: '${alicloud_instance.sensor.id}', type: 'ecs' };
  delete server.sensor;
  resource.alicloud_slb_listener.vxlan.depends_on = Object.keys(server)
    .map((name) => `alicloud_slb_server_group_server_attachment.${name}`);
  resource.alicloud_slb_listener.beside = { ...resource.alicloud_slb_listener.vxlan, frontend_port: 4790 };
  resource.alicloud_security_group_rule.beside = { ...resource.alicloud_security_group_rule.mirrored, priority: 2 };
}


/** Arguments that name what a resource belongs to. The finding is about that, which lacks the resource. */
const BELONGING = [
  'alicloud_slb_listener.vxlan.load_balancer_id', 'alicloud_ecs_network_interface_attachment.second.network_interface_id',
  'alicloud_security_group_rule.mirrored.security_group_id', 'alicloud_route_entry.web.route_table_id',
];

const DATA = [
  ...['ids[0]', 'ids.0', 'vpcs[0].id', 'vpcs.0.vpc_id'].map((path) => `data.alicloud_vpcs.d.${path}`)
    .flatMap((one) => [one, `tostring(${one})`, `var.x ? ${one} : "vpc-1"`]),
  'one(data.alicloud_vpcs.d.vpcs[*].id)', 'element(data.alicloud_vpcs.d.ids, 0)', 'tolist(data.alicloud_vpcs.d.ids)[0]',
].map((expression) => `\${${expression}}`);

const wrong = ({ id, severity }: { id: string; severity: string }) => severity === 'error' || severity === 'warning' && id === 'TM420';

function checked(f: Fixture): { passed: number; errors: string[] } {
  const { findings, passed } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
  return { passed: passed.TM403, errors: findings.map((x) => findingOf(x)).filter(wrong).map((x) => x.problem) };
}

/** The ids of the resources of an app by how the service's ids begin, and literal ids. */
function wrongIds(f: Fixture, accepted: string): string[] {
  const types: Record<string, string> = {
    alicloud_vpc: 'vpc', alicloud_vswitch: 'vsw', alicloud_security_group: 'sg', alicloud_instance: 'i', alicloud_network_acl: 'nacl',
    alicloud_slb_load_balancer: 'lb', alicloud_slb_server_group: 'rsp', alicloud_security_group_rule: '-', alicloud_slb_listener: '-',
    alicloud_route_entry: '-', alicloud_slb_server_group_server_attachment: '-', alicloud_ecs_network_interface: 'eni',
  };
  const made = Object.entries<any>(f.terraform.resource).filter(([type]) => types[type] !== undefined && types[type] !== accepted)
    .map(([type, bodies]) => `\${${type}.${Object.keys(bodies)[0]}.id}`);
  return [...made, ...PREFIXES.filter((prefix) => prefix !== accepted).map((prefix) => `${prefix}-bp1other`)];
}

/** Ways in which an argument may be given an id. */
const FORMS: ((id: string, inner: string) => string)[] = [
  (id) => id, () => '${local.given}', () => '${local.all[0]}', () => '${one(local.all)}',
  (_, inner) => `\${element([${inner}], 0)}`, (_, inner) => `\${try(${inner}, "")}`, (_, inner) => `\${coalesce(${inner}, "x")}`,
  (_, inner) => `\${tostring(${inner})}`, (_, inner) => `\${trimspace(${inner})}`, (_, inner) => `\${format("%s", ${inner})}`,
  (_, inner) => `\${join("", [${inner}])}`, (_, inner) => `\${lookup({ a = ${inner} }, "a", "")}`,
  (_, inner) => `\${var.first ? ${inner} : ${inner}}`, (_, inner) => `\${concat([], [${inner}])[0]}`,
];

const CASES = NEEDED.flatMap(([edit, paths]) => paths.map((path) => [path, edit] as const));

test.each(CASES)('%s', (path, edit) => {
  expect(checked(change(edit))).toEqual({ passed: 1, errors: [] });
  const steps = path.split('.');
  const argument = steps[2];
  const others = wrongIds(change(edit), ACCEPTED[steps.at(-1)!] ?? ACCEPTED[argument]);
  for (const [i, id] of others.entries()) {
    // The first and the last in every form, the others written in the argument or by a local.
    for (const form of i === 0 || i === others.length - 1 ? FORMS : [FORMS[i % 2]]) {
      const f = change(edit);
      f.terraform.locals = { given: id, all: [id] };
      const at = steps.slice(0, -1).reduce((o, key) => o[key], f.terraform.resource);
      at[steps[steps.length - 1]] = form(id, id.startsWith('$') ? id.slice(2, -1) : `"${id}"`);
      const { passed, errors } = checked(f);
      const named = errors.some((problem) => problem.includes(`${argument} of net/${steps[0]}.${steps[1]}`));
      expect([form(id, '_'), id, passed, errors.length > 0, named || BELONGING.includes(path)]).toEqual([form(id, '_'), id, 0, true, true]);
    }
  }
});

test.each(DATA)('a VPC of a data source as vSwitch and as ACL: %s', (id) => {
  for (const argument of ['resource_id', 'network_acl_id']) {
    const f = change(ownNetwork);
    f.terraform.resource.alicloud_vpc_network_acl_attachment.acl[argument] = id;
    const { passed, errors } = checked(f);
    expect([passed, errors]).toEqual([0, [expect.stringContaining(`${argument} of net/alicloud_vpc_network_acl_attachment.acl`)]]);
  }
});

test.each([
  '${var.x ? alicloud_vpc.v.id : alicloud_vswitch.sensor.id}', '${coalesce(var.x, alicloud_vpc.v.id)}', '${var.x}',
  '${upper(alicloud_vpc.v.id)}',
])('%s has no known kind', (id) => {
  const f = change(ownNetwork);
  f.terraform.resource.alicloud_vpc_network_acl_attachment.acl.resource_id = id;
  expect(checked(f)).toEqual({ passed: 0, errors: [] });
});

test('a security group of another VPC', () => {
  const f = change(peered);
  f.terraform.resource.alicloud_security_group.sensor.vpc_id = '${alicloud_vpc.web.id}';
  const { passed, errors } = checked(f);
  expect(passed).toBe(0);
  expect(errors).toEqual([expect.stringContaining('its security group net/alicloud_security_group.sensor is in VPC net/alicloud_vpc.web')]);
});

test('an id of no known kind is not wrong', () => {
  const f = change(ownNetwork);
  f.terraform.resource.alicloud_instance.web.security_groups = ['G-legacy'];
  expect(checked(f).errors.filter((problem) => problem.includes('security_groups of'))).toEqual([]);
});
