import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup } from '../model/mirror-model';
import { StackModel } from '../model/stack-model';

/** The facts of one edition, with the quotas that the user raised. */
export class EditionFacts {
  public readonly catalog: MirrorCatalog;
  private readonly withQuotas: readonly StackModel[];
  private cachedScopes?: Map<string, Set<string>>;

  constructor(public readonly edition: MirrorEdition, private readonly model: MirrorModel) {
    this.catalog = MirrorCatalog.of(edition);
    this.withQuotas = model.stacks.filter(({ document: { quotas } }) => quotas !== undefined);
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
    return this.withQuotas.flatMap(({ path, document: { quotas } }) => {
      if (!this.reaches(path, scope.key)) return [];
      return Object.entries(quotas!).flatMap(([id, values]) => region === undefined || id === region ? values[name] ?? [] : []);
    });
  }

  private reaches(stackPath: string, scopeKey: string): boolean {
    return this.stackScopes().get(stackPath)?.has(scopeKey) ?? false;
  }

  private stackScopes(): Map<string, Set<string>> {
    if (!this.cachedScopes) {
      this.cachedScopes = new Map();
      for (const thing of [...this.model.sessions, ...this.model.filters]) {
        let scopes = this.cachedScopes.get(thing.stack.path);
        if (!scopes) this.cachedScopes.set(thing.stack.path, scopes = new Set());
        scopes.add(thing.scope.key);
      }
    }
    return this.cachedScopes;
  }
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}
