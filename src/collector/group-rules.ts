import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { securityGroupRule } from '../alicloud';
import { SECURITY_GROUP } from '../catalog/target-side';
import { AddressSet } from '../net/address-set';
import { coverWithin, FittedCover } from '../net/fitted-cover';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { refusal } from '../net/refusal';
import { resolvedText } from '../session/statements';

/** A source that is no known CIDR: a group, a prefix list, or an address that only Terraform knows. */
export interface NamedSource {
  /** Identifies it, in a Terraform name. */
  readonly key: string;
  readonly argument: 'cidrIp' | 'sourceSecurityGroupId' | 'prefixListId';
  readonly value: string;
  /** How many rules it counts for. */
  readonly weight: number;
  /** Whether it is the address of a resource of the app, which changes with that resource only. */
  readonly follows?: boolean;
}

/** What a collector wants to be admitted. */
export interface Admission {
  /** Of the collector, for errors. */
  readonly path: string;
  readonly addresses: AddressSet;
  readonly named: readonly NamedSource[];
  readonly budget: RuleBudget;
}

/** How many rules a group may have, and how many addresses may be admitted in addition, to get along with them. */
export interface RuleBudget {
  readonly rules: number;
  readonly maxExtraAddresses: number;
  /** Where the number of rules comes from. */
  readonly reason: string;
}

/** Whose rules they are. */
export interface GroupOptions {
  readonly groupId: string;
  readonly provider?: TerraformProvider;
}

const CONTAINER = 'TrafficMirrorRules';

/**
 * The rules of one security group, for all collectors of a stack. Two rules of equal content share one id on the cloud,
 * so a rule is written once, and its Terraform name comes from its content: neither moving a collector nor another order
 * of calls takes a rule away.
 */
export class GroupRules extends Construct {
  public static of(scope: Construct, options: GroupOptions): GroupRules {
    const stack = TerraformStack.of(scope);
    const container = stack.node.tryFindChild(CONTAINER) as Construct | undefined ?? new Construct(stack, CONTAINER);
    const id = [terraformName(resolvedText(stack, options.groupId)), ...options.provider ? [terraformName(options.provider.node.path)] : []].join('_');
    return container.node.tryFindChild(id) as GroupRules | undefined ?? new GroupRules(container, id, options.groupId, options.provider);
  }

  private addresses = AddressSet.EMPTY;
  private budget?: RuleBudget;
  private readonly named = new Map<string, NamedSource>();
  private readonly written = new Map<string, securityGroupRule.SecurityGroupRule>();

  private constructor(scope: Construct, id: string, private readonly groupId: string, private readonly provider?: TerraformProvider) {
    super(scope, id);
  }

  /** The rules by their keys, sorted: those that follow a resource, or the others. */
  public rules(following: boolean): [key: string, rule: securityGroupRule.SecurityGroupRule][] {
    return [...this.written].filter(([key]) => (this.named.get(key)?.follows ?? false) === following).sort(([a], [b]) => a < b ? -1 : 1);
  }

  /** Admits what is requested, in addition to earlier requests. */
  public allow(asked: Admission): void {
    const budget = stricter(this.budget, asked.budget);
    const named = new Map([...this.named, ...asked.named.map((source) => [source.key, source] as const)]);
    const addresses = this.addresses.union(asked.addresses);
    const { cidrs } = this.fit(asked.path, addresses, [...named.values()], budget);
    this.budget = budget;
    this.addresses = addresses;
    for (const [key, source] of named) this.named.set(key, source);
    this.write([...named.values(), ...cidrs.map(ofCidr)]);
  }

  /** The fewest rules if they fit, otherwise those that let the fewest others in. */
  private fit(path: string, addresses: AddressSet, named: NamedSource[], budget: RuleBudget): FittedCover {
    const exact = addresses.cidrs();
    const others = named.reduce((sum, { weight }) => sum + weight, 0);
    const left = budget.rules - others;
    const groups = named.filter(({ argument }) => argument === 'sourceSecurityGroupId').length;
    if (groups > SECURITY_GROUP.namedGroups) {
      throw refusal({
        path, what: `the groups that may send to ${this.groupId}`, got: groups, allowed: `at most ${SECURITY_GROUP.namedGroups} in the rules of one group`,
        fix: 'allow the CIDRs of some of them instead',
      });
    }
    if (exact.length <= left) return { cidrs: exact, extra: 0 };
    const sum = `${exact.length} CIDRs${others === 0 ? '' : ` and ${others} for groups, prefix lists and addresses not known before apply`}`;
    const allowed = `${budget.rules} rules (${budget.reason})`;
    if (left < 1) throw refusal({ path, what: `the rules of security group ${this.groupId}`, got: sum, allowed, fix: 'raise ruleBudget, or allow fewer groups and prefix lists' });
    const fitted = coverWithin(exact, left);
    if (fitted.extra > budget.maxExtraAddresses) {
      throw refusal({
        path, what: `the rules of security group ${this.groupId}, aggregated`, got: sum, allowed,
        fix: `let ${fitted.extra} more addresses in, the fewest with which ${left} CIDRs do (maxExtraAddresses: ${fitted.extra}; now ${budget.maxExtraAddresses}), or state a larger ruleBudget`,
      });
    }
    // Two blocks of the fitted cover may be the halves of one.
    return { cidrs: AddressSet.of(fitted.cidrs).cidrs(), extra: fitted.extra };
  }

  private write(sources: NamedSource[]): void {
    const wanted = new Map(sources.map((source) => [source.key, source]));
    for (const key of this.written.keys()) {
      if (!wanted.has(key)) {
        this.node.tryRemoveChild(key);
        this.written.delete(key);
      }
    }
    for (const [key, source] of wanted) {
      if (this.written.has(key)) continue;
      this.written.set(key, new securityGroupRule.SecurityGroupRule(this, key, {
        securityGroupId: this.groupId,
        type: SECURITY_GROUP.type,
        ipProtocol: SECURITY_GROUP.ipProtocol,
        portRange: SECURITY_GROUP.portRange,
        // Left out it becomes part of the rule's id as "<nil>".
        nicType: SECURITY_GROUP.nicType,
        policy: SECURITY_GROUP.policy,
        // The first to be tried: at any other, a rule that drops could be before it.
        priority: SECURITY_GROUP.priority.min,
        [source.argument]: source.value,
        provider: this.provider,
        // A rule that changes admits before it shuts out. One that leaves goes last (see the collector's gate). This spreads to
        // what the rule refers to, and a source of a fixed address could not be replaced then.
        lifecycle: source.follows ? undefined : { createBeforeDestroy: true },
      }));
    }
  }
}

/** A text as a part of a Terraform name. */
export function terraformName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
}

function ofCidr(cidr: Ipv4Cidr): NamedSource {
  return { key: `${cidr.firstAddress.replace(/\./g, '-')}_${cidr.prefixLength}`, argument: 'cidrIp', value: cidr.toString(), weight: 1 };
}

/** Where collectors share a group, the smaller numbers hold. */
function stricter(one: RuleBudget | undefined, other: RuleBudget): RuleBudget {
  if (!one) return other;
  return {
    ...one.rules <= other.rules ? one : other,
    maxExtraAddresses: Math.min(one.maxExtraAddresses, other.maxExtraAddresses),
  };
}
