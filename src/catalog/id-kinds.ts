import { byName } from '../net/by-name';

/** The kind of the thing that an id of the service names. */
export type IdKind =
  'network interface' | 'instance' | 'VPC' | 'vSwitch' | 'security group' | 'CLB' | 'ALB' | 'NLB' | 'Gateway Load Balancer'
  | 'endpoint' | 'filter' | 'session' | 'filter rule' | 'network ACL' | 'route table' | 'server group' | 'prefix list'
  | 'EIP' | 'NAT gateway' | 'peering connection' | 'disk' | 'attachment'
  | 'listener' | 'security group rule' | 'route entry' | 'resource group';

/** How ids begin, by the console and the API references, 2026-11-26. */
const PREFIXES: Readonly<Record<string, IdKind>> = byName({
  eni: 'network interface',
  i: 'instance',
  vpc: 'VPC',
  vsw: 'vSwitch',
  sg: 'security group',
  lb: 'CLB',
  alb: 'ALB',
  nlb: 'NLB',
  gwlb: 'Gateway Load Balancer',
  ep: 'endpoint',
  tmf: 'filter',
  tms: 'session',
  tmfr: 'filter rule',
  nacl: 'network ACL',
  vtb: 'route table',
  rsp: 'server group',
  sgp: 'server group',
  pl: 'prefix list',
  eip: 'EIP',
  ngw: 'NAT gateway', pcc: 'peering connection', d: 'disk', rg: 'resource group',
});

/** The kind of a resource's id, by its type. */
const TYPES: Readonly<Record<string, IdKind>> = byName({
  alicloud_ecs_network_interface: 'network interface', alicloud_network_interface: 'network interface',
  alicloud_ecs_network_interface_attachment: 'attachment', alicloud_network_interface_attachment: 'attachment',
  alicloud_slb_server_group_server_attachment: 'attachment', alicloud_vpc_network_acl_attachment: 'attachment',
  alicloud_network_acl_attachment: 'attachment', alicloud_route_table_attachment: 'attachment', alicloud_slb_listener: 'listener',
  alicloud_security_group_rule: 'security group rule', alicloud_route_entry: 'route entry',
  alicloud_instance: 'instance', alicloud_vpc: 'VPC', alicloud_vswitch: 'vSwitch', alicloud_security_group: 'security group',
  alicloud_slb_load_balancer: 'CLB', alicloud_slb: 'CLB', alicloud_alb_load_balancer: 'ALB', alicloud_nlb_load_balancer: 'NLB',
  alicloud_gwlb_load_balancer: 'Gateway Load Balancer', alicloud_privatelink_vpc_endpoint: 'endpoint',
  alicloud_vpc_traffic_mirror_filter: 'filter', alicloud_vpc_traffic_mirror_session: 'session',
  alicloud_vpc_traffic_mirror_filter_ingress_rule: 'filter rule', alicloud_vpc_traffic_mirror_filter_egress_rule: 'filter rule',
  alicloud_network_acl: 'network ACL', alicloud_route_table: 'route table', alicloud_slb_server_group: 'server group',
  alicloud_ecs_prefix_list: 'prefix list', alicloud_eip_address: 'EIP', alicloud_eip: 'EIP', alicloud_nat_gateway: 'NAT gateway',
  alicloud_vpc_peer_connection: 'peering connection', alicloud_ecs_disk: 'disk', alicloud_disk: 'disk',
});

/** The kind of an attribute's value, for every resource that has it. */
const ATTRIBUTES: Readonly<Record<string, IdKind>> = byName({
  network_interface_id: 'network interface',
  primary_network_interface_id: 'network interface',
  instance_id: 'instance',
  vpc_id: 'VPC',
  accepting_vpc_id: 'VPC',
  vswitch_id: 'vSwitch',
  security_group_id: 'security group',
  load_balancer_id: 'CLB',
  server_group_id: 'server group',
  network_acl_id: 'network ACL',
  route_table_id: 'route table',
  prefix_list_id: 'prefix list', traffic_mirror_filter_id: 'filter', resource_group_id: 'resource group',
});

/** Data sources that list ids, and of what. */
const DATA: Readonly<Record<string, IdKind>> = byName({
  alicloud_ecs_network_interfaces: 'network interface',
  alicloud_network_interfaces: 'network interface',
  alicloud_instances: 'instance',
  alicloud_vpcs: 'VPC',
  alicloud_vswitches: 'vSwitch',
  alicloud_security_groups: 'security group',
  alicloud_slb_load_balancers: 'CLB',
  alicloud_slbs: 'CLB',
  alicloud_alb_load_balancers: 'ALB',
  alicloud_nlb_load_balancers: 'NLB',
  alicloud_vpc_traffic_mirror_filters: 'filter', alicloud_vpc_traffic_mirror_sessions: 'session',
});

/** How the ids of a kind begin. */
export function prefixOf(kind: IdKind): string {
  return `${Object.keys(PREFIXES).find((prefix) => PREFIXES[prefix] === kind)}-`;
}

/** How the ids of Gateway Load Balancer endpoints, and of the resources behind them, begin. */
export const ENDPOINT_PREFIXES: readonly string[] = [prefixOf('endpoint'), prefixOf('Gateway Load Balancer')];

/** The kind of a literal id by how it begins. Nothing if it begins like none. */
export function literalKind(id: string): IdKind | undefined {
  const end = id.indexOf('-');
  return end < 0 ? undefined : PREFIXES[id.slice(0, end)];
}

/** The kind of an attribute of a resource. Nothing if nobody knows. */
export function attributeKind(type: string, attribute: string): IdKind | undefined {
  return attribute === 'id' ? TYPES[type] : ATTRIBUTES[attribute];
}

/**
 * The kind of an attribute of a data source.
 *
 * @param path what follows the name, for example `ids[0]` or `instances[0].id`
 */
export function dataKind(type: string, path: string): IdKind | undefined {
  if (/^ids(?:\[|\.|$)/.test(path) || /(?:\]|\.\d+)\.id$/.test(path)) return DATA[type];
  return ATTRIBUTES[/([a-z_]+)$/.exec(path)?.[1] ?? ''];
}
