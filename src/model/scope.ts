import { isProviderName } from './provider-requirement';
import { Identity, isLiteral, named } from './reference';
import { StackModel } from './stack-model';
import { bare, blocksOf, list } from './terraform-form';

/**
 * The account and region of a provider configuration. Scopes are joined when something shows that they are the same (a shared
 * ledger, an interface that both mirror). The fields of a scope may therefore become better known while a model is read.
 */
export interface Scope {
  /** Equal keys mean the same account and region. */
  readonly key: string;
  readonly account: Account;
  /** Region id. Undefined if the environment or an expression sets it. */
  readonly region?: string;
  /** The region in messages: its id, `environment`, or the expression. */
  readonly regionText: string;
  /** Path of the provider's stack, or of the stack whose environment it uses. */
  readonly stackPath: string;
  /** The provider configuration that a resource refers to, but that its stack does not contain. */
  readonly missing?: string;
  /** The scope before sessions showed that it is the same as another one. Undefined if nothing joined it. */
  readonly alone?: Scope;
}

/**
 * - `uid`: the id of the account, from the provider's role, its `account_id` or the user.
 * - `stated`: a name that the user set.
 * - `credentials`: a key, a profile or a role in the Terraform decides.
 * - `open`: the environment of the machine, or an expression of the stack, decides.
 */
export interface Account {
  readonly key: string;
  readonly kind: 'uid' | 'stated' | 'credentials' | 'open';
  /** The name that the user set. Two names are two accounts, even if the id of one of them is known. */
  readonly name?: string;
  /** Only the environment decides. */
  readonly ofEnvironment?: true;
}

/** Whether two scopes are the same account and region: yes, no, or unknown. */
export function sameScope(a: Scope, b: Scope): boolean | undefined {
  if (a.key === b.key) return true;
  const account = sameAccount(a.account, b.account);
  const region = sameRegion(a, b);
  if (account === false || region === false) return false;
  return account && region ? true : undefined;
}

/** Two ids, or two names set by the user, are two accounts. Two keys or profiles may belong to the same account. */
export function sameAccount(a: Account, b: Account): boolean | undefined {
  if (a.key === b.key) return true;
  const twoIds = a.kind === 'uid' && b.kind === 'uid';
  const twoNames = a.name !== undefined && b.name !== undefined && a.name !== b.name;
  return twoIds || twoNames ? false : undefined;
}

export function sameRegion(a: Scope, b: Scope): boolean | undefined {
  if (a.region !== undefined && b.region !== undefined) return a.region === b.region;
  return a.regionText === b.regionText && a.stackPath === b.stackPath ? true : undefined;
}

/**
 * Whether a resource is in the account and region of a resource that it refers to, or that refers to it. If two stacks leave the
 * account to the environment, such a reference shows that their environments have the same account: otherwise every apply fails.
 * Two profiles, or a profile and the environment, may be two accounts.
 */
export function belongs(own: Scope, other: Scope): boolean | undefined {
  if (own.missing !== undefined) return undefined;
  if (own.key === other.key) return true;
  const account = own.account.ofEnvironment && other.account.ofEnvironment || sameAccount(own.account, other.account);
  const region = own.regionText === ENVIRONMENT && other.regionText === ENVIRONMENT || sameRegion(own, other);
  if (account === false || region === false) return false;
  return account && region ? true : undefined;
}

/** The text of a region that the environment sets. */
export const ENVIRONMENT = 'environment';

/** The account of a scope in messages. */
export function accountName({ account: { key } }: Scope): string {
  return key.replace(/^(?:uid|name) /, '');
}

/** What names the account of a provider. */
export type Naming = 'role' | 'accountId' | 'policy' | 'ledger';

/** An account that something names, by its id or by a name that the user gives it. */
interface NamedAccount {
  readonly by: Naming;
  readonly account: string;
  /** The ledger whose header names it. */
  readonly ledger?: string;
}

/** Two things that name different accounts for one provider. */
export interface Contradiction {
  readonly stack: StackModel;
  /** The provider, as `name` or `name.alias`. */
  readonly provider: string;
  readonly one: NamedAccount;
  readonly other: NamedAccount;
}

/** The ids of accounts by the names that the user set, as far as a provider of a stack with that name shows one. */
export type NamedAccounts = ReadonlyMap<string, string>;

/** The names that the user set, with the account that the first of their providers reaches. */
export function namedAccounts(stacks: readonly StackModel[]): NamedAccounts {
  const names = new Map<string, string>();
  for (const stack of stacks) {
    for (const [reference, config] of providersOf(stack)) {
      const all = accountsNamed(stack, config, reference);
      const id = all.find(({ account }) => isUid(account))?.account;
      for (const { account } of all) if (id !== undefined && !isUid(account) && !names.has(account)) names.set(account, id);
    }
  }
  return names;
}

