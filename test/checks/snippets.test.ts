// The Terraform that a fix suggests, in one line each.
import { aclEntry, groupRule, peeringRoute, serverAttachment, udpListener } from '../../src/checks/arrival/snippets';

const managed = (address: string) => `#net\u0000${address}`;
const expression = '?net\u0000${var.id}';
const RULE = 'type = "ingress", ip_protocol = "udp", port_range = "5000/5000", nic_type = "intranet", policy = "accept", priority = 1, '
  + 'cidr_ip = "10.10.0.0/24", lifecycle { create_before_destroy = true } }';

test.each<[snippet: () => string, expected: string]>([
  [() => groupRule('sg-1', '10.10.0.0/24', 5000), `alicloud_security_group_rule { security_group_id = "sg-1", ${RULE}`],
  [() => groupRule(managed('alicloud_security_group.s'), '10.10.0.0/24', 5000),
    `alicloud_security_group_rule { security_group_id = alicloud_security_group.s.id, ${RULE}`],
  [() => groupRule(expression, '10.10.0.0/24', 5000), `alicloud_security_group_rule { security_group_id = "\${var.id}", ${RULE}`],
  [() => groupRule(undefined, '10.10.0.0/24', 5000), `alicloud_security_group_rule { security_group_id = <security group>, ${RULE}`],
  [() => aclEntry('10.10.0.0/24', 5000),
    'ingress_acl_entries { protocol = "udp", port = "5000/5000", source_cidr_ip = "10.10.0.0/24", policy = "accept" }'],
  [() => udpListener('lb-1'), 'alicloud_slb_listener { load_balancer_id = "lb-1", protocol = "udp", frontend_port = 4789, '
    + 'server_group_id = <server group of the sensors>, scheduler = "sch" }'],
  [() => serverAttachment('rsp-1'),
    'alicloud_slb_server_group_server_attachment { server_group_id = "rsp-1", server_id = <sensor>, port = 4789, weight = 100 }'],
  [() => serverAttachment(undefined),
    'alicloud_slb_server_group_server_attachment { server_group_id = <server group>, server_id = <sensor>, port = 4789, weight = 100 }'],
  [() => peeringRoute(managed('alicloud_vpc.web'), '10.99.0.0/16', managed('alicloud_vpc_peer_connection.p')),
    'alicloud_route_entry { route_table_id = alicloud_vpc.web.route_table_id, destination_cidrblock = "10.99.0.0/16", '
    + 'nexthop_type = "VpcPeer", nexthop_id = alicloud_vpc_peer_connection.p.id }'],
])('%#', (snippet, expected) => {
  expect(snippet()).toBe(expected);
});
