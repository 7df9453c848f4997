import { App, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { NetworkFacts } from '../input/network-facts';
import { QuotaStatements } from '../model/document';
import { refusal } from '../net/refusal';

/** What is chosen at one scope. */
export interface ScopeSettings {
  edition?: MirrorEdition;
  /** Something has been placed by the edition's quotas. */
  editionUsed?: boolean;
  account?: string;
  strict?: boolean;
  readonly quotas: Record<string, Record<string, number>>;
  /** What is known of the network outside the app. */
  readonly network: NetworkFacts[];
  readonly acknowledgements: Acknowledgement[];
}

/** A finding that is accepted. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  /** It is of what cannot be decided. Otherwise of a violation. One that comes later is not covered by the other. */
  readonly undecided: boolean;
}

const SETTINGS = Symbol.for('cdktf-alicloud-traffic-mirror/settings');
/** On the root: every scope at which something is chosen, so that nobody has to look for them. */
const SCOPES = Symbol.for('cdktf-alicloud-traffic-mirror/scopes');
/** The key of `cdktf.json`'s context. */
export const CONTEXT_KEY = 'trafficMirror';

export function settingsAt(scope: IConstruct): ScopeSettings {
  const holder = scope as IConstruct & { [SETTINGS]?: ScopeSettings };
  if (!holder[SETTINGS]) {
    Object.defineProperty(holder, SETTINGS, { value: { quotas: {}, network: [], acknowledgements: [] } });
    scopesOf(scope.node.root).push(scope);
  }
  return holder[SETTINGS]!;
}

/** Changes what is chosen at a scope: what was evaluated before is outdated. */
export function changeSettings(scope: IConstruct, change: (settings: ScopeSettings) => void): void {
  change(settingsAt(scope));
  scopesOf(scope.node.root).version++;
}

/** How often the policy of an app has been changed. */
export function policyVersion(root: IConstruct): number {
  return scopesOf(root).version;
}

function scopesOf(root: IConstruct): IConstruct[] & { version: number } {
  const holder = root as IConstruct & { [SCOPES]?: IConstruct[] & { version: number } };
  if (!holder[SCOPES]) Object.defineProperty(holder, SCOPES, { value: Object.assign([], { version: 0 }) });
  return holder[SCOPES]!;
}

/** What is chosen for a whole app: in code, overridden by the context of `cdktf.json`. */
export class PolicySettings {
  public static of(app: App): PolicySettings {
    return new PolicySettings(app);
  }

  /** The edition in force, also if the root is no app. It must not change once something has been placed by it. */
  public static editionOf(scope: IConstruct): MirrorEdition {
    const app = scope.node.root;
    const settings = settingsAt(app);
    settings.editionUsed = true;
    return readContext(app.node.tryGetContext(CONTEXT_KEY)).edition ?? settings.edition ?? MirrorCatalog.defaultEdition;
  }

  public readonly edition: MirrorEdition;
  public readonly editionChosen: boolean;
  public readonly strict: boolean;
  /** By construct path. */
  public readonly acknowledgements = new Map<string, Acknowledgement[]>();
  private readonly context: { edition?: MirrorEdition; strict?: boolean; account?: string; quotas: QuotaStatements };

  private constructor(app: App) {
    this.context = readContext(app.node.tryGetContext(CONTEXT_KEY));
    const own = settingsAt(app);
    const chosen = this.context.edition ?? own.edition;
    this.editionChosen = chosen !== undefined;
    this.edition = chosen ?? MirrorCatalog.defaultEdition;
    this.strict = this.context.strict ?? own.strict ?? false;
    for (const scope of scopesOf(app)) {
      const { acknowledgements } = settingsAt(scope);
      if (acknowledgements.length) this.acknowledgements.set(scope.node.path, acknowledgements);
    }
  }

  /** The account set nearest to a stack. */
  public accountOf(stack: TerraformStack): string | undefined {
    return this.context.account ?? accountAt(stack);
  }