/** All accounts that are named for a provider configuration, the one that decides first. */
function accountsNamed(stack: StackModel, config: Record<string, any>, reference: string): NamedAccount[] {
  const { account, statements } = stack.document;
  const ledgers = new Map((statements?.fleets ?? []).flatMap(({ ledger, account: own, provider }): [string, string][] =>
    typeof own === 'string' && (typeof provider === 'string' ? bare(provider) : 'alicloud') === reference ? [[ledger, own]] : []));
  return [
    ...accountsOfProvider(config, (text) => stack.identity(text)),
    ...account === undefined ? [] : [{ by: 'policy' as const, account }],
    ...[...ledgers].map(([ledger, own]) => ({ by: 'ledger' as const, account: own, ledger })),
  ];
}

/** The provider configurations of a stack, by `name` or `name.alias`. */
function providersOf(stack: StackModel): [reference: string, config: Record<string, any>][] {
  const { terraform } = stack;
  const provider = terraform.provider ?? {};
  return Object.keys(provider).filter((name) => isProviderName(terraform, name)).flatMap((name) =>
    list(provider[name]).map((config): [string, Record<string, any>] => [
      config.alias === undefined ? name : `${name}.${config.alias}`, stack._resolved(config),
    ]));
}

/** The scopes of a stack's provider configurations, by `name` or `name.alias`. */
export class Scopes {
  /** The scopes of all provider configurations. The first one is that of resources without a provider configuration. */
  public readonly all: readonly Scope[];
  public readonly contradictions: Contradiction[] = [];
  private readonly byReference = new Map<string, Scope>();
  private readonly missing = new Map<string, Scope>();
  private readonly fallback: Scope;

  constructor(private readonly stack: StackModel, private readonly names: NamedAccounts = new Map()) {
    for (const [reference, config] of providersOf(stack)) this.byReference.set(reference, this.scopeOf(config, reference));
    this.fallback = this.scopeOf({}, 'alicloud');
    this.all = [this.fallback, ...this.byReference.values()];
  }

  /** @param reference the `provider` argument of a resource, if it has one */
  public of(reference: unknown): Scope {
    const text = typeof reference === 'string' ? bare(reference) : 'alicloud';
    const found = this.byReference.get(text);
    if (found || !text.includes('.')) return found ?? this.fallback;
    let missing = this.missing.get(text);
    if (!missing) this.missing.set(text, missing = { ...this.fallback, key: `${this.fallback.key}|missing ${text}`, missing: text });
    return missing;
  }

  private scopeOf(config: Record<string, any>, reference: string): Scope {
    const { stack } = this;
    const given = config.region;
    const identity = typeof given === 'string' && given !== '' ? stack.identity(given) : undefined;
    const region = identity !== undefined && isLiteral(identity) ? identity : undefined;
    const regionText = region ?? (identity === undefined ? ENVIRONMENT : given);
    const account = this.accountOf(config, reference);
    const stackPath = environmentOf(stack);
    // An unset region is the same within a stack. Across stacks it is unknown.
    return { key: `${account.key}|${region ?? `?${stackPath} ${regionText}`}`, account, region, regionText, stackPath };
  }

  private accountOf(config: Record<string, any>, reference: string): Account {
    const { stack, names } = this;
    const all = accountsNamed(stack, config, reference);
    if (all.length === 0) return chosenBy(stack, config);
    const idOf = ({ account }: NamedAccount) => isUid(account) ? account : names.get(account);
    const nameIn = ({ account }: NamedAccount) => isUid(account) ? undefined : account;
    const differ = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b;
    for (const [i, other] of all.entries()) {
      const one = all.slice(0, i).find((before) => differ(idOf(before), idOf(other)) || differ(nameIn(before), nameIn(other)));
      if (one) this.contradictions.push({ stack, provider: reference, one, other });
    }
    const uid = all.map(idOf).find((id) => id !== undefined);
    const name = all.map(nameIn).find((text) => text !== undefined);
    return uid === undefined
      ? { kind: 'stated', key: `name ${name}`, name }
      : { kind: 'uid', key: `uid ${uid}`, name };
  }
}

const ROLES = ['assume_role', 'assume_role_with_oidc'] as const;

/** The ARNs of the roles that a provider assumes. Undefined for a role that the environment or a `dynamic` block sets. */
function rolesOf(config: Record<string, any>, identity: (text: string) => Identity): (string | undefined)[] {
  return ROLES.flatMap((name): (string | undefined)[] => {
    if (config.dynamic?.[name] !== undefined) return [undefined];
    return blocksOf(config[name]).map(({ role_arn: arn }) => typeof arn === 'string' && arn !== '' ? identity(arn) : undefined);
  });
}

/** The id may be known although the name of the role is not. */
const ROLE_ACCOUNT = /^acs:ram::(\d+):/;

