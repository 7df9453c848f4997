import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup } from '../model/mirror-model';
import { StackModel } from '../model/stack-model';

/** The facts of one edition, with the quotas that the user raised. */
export class EditionFacts {
  public readonly catalog: MirrorCatalog;
  private readonly cachedQuotas = new Map<string, number[]>();
  private cachedStacks?: ReadonlyMap<string, ReadonlySet<StackModel>>;

  constructor(public readonly edition: MirrorEdition, private readonly model: MirrorModel) {
    this.catalog = MirrorCatalog.of(edition);
  }

  /** The quota in an account and region, or the user's raised value. Undefined if there is no quota. */
  public limit(name: MirrorQuotaName, group: Pick<ScopeGroup, 'scope'>): number | undefined {
    const { scope } = group;
    const own = this.catalog.quota(name).limit;
    // If two values are published, the smaller one is safe.
    return scope.region === undefined ? own : least(this.stated(name, group, scope.region)) ?? own;
  }

  /** The smallest quota that may apply. It differs from `limit` if the region is unknown. */
  public leastLimit(name: MirrorQuotaName, group: Pick<ScopeGroup, 'scope'>): number | undefined {
    const own = this.limit(name, group);
    return group.scope.region === undefined ? least([own ?? [], this.stated(name, group)].flat()) : own;
  }

  /** The quotas that stacks of an account set for a region, or for any region. */
  private stated(name: MirrorQuotaName, { scope }: Pick<ScopeGroup, 'scope'>, region?: string): number[] {
    const key = `${scope.key}\n${name}\n${region}`;
    let values = this.cachedQuotas.get(key);
    if (!values) this.cachedQuotas.set(key, values = this.readStated(name, scope.key, region));
    return values;
  }

  private readStated(name: MirrorQuotaName, scopeKey: string, region: string | undefined): number[] {
    const found: number[] = [];
    for (const { document: { quotas } } of this.stacksIn(scopeKey)) {
      for (const id in quotas) {
        const value = region === undefined || id === region ? quotas[id][name] : undefined;
        if (value !== undefined) found.push(value);
      }
    }
    return found;
  }

  /** The stacks with sessions or filters in an account and region. */
  private stacksIn(scopeKey: string): ReadonlySet<StackModel> {
    this.cachedStacks ??= new Map(this.model.groups.map(({ scope, stacks }) => [scope.key, stacks]));
    return this.cachedStacks.get(scopeKey) ?? NONE;
  }
}

const NONE: ReadonlySet<StackModel> = new Set();

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}
