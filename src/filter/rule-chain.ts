import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { MirrorRule } from './mirror-rule';
import { vpcTrafficMirrorFilterEgressRule, vpcTrafficMirrorFilterIngressRule } from '../alicloud';
import { MirrorProtocol } from '../net/mirror-protocol';
import { refusal } from '../net/refusal';
import { requireObject } from '../terraform/arguments';
import { withBareTriggers } from '../terraform/bare-triggers';
import { origin, resolvedText } from '../terraform/resolved-text';
import { TerraformData } from '../terraform/terraform-data';

/** The packets of a source that a rule applies to. */
export type RuleDirection = 'inbound' | 'outbound';

/** Throws if a rule is none. */
export function requireRule(path: string, direction: RuleDirection, rule: MirrorRule): void {
  requireObject(
    path, `the next ${direction} rule`, rule, 'action', 'a MirrorRule',
    'use MirrorRule.accept(...) or MirrorRule.drop(...). Protocol, CIDRs and ports may be tokens',
  );
}

/** The rules of one filter in one stack as resources, one created after the other. */
export class RuleChain {
  /** Whether a rule is an ICMP rule, by the key of the rule. */
  private readonly kinds: Record<string, string> = {};
  private kindsResource?: TerraformData;
  /** The rules by key, in the order in which they are created. */
  private readonly rules = new Map<string, TerraformResource>();
  private last?: TerraformResource;

  /** @param scope the construct whose children the rules are */
  constructor(private readonly scope: Construct, private readonly filterId: string, private readonly provider?: TerraformProvider) {}

  /**
   * @param path the construct of the user that adds the rule, for errors
   * @throws if a rule of the direction has the priority already
   */
  public add(path: string, direction: RuleDirection, rule: MirrorRule, priority: number): void {
    const key = ruleKey(direction, priority);
    if (this.kinds[key] !== undefined) {
      throw refusal({
        path,
        what: `priority of ${direction} rule "${rule}"`,
        got: priority,
        allowed: `a priority that no other ${direction} rule of the filter has`,
        fix: 'set another priority, or omit it to use the position',
      });
    }
    // The provider cannot change a rule to or from ICMP in place, so such a rule is replaced. Every rule refers to this resource.
    // Terraform therefore destroys rules before it changes this resource, and creates and changes rules afterwards. No two writes
    // on a filter run at the same time.
    this.kindsResource ??= new TerraformData(this.scope, 'RuleKinds', { input: () => this.kinds });
    this.kinds[key] = rule.protocol.isKnown && rule.protocol.name === MirrorProtocol.ICMP.name ? 'icmp' : 'other';
    const config = {
      trafficMirrorFilterId: this.filterId,
      priority,
      action: rule.action,
      protocol: rule.protocol.name,
      sourceCidrBlock: rule.source,
      destinationCidrBlock: rule.destination,
      sourcePortRange: rule.sourcePort.toString(),
      destinationPortRange: rule.destinationPort.toString(),
      provider: this.provider,
      // The service forbids concurrent writes on one filter.
      dependsOn: this.last ? [this.last] : undefined,
      lifecycle: { replaceTriggeredBy: [this.kindsResource.addressOfInput(key)] },
    };
    this.last = direction === 'inbound'
      ? new InboundRule(this.scope, key, config)
      : new OutboundRule(this.scope, key, config);
    this.rules.set(key, this.last);
  }

  /** The address of the last rule. Plain text instead of a token, since thousands of sessions use it, twice each. */
  public awaited(): string[] {
    return this.last ? [`${this.last.terraformResourceType}.${this.last.friendlyUniqueId}`] : [];
  }

  public resource(direction: RuleDirection, priority: number): TerraformResource | undefined {
    return this.rules.get(ruleKey(direction, priority));
  }
}

/** Direction and priority: the service's unique key of a rule in its filter. */
function ruleKey(direction: RuleDirection, priority: number): string {
  return `${direction}-${priority}`;
}

/** Adds rules to one filter: the filter itself, or the shared rules of a filter that is managed elsewhere. */
export interface RuleWriter {
  add(direction: RuleDirection, rule: MirrorRule, path: string, provider?: TerraformProvider): void;
  /** The addresses that a session waits for. */
  awaited(): string[];
}

/** The writers of a stack, one for each filter that rules are added to, however many constructs refer to it. */
export class RuleWriters {
  public static of(scope: Construct): RuleWriters {
    const stack = TerraformStack.of(scope);
    let writers = ofStacks.get(stack);
    if (!writers) ofStacks.set(stack, writers = new RuleWriters(stack));
    return writers;
  }

  private readonly byFilter = new Map<string, RuleWriter>();

  public get isEmpty(): boolean {
    return this.byFilter.size === 0;
  }

  private constructor(private readonly stack: TerraformStack) {}

  /** The name of a filter in this stack. Filters of two stacks may have the same address. */
  public nameOf(filterId: string): string {
    const other = origin(this.stack, filterId);
    // In the stack of its resource, a reference has the same text before and after the app is written.
    return other ? `${other.node.path}-${resolvedText(other, filterId)}` : resolvedText(this.stack, filterId);
  }

  /** @param name of `nameOf` */
  public get(name: string): RuleWriter | undefined {
    return this.byFilter.get(name);
  }

  public set(filterId: string, writer: RuleWriter): void {
    this.byFilter.set(this.nameOf(filterId), writer);
  }
}

const ofStacks = new WeakMap<TerraformStack, RuleWriters>();

class InboundRule extends vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}

class OutboundRule extends vpcTrafficMirrorFilterEgressRule.VpcTrafficMirrorFilterEgressRule {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}
