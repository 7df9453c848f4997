/**
 * The quotas of the service that this server stands in for, by edition of the product's documentation.
 * Stated here on their own, so that the library's catalogue is tried against something that is not itself.
 */
export interface Limits {
  readonly sourcesPerSession: number;
  readonly sessionsPerSource: number;
  readonly sessions: number;
  /** What the quota of a target counts. */
  readonly targetUnit: 'sessions' | 'sources';
  readonly perInterfaceTarget: number;
  readonly perLargeInterfaceTarget: number;
  readonly perLoadBalancerTarget: number;
  readonly sessionsPerFilter: number;
  readonly rulesPerFilter: number;
  readonly rulesPerDirectionAtCreation: number;
  /** Null where the edition states no limit. */
  readonly filters: number | null;
  readonly rulesPerSecurityGroup: number;
}

export type Edition = '2023' | '2026';

export const LIMITS: Readonly<Record<Edition, Limits>> = {
  2023: {
    sourcesPerSession: 10,
    sessionsPerSource: 1,
    sessions: 20_000,
    targetUnit: 'sessions',
    perInterfaceTarget: 10,
    perLargeInterfaceTarget: 10,
    perLoadBalancerTarget: 200,
    sessionsPerFilter: 1_000,
    rulesPerFilter: 10,
    rulesPerDirectionAtCreation: 10,
    filters: null,
    rulesPerSecurityGroup: 200,
  },
  2026: {
    sourcesPerSession: 10,
    sessionsPerSource: 3,
    sessions: 20_000,
    targetUnit: 'sources',
    perInterfaceTarget: 20,
    perLargeInterfaceTarget: 200,
    perLoadBalancerTarget: 500,
    sessionsPerFilter: 2_000,
    rulesPerFilter: 20,
    rulesPerDirectionAtCreation: 10,
    filters: 100,
    rulesPerSecurityGroup: 1_000,
  },
};

export const RANGES = {
  sessionPriority: [1, 32_766],
  virtualNetworkId: [0, 16_777_215],
  packetLength: [64, 8_500],
  rulePriority: [1, 10],
  port: [1, 65_535],
} as const;

export const DEFAULT_PACKET_LENGTH = 1_500;
