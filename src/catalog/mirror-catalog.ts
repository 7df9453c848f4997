import { behaviourFacts } from './behaviour';
import { FAMILIES_2023, INSTANCE_TYPE_GRAMMAR, familyFacts, familyOf, isLargeTargetType, standingOf } from './instance-families';
import { limitFacts } from './limits';
import { MirrorEdition } from './mirror-edition';
import { MirrorFact } from './mirror-fact';
import { MirrorFamilyStanding } from './mirror-family-standing';
import { MirrorEstimate, MirrorEstimateOptions, MirrorPrice } from './mirror-price';
import { MirrorQuota, MirrorQuotaName } from './mirror-quota';
import { MirrorRegion } from './mirror-region';
import { estimateOf, priceFacts, priceOf } from './prices';
import { quotaFacts, quotasOf } from './quotas';
import { regionFacts, regionsOf } from './regions';
import { targetFacts } from './target-side';
import { refusal } from '../net/refusal';

/**
 * The facts of one edition of the product's documentation about traffic mirroring: regions, instance families, quotas, prices,
 * and every other fact that the library relies on, each with its source and date.
 *
 * @example
 * const catalog = MirrorCatalog.of(MirrorEdition.EDITION_2023);
 * catalog.isRegionSupported('cn-wulanchabu'); // false: the region came later
 * catalog.quota(MirrorQuotaName.SOURCES_PER_SESSION).limit; // 10
 * catalog.estimate({ sources: 5, hours: 720, gigabytes: 20 }).totalText; // '50.54', in USD
 */
export class MirrorCatalog {
  /** All editions, the oldest first. */
  public static get editions(): MirrorEdition[] {
    return Object.values(MirrorEdition);
  }

  /** The edition in force unless another is chosen: 2023, the library's specification. */
  public static get defaultEdition(): MirrorEdition {
    return MirrorEdition.EDITION_2023;
  }

  /**
   * The catalog of an edition. The same object for every call.
   *
   * Throws if the edition is not one of `editions`.
   */
  public static of(edition: MirrorEdition): MirrorCatalog {
    let catalog = catalogs.get(edition);
    if (!catalog) {
      // Java and Go check the enum. A context key of cdktf.json and plain JavaScript do not.
      if (!MirrorCatalog.editions.includes(edition)) {
        throw refusal({ what: 'edition', got: edition, allowed: MirrorCatalog.editions.join(', '), fix: 'choose one of these' });
      }
      catalog = new MirrorCatalog(edition);
      catalogs.set(edition, catalog);
    }
    return catalog;
  }

  /**
   * The family of an ECS instance type: `ecs.gn7i-c8g1.2xlarge` is of gn7i.
   *
   * Throws if the text is not `ecs.<family>[-<ratio>].<size>`.
   */
  public static instanceFamilyOf(instanceType: string): string {
    const family = familyOf(instanceType);
    if (family !== undefined) return family;
    const prefixed = familyOf(`ecs.${instanceType}`) !== undefined;
    throw refusal({
      what: 'instance type',
      got: instanceType,
      allowed: INSTANCE_TYPE_GRAMMAR,
      fix: prefixed ? `write ecs.${instanceType}` : 'write it as the ECS console shows it',
    });
  }

  /** The edition that is described. */
  public readonly edition: MirrorEdition;

  /** What mirroring costs. */
  public readonly price: MirrorPrice;

  private readonly regionsById: Map<string, MirrorRegion>;
  private readonly quotasByName: Map<MirrorQuotaName, MirrorQuota>;

  private constructor(edition: MirrorEdition) {
    this.edition = edition;
    this.price = priceOf(edition);
    this.regionsById = new Map(regionsOf(edition).map(region => [region.id, region]));
    this.quotasByName = new Map(quotasOf(edition).map(quota => [quota.name, quota]));
  }

  /** Every region that any edition names. `supported` shows whether this one lists it. */
  public get regions(): MirrorRegion[] {
    return [...this.regionsById.values()];
  }

