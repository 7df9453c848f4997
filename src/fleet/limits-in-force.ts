import { IConstruct } from 'constructs';
import { PlanQuotas } from './plan-input';
import { PlanTarget } from './target-rooms';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuota, MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import type { EffectLimits } from '../effects/mirror-state';
import type { MirrorPolicy } from '../policy/mirror-policy';
import { PolicySettings, statedQuotas } from '../policy/policy-settings';
import { MirrorTarget, MirrorTargetType } from '../session/mirror-target';

/** Resources of a filter in addition to its rules: itself and what remembers their kinds. */
const RESOURCES_PER_FILTER = 2;

/** The quotas of an edition, raised as the user sets. */
export class LimitsInForce {
  /** What a policy sets. If there is none, edition 2023 alone. */
  public static of(policy: MirrorPolicy | undefined, regionId: string | undefined): LimitsInForce {
    return policy ? LimitsInForce.at(policy._scope, regionId) : new LimitsInForce(MirrorCatalog.defaultEdition, {});
  }

  /** What the policy at a scope sets. */
  public static at(scope: IConstruct, regionId: string | undefined): LimitsInForce {
    return new LimitsInForce(PolicySettings.editionOf(scope), regionId === undefined ? {} : statedQuotas(scope)[regionId] ?? {});
  }

  public readonly catalog: MirrorCatalog;

  private constructor(public readonly edition: MirrorEdition, private readonly raised: Record<string, number>) {
    this.catalog = MirrorCatalog.of(edition);
  }

  public quota(name: MirrorQuotaName): MirrorQuota {
    return this.catalog.quota(name);
  }

  /** Infinite if the edition sets no limit. */
  public limit(name: MirrorQuotaName): number {
    return this.raised[name] ?? this.quota(name).limit ?? Infinity;
  }

  /** Which quota limits a target. If its instance type is not known, the smaller one. */
  public targetQuota({ type, options: { instanceType } }: MirrorTarget): MirrorQuotaName {
    if (type === MirrorTargetType.LOAD_BALANCER) return MirrorQuotaName.LOAD_BALANCER_TARGET;
    return instanceType !== undefined && this.catalog.isLargeTarget(instanceType) ? MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET : MirrorQuotaName.NETWORK_INTERFACE_TARGET;
  }

  public target(target: MirrorTarget): PlanTarget {
    return { key: target.key, zoneId: target.options.zoneId, weight: target.options.weight ?? 1, limit: this.limit(this.targetQuota(target)) };
  }

  /**
   * What a plan keeps.
   *
   * @param copyable whether further copies of the filter can be made
   * @param resourcesPerState resources that one state may hold. The filters of the sessions are among them
   */
  public forPlan(copyable: boolean, resourcesPerState: number): PlanQuotas {
    const sessionsPerFilter = this.limit(MirrorQuotaName.SESSIONS_PER_FILTER);
    return {
      sourcesPerSession: this.limit(MirrorQuotaName.SOURCES_PER_SESSION),
      sessionsPerSource: this.limit(MirrorQuotaName.SESSIONS_PER_SOURCE),
      sessionsPerRegion: this.limit(MirrorQuotaName.SESSIONS_PER_REGION),
      sessionsPerFilter,
      filters: copyable ? this.limit(MirrorQuotaName.FILTERS_PER_REGION) : 1,
      targetUnit: this.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit,
      sessionsPerShard: this.sessionsPerState(resourcesPerState, sessionsPerFilter),
    };
  }

  /**
   * What counts while an apply runs.
   *
   * @param targets by key. A target that is not among them has no limit
   */
  public forEffects(targets: Iterable<MirrorTarget> = []): EffectLimits {
    const limits = new Map<string, number>();
    for (const target of targets) limits.set(target.key, this.limit(this.targetQuota(target)));
    return {
      sessionsPerSource: this.limit(MirrorQuotaName.SESSIONS_PER_SOURCE), sessionsPerRegion: this.limit(MirrorQuotaName.SESSIONS_PER_REGION),
      sessionsPerFilter: this.limit(MirrorQuotaName.SESSIONS_PER_FILTER), target: (key) => limits.get(key),
      targetUnit: this.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit === MirrorQuotaUnit.SESSIONS ? 'sessions' : 'sources',
    };
  }

  /** How many sessions leave room for the filters that they need. */
  private sessionsPerState(resources: number, sessionsPerFilter: number): number {
    if (resources === Infinity) return Infinity;
    const filter = RESOURCES_PER_FILTER + this.limit(MirrorQuotaName.RULES_PER_FILTER);
    // Of every that many resources one filter and the sessions that use it.
    const filters = Math.ceil(resources / (sessionsPerFilter + filter));
    return Math.max(1, resources - filters * filter);
  }
}
