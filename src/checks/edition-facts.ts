import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup } from '../model/mirror-model';

/** The facts of one edition, with the quotas that the user raised. */
export class EditionFacts {
  public readonly catalog: MirrorCatalog;
  private cachedScopes?: Map<string, Set<string>>;

  constructor(public readonly edition: MirrorEdition, private readonly model: MirrorModel) {
    this.catalog = MirrorCatalog.of(edition);
  }

  /** The quota in an account and region, or the user's raised value. Undefined if there is no quota. */
  public limit(name: MirrorQuotaName, group: Pick<ScopeGroup, 'scope'>): number | undefined {
    const own = this.catalog.quota(name).limit;
    const { scope } = group;
    if (scope.region === undefined) return own;
    let stated: number | undefined;
    for (const stack of this.model.stacks) {
      const value = stack.document.quotas?.[scope.region]?.[name];
      // If two values are published, the smaller one is safe.
      if (value !== undefined && this.reaches(stack.path, scope.key)) stated = Math.min(stated ?? value, value);
    }
    return stated ?? own;
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