/** The accounts of a provider's role and of its `account_id`. Two roles may be of two accounts. */
function accountsOfProvider(config: Record<string, any>, identity: (text: string) => Identity): NamedAccount[] {
  const roles = new Set(rolesOf(config, identity).map((arn) => arn === undefined ? undefined : ROLE_ACCOUNT.exec(named(arn))?.[1]));
  if (roles.size > 1) return [];
  const id = identity(String(config.account_id));
  return [
    ...[...roles].flatMap((account) => account === undefined ? [] : [{ by: 'role' as const, account }]),
    ...isUid(id) ? [{ by: 'accountId' as const, account: id }] : [],
  ];
}

/**
 * The account that a provider reaches: that of its role, or else its `account_id`.
 *
 * @param config the arguments of the provider in Terraform
 */
export function accountReached(config: Record<string, any>, identity: (text: string) => Identity): string | undefined {
  return accountsOfProvider(config, identity)[0]?.account;
}

export function isUid(text: string): boolean {
  return /^\d+$/.test(text);
}

/**
 * The credentials that choose the account, for lack of its id. All other arguments (retries, timeouts, endpoints) do not matter.
 *
 * A key belongs to one account. A profile is a name that the users of the app give to an account, so it means the same in all
 * stacks, except `default`. The environment of the machine, its role and a service with credentials may differ for each stack, because
 * another machine may deploy it.
 */
function chosenBy(stack: StackModel, config: Record<string, any>): Account {
  const text = (name: string): string | undefined =>
    typeof config[name] === 'string' && config[name] !== '' ? inEnvironment(stack, config[name]) : undefined;
  const open = (what: object): Account => ({ kind: 'open', key: `${JSON.stringify(what)} of ${environmentOf(stack)}` });
  const texts = (chosen: Record<string, string | undefined>): Account => {
    const known = Object.values(chosen).every((value) => value === undefined || isLiteral(value));
    // An expression is identified together with its stack. The same text in another stack is another expression.
    return { kind: known ? 'credentials' : 'open', key: JSON.stringify(chosen) };
  };
  const roles = rolesOf(config, (arn) => inEnvironment(stack, arn));
  // A role decides alone even if its account is unknown, regardless of the credentials that assume it.
  if (roles.length === 1 && roles[0] !== undefined) return texts({ role: roles[0] });
  if (roles.length > 0) return open({ roles, dynamic: config.dynamic });
  const [key, profile, file] = [text('access_key'), text('profile'), text('shared_credentials_file')];
  if (key !== undefined) return texts({ access_key: key });
  if (profile !== undefined && (profile !== 'default' || file !== undefined)) return texts({ profile, shared_credentials_file: file });
  const [role, uri] = [text('ecs_role_name'), text('credentials_uri')];
  if (role === undefined && uri === undefined) return { ...open({}), ofEnvironment: true };
  return open({ ecs_role_name: role, credentials_uri: uri });
}

/** The path of the stack whose environment applies. */
function environmentOf({ document: { environmentOf: other }, path }: StackModel): string {
  return other ?? path;
}

/** The identity of a text. An expression belongs to the stack whose environment applies. */
function inEnvironment(stack: StackModel, text: string): Identity {
  const identity = stack.identity(text);
  const own = `?${stack.path}\u0000`;
  return identity.startsWith(own) ? `?${environmentOf(stack)}\u0000${identity.slice(own.length)}` : identity;
}

/** The scopes that turned out to be the same. */
export class Joined {
  private readonly members = new Map<string, Scope[]>();

  constructor(scopes: Iterable<Scope>) {
    for (const scope of new Set(scopes)) {
      const there = this.members.get(scope.key);
      if (there) there.push(scope);
      else this.members.set(scope.key, [scope]);
    }
  }

  /**
   * Joins two scopes, unless they certainly differ.
   *
   * @param assumed a check decides whether the two are the same, so each keeps its former scope as `alone`
   */
  public join(a: Scope, b: Scope, assumed = false): void {
    if (a.key === b.key || sameScope(a, b) === false) return;
    const [to, from] = rank(b.account) > rank(a.account) ? [b, a] : [a, b];
    const { account } = to;
    const region = to.region ?? from.region;
    const regionText = region ?? to.regionText;
    const key = region === undefined ? to.key : `${account.key}|${region}`;
    const all = [...new Set([to, from, ...[to.key, from.key, key].flatMap((one) => this.members.get(one) ?? [])])];
    for (const scope of all) {
      Object.assign(scope, { ...assumed && { alone: scope.alone ?? { ...scope } }, key, account, region, regionText });
    }
    this.members.set(key, all);
  }
}

/** How well an account is known. */
function rank({ kind }: Account): number {
  return ['credentials', 'stated', 'uid'].indexOf(kind);
}
