import { App, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Acknowledgement } from './acknowledgement';
import { audience, isTestRunner } from './audience';
import { Baseline } from './baseline';
import { concerns, demandsIn, demandsOf } from './demands';
import { ChosenSeverity, Policy } from './policy';
import { contextChoices, PolicyChoices, policyFile, POLICY_VARIABLE } from './policy-file';
import { mergedQuotas } from './policy-values';
import { FRAMEWORK } from '../net/framework';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { NetworkFacts } from '../input/network-facts';
import { readText } from '../input/readable-file';
import type { QuotaStatements } from '../model/policy-statement';
import { Governance } from '../model/governance';
import { today } from '../net/calendar';
import { OwnCheck } from '../own/own-checks';
import { askedLanguage, Language } from '../texts/language';

/** The settings of one scope. */
export interface ScopeSettings {
  edition?: MirrorEdition;
  /** Something has been placed by the edition's quotas. */
  editionUsed?: boolean;
  account?: string;
  strict?: boolean;
  language?: Language;
  readonly quotas: Record<string, Record<string, number>>;
  /** Facts about the network outside the app. */
  readonly network: NetworkFacts[];
  /** Demands at the scope and below. */
  readonly governance: Governance[];
  readonly acknowledgements: Acknowledgement[];
  readonly severities: Map<string, ChosenSeverity>;
  /** The user's checks, by id. On the root only. */
  readonly checks: Map<string, OwnCheck>;
  /** The policy file that is named in code. */
  file?: string;
  /** The settings of that file, or of the one found. Read once. */
  fileChoices?: PolicyChoices;
}

const SETTINGS = Symbol.for(`${FRAMEWORK.packageName}/settings`);
/** On the root: every scope at which something is chosen, so that nobody has to look for them. */
const SCOPES = Symbol.for(`${FRAMEWORK.packageName}/scopes`);
/** The key of `cdktf.json`'s context. */
export const CONTEXT_KEY = 'trafficMirror';

export function settingsAt(scope: IConstruct): ScopeSettings {
  const holder = scope as IConstruct & { [SETTINGS]?: ScopeSettings };
  if (!holder[SETTINGS]) {
    Object.defineProperty(holder, SETTINGS, {
      value: { quotas: {}, network: [], governance: [], acknowledgements: [], severities: new Map(), checks: new Map() },
    });
    scopesOf(scope.node.root).push(scope);
  }
  return holder[SETTINGS]!;
}

/** Changes the settings of a scope. Earlier evaluations are outdated. */
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

/** The settings of the code and of the context, which override the policy file. */
export interface SettingsOverFile {
  readonly file?: string;
  readonly edition?: MirrorEdition;
  readonly strict?: boolean;
  readonly severities: Readonly<Record<string, ChosenSeverity>>;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly governance: readonly Governance[];
  account(stack: TerraformStack): string | undefined;
  quotas(stack: TerraformStack): QuotaStatements;
}

/** The settings of a whole app: in a file, overridden by code, overridden by the context of `cdktf.json`. */
export class PolicySettings implements Policy {
  public static of(app: App): PolicySettings {
    return new PolicySettings(app);
  }

  /** The edition in force, also if the root is no app. It must not change once something has been placed by it. */
  public static editionOf(scope: IConstruct): MirrorEdition {
    const app = scope.node.root;
    const settings = settingsAt(app);
    settings.editionUsed = true;
    return contextOf(app).edition ?? settings.edition ?? fileOf(app).edition ?? MirrorCatalog.defaultEdition;
  }

  public readonly edition: MirrorEdition;
  public readonly editionChosen: boolean;
  public readonly strict: boolean;
  public readonly severities: ReadonlyMap<string, ChosenSeverity>;
  public readonly acknowledgements: readonly Acknowledgement[];
  public readonly baseline?: Baseline;
  public readonly file?: string;
  public readonly today = today();
  public readonly language: Language;
  /** The user's own checks. */
  public readonly checks: readonly OwnCheck[];
  /** The settings of the code and of the context. */
  public readonly overFile: SettingsOverFile;
  private readonly governance: readonly Governance[];
  private readonly context: PolicyChoices;
  private readonly written: PolicyChoices;

