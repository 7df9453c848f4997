import { VXLAN_PORT } from '../../catalog/limits';
import { LOAD_BALANCER, NETWORK_ACL, SECURITY_GROUP } from '../../catalog/target-side';
import { Identity, isLiteral, isManaged, named } from '../../model/reference';

// One-line Terraform snippets for fixes. They are the same in every language.

/** The security group rule that admits mirrored packets from a block. */
export function groupRule(group: Identity | undefined, cidr: string, port: number): string {
  const { type, ipProtocol, nicType, policy, priority } = SECURITY_GROUP;
  return block('alicloud_security_group_rule', {
    security_group_id: group === undefined ? '<security group>' : idOf(group), type: text(type), ip_protocol: text(ipProtocol),
    port_range: text(`${port}/${port}`), nic_type: text(nicType), policy: text(policy), priority: priority.min, cidr_ip: text(cidr),
  }, 'lifecycle { create_before_destroy = true }');
}

/** The entry of a network ACL that admits mirrored packets from a block. */
export function aclEntry(cidr: string, port: number): string {
  return block('ingress_acl_entries', {
    protocol: text(NETWORK_ACL.protocol), port: text(`${port}/${port}`), source_cidr_ip: text(cidr), policy: text(NETWORK_ACL.policy),
  });
}

/** The listener for mirrored packets. */
export function udpListener(loadBalancer: Identity): string {
  return block('alicloud_slb_listener', {
    load_balancer_id: idOf(loadBalancer), protocol: text(LOAD_BALANCER.protocol), frontend_port: LOAD_BALANCER.frontendPort,
    server_group_id: '<server group of the sensors>', scheduler: text(LOAD_BALANCER.sourceScheduler),
  });
}

/** A sensor as a server of a group. */
export function serverAttachment(group: Identity | undefined): string {
  return block('alicloud_slb_server_group_server_attachment', {
    server_group_id: group === undefined ? '<server group>' : idOf(group), server_id: '<sensor>', port: VXLAN_PORT,
    weight: LOAD_BALANCER.defaultWeight,
  });
}

/** The route over a peering connection. */
export function peeringRoute(vpc: Identity, cidr: string, peering: Identity): string {
  return block('alicloud_route_entry', {
    route_table_id: `${named(vpc)}.route_table_id`, destination_cidrblock: text(cidr), nexthop_type: text('VpcPeer'),
    nexthop_id: idOf(peering),
  });
}

function block(type: string, body: Record<string, string | number>, ...more: string[]): string {
  return `${type} { ${[...Object.entries(body).map(([name, value]) => `${name} = ${value}`), ...more].join(', ')} }`;
}

function text(value: string): string {
  return `"${value}"`;
}

function idOf(identity: Identity): string {
  return isLiteral(identity) ? text(identity) : isManaged(identity) ? `${named(identity)}.id` : text(named(identity));
}
