import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { MirrorCompiledIntent } from './mirror-compiled-intent';
import { MirrorDirection } from './mirror-direction';
import { changeOf, MirrorFilterChange } from './mirror-filter-change';
import { MirrorIntent } from './mirror-intent';
import { MirrorPacket, packetOf } from './mirror-packet';
import { MirrorRule } from './mirror-rule';
import { MirrorTraffic, trafficOf, trafficText } from './mirror-statement';
import { inLedger, placedOf, placedOfLedger } from './rule-boxes';
import { vpcTrafficMirrorFilter, vpcTrafficMirrorFilterEgressRule, vpcTrafficMirrorFilterIngressRule } from '../alicloud';
import { FILTER_DESCRIPTION, FILTER_NAME, RULE_PRIORITY, within } from '../catalog/limits';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { byPriority } from '../intent/priorities';
import { RuleLimits } from '../intent/translate';
import { BlockStatement, ExpectationStatement } from '../model/document';
import { FILTER_TYPE } from '../model/mirror-model';
import { formatIpv4Address } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { EVERY_PORT, hasPorts, packetText, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { refusal } from '../net/refusal';
import { PolicySettings, statedQuotas } from '../policy/policy-settings';
import { Registry, StatementSink } from '../policy/registry';
import { checkTags, checkText, refuseToken, requireList, requireObject } from '../terraform/arguments';
import { withBareTriggers } from '../terraform/bare-triggers';
import { numberedName } from '../terraform/derived-name';
import { folderOf, IMirrorLedger, useLedger } from '../terraform/ledger';
import { TerraformData } from '../terraform/terraform-data';

/** A filter that decides which packets of a source are copied. */
export interface IMirrorFilter extends IConstruct {
  /** The filter's id (`tmf-...`), or a reference to it. */
  readonly filterId: string;
}

/** What is known of a filter that is managed elsewhere. */
export interface MirrorFilterAttributes {
  /** The filter's id (`tmf-...`), or a token. */
  readonly filterId: string;
}

/** Properties of a `MirrorFilter`. */
export interface MirrorFilterProps {
  /**
   * What is copied, in statements over networks and services. The fewest rules that mean exactly that are written. Instead of
   * `inbound` and `outbound`.
   *
   * @default - the rules of `inbound` and `outbound`
   */
  readonly intent?: MirrorIntent;
  /**
   * The ledger that remembers the compiled rules of the intent, a line a rule, by the construct path of the filter. Rules that can stay
   * then keep their priority, so a small change of the intent changes few rules, and the same intent changes none. Only with `intent`.
   *
   * @default - the rules depend on the intent alone. The same intent gives the same rules
   */
  readonly ledger?: IMirrorLedger;
  /**
   * Rules for packets that a source receives, in the order in which they are tried. Append to the list rather
   * than insert: an inserted rule shifts the ones behind it, a few seconds each. A rule that changes to or from ICMP
   * is replaced, so it copies nothing for some seconds. If it is the only rule, or if all rules move to the other
   * direction, the filter copies nothing meanwhile: add the other rules first, apply, and then remove the old ones.
   * `traffic-mirror forecast` reports it before the apply.
   *
   * @default - no inbound packet is copied
   */
  readonly inbound?: MirrorRule[];
  /**
   * Rules for packets that a source sends.
   *
   * @default - no outbound packet is copied
   */
  readonly outbound?: MirrorRule[];
  /**
   * 1 to 128 bytes, not starting with http:// or https://.
   *
   * @default - no name
   */
  readonly filterName?: string;
  /**
   * 1 to 256 bytes, not starting with http:// or https://.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Resource group id.
   *
   * @default - the account's default resource group
   */
  readonly resourceGroupId?: string;
  /**
   * At most 20 tags. A key has at most 128 characters and does not start with `aliyun` or `acs:`.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider of the filter and its rules.
   *
   * Another one needs another construct id as well: under the same id Terraform looks for what runs through the new
   * provider, does not find it, and leaves it running, owned by nobody.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/**
 * A traffic mirror filter. Its rules are Terraform separate resources, keyed by direction and priority (the
 * service's own key), and written one after another, since the service forbids concurrent writes on one filter.
 * Sessions of the same stack wait for the rules.
 *
 * To replace a filter that is in use, give its sessions the new one and apply, and only then remove the old one:
 * in one apply the rules of the old one go first, and its sessions copy nothing until their turn has come. Another
 * construct id is another filter.
 */
export class MirrorFilter extends Construct implements IMirrorFilter {
  /**
   * A filter that is managed elsewhere. Its rules cannot be checked.
   *
   * @param filterId the filter's id (`tmf-...`), or a token
   */
  public static fromFilterId(scope: Construct, id: string, filterId: string): IMirrorFilter {
    return MirrorFilter.fromFilterAttributes(scope, id, { filterId });
  }

  /** A filter that is managed elsewhere. Its rules cannot be checked. */
  public static fromFilterAttributes(scope: Construct, id: string, attributes: MirrorFilterAttributes): IMirrorFilter {
    class Imported extends Construct implements IMirrorFilter {
      public readonly filterId = attributes.filterId;
    }
    if (known(attributes.filterId) && !/^tmf-[A-Za-z0-9]+$/.test(attributes.filterId)) {
      throw refusal({ path: `${scope.node.path}/${id}`, what: 'filterId', got: attributes.filterId, allowed: 'the id of a traffic mirror filter (tmf-...)', fix: 'give the id that the console or ListTrafficMirrorFilters shows' });
    }
    Registry.of(scope);
    return new Imported(scope, id);
  }

  /** The filter's id, as a reference. */
  public readonly filterId: string;

  private readonly filter: vpcTrafficMirrorFilter.VpcTrafficMirrorFilter;
  private readonly provider?: TerraformProvider;
  private readonly lastPriority = { inbound: 0, outbound: 0 };
  /** By the key of a rule: whether it is an ICMP rule. */
  private readonly kinds: Record<string, string> = {};
  private kindsResource?: TerraformData;
  /** By the key of a rule, in the order in which they are written. */
  private readonly rules = new Map<string, TerraformResource>();
  private lastRule?: TerraformResource;
  private readonly given: { direction: RuleDirection; rule: MirrorRule }[] = [];
  private readonly copies: MirrorFilter[] = [];
  private readonly expectations: ExpectationStatement[] = [];
  private changed?: MirrorFilterChange;

  constructor(scope: Construct, id: string, private readonly props: MirrorFilterProps = {}) {
    super(scope, id);
    Registry.of(this).stating.push(this);
    checkText(this, 'filterName', FILTER_NAME, props.filterName);
    checkText(this, 'description', FILTER_DESCRIPTION, props.description);
    checkTags(this, props.tags);
    refuseToken(this.node.path, 'provider', props.provider, 'a provider', 'give the provider construct itself');
    for (const what of ['inbound', 'outbound'] as const) {
      if (props[what]) requireList(this.node.path, what, props[what], 'action', 'a list of MirrorRule', 'write the rules one by one; their protocols, CIDRs and ports may be tokens');
    }
    this.provider = props.provider;
    this.filter = new vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(this, 'Resource', {
      trafficMirrorFilterName: props.filterName,
      trafficMirrorFilterDescription: props.description,
      resourceGroupId: props.resourceGroupId,
      tags: props.tags,
      provider: props.provider,
      // Otherwise a filter that leaves the code is destroyed before its sessions are given another, and that fails.
      lifecycle: { createBeforeDestroy: true },
    });
    this.filterId = this.filter.id;
    const { inbound, outbound } = this.rulesOfProps();
    inbound?.forEach((rule) => this.addInboundRule(rule));
    outbound?.forEach((rule) => this.addOutboundRule(rule));
  }

  /**
   * What a session must wait for, so that it is not given a filter that copies nothing yet: the last rule of the
   * chain, which may come after the session. Nothing for a session of another stack.
   *
   * @internal
   */
  public _awaited(stack: TerraformStack): string[] {
    // Plain text if a token could be: thousands of sessions ask, twice each.
    return this.lastRule?.cdktfStack === stack ? [`${this.lastRule.terraformResourceType}.${this.lastRule.friendlyUniqueId}`] : [];
  }

  /**
   * Adds a rule for packets that a source receives.
   *
   * @throws if the direction has that priority already, or no priority is left
   */
  public addInboundRule(rule: MirrorRule): void {
    this.add('inbound', rule);
  }

  /**
   * Adds a rule for packets that a source sends.
   *
   * @throws if the direction has that priority already, or no priority is left
   */
  public addOutboundRule(rule: MirrorRule): void {
    this.add('outbound', rule);
  }

  /**
   * Expects that the filter copies a packet. If it does not, that is an error of TM216.
   *
   * @throws if a value is malformed or a token
   */
  public expectMirrored(packet: MirrorPacket): void {
    this.expectPacket(packet, true);
  }

  /**
   * Expects that the filter does not copy a packet. If it does, that is an error of TM216.
   *
   * @throws if a value is malformed or a token
   */
  public expectNotMirrored(packet: MirrorPacket): void {
    this.expectPacket(packet, false);
  }

  /**
   * Expects that the filter copies no packet of some traffic, for example of a network with card data. If it copies one,
   * that is an error of TM216, which names the packet and the rule.
   *
   * @throws if a part is malformed or a token
   */
  public expectNever(traffic: MirrorTraffic): void {
    const { inbound, outbound } = trafficOf(`expectNever of ${this.node.path}`, traffic);
    const packets = ([['inbound', inbound], ['outbound', outbound]] as const).map(([direction, parts]) => ({ direction, blocks: blocksOf(PacketSet.unionOf(parts)) }));
    this.expectations.push({ text: trafficText(traffic), mirrored: false, packets });
  }

  /**
   * A packet of some traffic that the filter copies.
   *
   * @returns nothing if it copies none
   * @throws if a part is malformed or a token, or if a rule has a value that is not known at synth
   */
  public findMirrored(traffic: MirrorTraffic): MirrorPacket | undefined {
    return this.find(traffic, (all, copied) => all.intersect(copied));
  }

  /**
   * A packet of some traffic that the filter does not copy.
   *
   * @returns nothing if it copies all
   * @throws if a part is malformed or a token, or if a rule has a value that is not known at synth
   */
  public findNotMirrored(traffic: MirrorTraffic): MirrorPacket | undefined {
    return this.find(traffic, (all, copied) => all.minus(copied));
  }

  /**
   * The change of the rules by this synth against the filter's ledger.
   *
   * Nothing if no rule changes, if the ledger does not have the filter yet, or without a ledger.
   */
  public get change(): MirrorFilterChange | undefined {
    return this.changed;
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const { expired = [], idle = [] } = this.props.intent?._statement ?? {};
    const { expectations, change } = this;
    if (expired.length + idle.length + expectations.length === 0 && !change) return;
    sink.of(this.filter.cdktfStack.node.path).filters[`${FILTER_TYPE}.${this.filter.friendlyUniqueId}`] = { expired, idle, expectations, ...change && { change: { comparedWith: change.comparedWith, lines: change.lines } } };
  }

  private expectPacket(given: MirrorPacket, mirrored: boolean): void {
    const packet = packetOf(this.node.path, given);
    const one = (value: number): Span => [value, value + 1];
    const ports = (value: number): Span => hasPorts(packet.kind) ? one(value) : EVERY_PORT;
    this.expectations.push({
      text: `${given.direction} ${packetText(packet)}`, mirrored,
      packets: [{
        direction: given.direction === MirrorDirection.INBOUND ? 'inbound' : 'outbound',
        blocks: [{
          kinds: [packet.kind], sources: [one(packet.source)], destinations: [one(packet.destination)],
          sourcePorts: [ports(packet.sourcePort)], destinationPorts: [ports(packet.destinationPort)],
        }],
      }],
    });
  }

  private find(traffic: MirrorTraffic, choose: (all: PacketSet, copied: PacketSet) => PacketSet): MirrorPacket | undefined {
    const parts = trafficOf(`a search in ${this.node.path}`, traffic);
    for (const direction of ['inbound', 'outbound'] as const) {
      const rules = this.given.filter((g) => g.direction === direction).map((g) => g.rule);
      const placed = placedOf(rules);
      if (placed.length < rules.length) {
        throw refusal({
          path: this.node.path, what: 'a search in a filter', got: 'a rule with a value that is not known at synth', allowed: 'rules of which every value is known',
          fix: 'ask traffic-mirror explain about one packet, or write the values of the rules themselves',
        });
      }
      const packet = choose(PacketSet.unionOf(parts[direction]), PacketSet.ofRules(byPriority(placed)).minus(NEVER_MIRRORED)).witness();
      // A packet of another protocol has no name that a rule knows.
      if (packet) {
        return {
          from: formatIpv4Address(packet.source), to: formatIpv4Address(packet.destination), protocol: packet.kind === 'OTHER' ? MirrorProtocol.ALL : MirrorProtocol.of(packet.kind),
          port: hasPorts(packet.kind) ? packet.destinationPort : undefined, fromPort: hasPorts(packet.kind) ? packet.sourcePort : undefined,
          direction: direction === 'inbound' ? MirrorDirection.INBOUND : MirrorDirection.OUTBOUND,
        };
      }
    }
    return undefined;
  }

  /**
   * A filter with the same rules, for sessions beyond what one filter may have. Rules that are added here later are
   * added there too.
   *
   * @param number from 2. The copy's name ends with it
   * @internal
   */
  public _copy(scope: Construct, id: string, number: number): MirrorFilter {
    const filterName = copyName(this.props.filterName ?? this.node.id, number);
    const copy = new MirrorFilter(scope, id, { ...this.props, intent: undefined, ledger: undefined, inbound: undefined, outbound: undefined, filterName });
    for (const { direction, rule } of this.given) copy.add(direction, rule);
    this.copies.push(copy);
    return copy;
  }

  /**
   * The filter's own resource.
   *
   * @internal
   */
  public get _resource(): TerraformResource {
    return this.filter;
  }

  /**
   * The resource of a rule.
   *
   * @internal
   */
  public _ruleResource(direction: RuleDirection, priority: number): TerraformResource | undefined {
    return this.rules.get(ruleKey(direction, priority));
  }

  private rulesOfProps(): { inbound?: MirrorRule[]; outbound?: MirrorRule[] } {
    const { intent, ledger, inbound, outbound } = this.props;
    if (ledger !== undefined && ledger !== null) {
      requireObject(this.node.path, 'ledger', ledger, '_rulesOf', 'a MirrorLedger', 'use MirrorLedger.file(path)');
      if (intent === undefined || intent === null) {
        throw refusal({ path: this.node.path, what: 'ledger', got: 'a ledger without an intent', allowed: 'a ledger beside an intent', fix: 'leave it out: the filter has the rules of the code' });
      }
    }
    if (intent === undefined || intent === null) return { inbound, outbound };
    requireObject(this.node.path, 'intent', intent, '_compile', 'a MirrorIntent', 'write MirrorIntent.of([MirrorStatement.accept({ ... })])');
    if (inbound || outbound) {
      throw refusal({ path: this.node.path, what: 'intent', got: 'an intent and rules', allowed: 'an intent, or rules', fix: 'write what the rules copy as statements of the intent' });
    }
    return ledger ? this.compileWith(ledger, intent) : intent._compile(this.node.path, ruleLimits(this));
  }

  /** Starts from the rules that the ledger has, and gives it those that the filter has now. */
  private compileWith(ledger: IMirrorLedger, intent: MirrorIntent): MirrorCompiledIntent {
    const { path } = this.node;
    if (intent._hasPrevious) {
      throw refusal({ path, what: 'intent', got: 'previous rules beside a ledger', allowed: 'previous rules, or a ledger', fix: 'leave out previousInbound and previousOutbound: the ledger has the rules' });
    }
    useLedger(this, ledger);
    const recorded = ledger._rulesOf(path);
    const before = { inbound: placedOfLedger(recorded ?? [], 'inbound'), outbound: placedOfLedger(recorded ?? [], 'outbound') };
    const compiled = intent._compile(path, ruleLimits(this), before);
    if (recorded) this.changed = changeOf(ledger._comparedWith, before, { inbound: placedOf(compiled.inbound), outbound: placedOf(compiled.outbound) });
    ledger._recordRules({ path, folder: () => folderOf(this), rules: [...inLedger(compiled.inbound, 'inbound'), ...inLedger(compiled.outbound, 'outbound')] });
    return compiled;
  }

  private add(direction: RuleDirection, rule: MirrorRule): void {
    requireObject(this.node.path, `the next ${direction} rule`, rule, 'action', 'a MirrorRule', 'write MirrorRule.accept(...) or MirrorRule.drop(...); its protocol, CIDRs and ports may be tokens');
    const priority = rule.priority ?? this.lastPriority[direction] + 1;
    const key = ruleKey(direction, priority);
    if (!within(RULE_PRIORITY, priority)) {
      throw refusal({
        path: this.node.path, what: `the priority of the next ${direction} rule by position`, got: priority,
        allowed: `${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}: a filter has at most ${RULE_PRIORITY.max} rules in one direction`,
        fix: 'widen a CIDR or a port range so that fewer rules do, or state free priorities',
      });
    }
    if (this.kinds[key] !== undefined) {
      throw refusal({
        path: this.node.path, what: `priority of ${direction} rule "${rule}"`, got: priority, allowed: `a priority that no other ${direction} rule of the filter has`,
        fix: 'state another priority, or leave it out to go by position',
      });
    }
    this.lastPriority[direction] = priority;
    this.given.push({ direction, rule });
    for (const copy of this.copies) copy.add(direction, rule);
    // The provider cannot change a rule to or from ICMP in place. Replacing it can. Every rule refers to this, so Terraform
    // also destroys rules before it changes it, and makes and changes rules after: no two writes of a filter meet.
    this.kindsResource ??= new TerraformData(this, 'RuleKinds', { input: () => this.kinds });
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
      dependsOn: this.lastRule ? [this.lastRule] : undefined,
      lifecycle: { replaceTriggeredBy: [this.kindsResource.addressOfInput(key)] },
    };
    this.lastRule = direction === 'inbound'
      ? new InboundRule(this, key, config)
      : new OutboundRule(this, key, config);
    this.rules.set(key, this.lastRule);
  }
}

/** A set as a file keeps it. */
function blocksOf(set: PacketSet): BlockStatement[] {
  return set.blocks().map((b) => ({
    kinds: b.kinds, sources: b.sources.intervals(), destinations: b.destinations.intervals(), sourcePorts: b.sourcePorts, destinationPorts: b.destinationPorts,
  }));
}

/** How many rules a filter may have. A quota that was raised in one region may be raised in the filter's, which TM202 checks. */
function ruleLimits(scope: IConstruct): RuleLimits {
  const catalog = MirrorCatalog.of(PolicySettings.editionOf(scope));
  const limit = (name: MirrorQuotaName) => Math.max(catalog.quota(name).limit!, ...Object.values(statedQuotas(scope)).map((quotas) => quotas[name] ?? 0));
  return { perFilter: limit(MirrorQuotaName.RULES_PER_FILTER), perDirection: limit(MirrorQuotaName.RULES_PER_DIRECTION) };
}

/** Which packets of a source a rule sees. */
type RuleDirection = 'inbound' | 'outbound';

/** Direction and priority: the service's own unique key of a rule in its filter. */
function ruleKey(direction: RuleDirection, priority: number): string {
  return `${direction}-${priority}`;
}

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

/** A token stays as it is: its length is not known. */
function copyName(name: string, number: number): string {
  return known(name) ? numberedName(name, number, FILTER_NAME) : `${name}-${number}`;
}