  private constructor(app: App) {
    this.context = contextOf(app);
    this.written = fileOf(app);
    const own = settingsAt(app);
    const chosen = this.context.edition ?? own.edition ?? this.written.edition;
    this.editionChosen = chosen !== undefined;
    this.edition = chosen ?? MirrorCatalog.defaultEdition;
    this.strict = this.context.strict ?? own.strict ?? this.written.strict ?? false;
    this.severities = new Map([...Object.entries(this.written.severities), ...own.severities, ...Object.entries(this.context.severities)]);
    const inCode = scopesOf(app).flatMap((scope) => settingsAt(scope));
    const demands = [...inCode.flatMap(({ governance }) => governance), ...demandsIn(this.context)];
    this.governance = demandsOf([...demandsIn(this.written), ...demands]);
    this.overFile = {
      file: own.file,
      edition: this.context.edition ?? own.edition,
      strict: this.context.strict ?? own.strict,
      severities: { ...Object.fromEntries(own.severities), ...this.context.severities },
      acknowledgements: inCode.flatMap(({ acknowledgements }) => acknowledgements),
      governance: demandsOf(demands),
      account: (stack) => this.context.account ?? accountAt(stack),
      quotas: (stack) => quotasAt(stack, {}, this.context.quotas),
    };
    this.acknowledgements = [...this.written.acknowledgements, ...this.overFile.acknowledgements];
    this.file = this.written.file;
    this.language = languageOf(app, this.context.language ?? own.language ?? this.written.language);
    this.checks = [...own.checks.values()];
    const { baseline } = this.written;
    if (baseline !== undefined) this.baseline = Baseline.parse(readText(baseline, 'the baseline of the policy').text, baseline);
  }

  /** The account set nearest to a stack. */
  public accountOf(stack: TerraformStack): string | undefined {
    return this.context.account ?? accountAt(stack) ?? this.written.account;
  }

  /** The demands on a stack: at it, above it, or at a construct in it. */
  public governanceOf({ node: { path } }: TerraformStack): Governance[] {
    return this.governance.filter(({ scope }) => concerns(scope, path));
  }

  /** Facts about the network of a stack, set at it or above. */
  public networkOf(stack: TerraformStack): NetworkFacts[] {
    return stack.node.scopes.flatMap((s) => ((s as any)[SETTINGS] as ScopeSettings | undefined)?.network ?? []);
  }

  /** The quotas set for a stack. The nearer statement wins. */
  public quotasOf(stack: TerraformStack): QuotaStatements {
    return quotasAt(stack, this.written.quotas, this.context.quotas);
  }
}

/** The account set at a scope or above it, or in the context. */
export function statedAccount(scope: IConstruct): string | undefined {
  return contextOf(scope.node.root).account ?? accountAt(scope) ?? fileOf(scope.node.root).account;
}

function accountAt(scope: IConstruct): string | undefined {
  return scope.node.scopes.reverse().map((s) => (s as any)[SETTINGS]?.account as string | undefined).find((a) => a !== undefined);
}

/** The quotas set at a scope and above it, and in the context. */
export function statedQuotas(scope: IConstruct): QuotaStatements {
  return quotasAt(scope, fileOf(scope.node.root).quotas, contextOf(scope.node.root).quotas);
}

function quotasAt(scope: IConstruct, file: QuotaStatements, context: QuotaStatements): QuotaStatements {
  const inCode = scope.node.scopes.map((s) => (s as any)[SETTINGS]?.quotas as QuotaStatements | undefined ?? {});
  return mergedQuotas(file, ...inCode, context);
}

function contextOf(root: IConstruct): PolicyChoices {
  return contextChoices(root.node.tryGetContext(CONTEXT_KEY), CONTEXT_KEY);
}

/** The policy file of an app. Tests read only one that is named, so that no file in a parent folder changes their result. */
function fileOf(root: IConstruct): PolicyChoices {
  const settings = settingsAt(root);
  if (!settings.fileChoices) {
    const isNamed = Boolean(process.env[POLICY_VARIABLE]);
    const isRead = isNamed || !isUnitTest(root) && !isTestRunner();
    settings.fileChoices = isRead ? policyFile() : { quotas: {}, severities: {}, acknowledgements: [] };
  }
  return settings.fileChoices;
}

/** A stubbed app, as `Testing.app()` makes it. */
export function isUnitTest(root: IConstruct): boolean {
  return root.node.tryGetContext('cdktfVersion') === 'stubbed';
}

/**
 * The language of a synth: that of the environment, else that of the policy, else English. The locale of
 * the machine does not count, so that a pipeline and a colleague get the same texts. Tests compare texts, so they get English.
 */
function languageOf(app: App, chosen: Language | undefined): Language {
  return isUnitTest(app) || audience() === 'test' ? 'en' : askedLanguage(process.env) ?? chosen ?? 'en';
}
