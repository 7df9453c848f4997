import { ProviderSchema } from '../schema';
import { filter } from './filter';
import { filterRule } from './filter-rule';
import { generalResource } from './general';
import { Resource } from './resource';
import { session } from './session';

const MIRRORING: Readonly<Record<string, Resource>> = {
  alicloud_vpc_traffic_mirror_session: session,
  alicloud_vpc_traffic_mirror_filter: filter,
  alicloud_vpc_traffic_mirror_filter_ingress_rule: filterRule('ingress'),
  alicloud_vpc_traffic_mirror_filter_egress_rule: filterRule('egress'),
};

/** Every resource of the schema, with its behaviour. */
export function resourcesOf(schema: ProviderSchema): Readonly<Record<string, Resource>> {
  return Object.fromEntries(Object.entries(schema.resource_schemas)
    .map(([type, { block }]) => [type, MIRRORING[type] ?? generalResource(type, block)]));
}
