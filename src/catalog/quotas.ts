import { MirrorEdition } from './mirror-edition';
import { MirrorFact, MirrorFactTopic } from './mirror-fact';
import { MirrorQuota, MirrorQuotaName, MirrorQuotaScope, MirrorQuotaUnit } from './mirror-quota';
import { facts, sources } from './sources';

const { stated, inferred } = facts(MirrorFactTopic.QUOTA);
const { SOURCES, SESSIONS, RULES, FILTERS } = MirrorQuotaUnit;
const { REGION, SESSION, SOURCE, TARGET, FILTER, DIRECTION } = MirrorQuotaScope;

const FINAL_2023 = 'That it cannot be raised is read from one merged cell of the table.';
const UNIT_2026 = 'Until edition 2026 the quota counted sessions.';

/** A row of edition 2023: the limit, and whether it can be raised. */
function then(statement: string, limit?: number, raisable = false, merged = true): Omit<MirrorQuota, 'name' | 'unit' | 'scope'> {
  const fact = raisable || !merged ? stated(sources.overview2023, statement) : inferred(sources.overview2023, statement, FINAL_2023);
  return { ...(limit === undefined ? {} : { limit }), raisable, fact };
}

/** A row of edition 2026. */
function now(
  statement: string, limit: number, quotaId?: string, note?: string, raisable = quotaId !== undefined,
): Omit<MirrorQuota, 'name' | 'unit' | 'scope'> {
  return { limit, raisable, ...(quotaId === undefined ? {} : { quotaId }), fact: stated(sources.quotas2026, statement, note) };
}

/** Ends both editions alike, as it is the provider's. */
const perDirection = {
  name: MirrorQuotaName.RULES_PER_DIRECTION,
  unit: RULES,
  scope: DIRECTION,
  limit: 10,
  raisable: false,
  fact: stated(sources.provider, 'A filter has at most 10 rules in one direction: the priority of a stand-alone rule ends at 10.',
    'Holds whatever quota was raised.'),
};

const edition2023: readonly MirrorQuota[] = [
  {
    name: MirrorQuotaName.SOURCES_PER_SESSION,
    unit: SOURCES,
    scope: SESSION,
    ...then('A session has at most 10 sources. The quota can be raised.', 10, true),
  },
  {
    name: MirrorQuotaName.SESSIONS_PER_REGION,
    unit: SESSIONS,
    scope: REGION,
    ...then('An account has at most 20,000 sessions in a region.', 20_000, false, false),
  },
  { name: MirrorQuotaName.SESSIONS_PER_SOURCE, unit: SESSIONS, scope: SOURCE, ...then('A source is in at most 1 session.', 1) },
  {
    name: MirrorQuotaName.NETWORK_INTERFACE_TARGET,
    unit: SESSIONS,
    scope: TARGET,
    ...then('An ENI is the target of at most 10 sessions.', 10),
  },
  {
    name: MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET,
    unit: SESSIONS,
    scope: TARGET,
    ...then('An ENI of any instance type is the target of at most 10 sessions.', 10),
  },
  {
    name: MirrorQuotaName.LOAD_BALANCER_TARGET,
    unit: SESSIONS,
    scope: TARGET,
    ...then('An internal CLB instance is the target of at most 200 sessions.', 200),
  },
  {
    name: MirrorQuotaName.GATEWAY_ENDPOINT_TARGET,
    unit: SOURCES,
    scope: TARGET,
    limit: 0,
    raisable: false,
    fact: inferred(sources.overview2023, 'A Gateway Load Balancer endpoint is no target.'),
  },
  {
    name: MirrorQuotaName.RULES_PER_FILTER,
    unit: RULES,
    scope: FILTER,
    ...then('A filter has at most 10 rules, inbound and outbound together.', 10),
  },
  perDirection,
  {
    name: MirrorQuotaName.SESSIONS_PER_FILTER,
    unit: SESSIONS,
    scope: FILTER,
    ...then('A filter is used by at most 1,000 sessions.', 1_000),
  },
  {
    name: MirrorQuotaName.FILTERS_PER_REGION,
    unit: FILTERS,
    scope: REGION,
    ...then('The number of filters of an account in a region is not documented.', undefined, false, false),
  },
];

const edition2026: readonly MirrorQuota[] = [
  {
    name: MirrorQuotaName.SOURCES_PER_SESSION,
    unit: SOURCES,
    scope: SESSION,
    ...now('A session has at most 10 sources. The quota can be raised.', 10, 'trafficmirror_quota_source_num_per_session'),
  },
  {
    name: MirrorQuotaName.SESSIONS_PER_REGION,
    unit: SESSIONS,
    scope: REGION,
    ...now('An account has at most 20,000 sessions in a region.', 20_000),
  },
  { name: MirrorQuotaName.SESSIONS_PER_SOURCE, unit: SESSIONS, scope: SOURCE, ...now('A source is in at most 3 sessions.', 3) },
  {
    name: MirrorQuotaName.NETWORK_INTERFACE_TARGET,
    unit: SOURCES,
    scope: TARGET,
    ...now(
      'An ENI target serves at most 20 sources. The quota can be raised.',
      20,
      'vpc_quota_traffic_mirror_source_num_per_small_ecs_target',
      UNIT_2026,
    ),
  },
  {
    name: MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET,
    unit: SOURCES,
    scope: TARGET,
    ...now('An ENI target on a large instance type serves at most 200 sources. The quota can be raised.', 200,
      'vpc_quota_traffic_mirror_source_num_per_large_ecs_target', UNIT_2026),
  },
  {
    name: MirrorQuotaName.LOAD_BALANCER_TARGET,
    unit: SOURCES,
    scope: TARGET,
    ...now('An internal CLB target serves at most 500 sources.', 500, undefined, UNIT_2026),
  },
  {
    name: MirrorQuotaName.GATEWAY_ENDPOINT_TARGET,
    unit: SOURCES,
    scope: TARGET,
    ...now('A Gateway Load Balancer endpoint serves at most 500 sources.', 500),
  },
  {
    name: MirrorQuotaName.RULES_PER_FILTER,
    unit: RULES,
    scope: FILTER,
    ...now(
      'A filter has at most 20 rules, inbound and outbound together, and at most 10 per direction at creation. The quota can be raised.',
      20,
      'vpc_quota_traffic_mirror_rules_num_per_filter'),
  },
  perDirection,
  {
    name: MirrorQuotaName.SESSIONS_PER_FILTER,
    unit: SESSIONS,
    scope: FILTER,
    ...now('A filter is used by at most 2,000 sessions.', 2_000),
  },
  {
    name: MirrorQuotaName.FILTERS_PER_REGION,
    unit: FILTERS,
    scope: REGION,
    ...now('An account has at most 100 filters in a region.', 100),
  },
];

/** The quotas of an edition, in the order of their names. */
export function quotasOf(edition: MirrorEdition): readonly MirrorQuota[] {
  return edition === MirrorEdition.EDITION_2026 ? edition2026 : edition2023;
}

export const quotaFacts: readonly MirrorFact[] = [
  stated(sources.overview2023, 'The number of targets has no limit.'),
  inferred(sources.quotas2026, 'The number of targets is not documented.'),
  stated(sources.quotas2026, 'The quotas of targets count sources.', 'They counted sessions in edition 2023.'),
];

/** How code names a quota: the key of `MirrorQuotaName`. */
export function quotaKey(name: MirrorQuotaName): string {
  return (Object.keys(MirrorQuotaName) as (keyof typeof MirrorQuotaName)[]).find((key) => MirrorQuotaName[key] === name)!;
}
