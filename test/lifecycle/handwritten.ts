/** Terraform JSON as somebody would write it by hand, without the library. */

export type Arguments = Readonly<Record<string, unknown>>;

export const SESSION = 'alicloud_vpc_traffic_mirror_session';
export const FILTER = 'alicloud_vpc_traffic_mirror_filter';
export const INGRESS_RULE = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
export const EGRESS_RULE = 'alicloud_vpc_traffic_mirror_filter_egress_rule';

/** Resources by type and logical id, beside one filter `web` that is always there unless given. */
export interface Handwritten {
  readonly sessions?: Readonly<Record<string, Arguments>>;
  readonly filters?: Readonly<Record<string, Arguments>>;
  readonly ingress?: Readonly<Record<string, Arguments>>;
  readonly egress?: Readonly<Record<string, Arguments>>;
  /** Resources of other types. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
}

export const FILTER_ID = `\${${FILTER}.web.id}`;

export function stack({ sessions, filters = { web: filter() }, ingress, egress, resource = {}, data }: Handwritten): object {
  // Terraform refuses a type without a resource.
  const written = (types: Readonly<Record<string, Readonly<Record<string, Arguments>> | undefined>>): object =>
    Object.fromEntries(Object.entries(types).filter(([, resources]) => resources && Object.keys(resources).length > 0));
  return {
    terraform: { required_providers: { alicloud: { source: 'aliyun/alicloud', version: '1.289.0' } } },
    provider: { alicloud: { region: 'cn-hangzhou' } },
    resource: {
      ...written(resource),
      ...written({ [FILTER]: filters, [INGRESS_RULE]: ingress, [EGRESS_RULE]: egress, [SESSION]: sessions }),
    },
    ...(data ? { data } : {}),
  };
}

export const filter = (more: Arguments = {}): Arguments => ({ traffic_mirror_filter_name: 'web', ...more });

/** A session that works: switched on, towards a load balancer. */
export function session(name: string, priority: number, sources: readonly string[], more: Arguments = {}): Arguments {
  return {
    traffic_mirror_session_name: name,
    priority,
    traffic_mirror_source_ids: sources,
    traffic_mirror_target_type: 'SLB',
    traffic_mirror_target_id: 'lb-bp1sensors',
    traffic_mirror_filter_id: FILTER_ID,
    enabled: true,
    ...more,
  };
}

/** An inline rule, or with the id of a filter a rule of its own. */
export function rule(priority: number, protocol: string, ports?: string, more: Arguments = {}): Arguments {
  return {
    priority,
    protocol,
    action: 'accept',
    source_cidr_block: '0.0.0.0/0',
    destination_cidr_block: '10.0.0.0/8',
    ...(ports === undefined ? {} : { source_port_range: '-1/-1', destination_port_range: ports }),
    ...more,
  };
}

export const ownRule = (priority: number, protocol: string, ports?: string, more: Arguments = {}): Arguments =>
  rule(priority, protocol, ports, { traffic_mirror_filter_id: FILTER_ID, ...more });

/** Interface ids `eni-bp1<name>01` and so on. */
export const sources = (count: number, name = 'web'): string[] =>
  Array.from({ length: count }, (_, index) => `eni-bp1${name}${String(index + 1).padStart(2, '0')}`);
