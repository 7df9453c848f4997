import { TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IMirrorFilter } from './i-mirror-filter';
import { ImportedFilter } from './imported-filter';
import { MirrorCompiledIntent } from './mirror-compiled-intent';
import { changeOf, MirrorFilterChange } from './mirror-filter-change';
import { MirrorIntent } from './mirror-intent';
import { MirrorRule } from './mirror-rule';
import { MirrorTraffic, trafficOf, trafficText } from './mirror-statement';
import { inLedger, partlyKnown, placedOf } from './rule-boxes';
import { requireRule, RuleChain, RuleDirection, RuleWriters } from './rule-chain';
import { statedBooks, statedNames } from './stated-names';
import { vpcTrafficMirrorFilter } from '../alicloud';
import type { MirrorLocation } from '../checks/finding';
import { FILTER_DESCRIPTION, FILTER_NAME, RULE_PRIORITY, within } from '../catalog/limits';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { filterAnswer } from '../explain/filter-answer';
import { MirrorFilterAnswer } from '../explain/mirror-answer';
import { MirrorDirection } from '../explain/mirror-direction';
import { MirrorPacket, packetOf } from '../explain/mirror-packet';
import { byPriority } from '../intent/priorities';
import { RuleLimits } from '../intent/translate';
import { BlockStatement, CompiledStatement, ExpectationStatement } from '../model/document';
import { FILTER_TYPE } from '../model/mirror-model';
import { formatIpv4Address } from '../net/ipv4-cidr';
import { isExpression, known } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { EVERY_PORT, hasPorts, packetText, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { described, refusal } from '../net/refusal';
import { PolicySettings, statedQuotas } from '../policy/policy-settings';
import { Registry } from '../policy/registry';
import type { StatementSink } from '../policy/stating';
import { checkTags, checkText, refuseToken, requireList, requireObject } from '../terraform/arguments';
import { derivedName, numberedName } from '../terraform/derived-name';
import { folderOf, IMirrorLedger, useLedger } from '../terraform/ledger';
import { recordedRules } from '../terraform/recorded-rules';
import { writtenAt } from '../terraform/written-at';
import { inWords } from '../texts/catalogue';

/** Attributes of a filter that is managed elsewhere. */
export interface MirrorFilterAttributes {
  /** The filter's id (`tmf-...`), or a token. */
  readonly filterId: string;
  /**
   * The provider of the rules that this stack adds. It must be in the account and region of the filter.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/** Properties of a `MirrorFilter`. */
export interface MirrorFilterProps {
  /**
   * The packets to copy, as statements over networks and services. The filter gets the fewest rules with exactly this meaning.
   * Use it instead of `inbound` and `outbound`.
   *
   * @default - the rules of `inbound` and `outbound`
   */
  readonly intent?: MirrorIntent;
  /**
   * The ledger that records the compiled rules of the intent, one line per rule, under the construct path of the filter. Unchanged
   * rules then keep their priority. A small change of the intent changes few rules, and the same intent changes none. Only with
   * `intent`.
   *
   * @default - the rules depend only on the intent. The same intent gives the same rules
   */
  readonly ledger?: IMirrorLedger;
  /**
   * Rules for packets that a source receives, in order of precedence. Append new rules at the end. An inserted rule shifts
   * all later rules, which takes a few seconds each. A rule that changes to or from ICMP is replaced, so it copies nothing for
   * some seconds. If it is the only rule, or if all rules move to the other direction, the filter copies nothing during the
   * apply. To avoid this, add the new rules first, apply, and then remove the old ones. `traffic-mirror forecast` reports such
   * interruptions before the apply.
   *
   * @default - no inbound packet is copied
   */
  readonly inbound?: MirrorRule[];
  /**
   * Rules for packets that a source sends, in order of precedence.
   *
   * @default - no outbound packet is copied
   */
  readonly outbound?: MirrorRule[];
  /**
   * The name: 1 to 128 bytes, not starting with http:// or https://.
   *
   * @default - no name
   */
  readonly filterName?: string;
  /**
   * The description: 1 to 256 bytes, not starting with http:// or https://.
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
   * If you change the provider, change the construct id as well. With the same id, Terraform looks for the existing filter
   * through the new provider, does not find it, and leaves it unmanaged.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/**
 * A traffic mirror filter. Its rules are separate Terraform resources, keyed by direction and priority (the service's key).
 * They are created one after another, since the service forbids concurrent writes on one filter. Sessions of the same stack
 * are created after the rules.
 *
 * To replace a filter that is in use, move its sessions to the new filter and apply, and then remove the old filter. In a
 * single apply, Terraform destroys the rules of the old filter first, and its sessions copy nothing until they are updated. A
 * new construct id means a new filter.
 *
 * @example
 * const filter = new MirrorFilter(this, 'Web', {
 *   inbound: [MirrorRule.drop({ source: '10.10.99.0/24' }), MirrorRule.acceptTcp(PortRange.HTTPS)],
 * });
 * filter.addOutboundRule(MirrorRule.acceptUdp(PortRange.DNS));
 *
 * const existing = MirrorFilter.fromFilterId(this, 'Existing', 'tmf-bp1shared');
 * existing.addInboundRule(MirrorRule.acceptTcp(PortRange.SSH, { priority: 5 }));
 */
export class MirrorFilter extends Construct implements IMirrorFilter {
  /**
   * A filter that is managed elsewhere, with the stack's provider for rules that this stack adds. Its other rules cannot be checked.
   *
   * @param filterId the filter's id (`tmf-...`), or a token
   */
  public static fromFilterId(scope: Construct, id: string, filterId: string): IMirrorFilter {
    return MirrorFilter.fromFilterAttributes(scope, id, { filterId });
  }

  /** A filter that is managed elsewhere. Its rules cannot be checked, except those that this app adds. */
  public static fromFilterAttributes(scope: Construct, id: string, attributes: MirrorFilterAttributes): IMirrorFilter {
    const path = `${scope.node.path}/${id}`;
    requireObject(path, 'the attributes of a filter', attributes, 'filterId', 'an object with filterId', 'write { filterId: "tmf-..." }');
    const { filterId, provider } = attributes;
    if (!isExpression(filterId) && !(typeof filterId === 'string' && /^tmf-[A-Za-z0-9]+$/.test(filterId))) {
      throw refusal({
        path, what: 'filterId', got: filterId, allowed: 'the id of a traffic mirror filter (tmf-...)',
        fix: 'pass the id from the console or from ListTrafficMirrorFilters',
      });
    }
    refuseToken(path, 'provider', provider, 'a provider', 'pass the provider construct');
    Registry.of(scope);
    return new ImportedFilter(scope, id, filterId, provider);
  }

  /** The filter's id, as a Terraform reference. */
  public readonly filterId: string;

  private readonly filter: vpcTrafficMirrorFilter.VpcTrafficMirrorFilter;
  private readonly location = writtenAt(this);
  private readonly rules: RuleChain;
  private readonly lastPriority = { inbound: 0, outbound: 0 };
  private readonly given: { direction: RuleDirection; rule: MirrorRule }[] = [];
  private readonly copies: MirrorFilter[] = [];
  private readonly expectations: { readonly statement: ExpectationStatement; readonly location?: MirrorLocation }[] = [];
  /** The traffic of the intent and of expectations. */
  private readonly traffics: MirrorTraffic[] = [];
  private compiled?: MirrorCompiledIntent;
  private changed?: MirrorFilterChange;

  constructor(scope: Construct, id: string, private readonly props: MirrorFilterProps = {}) {
    super(scope, id);
    Registry.of(this).stating.push(this);
    checkText(this, 'filterName', FILTER_NAME, props.filterName);
    checkText(this, 'description', FILTER_DESCRIPTION, props.description);
    checkTags(this, props.tags);
    refuseToken(this.node.path, 'provider', props.provider, 'a provider', 'pass the provider construct');
    for (const what of ['inbound', 'outbound'] as const) {
      if (props[what]) {
        requireList(
          this.node.path,
          what,
          props[what],
          'action',
          'a list of MirrorRule',
          'write the rules individually. Their protocols, CIDRs and ports may be tokens',
        );
      }
    }
    this.filter = new vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(this, 'Resource', {
      trafficMirrorFilterName: props.filterName,
      trafficMirrorFilterDescription: props.description,
      resourceGroupId: props.resourceGroupId,
      tags: props.tags,
      provider: props.provider,
      // Otherwise a filter that is removed from the code is destroyed before its sessions are updated, and the apply fails.
      lifecycle: { createBeforeDestroy: true },
    });
    this.filterId = this.filter.id;
    this.rules = new RuleChain(this, this.filterId, props.provider);
    RuleWriters.of(this).set(this.filterId, { add: (direction, rule) => this.add(direction, rule), awaited: () => this.rules.awaited() });
    const { inbound, outbound } = this.rulesOfProps();
    inbound?.forEach((rule) => this.addInboundRule(rule));
    outbound?.forEach((rule) => this.addOutboundRule(rule));
  }

  /**
   * The dependencies of a session on the rules, so that it is not created with a filter that copies nothing yet: the last rule
   * of the chain, which may be added after the session. Empty for a session of another stack.
   *
   * @internal
   */
  public _awaited(stack: TerraformStack): string[] {
    return this.filter.cdktfStack === stack ? this.rules.awaited() : [];
  }

  /**
   * Adds a rule for packets that a source receives.
   *
   * @throws if a rule of the direction already has that priority, or no priority is left
   */
  public addInboundRule(rule: MirrorRule): void {
    this.add('inbound', rule);
  }

  /**
   * Adds a rule for packets that a source sends.
   *
   * @throws if a rule of the direction already has that priority, or no priority is left
   */
  public addOutboundRule(rule: MirrorRule): void {
    this.add('outbound', rule);
  }

  /**
   * Expects that the filter copies a packet. Otherwise TM216 reports an error.
   *
   * @throws if a value is malformed or a token
   */
  public expectMirrored(packet: MirrorPacket): void {
    this.expectPacket(packet, true);
  }

  /**
   * Expects that the filter does not copy a packet. Otherwise TM216 reports an error.
   *
   * @throws if a value is malformed or a token
   */
  public expectNotMirrored(packet: MirrorPacket): void {
    this.expectPacket(packet, false);
  }

  /**
   * Expects that the filter copies no packet of some traffic, for example of a network with card data. Otherwise TM216 reports
   * an error with the packet and the rule.
   *
   * @throws if a part is malformed or a token
   */
  public expectNever(traffic: MirrorTraffic): void {
    const { inbound, outbound } = trafficOf(`expectNever of ${this.node.path}`, traffic);
    const packets = ([['inbound', inbound], ['outbound', outbound]] as const).map(([direction, parts]) => ({
      direction, blocks: blocksOf(PacketSet.unionOf(parts)),
    }));
    this.expectations.push({ statement: { text: trafficText(traffic), mirrored: false, packets }, location: writtenAt(this) });
    this.traffics.push(traffic);
  }

  /**
   * A packet of some traffic that the filter copies.
   *
   * @returns undefined if it copies none
   * @throws if a part is malformed or a token, or if a rule has a value that is not known at synth
   */
  public findMirrored(traffic: MirrorTraffic): MirrorPacket | undefined {
    return this.find(traffic, (all, copied) => all.intersect(copied));
  }

  /**
   * A packet of some traffic that the filter does not copy.
   *
   * @returns undefined if it copies all
   * @throws if a part is malformed or a token, or if a rule has a value that is not known at synth
   */
  public findNotMirrored(traffic: MirrorTraffic): MirrorPacket | undefined {
    return this.find(traffic, (all, copied) => all.minus(copied));
  }

  /**
   * Whether the filter copies a packet, and the rule that decides. Rules that are added later are not included.
   * `MirrorEvaluation.explain` answers for a whole app.
   *
   * @throws if a value is malformed or a token
   */
  public explain(packet: MirrorPacket): MirrorFilterAnswer {
    const header = packetOf(this.node.path, packet);
    const direction = packet.direction === MirrorDirection.INBOUND ? 'inbound' : 'outbound';
    return filterAnswer(partlyKnown(this.given.filter((g) => g.direction === direction).map((g) => g.rule)), direction, header);
  }

  /**
   * The change of the rules by this synth against the filter's ledger.
   *
   * Undefined if no rule changes, if the ledger does not contain the filter yet, or without a ledger.
   */
  public get change(): MirrorFilterChange | undefined {
    return this.changed;
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const { expired = [], idle = [] } = this.props.intent?._statement ?? {};
    const { change, compiled } = this;
    const names = statedNames(this.traffics);
    const stack = this.filter.cdktfStack.node.path;
    const at = sink.at(stack, this.location);
    if (at !== undefined) {
      for (const name of [this.node.path, `${FILTER_TYPE}.${this.filter.friendlyUniqueId}`]) sink.of(stack).places[name] = at;
    }
    const expectations = this.expectations.map(({ statement, location }): ExpectationStatement => {
      const line = sink.at(stack, location);
      return line === undefined ? statement : { ...statement, at: line };
    });
    if (expired.length + idle.length + expectations.length === 0 && !change && !compiled) return;
    Object.assign(sink.of(stack).addressBooks, statedBooks(this.traffics));
    sink.of(stack).filters[`${FILTER_TYPE}.${this.filter.friendlyUniqueId}`] = {
      expired,
      idle,
      expectations,
      ...change && { change: { comparedWith: change.comparedWith, lines: change.lines } },
      ...compiled && { compiled: compiledStatement(compiled) },
      ...names.used.length > 0 && { names },
    };
  }

  private expectPacket(given: MirrorPacket, mirrored: boolean): void {
    const packet = packetOf(this.node.path, given);
    const one = (value: number): Span => [value, value + 1];
    const ports = (value: number): Span => hasPorts(packet.kind) ? one(value) : EVERY_PORT;
    this.expectations.push({
      location: writtenAt(this),
      statement: {
        text: `${given.direction} ${packetText(packet)}`, mirrored,
        packets: [{
          direction: given.direction === MirrorDirection.INBOUND ? 'inbound' : 'outbound',
          blocks: [{
            kinds: [packet.kind], sources: [one(packet.source)], destinations: [one(packet.destination)],
            sourcePorts: [ports(packet.sourcePort)], destinationPorts: [ports(packet.destinationPort)],
          }],
        }],
      },
    });
  }

  private find(traffic: MirrorTraffic, choose: (all: PacketSet, copied: PacketSet) => PacketSet): MirrorPacket | undefined {
    const parts = trafficOf(`a search in ${this.node.path}`, traffic);
    for (const direction of ['inbound', 'outbound'] as const) {
      const rules = this.given.filter((g) => g.direction === direction).map((g) => g.rule);
      const placed = placedOf(rules);
      if (placed.length < rules.length) {
        throw refusal({
          path: this.node.path,
          what: 'a search in a filter',
          got: described('has a rule with a value that is unknown at synth'),
          allowed: 'rules whose values are all known at synth',
          fix: 'run traffic-mirror explain for one packet, or write the values of the rules as literals',
        });
      }
      const packet = choose(PacketSet.unionOf(parts[direction]), PacketSet.ofRules(byPriority(placed)).minus(NEVER_MIRRORED)).witness();
      // Rules have no name for packets of other protocols.
      if (packet) {
        return {
          from: formatIpv4Address(packet.source),
          to: formatIpv4Address(packet.destination),
          protocol: packet.kind === 'OTHER' ? MirrorProtocol.ALL : MirrorProtocol.of(packet.kind),
          port: hasPorts(packet.kind) ? packet.destinationPort : undefined, fromPort: hasPorts(packet.kind) ? packet.sourcePort : undefined,
          direction: direction === 'inbound' ? MirrorDirection.INBOUND : MirrorDirection.OUTBOUND,
        };
      }
    }
    return undefined;
  }

  /**
   * A filter with the same rules, for sessions above the limit of one filter. Rules that are added to this filter later are
   * also added to the copy.
   *
   * @param number from 2. The suffix of the copy's name
   * @internal
   */
  public _copy(scope: Construct, id: string, number: number): MirrorFilter {
    const { filterName: given } = this.props;
    const filterName = given === undefined ? derivedName(this.node.path, String(number), FILTER_NAME) : copyName(given, number);
    const copy = new MirrorFilter(scope, id, {
      ...this.props,
      intent: undefined,
      ledger: undefined,
      inbound: undefined,
      outbound: undefined,
      filterName,
    });
    for (const { direction, rule } of this.given) copy.add(direction, rule);
    this.copies.push(copy);
    return copy;
  }

  /**
   * The Terraform resource of the filter.
   *
   * @internal
   */
  public get _resource(): TerraformResource {
    return this.filter;
  }

  /**
   * The Terraform resource of a rule.
   *
   * @internal
   */
  public _ruleResource(direction: RuleDirection, priority: number): TerraformResource | undefined {
    return this.rules.resource(direction, priority);
  }

  private rulesOfProps(): { inbound?: MirrorRule[]; outbound?: MirrorRule[] } {
    const { intent, ledger, inbound, outbound } = this.props;
    if (ledger !== undefined && ledger !== null) {
      requireObject(this.node.path, 'ledger', ledger, '_rulesOf', 'a MirrorLedger', 'use MirrorLedger.file(path)');
      if (intent === undefined || intent === null) {
        throw refusal({
          path: this.node.path,
          what: 'ledger',
          got: described('is set without an intent'),
          allowed: 'a ledger together with an intent',
          fix: 'remove the ledger. The rules are already in the code',
        });
      }
    }
    if (intent === undefined || intent === null) return { inbound, outbound };
    requireObject(
      this.node.path, 'intent', intent, '_compile', 'a MirrorIntent', 'write MirrorIntent.of([MirrorStatement.accept({ ... })])',
    );
    if (inbound || outbound) {
      throw refusal({
        path: this.node.path,
        what: 'intent',
        got: described('is set together with rules'),
        allowed: 'an intent, or rules',
        fix: 'use only the intent, and add statements for the packets of the rules',
      });
    }
    this.traffics.push(...intent._traffics);
    return this.compiled = ledger ? this.compileWith(ledger, intent) : intent._compile(this.node.path, ruleLimits(this));
  }

  /** Compiles with the rules in the ledger as the base, and records the new rules in the ledger. */
  private compileWith(ledger: IMirrorLedger, intent: MirrorIntent): MirrorCompiledIntent {
    const { path } = this.node;
    if (intent._hasPrevious) {
      throw refusal({
        path,
        what: 'intent',
        got: described('has previous rules and a ledger'),
        allowed: 'previous rules, or a ledger',
        fix: 'remove previousInbound and previousOutbound. The ledger contains the rules',
      });
    }
    useLedger(this, ledger, this.props.provider);
    const recorded = ledger._rulesOf(path);
    const before = { inbound: recordedRules(recorded ?? [], 'inbound'), outbound: recordedRules(recorded ?? [], 'outbound') };
    const compiled = intent._compile(path, ruleLimits(this), before);
    if (recorded) {
      this.changed = changeOf(inWords(ledger._comparedWith, 'en'), before, {
        inbound: placedOf(compiled.inbound), outbound: placedOf(compiled.outbound),
      });
    }
    ledger._recordRules({
      path,
      folder: () => folderOf(this),
      rules: [...inLedger(compiled.inbound, 'inbound'), ...inLedger(compiled.outbound, 'outbound')],
    });
    return compiled;
  }

  private add(direction: RuleDirection, rule: MirrorRule): void {
    requireRule(this.node.path, direction, rule);
    const priority = rule.priority ?? this.lastPriority[direction] + 1;
    if (!within(RULE_PRIORITY, priority)) {
      throw refusal({
        path: this.node.path, what: `the priority of the next ${direction} rule by position`, got: priority,
        allowed: `${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}: a filter has at most ${RULE_PRIORITY.max} rules in one direction`,
        fix: 'use a wider CIDR or port range to need fewer rules, or set free priorities',
      });
    }
    this.rules.add(this.node.path, direction, rule, priority);
    this.lastPriority[direction] = priority;
    this.given.push({ direction, rule });
    for (const copy of this.copies) copy.add(direction, rule);
  }
}

function compiledStatement(
  { exactRules, leastRules, plainRules, excessRules, copiesMore, extra, extraShare }: MirrorCompiledIntent,
): CompiledStatement {
  return {
    rules: exactRules, least: leastRules, plain: plainRules, excess: excessRules,
    ...copiesMore && { extra: { share: extraShare, lines: extra.slice(0, EXTRA_LINES) } },
  };
}

/** Lines about additional packets in a statements file. */
const EXTRA_LINES = 8;

/** A set in the form of a statements file. */
function blocksOf(set: PacketSet): BlockStatement[] {
  return set.blocks().map((b) => ({
    kinds: b.kinds,
    sources: b.sources.intervals(),
    destinations: b.destinations.intervals(),
    sourcePorts: b.sourcePorts,
    destinationPorts: b.destinationPorts,
  }));
}

/** The maximum number of rules of a filter. TM202 checks raised quotas, which depend on the region of the filter. */
function ruleLimits(scope: IConstruct): RuleLimits {
  const catalog = MirrorCatalog.of(PolicySettings.editionOf(scope));
  const limit = (name: MirrorQuotaName) => Math.max(
    catalog.quota(name).limit!, ...Object.values(statedQuotas(scope)).map((quotas) => quotas[name] ?? 0),
  );
  return { perFilter: limit(MirrorQuotaName.RULES_PER_FILTER), perDirection: limit(MirrorQuotaName.RULES_PER_DIRECTION) };
}

/** A token stays as it is, since its length is unknown. */
function copyName(name: string, number: number): string {
  return known(name) ? numberedName(name, number, FILTER_NAME) : `${name}-${number}`;
}
