import { byName } from '../net/by-name';

/**
 * The parts of a resource that a type of the provider changes if it refers to it, in addition to the types that the model reads. By the
 * names and documentation of the provider's resources as of 2026-11-26 (inferred: the schema slice of the project has only a part of
 * them). An unknown type counts as one that may change everything, so a missing row makes a result undecided and never wrong.
 */
export enum ResourceEffect {
  /** Inbound rules of a security group. */
  GROUP_RULES = 'rules of a security group',
  /** The network ACL of a vSwitch, or the entries of an ACL. */
  NETWORK_ACL = 'network ACL',
  /** The route table of a vSwitch, or the routes of a table or VPC. */
  ROUTES = 'routes',
  /** Connections between VPCs. */
  CONNECTIONS = 'connections',
  /** Servers of a server group. */
  SERVERS = 'servers',
  /** Listeners of a load balancer, or which group a listener has. */
  LISTENERS = 'listeners',
  /** Which instance an interface is attached to. */
  ATTACHMENT = 'attachment of an interface',
  /** Rules of a mirror filter. */
  FILTER_RULES = 'filter rules',
}

/** The types that change something, and what. */
const CHANGES: Readonly<Record<string, readonly ResourceEffect[]>> = byName({
  // Kubernetes clusters write rules of their nodes' group, routes for pods, and servers of the load balancers that they are given.
  alicloud_cs_kubernetes: [ResourceEffect.GROUP_RULES, ResourceEffect.ROUTES, ResourceEffect.LISTENERS],
  alicloud_cs_managed_kubernetes: [ResourceEffect.GROUP_RULES, ResourceEffect.ROUTES, ResourceEffect.LISTENERS],
  alicloud_cs_edge_kubernetes: [ResourceEffect.GROUP_RULES, ResourceEffect.ROUTES, ResourceEffect.LISTENERS],
  alicloud_cs_serverless_kubernetes: [ResourceEffect.GROUP_RULES, ResourceEffect.ROUTES],
  alicloud_ack_one_cluster: [ResourceEffect.GROUP_RULES, ResourceEffect.ROUTES],
  alicloud_emr_cluster: [ResourceEffect.GROUP_RULES],
  alicloud_emrv2_cluster: [ResourceEffect.GROUP_RULES],
  alicloud_alb_load_balancer_security_group_attachment: [ResourceEffect.GROUP_RULES],
  alicloud_nlb_load_balancer_security_group_attachment: [ResourceEffect.GROUP_RULES],
  // Another account may attach the interface then.
  alicloud_ecs_network_interface_permission: [ResourceEffect.ATTACHMENT],
  alicloud_vpc_gateway_route_table_attachment: [ResourceEffect.ROUTES],
  alicloud_vpc_gateway_endpoint_route_table_attachment: [ResourceEffect.ROUTES],
  alicloud_vpc_route_entry: [ResourceEffect.ROUTES],
  alicloud_nat_gateway: [ResourceEffect.ROUTES],
  alicloud_cloud_firewall_nat_firewall: [ResourceEffect.ROUTES],
  alicloud_vpn_gateway: [ResourceEffect.ROUTES],
  alicloud_vpn_route_entry: [ResourceEffect.ROUTES],
  alicloud_vpc_ipv4_gateway: [ResourceEffect.ROUTES],
  alicloud_cen_instance_attachment: [ResourceEffect.ROUTES, ResourceEffect.CONNECTIONS],
  alicloud_cen_route_entry: [ResourceEffect.ROUTES],
  alicloud_cen_transit_router_vpc_attachment: [ResourceEffect.ROUTES, ResourceEffect.CONNECTIONS],
  alicloud_cen_transit_router_route_table_propagation: [ResourceEffect.ROUTES],
  alicloud_router_interface: [ResourceEffect.ROUTES, ResourceEffect.CONNECTIONS],
  alicloud_router_interface_connection: [ResourceEffect.CONNECTIONS],
  alicloud_express_connect_router_interface: [ResourceEffect.ROUTES, ResourceEffect.CONNECTIONS],
  alicloud_express_connect_router_vpc_association: [ResourceEffect.ROUTES, ResourceEffect.CONNECTIONS],
  alicloud_express_connect_grant_rule_to_cen: [],
  alicloud_cen_instance_grant: [],
  alicloud_vpn_gateway_vpn_attachment: [ResourceEffect.CONNECTIONS],
  alicloud_ess_scaling_group: [ResourceEffect.SERVERS],
  alicloud_ess_alb_server_group_attachment: [],
  alicloud_ess_server_group_attachment: [ResourceEffect.SERVERS],
  alicloud_ess_scalinggroup_vserver_groups: [ResourceEffect.SERVERS],
  alicloud_ess_attachment: [ResourceEffect.SERVERS],
  alicloud_slb_attachment: [ResourceEffect.SERVERS],
  alicloud_slb_backend_server: [ResourceEffect.SERVERS],
  alicloud_slb_master_slave_server_group: [ResourceEffect.SERVERS],
  alicloud_slb_rule: [ResourceEffect.LISTENERS],
  alicloud_edas_slb_attachment: [ResourceEffect.LISTENERS, ResourceEffect.SERVERS],
  alicloud_edas_application: [ResourceEffect.SERVERS],
  alicloud_sae_load_balancer_intranet: [ResourceEffect.LISTENERS, ResourceEffect.SERVERS],
  alicloud_sae_load_balancer_internet: [ResourceEffect.LISTENERS, ResourceEffect.SERVERS],
});

