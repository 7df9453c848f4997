import type { PlacedRule } from '../net/packet';

/**
 * A session at one moment, from a ledger, a Terraform state or a plan. Unknown values are left out, and
 * then it is not compared.
 */
export interface SessionState {
  /** Equal for one resource before and after: its address, or its fleet and key. */
  readonly id: string;
  /** Its name for readers. */
  readonly name: string;
  /** Interface ids, or whatever else names an interface the same way before and after, in the session's order. */
  readonly sources: readonly string[];
  readonly target?: string;
  readonly filter?: string;
  readonly priority?: number;
  readonly vni?: number;
  readonly packetLength?: number;
  readonly enabled?: boolean;
  /** The stack whose state has it: another stack has another state. */
  readonly stack?: string;
  /** Its account and region. Sessions without a scope may be in any. */
  readonly scope?: MirrorScope;
  /** Terraform replaces it, for a reason that none of the other fields shows. Of a session after the change. */
  readonly replaced?: boolean;
  /** Terraform's reason for destroying it. Of a session before the change. */
  readonly removal?: string;
}

/** An account and region, each as far as it is known. */
export interface MirrorScope {
  readonly region?: string;
  /** An account that certainly differs from every other text. */
  readonly account?: string;
}

/** Whether two sessions are certainly in different accounts or regions. */
export function apart({ scope: a }: SessionState, { scope: b }: SessionState): boolean {
  if (a === undefined || b === undefined || a === b) return false;
  const differ = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  return differ(a.region, b.region) || differ(a.account, b.account);
}

/** A filter and its rules at one moment. A rule that is replaced has another key. */
export interface FilterState {
  readonly id: string;
  /** The name for readers, if the id is not one. */
  readonly name?: string;
  readonly rules: readonly string[];
  /** The same rules with the packets that they match, if all values are known. */
  readonly placed?: Readonly<Record<'inbound' | 'outbound', readonly PlacedRule[]>>;
}

/** Everything about mirroring at one moment. */
export interface MirrorState {
  readonly sessions: Iterable<SessionState>;
  /** Sessions of which it is not known whether the apply removes them. Until it does, they hold their sources and numbers. */
  readonly holders?: Iterable<SessionState>;
  /** Filters whose rules are known. */
  readonly filters?: Iterable<FilterState>;
}

/** The quotas that count while an apply runs. Infinite or left out if not set. */
export interface EffectLimits {
  /** In how many sessions one source may be. */
  readonly sessionsPerSource?: number;
  readonly sessionsPerRegion?: number;
  readonly sessionsPerFilter?: number;
  /** The limit of a target, in the edition's unit. */
  readonly target?: (target: string) => number | undefined;
  /** Whether targets count sessions, or sources. */
  readonly targetUnit?: 'sessions' | 'sources';
}
