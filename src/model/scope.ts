import { expression } from '../net/known';
import { StackModel } from './stack-model';

/** The account and region that a provider configuration reaches. */
export interface Scope {
  /** Equal keys are surely one account and region. */
  readonly key: string;
  readonly account: Account;
  /** Region id, or nothing where it is left to the environment or to an expression. */
  readonly region?: string;
  /** What stands for the region: its id, `environment`, or the expression. */
  readonly regionText: string;
  /** Path of the stack whose provider it is. */
  readonly stackPath: string;
}

export interface Account {
  readonly key: string;
  readonly kind: 'stated' | 'role' | 'arguments';
}

/** Whether two scopes are one account and region: surely, surely not, or unknown. */
export function sameScope(a: Scope, b: Scope): boolean | undefined {
  if (a.key === b.key) return true;
  const account = a.account.key === b.account.key ? true
    // Two statements, or two roles of stated accounts, are two accounts; different arguments may reach the same one.
    : a.account.kind === b.account.kind && a.account.kind !== 'arguments' ? false : undefined;
  const region = a.region !== undefined && b.region !== undefined ? a.region === b.region : undefined;
  if (account === false || region === false) return false;
  return account && region ? true : undefined;
}

const ROLE_ACCOUNT = /^acs:ram::(\d+):/;

/** The scopes of a stack's provider configurations, by `name` or `name.alias`. */
export class Scopes {
  private readonly byReference = new Map<string, Scope>();
  private readonly fallback: Scope;

  constructor(stack: StackModel) {
    const provider = stack.terraform.provider ?? {};
    for (const name of Object.keys(provider)) {
      for (const config of [provider[name]].flat()) {
        const reference = config?.alias === undefined ? name : `${name}.${config.alias}`;
        this.byReference.set(reference, scopeOf(stack, config ?? {}));
      }
    }
    this.fallback = scopeOf(stack, {});
  }

  /** @param reference the `provider` argument of a resource, if it has one */
  public of(reference: unknown): Scope {
    const text = typeof reference === 'string' ? reference.replace(/^\$\{(.*)\}$/, '$1') : 'alicloud';
    return this.byReference.get(text) ?? this.fallback;
  }
}

function scopeOf(stack: StackModel, config: Record<string, any>): Scope {
  const { region: given, alias: _alias, version: _version, '//': _comment, ...rest } = config;
  const region = typeof given === 'string' && !expression(given) && given !== '' ? given : undefined;
  const regionText = region ?? (typeof given === 'string' && given !== '' ? given : 'environment');
  const account = accountOf(stack, rest);
  // An unset region is the same within a stack, and nobody knows which across stacks.
  return { key: `${account.key}|${region ?? `?${stack.path} ${regionText}`}`, account, region, regionText, stackPath: stack.path };
}

function accountOf(stack: StackModel, rest: Record<string, any>): Account {
  if (stack.document.account !== undefined) return { kind: 'stated', key: `stated ${stack.document.account}` };
  const role = [rest.assume_role].flat()[0]?.role_arn;
  const uid = typeof role === 'string' ? ROLE_ACCOUNT.exec(role)?.[1] : undefined;
  if (uid) return { kind: 'role', key: `role ${uid}` };
  return { kind: 'arguments', key: JSON.stringify(rest) };
}
