import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { securityGroupRule } from '../alicloud';
import { SECURITY_GROUP } from '../catalog/target-side';
import { AddressSet } from '../net/address-set';
import { coverWithin, FittedCover } from '../net/fitted-cover';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { described, refusal } from '../net/refusal';
import { terraformName } from '../terraform/derived-name';
import { origin, resolvedText } from '../terraform/resolved-text';

/** A source that is not a known CIDR: a group, a prefix list, or an address that only Terraform knows. */
export interface NamedSource {
  /** Its key, a part of a Terraform name. */
  readonly key: string;
  readonly argument: 'cidrIp' | 'sourceSecurityGroupId' | 'prefixListId';
  readonly value: string;
  /** The number of rules that it counts as. */
  readonly weight: number;
  /** Whether it may be the address of a resource of the stack, which changes only with that resource. */
  readonly follows?: boolean;
}

/** The sources that a collector admits. */
export interface Admission {
  /** The path of the collector, for errors. */
  readonly path: string;
  readonly addresses: AddressSet;
  readonly named: readonly NamedSource[];
  readonly budget: RuleBudget;
}

/** The number of rules for a group, and the number of extra addresses that they may admit. */
export interface RuleBudget {
  readonly rules: number;
  readonly maxExtraAddresses: number;
  /** The origin of the number of rules. */
  readonly reason: string;
}

/** The security group and its provider. */
export interface GroupOptions {
  readonly groupId: string;
  readonly provider?: TerraformProvider;
}

const CONTAINER = 'TrafficMirrorRules';

/**
 * The rules of one security group, for all collectors of a stack. Two equal rules share one id in the cloud, so each rule is
 * written once. Its Terraform name comes from its content, so moving a collector or reordering calls removes no rule.
 */
export class GroupRules extends Construct {
  public static of(scope: Construct, options: GroupOptions): GroupRules {
    const stack = TerraformStack.of(scope);
    const container = stack.node.tryFindChild(CONTAINER) as Construct | undefined ?? new Construct(stack, CONTAINER);
    // Groups of two stacks may have the same address.
    const other = origin(stack, options.groupId);
    const id = [
      ...other ? [terraformName(other.node.path)] : [],
      terraformName(resolvedText(stack, options.groupId)),
      ...options.provider ? [terraformName(options.provider.node.path)] : [],
    ].join('_');
    return container.node.tryFindChild(id) as GroupRules | undefined ?? new GroupRules(container, id, options.groupId, options.provider);
  }

  private addresses = AddressSet.EMPTY;
  private budget?: RuleBudget;
  private readonly named = new Map<string, NamedSource>();
  private readonly written = new Map<string, securityGroupRule.SecurityGroupRule>();

  private constructor(scope: Construct, id: string, private readonly groupId: string, private readonly provider?: TerraformProvider) {
    super(scope, id);
  }

  /** The rules by key, sorted: the rules for addresses of resources, or the others. */
  public rules(following: boolean): [key: string, rule: securityGroupRule.SecurityGroupRule][] {
    return [...this.written].filter(([key]) => (this.named.get(key)?.follows ?? false) === following).sort(([a], [b]) => a < b ? -1 : 1);
  }

  /** Admits more sources. */
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

  /** The exact CIDRs if they fit into the budget, otherwise the CIDRs that admit the fewest extra addresses. */
  private fit(path: string, addresses: AddressSet, named: NamedSource[], budget: RuleBudget): FittedCover {
    const exact = addresses.cidrs();
    const others = named.reduce((sum, { weight }) => sum + weight, 0);
    const left = budget.rules - others;
    const groups = named.filter(({ argument }) => argument === 'sourceSecurityGroupId').length;
    if (groups > SECURITY_GROUP.namedGroups) {
      throw refusal({
        path,
        what: `the groups that may send to ${this.groupId}`,
        got: groups,
        allowed: `at most ${SECURITY_GROUP.namedGroups} groups in the rules of one group`,
        fix: 'for some of these groups, allow their CIDRs instead',
      });
    }
    if (exact.length <= left) return { cidrs: exact, extra: 0 };
    const sum =
      `${exact.length} CIDRs${others === 0 ? '' : ` and ${others} for groups, prefix lists and addresses not known before apply`}`;
    const allowed = `${budget.rules} rules (${budget.reason})`;
    if (left < 1) {
      throw refusal({
        path,
        what: `the rules of security group ${this.groupId}`,
        got: described(`need ${sum}`),
        allowed,
        fix: 'raise ruleBudget, or allow fewer groups and prefix lists',
      });
    }
    const fitted = coverWithin(exact, left);
    if (fitted.extra > budget.maxExtraAddresses) {
      throw refusal({
        path, what: `the aggregated rules of security group ${this.groupId}`, got: described(`need ${sum}`), allowed,
        fix: `set maxExtraAddresses to ${fitted.extra} or more (now ${budget.maxExtraAddresses}). ${left} CIDRs cover the addresses only if they admit ${fitted.extra} extra ones. Or set a larger ruleBudget`,
      });
    }
    // Two blocks of the cover may be the two halves of a larger block.
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
        // Without it, the rule's id contains "<nil>".
        nicType: SECURITY_GROUP.nicType,
        policy: SECURITY_GROUP.policy,
        // The highest priority. At any other priority, a rule that drops the packets could come first.
        priority: SECURITY_GROUP.priority.min,
        [source.argument]: source.value,
        provider: this.provider,
        // A changed rule admits new sources before it blocks old ones. A removed rule goes last (see the collector's gate). Terraform
        // spreads this setting to the resources that the rule refers to. A source with a fixed address could then not be replaced.
        lifecycle: source.follows ? undefined : { createBeforeDestroy: true },
      }));
    }
  }
}

function ofCidr(cidr: Ipv4Cidr): NamedSource {
  return { key: `${cidr.firstAddress.replace(/\./g, '-')}_${cidr.prefixLength}`, argument: 'cidrIp', value: cidr.toString(), weight: 1 };
}

/** If collectors share a group, the smaller numbers apply. */
function stricter(one: RuleBudget | undefined, other: RuleBudget): RuleBudget {
  if (!one) return other;
  return {
    ...one.rules <= other.rules ? one : other,
    maxExtraAddresses: Math.min(one.maxExtraAddresses, other.maxExtraAddresses),
  };
}
