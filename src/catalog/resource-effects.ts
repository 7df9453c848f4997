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
  alicloud_security_center_group: [],
  // Another account may attach the interface then.
  alicloud_ecs_network_interface_permission: [ResourceEffect.ATTACHMENT],
  alicloud_vpc_gateway_route_table_attachment: [ResourceEffect.ROUTES],
  alicloud_vpc_gateway_endpoint_route_table_attachment: [ResourceEffect.ROUTES],
  alicloud_vpc_route_entry: [ResourceEffect.ROUTES],
  alicloud_nat_gateway: [ResourceEffect.ROUTES],
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

/** Types that refer to network resources and change nothing of them. */
const READING = new Set([
  'adb_cluster', 'adb_db_cluster', 'alb_load_balancer', 'alikafka_instance', 'api_gateway_instance',
  'api_gateway_vpc_access', 'auto_provisioning_group', 'bastionhost_instance',
  'cen_instance', 'cen_transit_router', 'click_house_db_cluster', 'clickhouse_db_cluster',
  'cloud_firewall_nat_firewall', 'cloud_storage_gateway_gateway', 'cms_alarm', 'cms_group_metric_rule',
  'common_bandwidth_package', 'common_bandwidth_package_attachment', 'cs_kubernetes_addon', 'cs_kubernetes_autoscaler',
  'cs_kubernetes_node_pool', 'dbfs_instance', 'db_instance', 'db_readonly_instance',
  'dts_instance', 'dts_subscription_job', 'dts_synchronization_job', 'eais_instance',
  'ebs_dedicated_block_storage_cluster', 'eci_container_group', 'ecs_auto_snapshot_policy', 'ecs_disk',
  'ecs_disk_attachment', 'ecs_instance_set', 'ecs_launch_template', 'ecs_prefix_list', 'ecs_session_manager_status',
  'edas_cluster', 'ehpc_cluster', 'ehpc_cluster_v2',
  'eip', 'eip_address', 'eip_association', 'elasticsearch_instance', 'ess_eci_scaling_configuration',
  'ess_scaling_configuration', 'ess_scaling_rule', 'fc_service', 'fcv3_function', 'fcv3_vpc_binding',
  'flow_log', 'forward_entry', 'ga_endpoint_group', 'gpdb_instance', 'graph_database_db_instance',
  'gwlb_load_balancer', 'gwlb_server_group', 'havip', 'havip_attachment', 'hbase_instance', 'hologram_instance',
  'image', 'kvstore_instance', 'launch_template', 'lindorm_instance', 'log_project', 'mongodb_instance',
  'mongodb_serverless_instance', 'mongodb_sharding_instance', 'mse_cluster', 'mse_gateway',
  'mns_queue', 'nas_access_rule', 'nas_file_system', 'nas_mount_target', 'nlb_load_balancer', 'nlb_server_group',
  'ocean_base_instance', 'ots_instance_attachment', 'pai_workspace_workspace',
  'polardb_cluster', 'privatelink_vpc_endpoint', 'privatelink_vpc_endpoint_service',
  'privatelink_vpc_endpoint_service_resource', 'privatelink_vpc_endpoint_zone', 'pvtz_endpoint',
  'pvtz_zone_attachment',
  'quick_bi_user', 'ram_policy', 'rds_db_proxy', 'rocketmq_instance', 'route_table', 'sae_application',
  'sae_namespace', 'selectdb_db_instance', 'service_mesh_service_mesh', 'slb_acl', 'slb_ca_certificate',
  'slb_server_certificate', 'slb_tls_cipher_policy', 'snapshot', 'snat_entry', 'ssl_vpn_server', 'tag_meta_tag',
  'tag_policy', 'tsdb_instance', 'vpc_bgp_group', 'vpc_dhcp_options_set',
  'vpc_dhcp_options_set_attachment', 'vpc_flow_log', 'vpc_gateway_endpoint', 'vpc_ha_vip', 'vpc_ha_vip_attachment',
  'vpc_ipv6_egress_rule', 'vpc_ipv6_gateway', 'vpc_ipv6_internet_bandwidth', 'vpc_nat_ip',
  'vpc_nat_ip_cidr', 'vpc_prefix_list', 'vpc_snapshot',
  'vpc_vbr_ha', 'vpc_vswitch_cidr_reservation', 'vpn_connection', 'vpn_customer_gateway',
  'wafv3_instance', 'yundun_bastionhost_instance', 'yundun_dbaudit_instance',
].map((name) => `alicloud_${name}`));

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
  return !READING.has(type) && !ELSEWHERE.test(type);
}