/**
 * Products whose resources refer to networks and instances, and change none of their rules, routes, servers or attachments. A name in the
 * table of changes comes first.
 */
const READING_PRODUCTS = new Set([
  'actiontrail', 'adb', 'alb', 'alidns', 'alikafka', 'amqp', 'api_gateway', 'apig', 'arms', 'bastionhost', 'bss', 'cas', 'cassandra',
  'cddc', 'cdn', 'click_house', 'clickhouse', 'cloud_monitor_service', 'cloud_sso', 'cloud_storage_gateway', 'cms',
  'common_bandwidth_package', 'config', 'cr', 'data_works', 'datahub', 'db', 'dbfs', 'dbs', 'dcdn', 'ddos_basic', 'ddosbgp', 'ddoscoo',
  'dfs', 'direct_mail', 'disk', 'dms_enterprise', 'dns', 'dts', 'ebs', 'eci', 'ecs_auto_snapshot_policy', 'ecs_command',
  'ecs_dedicated_host', 'ecs_deployment_set', 'ecs_disk', 'ecs_image', 'ecs_invocation', 'ecs_key_pair', 'ecs_ram_role', 'ecs_snapshot',
  'eip', 'elasticsearch', 'esa', 'ess_alarm', 'ess_lifecycle_hook', 'ess_notification', 'ess_scheduled_task', 'event_bridge', 'fc',
  'fcv2', 'fcv3', 'fnf', 'ga', 'gpdb', 'gwlb', 'havip', 'hbase', 'hbr', 'hologram', 'image', 'imm', 'iot', 'key_pair', 'kms', 'kvstore',
  'lindorm', 'log', 'max_compute', 'maxcompute', 'message_service', 'mns', 'mongodb', 'mse', 'nas', 'nlb', 'ocean_base', 'ons', 'oss',
  'ots', 'pai', 'polardb', 'privatelink', 'pvtz', 'quotas', 'ram', 'rds', 'realtime_compute', 'redis', 'resource_manager', 'rocketmq',
  'sddp', 'security_center', 'selectdb', 'slb_acl', 'slb_domain_extension', 'sls', 'ssl_certificates_service', 'star_rocks', 'tag',
  'threat_detection', 'tsdb', 'vod', 'vpc_ipam', 'vpc_public_ip_address_pool', 'waf', 'wafv3', 'yundun',
]);

/** Further types that refer to network resources and change nothing of them. */
const READING = new Set([
  'auto_provisioning_group', 'cen_bandwidth_limit', 'cen_bandwidth_package', 'cen_bandwidth_package_attachment', 'cen_flowlog',
  'cen_instance', 'cen_transit_router', 'cen_transit_router_cidr', 'cen_transit_router_peer_attachment', 'cen_transit_router_route_table',
  'cen_transit_router_vbr_attachment', 'cs_kubernetes_addon', 'cs_kubernetes_autoscaler',
  'cs_kubernetes_node_pool', 'eais_instance', 'ecs_activation', 'ecs_capacity_reservation', 'ecs_elasticity_assurance', 'ecs_hpc_cluster',
  'ecs_instance_set', 'ecs_launch_template', 'ecs_prefix_list', 'ecs_session_manager_status', 'ecs_storage_capacity_unit', 'edas_cluster',
  'ehpc_cluster', 'ehpc_cluster_v2', 'ess_eci_scaling_configuration', 'ess_scaling_configuration', 'ess_scaling_rule',
  'ess_suspend_process', 'flow_log', 'forward_entry', 'graph_database_db_instance', 'launch_template', 'quick_bi_user',
  'reserved_instance', 'route_table', 'sae_application', 'sae_namespace', 'service_mesh_service_mesh',
  'simple_application_server_instance', 'slb_ca_certificate', 'slb_server_certificate', 'slb_tls_cipher_policy', 'snapshot',
  'snapshot_policy', 'snat_entry', 'ssl_vpn_client_cert', 'ssl_vpn_server', 'vpc_bgp_group', 'vpc_dhcp_options_set',
  'vpc_dhcp_options_set_attachment', 'vpc_flow_log', 'vpc_gateway_endpoint', 'vpc_ha_vip', 'vpc_ha_vip_attachment', 'vpc_ipv6_address',
  'vpc_ipv6_egress_rule', 'vpc_ipv6_gateway', 'vpc_ipv6_internet_bandwidth', 'vpc_nat_ip', 'vpc_nat_ip_cidr', 'vpc_prefix_list',
  'vpc_vbr_ha', 'vpc_vswitch_cidr_reservation', 'vpn_connection', 'vpn_customer_gateway',
].map((name) => `alicloud_${name}`));

/** Whether the words of a type begin with a product of the table, for example `alicloud_db_account` with `db`. */
function isOfReadingProduct(type: string): boolean {
  const [provider, ...words] = type.split('_');
  return provider === 'alicloud' && words.some((_, i) => READING_PRODUCTS.has(words.slice(0, i + 1).join('_')));
}

/** Providers whose resources touch nothing of Alibaba Cloud. */
const ELSEWHERE = /^(?:terraform|random|null|time|local|tls|http|archive|external)(?:_|$)/;

/**
 * Whether a resource of a type changes something of a thing that it refers to. A type that is not in the tables may.
 *
 * @param type for example `alicloud_ess_scaling_group`
 */
export function mayChange(type: string, effect: ResourceEffect): boolean {
  // A type may be named like something that every object has.
  if (Object.prototype.hasOwnProperty.call(CHANGES, type)) return CHANGES[type].includes(effect);
  return !READING.has(type) && !isOfReadingProduct(type) && !ELSEWHERE.test(type);
}
