import { add, Fixture, mirroredRule, SESSION } from './fixtures';

const NETS = [['web', '10.10'], ['sensor', '10.99']] as const;
export const SOURCE = '${alicloud_instance.web.network_interface_id}';

/**
 * Source and target are the interfaces of instances of the app, each in a VPC of its own.
 *
 * @param instance further arguments of both instances
 */
export function twoVpcs(f: Fixture, instance: Record<string, unknown> = {}): void {
  for (const [name, net] of NETS) {
    add(f, 'alicloud_vpc', { [name]: { cidr_block: `${net}.0.0/16` } });
    add(f, 'alicloud_vswitch', { [name]: { vpc_id: `\${alicloud_vpc.${name}.id}`, cidr_block: `${net}.1.0/24` } });
    add(f, 'alicloud_security_group', { [name]: { vpc_id: `\${alicloud_vpc.${name}.id}` } });
    add(f, 'alicloud_instance', {
      [name]: {
        vswitch_id: `\${alicloud_vswitch.${name}.id}`,
        security_groups: [`\${alicloud_security_group.${name}.id}`],
        instance_type: 'ecs.g7.large',
        ...instance,
      },
    });
  }
  add(f, 'alicloud_security_group_rule', { mirrored: mirroredRule({ security_group_id: '${alicloud_security_group.sensor.id}' }) });
  Object.assign(f.terraform.resource[SESSION].web, {
    traffic_mirror_source_ids: [SOURCE],
    traffic_mirror_target_id: '${alicloud_instance.sensor.network_interface_id}',
    traffic_mirror_target_type: 'NetworkInterface',
  });
  f.statements.sessions = { [`${SESSION}.web`]: { sources: { [SOURCE]: { mtu: 1450 } }, target: { mtu: 1500 } } };
}

/** The VPCs are peered, with routes both ways. */
export function peered(f: Fixture, instance: Record<string, unknown> = {}, connection: Record<string, unknown> = SAME_REGION): void {
  twoVpcs(f, instance);
  add(f, 'alicloud_vpc_peer_connection', {
    p: { vpc_id: '${alicloud_vpc.web.id}', accepting_vpc_id: '${alicloud_vpc.sensor.id}', ...connection },
  });
  for (const [from, to] of [['web', '10.99.0.0/16'], ['sensor', '10.10.0.0/16']]) {
    add(f, 'alicloud_route_entry', {
      [from]: {
        route_table_id: `\${alicloud_vpc.${from}.route_table_id}`,
        destination_cidrblock: to,
        nexthop_type: 'VpcPeer',
        nexthop_id: '${alicloud_vpc_peer_connection.p.id}',
      },
    });
  }
}

const SAME_REGION = { accepting_region_id: 'cn-hangzhou', accepting_ali_uid: 1 };
