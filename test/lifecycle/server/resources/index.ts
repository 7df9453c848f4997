import { BlockSchema, ProviderSchema } from '../schema';
import { filter } from './filter';
import { filterRule } from './filter-rule';
import { generalResource } from './general';
import { listener, loadBalancer, securityGroup, serverAttachment, serverGroup } from './load-balancer';
import { networkAcl } from './network-acl';
import { Resource } from './resource';
import { securityGroupRule } from './security-group-rule';
import { session } from './session';

const MIRRORING: Readonly<Record<string, Resource>> = {
  alicloud_vpc_traffic_mirror_session: session,
  alicloud_vpc_traffic_mirror_filter: filter,
  alicloud_vpc_traffic_mirror_filter_ingress_rule: filterRule('ingress'),
  alicloud_vpc_traffic_mirror_filter_egress_rule: filterRule('egress'),
};

const RECEIVING: Readonly<Record<string, (block: BlockSchema) => Resource>> = {
  alicloud_security_group: securityGroup,
  alicloud_security_group_rule: () => securityGroupRule,
  alicloud_slb_load_balancer: loadBalancer,
  alicloud_slb_server_group: serverGroup,
  alicloud_slb_server_group_server_attachment: () => serverAttachment,
  alicloud_slb_listener: () => listener,
  alicloud_network_acl: networkAcl,
};

/** Every resource of the schema, with its behaviour. */
export function resourcesOf(schema: ProviderSchema): Readonly<Record<string, Resource>> {
  return Object.fromEntries(Object.entries(schema.resource_schemas)
    .map(([type, { block }]) => [type, MIRRORING[type] ?? RECEIVING[type]?.(block) ?? generalResource(type, block)]));
}
