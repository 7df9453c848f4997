import { isLiteral } from './reference';
import { StackModel } from './stack-model';
import { bare, bodyOf } from './terraform-form';

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
  /** Path of the provider's stack. */
  readonly stackPath: string;
  /** The provider configuration that a resource refers to, but that its stack does not contain. */
  readonly missing?: string;
  /** The scope before sessions showed that it is the same as another one. Undefined if nothing joined it. */
  readonly alone?: Scope;
}

/**
 * - `uid`: the id of the account, from the provider's role, its `account_id` or the user.
 * - `stated`: a name that the user set.
 * - `credentials`: a key or profile that decides.
 * - `open`: the environment or an expression of the stack decides.
 */
export interface Account {
  readonly key: string;
  readonly kind: 'uid' | 'stated' | 'credentials' | 'open';
  /** A variable chooses it. */
  readonly byVariable?: boolean;
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
  return a.kind === b.kind && (a.kind === 'uid' || a.kind === 'stated') ? false : undefined;
}

export function sameRegion(a: Scope, b: Scope): boolean | undefined {
  if (a.region !== undefined && b.region !== undefined) return a.region === b.region;
  return a.regionText === b.regionText && a.stackPath === b.stackPath ? true : undefined;
}

/** A provider whose account differs from the account that the user set for its stack. */
export interface Contradiction {
  readonly stack: StackModel;
  /** The provider, as `name` or `name.alias`. */
  readonly provider: string;
  readonly stated: string;
  readonly uid: string;
}

const UID = /^\d+$/;
const ROLE_ACCOUNT = /^acs:ram::(\d+):/;

/** The arguments of a provider that select an account. All others (retries, timeouts, endpoints) do not. */
const CHOOSING = ['access_key', 'profile', 'shared_credentials_file', 'ecs_role_name', 'credentials_uri'] as const;

/** The scopes of a stack's provider configurations, by `name` or `name.alias`. */
export class Scopes {
  /** The scopes of all provider configurations. */
  public readonly all: Scope[] = [];
  public readonly contradictions: Contradiction[] = [];
  /** Providers of a known account, to which the user gave a name. */
  public readonly named: Contradiction[] = [];
  private readonly byReference = new Map<string, Scope>();
  private readonly missing = new Map<string, Scope>();
  private readonly fallback: Scope;

  constructor(private readonly stack: StackModel) {
    const provider = stack.terraform.provider ?? {};
    for (const name of Object.keys(provider)) {
      for (const config of [provider[name]].flat()) {
        const reference = config?.alias === undefined ? name : `${name}.${config.alias}`;
        this.byReference.set(reference, this.scopeOf(stack._resolved(config ?? {}, {}), reference));
      }
    }
    this.fallback = this.scopeOf({}, 'alicloud');
    this.all.push(this.fallback, ...this.byReference.values());
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
    const regionText = region ?? (identity === undefined ? 'environment' : given);
    const account = this.accountOf(config, reference);
    // An unset region is the same within a stack. Across stacks it is unknown.
    return { key: `${account.key}|${region ?? `?${stack.path} ${regionText}`}`, account, region, regionText, stackPath: stack.path };
  }

  private accountOf(config: Record<string, any>, reference: string): Account {
    const { stack } = this;
    const stated = stack.document.account;
    const roles = ['assume_role_with_oidc', 'assume_role']
      .map((name) => bodyOf(config[name] ?? {}).role_arn)
      .filter((arn) => typeof arn === 'string')
      .map((arn) => stack.identity(arn));
    const uids = [
      ...roles.map((arn) => ROLE_ACCOUNT.exec(arn)?.[1]),
      config.account_id === undefined ? undefined : stack.identity(String(config.account_id)),
    ];
    const uid = uids.find((id) => id !== undefined && UID.test(id));
    if (stated !== undefined) {
      if (uid !== undefined && UID.test(stated) && uid !== stated) {
        this.contradictions.push({ stack, provider: reference, stated, uid });
      } else if (uid === undefined || !UID.test(stated)) {
        if (uid !== undefined) this.named.push({ stack, provider: reference, stated, uid });
        return { kind: UID.test(stated) ? 'uid' : 'stated', key: UID.test(stated) ? `uid ${stated}` : `name ${stated}` };
      }
    }
    if (uid !== undefined) return { kind: 'uid', key: `uid ${uid}` };
    // A role decides alone even if its account is unknown, regardless of the credentials that assume it.
    const chosen = roles.length > 0
      ? { roles }
      : Object.fromEntries(CHOOSING.filter((name) => typeof config[name] === 'string' && config[name] !== '')
        .map((name) => [name, stack.identity(config[name])]));
    const values = Object.values<string | string[]>(chosen).flat();
    if (values.length === 0) return { kind: 'open', key: `environment of ${stack.path}` };
    // An expression is identified together with its stack. The same text in another stack is another expression.
    const byVariable = values.some((v) => !isLiteral(v));
    return { kind: byVariable ? 'open' : 'credentials', key: JSON.stringify(chosen), ...byVariable && { byVariable } };
  }
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
    const [to, from] = better(b, a) ? [b, a] : [a, b];
    const account = rank(to.account) >= rank(from.account) ? to.account : from.account;
    const region = to.region ?? from.region;
    const regionText = region ?? to.regionText;
    const key = region === undefined ? to.key : `${account.key}|${region}`;
    const all = [
      ...this.members.get(to.key) ?? [to],
      ...this.members.get(from.key) ?? [from],
      ...key === to.key || key === from.key ? [] : this.members.get(key) ?? [],
    ];
    for (const scope of all) {
      Object.assign(scope, { ...assumed && { alone: scope.alone ?? { ...scope } }, key, account, region, regionText });
    }
    this.members.set(key, all);
  }
}

function rank({ kind }: Account): number {
  return ['open', 'credentials', 'stated', 'uid'].indexOf(kind);
}

function better(a: Scope, b: Scope): boolean {
  return rank(a.account) > rank(b.account) || rank(a.account) === rank(b.account) && a.region !== undefined && b.region === undefined;
}