  /** What is known of the network of a stack, set at it or above. */
  public networkOf(stack: TerraformStack): NetworkFacts[] {
    return stack.node.scopes.flatMap((s) => ((s as any)[SETTINGS] as ScopeSettings | undefined)?.network ?? []);
  }

  /** The quotas set for a stack. The nearer statement wins. */
  public quotasOf(stack: TerraformStack): QuotaStatements {
    return quotasAt(stack, this.context.quotas);
  }
}

/** The account set at a scope or above it, or in the context. */
export function statedAccount(scope: IConstruct): string | undefined {
  return readContext(scope.node.root.node.tryGetContext(CONTEXT_KEY)).account ?? accountAt(scope);
}

function accountAt(scope: IConstruct): string | undefined {
  return scope.node.scopes.reverse().map((s) => (s as any)[SETTINGS]?.account as string | undefined).find((a) => a !== undefined);
}

/** The quotas set at a scope and above it, and in the context. */
export function statedQuotas(scope: IConstruct): QuotaStatements {
  return quotasAt(scope, readContext(scope.node.root.node.tryGetContext(CONTEXT_KEY)).quotas);
}

function quotasAt(scope: IConstruct, context: QuotaStatements): QuotaStatements {
  const merged: Record<string, Record<string, number>> = {};
  const layers = [...scope.node.scopes.map((s) => (s as any)[SETTINGS]?.quotas as QuotaStatements | undefined), context];
  for (const layer of layers) {
    for (const [region, quotas] of Object.entries(layer ?? {})) merged[region] = { ...merged[region], ...quotas };
  }
  return merged;
}

function readContext(given: unknown): { edition?: MirrorEdition; strict?: boolean; account?: string; quotas: QuotaStatements } {
  const what = `context key ${CONTEXT_KEY}`;
  if (given === undefined) return { quotas: {} };
  const fix = `write "${CONTEXT_KEY}": {"edition": "2026", "strict": true, "account": "...", "quotas": {"cn-hangzhou": {"sourcesPerSession": 20}}} with the keys that are needed`;
  checkObject(given, what, fix);
  const { edition, strict, account, quotas, ...rest } = given as Record<string, any>;
  const unknownKey = Object.keys(rest)[0];
  if (unknownKey !== undefined) throw refusal({ what, got: unknownKey, allowed: 'the keys edition, strict, account, quotas', fix });
  if (edition !== undefined) checkEdition(String(edition), `${what}.edition`);
  if (strict !== undefined && typeof strict !== 'boolean') throw refusal({ what: `${what}.strict`, got: strict, allowed: 'true or false', fix });
  if (quotas !== undefined) checkObject(quotas, `${what}.quotas`, fix);
  for (const [region, byName] of Object.entries<object>(quotas ?? {})) {
    checkObject(byName, `${what}.quotas.${region}`, fix);
    for (const [name, limit] of Object.entries(byName)) checkQuota(name, limit, `${what}.quotas.${region}`);
  }
  return { edition: edition === undefined ? undefined : String(edition) as MirrorEdition, strict, account: account === undefined ? undefined : String(account), quotas: quotas ?? {} };
}

function checkObject(given: unknown, what: string, fix: string): void {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw refusal({ what, got: given, allowed: 'an object', fix });
}

export function checkEdition(edition: string, what: string): void {
  const editions = Object.values(MirrorEdition) as string[];
  if (!editions.includes(edition)) throw refusal({ what, got: edition, allowed: editions.join(' or '), fix: 'choose the edition of the product documentation that is to hold' });
}

export function checkQuota(name: string, limit: unknown, what: string): void {
  const names = Object.values(MirrorQuotaName) as string[];
  if (!names.includes(name)) throw refusal({ what, got: name, allowed: names.join(', '), fix: 'name the quota as the catalog does' });
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
    throw refusal({ what: `${what}.${name}`, got: limit, allowed: 'a whole number from 1', fix: 'write the quota that the quota centre shows for this account and region' });
  }
}
