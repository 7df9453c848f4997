import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { mayChange, ResourceEffect } from '../../src/catalog/resource-effects';

const { ATTACHMENT, CONNECTIONS, FILTER_RULES, GROUP_RULES, LISTENERS, NETWORK_ACL, ROUTES, SERVERS } = ResourceEffect;
const ALL = Object.values(ResourceEffect);
const effects = (type: string): string[] => ALL.filter((effect) => mayChange(type, effect));

/** By the documentation of the provider's resources. */
test.each<[string, ResourceEffect[]]>([
  ['alicloud_cs_managed_kubernetes', [GROUP_RULES, ROUTES, LISTENERS]],
  ['alicloud_ess_scaling_group', [SERVERS]],
  ['alicloud_ess_attachment', [SERVERS]],
  ['alicloud_slb_backend_server', [SERVERS]],
  ['alicloud_nat_gateway', [ROUTES]],
  ['alicloud_cen_transit_router_vpc_attachment', [ROUTES, CONNECTIONS]],
  ['alicloud_ecs_network_interface_permission', [ATTACHMENT]],
  ['alicloud_alb_load_balancer_security_group_attachment', [GROUP_RULES]],
])('%s changes %j', (type, expected) => {
  expect(effects(type).sort()).toEqual([...expected].sort());
});

test.each([
  'alicloud_db_instance', 'alicloud_db_account', 'alicloud_kvstore_instance', 'alicloud_redis_tair_instance', 'alicloud_polardb_cluster',
  'alicloud_alb_server_group', 'alicloud_alb_listener', 'alicloud_nlb_server_group_server_attachment', 'alicloud_log_store',
  'alicloud_cms_monitor_group_instances', 'alicloud_ram_role_attachment', 'alicloud_ecs_key_pair_attachment', 'alicloud_eip_association',
  'alicloud_ecs_auto_snapshot_policy_attachment', 'alicloud_tag_policy_attachment', 'alicloud_resource_manager_shared_resource',
  'alicloud_privatelink_vpc_endpoint_connection', 'alicloud_nas_mount_target', 'alicloud_ess_scaling_configuration',
  'alicloud_ess_lifecycle_hook', 'alicloud_pvtz_zone_attachment', 'alicloud_slb_acl_entry_attachment', 'alicloud_vpc_flow_log',
  'alicloud_ecs_launch_template', 'alicloud_cloud_monitor_service_group', 'terraform_data', 'null_resource', 'random_id', 'time_sleep',
])('%s only reads', (type) => {
  expect(effects(type)).toEqual([]);
});

test.each([
  'alicloud_type_that_is_new', 'alicloud_ros_stack', 'alicloud_oos_execution', 'alicloud_cloud_firewall_vpc_firewall', 'alicloud_dbx',
  'alicloud_eipx_thing', 'alicloud', 'kubernetes_manifest', 'helm_release', 'mydb_db_instance', 'constructor', 'alicloud_constructor',
])('%s may change everything, since nobody knows it', (type) => {
  expect(effects(type)).toEqual(ALL);
});

test('a type of the provider\'s schema is read by the model, or in a table', () => {
  const folder = join(__dirname, '..', '..', 'schema');
  const read = readFileSync(join(__dirname, '..', '..', 'src', 'model', 'network', 'others.ts'), 'utf8')
    + readFileSync(join(__dirname, '..', '..', 'src', 'model', 'attachments.ts'), 'utf8');
  const files = readdirSync(folder).filter((name) => /^alicloud-.*\.schema\.json$/.test(name));
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    const { provider_schemas: schemas } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const types = Object.values<any>(schemas).flatMap((provider) => Object.keys(provider.resource_schemas));
    expect(types.length).toBeGreaterThan(15);
    expect(types.filter((type) => !read.includes(`'${type}'`) && effects(type).length === ALL.length)).toEqual([]);
  }
});

test('nothing changes the network ACL of others, or rules of a mirror filter, but what the model reads', () => {
  for (const type of ['alicloud_cs_managed_kubernetes', 'alicloud_ess_scaling_group', 'alicloud_nat_gateway']) {
    expect(mayChange(type, NETWORK_ACL) || mayChange(type, FILTER_RULES)).toBe(false);
  }
});
