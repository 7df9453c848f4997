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
  route_table_id: 'vtb',
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
  ]],
];

/** Arguments that name what a resource belongs to. The finding is about that, which lacks the resource. */
const BELONGING = [
  'alicloud_slb_listener.vxlan.load_balancer_id', 'alicloud_ecs_network_interface_attachment.second.network_interface_id',
  'alicloud_security_group_rule.mirrored.security_group_id', 'alicloud_route_entry.web.route_table_id',
];

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

const CASES = NEEDED.flatMap(([edit, paths]) => paths.map((path) => [path, edit] as const));

test.each(CASES)('%s', (path, edit) => {
  expect(checked(change(edit))).toEqual({ passed: 1, errors: [] });
  const steps = path.split('.');
  const argument = steps[2];
  // Written in the argument, or by a local.
  const forms = [(id: string) => id, () => '${local.given}'];
  for (const id of wrongIds(change(edit), ACCEPTED[argument])) {
    for (const form of forms) {
      const f = change(edit);
      f.terraform.locals = { given: id };
      const at = steps.slice(0, -1).reduce((o, key) => o[key], f.terraform.resource);
      at[steps[steps.length - 1]] = form(id);
      const { passed, errors } = checked(f);
      const named = errors.some((problem) => problem.includes(`${argument} of net/${steps[0]}.${steps[1]}`));
      expect([id, passed, errors.length > 0, named || BELONGING.includes(path)]).toEqual([id, 0, true, true]);
    }
  }
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