  /**
   * The region of an id, or nothing if no edition names it.
   *
   * @param id a region id such as `cn-hangzhou`.
   */
  public region(id: string): MirrorRegion | undefined {
    return this.regionsById.get(id);
  }

  /**
   * Whether the edition lists the region for traffic mirroring. False for an id that no edition names.
   *
   * @param id a region id such as `cn-hangzhou`.
   */
  public isRegionSupported(id: string): boolean {
    return this.regionsById.get(id)?.supported === true;
  }

  /**
   * A region's name in English, such as `China (Hangzhou)`. The id itself if no edition names it.
   *
   * @param id a region id such as `cn-hangzhou`.
   */
  public regionNameEn(id: string): string {
    return this.regionsById.get(id)?.nameEn ?? id;
  }

  /**
   * A region's name in Chinese, such as `华东1（杭州）`. The id itself if no edition names it.
   *
   * @param id a region id such as `cn-hangzhou`.
   */
  public regionNameZh(id: string): string {
    return this.regionsById.get(id)?.nameZh ?? id;
  }

  /** The closed list of instance families that can be mirrored: 28 under edition 2023, empty under 2026, which has no list. */
  public get instanceFamilies(): string[] {
    return this.edition === MirrorEdition.EDITION_2023 ? [...FAMILIES_2023] : [];
  }

  /**
   * The support of an instance family in the edition.
   *
   * Edition 2023 has a closed list. Under 2026 the families of that list and of the 8th generation are supported, any other
   * is not known.
   *
   * @param family a family such as `g7`, with or without the leading `ecs.`. Matched exactly, so g7 is not g7ne.
   */
  public familyStanding(family: string): MirrorFamilyStanding {
    return standingOf(this.edition, family.startsWith('ecs.') ? family.slice(4) : family);
  }

  /**
   * Whether the edition documents that the family can be mirrored. False for a family that is not known.
   *
   * @param family a family such as `g7`, with or without the leading `ecs.`.
   */
  public isInstanceFamilySupported(family: string): boolean {
    return this.familyStanding(family) === MirrorFamilyStanding.SUPPORTED;
  }

  /**
   * Whether an ENI target on this instance type has the larger quota. Never under edition 2023, which makes no difference.
   *
   * @param instanceType an exact type such as `ecs.g8i.48xlarge`.
   */
  public isLargeTarget(instanceType: string): boolean {
    return isLargeTargetType(this.edition, instanceType);
  }

  /** All quotas, one for each name. */
  public get quotas(): MirrorQuota[] {
    return [...this.quotasByName.values()];
  }

  /**
   * The quota of a name. The unit can differ between editions: targets count sessions under 2023 and sources under 2026.
   *
   * Throws if the name is not one of `MirrorQuotaName`.
   */
  public quota(name: MirrorQuotaName): MirrorQuota {
    const quota = this.quotasByName.get(name);
    if (!quota) throw refusal({ what: 'quota', got: name, allowed: Object.values(MirrorQuotaName).join(', '), fix: 'choose one of these' });
    return quota;
  }

  /**
   * What mirroring will cost, by the list price of the edition.
   *
   * Throws if an amount is negative, not finite or a token, or if the date is not a day.
   */
  public estimate(options: MirrorEstimateOptions): MirrorEstimate {
    return estimateOf(this.price, options);
  }

  /** Every fact of the edition, with its source and date. Those that hold under every edition are among them. */
  public get facts(): MirrorFact[] {
    return [
      ...this.regions.map(region => region.fact),
      ...regionFacts,
      ...familyFacts,
      ...this.quotas.map(quota => quota.fact),
      ...quotaFacts,
      this.price.fact,
      ...priceFacts,
      ...limitFacts,
      ...behaviourFacts,
      ...targetFacts,
    ].filter(fact => fact.edition === undefined || fact.edition === this.edition);
  }
}

const catalogs = new Map<MirrorEdition, MirrorCatalog>();
