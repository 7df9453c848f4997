// Right apps that use most of what the checks read, for a test to make one fact unknown or wrong.
import { StackDocument } from '../../src/model/document';
import { add, addCollector, documents, Fixture, mirroredRule, right, SESSION, stated } from './fixtures';
import { peered as inPeeredVpcs, SOURCE } from './peered';

const session = (f: Fixture) => f.terraform.resource[SESSION].web;

/** Source and target are running instances of the app in peered VPCs. */
export function peered(f: Fixture): void {
  inPeeredVpcs(f, { status: 'Running' });
  add(f, 'alicloud_network_acl', {
    acl: { ingress_acl_entries: [{ policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' }] },
  });
  add(f, 'alicloud_vpc_network_acl_attachment', {
    acl: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: '${alicloud_vswitch.sensor.id}', resource_type: 'VSwitch' },
  });
  f.statements.sessions = {
    [`${SESSION}.web`]: { sources: { [SOURCE]: { mtu: 1450, mirroredMbps: 100 } }, target: { mtu: 1500, capacityMbps: 500 } },
  };
}

export function collector(f: Fixture): void {
  addCollector(f);
  f.terraform.resource.alicloud_slb_load_balancer.sensors.status = 'active';
  f.terraform.resource.alicloud_slb_listener.vxlan.acl_status = 'off';
}

const governed = (f: Fixture): void => {
  f.governance = [
    {
      scope: '',
      targets: ['lb-bp1sensors'],
      requiredTags: { owner: '*' },
      excludedSourceTags: { mirror: 'never' },
      longestPacket: 1500,
      sourcesPerTarget: 50,
    } as any,
  ];
  f.terraform.resource[SESSION].web.tags = { owner: 'network' };
  for (const statement of Object.values<any>(f.statements.sessions[`${SESSION}.web`].sources)) statement.tags = { role: 'web' };
};

/** Right apps that use most of what the checks read. */
export const APPS: readonly [name: string, app: () => StackDocument[]][] = [
  ['a target by its id', () => documents(right())],
  ['a collector', () => documents(change(collector))],
  ['peered VPCs', () => documents(change(peered))],
  ['demands of its owners', () => documents(change(governed))],
  ['a collector whose network the app makes', () => documents(change(ownNetwork))],
  ['a target by its id, whose group and ACL name lists and groups', () => documents(change(byLists))],
  ['two accounts', twoAccounts],
];

/** One VPC with a CLB, two kinds of servers, and an ACL and security group rules for its sources. */
export function ownNetwork(f: Fixture): void {
  addCollector(f);
  const resource = f.terraform.resource;
  add(f, 'alicloud_vpc', { v: { cidr_block: '10.10.0.0/16' } });
  for (const [name, cidr] of [['web', '10.10.0.0/24'], ['sensor', '10.10.9.0/24']]) {
    add(f, 'alicloud_vswitch', { [name]: { vpc_id: '${alicloud_vpc.v.id}', cidr_block: cidr } });
    add(f, 'alicloud_security_group', { [name]: { vpc_id: '${alicloud_vpc.v.id}', inner_access_policy: 'Drop' } });
    add(f, 'alicloud_instance', {
      [name]: {
        vswitch_id: `\${alicloud_vswitch.${name}.id}`,
        security_groups: [`\${alicloud_security_group.${name}.id}`],
        instance_type: 'ecs.g7.large',
        status: 'Running',
      },
    });
  }
  add(f, 'alicloud_ecs_network_interface', {
    second: { vswitch_id: '${alicloud_vswitch.sensor.id}', security_group_ids: ['${alicloud_security_group.sensor.id}'] },
  });
  add(f, 'alicloud_ecs_network_interface_attachment', {
    second: { network_interface_id: '${alicloud_ecs_network_interface.second.id}', instance_id: '${alicloud_instance.sensor.id}' },
  });
  resource.alicloud_slb_load_balancer.sensors.vswitch_id = '${alicloud_vswitch.sensor.id}';
  resource.alicloud_slb_server_group_server_attachment.sensor.server_id = '${alicloud_instance.sensor.id}';
  resource.alicloud_slb_server_group_server_attachment.sensor.type = 'ecs';
  const server = resource.alicloud_slb_server_group_server_attachment.sensor;
  resource.alicloud_slb_server_group_server_attachment.second = {
    ...server, server_id: '${alicloud_ecs_network_interface.second.id}', type: 'eni',
  };
  resource.alicloud_slb_listener.vxlan.depends_on.push('alicloud_slb_server_group_server_attachment.second');
  resource.alicloud_security_group_rule = {
    mirrored: mirroredRule({ security_group_id: '${alicloud_security_group.sensor.id}' }),
  };
  acl(f, '${alicloud_vswitch.sensor.id}');
  const source = '${alicloud_instance.web.network_interface_id}';
  session(f).traffic_mirror_source_ids = [source];
  f.statements.sessions = { [`${SESSION}.web`]: { sources: { [source]: { mtu: 1450, mirroredMbps: 100 } }, target: { mtu: 1500 } } };
}

/** An ACL of the app on a vSwitch. */
function acl(f: Fixture, vswitch: string): void {
  const entry = { policy: 'accept', protocol: 'udp', port: '4789/4789', source_cidr_ip: '10.10.0.0/16' };
  add(f, 'alicloud_network_acl', { acl: { ingress_acl_entries: [entry] } });
  add(f, 'alicloud_vpc_network_acl_attachment', {
    acl: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: vswitch, resource_type: 'VSwitch' },
  });
}

/** The group of the target admits a prefix list and the group of the sources, each needed for one of two sources. */
function byLists(f: Fixture): void {
  const [facts] = f.network;
  facts.securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
  add(f, 'alicloud_ecs_prefix_list', { web: { address_family: 'IPv4', max_entries: 5, entry: [{ cidr: '10.10.0.4/32' }] } });
  const { cidr_ip: _cidr, ...rule } = mirroredRule();
  add(f, 'alicloud_security_group', { sensor: { vpc_id: 'vpc-bp1prod', inner_access_policy: 'Drop' } });
  const group = '${alicloud_security_group.sensor.id}';
  add(f, 'alicloud_security_group_rule', {
    listed: { ...rule, security_group_id: group, prefix_list_id: '${alicloud_ecs_prefix_list.web.id}' },
    members: { ...rule, security_group_id: group, source_security_group_id: 'sg-bp1db', priority: 2 },
  });
  facts.securityGroups.set('sg-bp1db', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
  add(f, 'alicloud_instance', {
    sensor: { vswitch_id: 'vsw-bp1sensor', security_groups: [group], instance_type: 'ecs.g7.large', private_ip: '10.10.9.7' },
  });
  acl(f, 'vsw-bp1sensor');
  Object.assign(session(f), {
    traffic_mirror_source_ids: ['eni-bp1web', 'eni-bp1db'],
    traffic_mirror_target_id: '${alicloud_instance.sensor.network_interface_id}',
    traffic_mirror_target_type: 'NetworkInterface',
  });
  f.statements.sessions[`${SESSION}.web`].sources['eni-bp1db'] = stated({ primaryIp: '10.10.0.5', securityGroupIds: ['sg-bp1db'] });
}

/** Two stacks of two accounts, each with everything that its session needs. */
function twoAccounts(): StackDocument[] {
  const all = [change(ownNetwork), change(ownNetwork)];
  all.forEach((f, i) => {
    f.terraform.provider.alicloud[0].assume_role = [{ role_arn: `acs:ram::${i + 1}:role/mirror` }];
  });
  return documents(...all);
}

export function change(edit: (f: Fixture) => void): Fixture {
  const f = right();
  edit(f);
  return f;
}
