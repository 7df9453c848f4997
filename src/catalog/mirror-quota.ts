import { MirrorFact } from './mirror-fact';

/** The quotas of traffic mirroring. The values are the names under which `cdktf.json` has raised ones. */
export enum MirrorQuotaName {
  /** Source ENIs in one session. */
  SOURCES_PER_SESSION = 'sourcesPerSession',
  /** Sessions of an account in a region. */
  SESSIONS_PER_REGION = 'sessionsPerRegion',
  /** Sessions that one source ENI may be in. */
  SESSIONS_PER_SOURCE = 'sessionsPerSource',
  /** The limit of one ENI target: sessions under edition 2023, sources under edition 2026. */
  NETWORK_INTERFACE_TARGET = 'networkInterfaceTarget',
  /** The limit of one ENI target on a large instance type: sessions under edition 2023, sources under edition 2026. */
  LARGE_NETWORK_INTERFACE_TARGET = 'largeNetworkInterfaceTarget',
  /** The limit of one internal CLB target: sessions under edition 2023, sources under edition 2026. */
  LOAD_BALANCER_TARGET = 'loadBalancerTarget',
  /** Sources that one Gateway Load Balancer endpoint may serve. 0 under edition 2023, if it is no target. */
  GATEWAY_ENDPOINT_TARGET = 'gatewayEndpointTarget',
  /** Rules of one filter, inbound and outbound together. */
  RULES_PER_FILTER = 'rulesPerFilter',
  /** Rules of one filter in one direction. */
  RULES_PER_DIRECTION = 'rulesPerDirection',
  /** Sessions that use one filter. */
  SESSIONS_PER_FILTER = 'sessionsPerFilter',
  /** Filters of an account in a region. */
  FILTERS_PER_REGION = 'filtersPerRegion',
}

/** The unit of a quota. */
export enum MirrorQuotaUnit {
  /** Source ENIs. */
  SOURCES = 'sources',
  /** Mirror sessions. */
  SESSIONS = 'sessions',
  /** Rules of filters. */
  RULES = 'rules',
  /** Filters. */
  FILTERS = 'filters',
}

/** The scope of a quota. A raised quota applies per account and region. */
export enum MirrorQuotaScope {
  /** Each account and region. */
  REGION = 'region',
  /** Each session. */
  SESSION = 'session',
  /** Each source ENI. */
  SOURCE = 'source',
  /** Each target. */
  TARGET = 'target',
  /** Each filter. */
  FILTER = 'filter',
  /** Each direction, inbound or outbound, of a filter. */
  DIRECTION = 'direction',
}

/** A quota as one edition sets it. */
export interface MirrorQuota {
  /** Which quota it is. */
  readonly name: MirrorQuotaName;

  /**
   * The highest number allowed, before any raise. 0 if the thing does not exist in the edition.
   *
   * @default - the edition sets no limit
   */
  readonly limit?: number;

  /** The counted unit. */
  readonly unit: MirrorQuotaUnit;

  /** The scope of the count. */
  readonly scope: MirrorQuotaScope;

  /** Whether the account's owner can have it raised. */
  readonly raisable: boolean;

  /**
   * The id by which Quota Center knows it.
   *
   * @default - none is published
   */
  readonly quotaId?: string;

  /** The source of the quota. */
  readonly fact: MirrorFact;
}
