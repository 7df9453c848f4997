import type { PlanDocument } from './plan-document';
import { plannedStates } from './planned-states';
import { CopyLoss, receivingChanges } from './receiving-changes';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { effectsOf, Interruption, InterruptionCause, MirrorEffects } from '../effects/effects';
import type { EffectLimits } from '../effects/mirror-state';

/** The effect of plans on mirrored sources. */
export interface Forecast {
  readonly effects: MirrorEffects;
  /** Copies that are sent and may not arrive. */
  readonly copyLosses: readonly CopyLoss[];
  /** Open questions, a sentence each. */
  readonly undecided: readonly string[];
  /** Sessions before the apply. */
  readonly sessions: number;
}

/**
 * Forecasts plans that are applied at about the same time, whoever wrote the configuration.
 *
 * @param edition whose quotas decide what fits while old and new sessions are there together
 */
export function forecast(plans: readonly PlanDocument[], edition: MirrorEdition): Forecast {
  const { before, after, unruled, undecided } = plannedStates(plans);
  const effects = effectsOf(before, after, limitsOf(MirrorCatalog.of(edition)));
  const interruptions = [...effects.interruptions, ...withoutRules(effects, unruled)];
  return { effects: { ...effects, interruptions }, copyLosses: receivingChanges(plans, before.sessions), undecided, sessions: before.sessions.length };
}

/** The quotas of an edition as they are: a plan does not show which of them are raised. */
function limitsOf(catalog: MirrorCatalog): EffectLimits {
  const limit = (name: MirrorQuotaName): number => catalog.quota(name).limit ?? Infinity;
  return {
    sessionsPerSource: limit(MirrorQuotaName.SESSIONS_PER_SOURCE), sessionsPerRegion: limit(MirrorQuotaName.SESSIONS_PER_REGION), sessionsPerFilter: limit(MirrorQuotaName.SESSIONS_PER_FILTER),
    // Of an interface it is not known how large its instance is: the smaller quota.
    target: (id) => limit(id.startsWith('lb-') ? MirrorQuotaName.LOAD_BALANCER_TARGET : MirrorQuotaName.NETWORK_INTERFACE_TARGET),
    targetUnit: catalog.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit === MirrorQuotaUnit.SESSIONS ? 'sessions' : 'sources',
  };
}

/** Sources of sessions that may be with their new filter before it has rules. */
function withoutRules({ changed, interruptions, losses }: MirrorEffects, unruled: ReadonlySet<string>): Interruption[] {
  if (unruled.size === 0) return [];
  const known = new Set([...interruptions, ...losses].map(({ source }) => source));
  return changed.filter(({ before, after }) => before.enabled !== false && unruled.has(after.id)).flatMap(({ before, after }) => {
    const stays = new Set(after.sources);
    return before.sources.filter((source) => stays.has(source) && !known.has(source))
      .map((source) => ({ source, session: before, cause: InterruptionCause.RULES, seconds: ASSUMED_RATE.secondsPerCall, mayLast: true }));
  });
}
