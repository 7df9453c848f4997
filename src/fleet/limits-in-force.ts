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

/** Resources of a filter in addition to its rules: the filter, and the resource that keeps the kinds of its rules. */
const RESOURCES_PER_FILTER = 2;

/** The quotas of an edition, including the quotas that the user has raised. */
export class LimitsInForce {
  /** The quotas of a policy. Without a policy, the default quotas of edition 2023. */
  public static of(policy: MirrorPolicy | undefined, regionId: string | undefined): LimitsInForce {
    return policy ? LimitsInForce.at(policy._scope, regionId) : new LimitsInForce(MirrorCatalog.defaultEdition, {});
  }

  /** The quotas of the policy at a scope. */
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

  /** The quota that limits a target. If the instance type is unknown, the smaller quota. */
  public targetQuota({ type, options: { instanceType } }: MirrorTarget): MirrorQuotaName {
    if (type === MirrorTargetType.LOAD_BALANCER) return MirrorQuotaName.LOAD_BALANCER_TARGET;
    return instanceType !== undefined && this.catalog.isLargeTarget(instanceType)
      ? MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET
      : MirrorQuotaName.NETWORK_INTERFACE_TARGET;
  }

  public target(target: MirrorTarget): PlanTarget {
    return {
      key: target.key,
      zoneId: target.options.zoneId,
      weight: target.options.weight ?? 1,
      limit: this.limit(this.targetQuota(target)),
    };
  }

  /**
   * The quotas for a plan.
   *
   * @param copyable whether the app can create more copies of the filter
   * @param resourcesPerState how many resources one state may have, including the filters of the sessions
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
   * The limits that apply during an apply.
   *
   * @param targets the targets to limit. Other targets have no limit
   */
  public forEffects(targets: Iterable<MirrorTarget> = []): EffectLimits {
    const limits = new Map<string, number>();
    for (const target of targets) limits.set(target.key, this.limit(this.targetQuota(target)));
    return {
      sessionsPerSource: this.limit(MirrorQuotaName.SESSIONS_PER_SOURCE),
      sessionsPerRegion: this.limit(MirrorQuotaName.SESSIONS_PER_REGION),
      sessionsPerFilter: this.limit(MirrorQuotaName.SESSIONS_PER_FILTER), target: (key) => limits.get(key),
      targetUnit: this.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit === MirrorQuotaUnit.SESSIONS ? 'sessions' : 'sources',
    };
  }

  /** The number of sessions that fit into a state together with the filters that they need. */
  private sessionsPerState(resources: number, sessionsPerFilter: number): number {
    if (resources === Infinity) return Infinity;
    const filter = RESOURCES_PER_FILTER + this.limit(MirrorQuotaName.RULES_PER_FILTER);
    // Each group of that many resources has one filter and the sessions that use it.
    const filters = Math.ceil(resources / (sessionsPerFilter + filter));
    return Math.max(1, resources - filters * filter);
  }
}
