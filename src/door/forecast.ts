import { filterWrites } from './filter-writes';
import { keptPorts } from './kept-ports';
import type { PlanDocument } from './plan-document';
import { forgets } from './planned-row';
import { deletes, makes, plannedStates } from './planned-states';
import { CopyLoss, receivingChanges } from './receiving-changes';
import { RefusedRule, ruleClashes, RuleReader } from './rule-priorities';
import { ruleRooms } from './rule-room';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { effectsOf, Interruption, InterruptionCause, MirrorEffects, twoApplies } from '../effects/effects';
import type { EffectLimits } from '../effects/mirror-state';
import { FilterEffect, filterEffectsOf } from '../effects/rule-changes';
import type { QuotaStatements } from '../model/policy-statement';
import { FILTER_TYPE, RULE_TYPES, SESSION_TYPE } from '../model/mirror-model';
import type { Words } from '../texts/phrase';

/** The effect of plans on mirrored sources. */
export interface Forecast {
  readonly effects: MirrorEffects;
  /** Copies that are sent but may not arrive. */
  readonly copyLosses: readonly CopyLoss[];
  /** Undecided questions, one sentence each. */
  readonly undecided: readonly Words[];
  /** Replaced mirroring resources. */
  readonly replacements: readonly Replacement[];
  /** The number of sessions before the apply. */
  readonly sessions: number;
  /** Rules that the service refuses, in whatever order they are written. */
  readonly refused: readonly RefusedRule[];
  /** Filters that exist before and after, and whose rules change and are all known. */
  readonly filters: readonly FilterEffect[];
}

/** A replaced resource. */
export interface Replacement {
  readonly address: string;
  /** Terraform's reason, for example `replace_because_cannot_update`. */
  readonly reason?: string;
  /** The arguments that cannot be changed in place. */
  readonly arguments: readonly string[];
  /** Whether Terraform forgets the old object without deleting it. */
  readonly forgotten: boolean;
}

/**
 * Forecasts plans that are applied at about the same time. The configuration need not use these constructs.
 *
 * @param edition the edition whose quotas apply while old and new sessions exist together
 * @param raised the raised quotas, by region and name
 */
export function forecast(plans: readonly PlanDocument[], edition: MirrorEdition, raised: QuotaStatements = {}): Forecast {
  const { before, after, unruled, undecided } = plannedStates(plans);
  const catalog = MirrorCatalog.of(edition);
  const effects = effectsOf(before, after, (region) => limitsOf(catalog, region === undefined ? {} : raised[region] ?? {}));
  const interruptions = [...effects.interruptions, ...withoutRules(effects, unruled)];
  const rules = new RuleReader(plans);
  const clashes = ruleClashes(rules);
  const rulesPerFilter = (region?: string): number => limitOf(catalog, raised[region ?? ''] ?? {}, MirrorQuotaName.RULES_PER_FILTER);
  const taken = [...effects.risks, ...clashes.risks, ...ruleRooms(rules, rulesPerFilter)];
  return {
    effects: {
      ...effects, interruptions, risks: [...taken, ...plans.flatMap(filterWrites)],
      ...taken.length > 0 && { steps: twoApplies(taken) },
    },
    refused: clashes.refused,
    copyLosses: receivingChanges(plans, before.sessions),
    replacements: replacementsOf(plans),
    undecided: [...undecided, ...clashes.undecided, ...plans.flatMap(keptPorts)],
    sessions: before.sessions.length,
    filters: filterEffectsOf([...before.filters ?? []], [...after.filters ?? []]),
  };
}

const MIRRORING: readonly string[] = [SESSION_TYPE, FILTER_TYPE, ...Object.values(RULE_TYPES)];

function replacementsOf(plans: readonly PlanDocument[]): Replacement[] {
  return plans.flatMap(({ changes }) => changes).filter((row) =>
    makes(row) && (deletes(row) || forgets(row)) && MIRRORING.includes(row.type))
    .map((row) => ({
      address: row.address,
      ...row.reason !== undefined && { reason: row.reason },
      arguments: row.replacedBy ?? [],
      forgotten: forgets(row),
    }));
}

function limitOf(catalog: MirrorCatalog, raised: Readonly<Record<string, number>>, name: MirrorQuotaName): number {
  return raised[name] ?? catalog.quota(name).limit ?? Infinity;
}

/** The quotas of a region: the raised ones, or the defaults of the edition. */
function limitsOf(catalog: MirrorCatalog, raised: Readonly<Record<string, number>>): EffectLimits {
  const limit = (name: MirrorQuotaName): number => limitOf(catalog, raised, name);
  return {
    sessionsPerSource: limit(MirrorQuotaName.SESSIONS_PER_SOURCE),
    sessionsPerRegion: limit(MirrorQuotaName.SESSIONS_PER_REGION),
    sessionsPerFilter: limit(MirrorQuotaName.SESSIONS_PER_FILTER),
    // The instance type behind an interface is unknown, so the smaller quota applies.
    target: (id) => limit(id.startsWith('lb-') ? MirrorQuotaName.LOAD_BALANCER_TARGET : MirrorQuotaName.NETWORK_INTERFACE_TARGET),
    targetUnit: catalog.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit === MirrorQuotaUnit.SESSIONS ? 'sessions' : 'sources',
  };
}

/** Sources of sessions that may switch to a new filter before the filter has rules. */
function withoutRules({ changed, interruptions, losses }: MirrorEffects, unruled: ReadonlySet<string>): Interruption[] {
  if (unruled.size === 0) return [];
  const known = new Set([...interruptions, ...losses].map(({ source }) => source));
  return changed.filter(({ before, after }) => before.enabled !== false && unruled.has(after.id)).flatMap(({ before, after }) => {
    const stays = new Set(after.sources);
    return before.sources.filter((source) => stays.has(source) && !known.has(source))
      .map((source) => ({ source, session: before, cause: InterruptionCause.RULES, seconds: ASSUMED_RATE.secondsPerCall, mayLast: true }));
  });
}
