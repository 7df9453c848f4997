import { MirroredSession } from '../input/mirrored-sessions';

/** The demands of an estate's owners on mirroring at and below a scope. Patterns contain `*` and `?`. */
export interface Governance {
  /** Construct path. Empty for everything. */
  readonly scope: string;
  /** Patterns of the ids or paths of targets. */
  readonly targets?: readonly string[];
  /** Tags that a target must have, all of them, with a pattern for each value. */
  readonly targetTags?: TagPatterns;
  /** Tags that a session must have. */
  readonly requiredTags?: TagPatterns;
  readonly networks?: readonly GovernedNetwork[];
  /** Tags that no source may have. */
  readonly excludedSourceTags?: TagPatterns;
  /** In the currency of the edition's price. */
  readonly monthlyCost?: number;
  readonly gigabytesPerMonth?: number;
  readonly sourcesPerTarget?: number;
  readonly interruptedSources?: number;
  readonly interruptedSeconds?: number;
  readonly forbidPublicTargets?: boolean;
  readonly foreignSessions?: ForeignSessions;
}

export type TagPatterns = Readonly<Record<string, string>>;

/** Demands on sessions with a source in one of these VPCs. */
export interface GovernedNetwork {
  /** Patterns of the ids or paths of VPCs. */
  readonly vpcs: readonly string[];
  readonly forbidAllTraffic?: boolean;
  readonly longestPacket?: number;
}

/** The existing sessions of an account. */
export interface ForeignSessions {
  readonly sessions: readonly MirroredSession[];
  /** Patterns of the ids or names of sessions owned by others. */
  readonly allowed: readonly string[];
}

/** The tag keys of sources and targets that the demands refer to. */
export function tagKeysOf(demands: readonly Governance[]): string[] {
  return [
    ...new Set(
      demands.flatMap(({ excludedSourceTags = {}, targetTags = {} }) => [...Object.keys(excludedSourceTags), ...Object.keys(targetTags)]),
    ),
  ].sort();
}
