import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { IMirrorFilter } from './i-mirror-filter';
import { MirrorRule } from './mirror-rule';
import { requireRule, RuleChain, RuleDirection, RuleWriter, RuleWriters } from './rule-chain';
import { RULE_PRIORITY } from '../catalog/limits';
import { described, refusal } from '../net/refusal';
import { Registry } from '../policy/registry';
import type { StatementSink } from '../policy/stating';
import { terraformName } from '../terraform/derived-name';
import { writtenAt } from '../terraform/written-at';

/** A filter that is managed elsewhere. */
export class ImportedFilter extends Construct implements IMirrorFilter {
  private ownName?: string;

  constructor(scope: Construct, id: string, public readonly filterId: string, private readonly provider?: TerraformProvider) {
    super(scope, id);
  }

  public addInboundRule(rule: MirrorRule): void {
    this.add('inbound', rule);
  }

  public addOutboundRule(rule: MirrorRule): void {
    this.add('outbound', rule);
  }

  /**
   * The dependencies of a session on the rules that its stack adds to the filter, through whichever handle.
   *
   * @internal
   */
  public _awaited(stack: TerraformStack): string[] {
    const writers = RuleWriters.of(stack);
    return writers.isEmpty ? [] : writers.get(this.name)?.awaited() ?? [];
  }

  /** The name of the filter, made once, since thousands of sessions may use it. */
  private get name(): string {
    return this.ownName ??= RuleWriters.of(this).nameOf(this.filterId);
  }

  private add(direction: RuleDirection, rule: MirrorRule): void {
    requireRule(this.node.path, direction, rule);
    const writers = RuleWriters.of(this);
    let writer = writers.get(this.name);
    if (!writer) writers.set(this.filterId, writer = new SharedRules(this, this.name, this.filterId, this.provider));
    writer.add(direction, rule, this.node.path, this.provider);
  }
}

const CONTAINER = 'TrafficMirrorFilterRules';

/**
 * The rules that a stack adds to a filter that is managed elsewhere, in one chain for all handles of the filter. The Terraform
 * names come from the filter's id, so that moving a handle in the code removes no rule.
 */
class SharedRules extends Construct implements RuleWriter {
  private readonly chain: RuleChain;
  private readonly location = writtenAt(this);

  constructor(handle: Construct, name: string, filterId: string, private readonly provider?: TerraformProvider) {
    const stack = TerraformStack.of(handle);
    super(stack.node.tryFindChild(CONTAINER) as Construct | undefined ?? new Construct(stack, CONTAINER), terraformName(name));
    this.chain = new RuleChain(this, filterId, provider);
    Registry.of(this).stating.push(this);
  }

  public add(direction: RuleDirection, rule: MirrorRule, path: string, provider?: TerraformProvider): void {
    if (provider !== this.provider) {
      throw refusal({
        path, what: 'provider', got: described(provider ? `is ${provider.node.path}` : 'is not set'),
        allowed: `${this.provider?.node.path ?? 'the default provider'}, which the other rules of this filter have in the stack`,
        fix: 'pass the same provider to every fromFilterAttributes of the filter',
      });
    }
    if (rule.priority === undefined) {
      throw refusal({
        path, what: `priority of ${direction} rule "${rule}"`, got: described('is not set'),
        allowed: `${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}, and no priority that another ${direction} rule of the filter has`,
        fix: 'set a free priority. ListTrafficMirrorFilters lists the rules of the filter, which this app does not know',
      });
    }
    this.chain.add(path, direction, rule, rule.priority);
  }

  public awaited(): string[] {
    return this.chain.awaited();
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const stack = TerraformStack.of(this).node.path;
    const at = sink.at(stack, this.location);
    if (at !== undefined) sink.of(stack).places[this.node.path] = at;
  }
}
