import { SECURITY_GROUP } from '../../catalog/target-side';
import { ResourceEffect } from '../../catalog/resource-effects';
import { expression } from '../../net/known';
import { GroupRuleFact, NetworkFacts, SecurityGroupFact } from '../../input/network-facts';
import { Identity, isLiteral, isManaged, literalBoolean, literalNumber, literalText, surelyDiffer } from '../reference';
import type { MirrorModel } from '../mirror-model';
import { Block, StackModel } from '../stack-model';
import { Names } from './names';
import { Others } from './others';
import { peerOf } from './peer';
import { addressesOf, firstUnknown, PacketRule, Peer, portsOf, rangeProblem, udpPorts, verdictOf } from './packet-rule';
import { doubtOf, Reach } from './reach';
import { phrase, Words } from '../../texts/phrase';

export const RULE_TYPE = 'alicloud_security_group_rule';

/** A security group, as far as it is known. */
export interface GroupModel {
  readonly identity: Identity;
  /** An advanced (enterprise) group. Undefined if unknown. */
  readonly advanced?: boolean;
  /** Whether members reach each other without a rule. Undefined if unknown. */
  readonly innerAccess?: boolean;
  readonly vpc?: Identity;
  readonly rules: PacketRule[];
  /** The reason why there may be other rules, if any. */
  readonly open?: Words;
}

/** A rule of the app. */
export interface WrittenRule {
  readonly block: Block;
  readonly stack: StackModel;
  readonly group: Identity;
  readonly rule: PacketRule;
}

/** The security groups of an app and of the network facts. */
export class SecurityGroups {
  /** The inbound rules that the app writes. */
  public readonly written: WrittenRule[] = [];
  private readonly byGroup = new Map<Identity, WrittenRule[]>();
  private readonly groups = new Map<Identity, GroupModel>();

  private readonly model: MirrorModel;

  constructor(private readonly reach: Reach, private readonly facts: NetworkFacts, private readonly names: Names) {
    const { model } = reach;
    this.model = model;
    for (const stack of model.stacks) {
      for (const block of reach.blocks(stack, RULE_TYPE)) {
        if (block.body.type === 'egress') continue;
        const rule = {
          block,
          stack,
          group: names.idOf(stack, block.body.security_group_id) ?? stack.anything,
          rule: writtenRule(model, names, stack, block),
        };
        this.written.push(rule);
        const there = this.byGroup.get(rule.group);
        if (there) there.push(rule);
        else this.byGroup.set(rule.group, [rule]);
      }
    }
  }

  public of(identity: Identity): GroupModel {
    let group = this.groups.get(identity);
    if (!group) this.groups.set(identity, group = this.read(this.names.of(identity)));
    return group;
  }

  private read(identity: Identity): GroupModel {
    const found = this.reach.blockOf(identity);
    const rules = this.rulesOf(identity);
    if (found) {
      const { body, path } = found.block;
      const imported = this.names.imported(identity);
      const fact = imported?.id === undefined ? undefined : this.facts.securityGroups.get(imported.id);
      // The type of an imported group stays.
      const type = literalText(body.security_group_type ?? (imported ? undefined : SECURITY_GROUP.basicType));
      const advanced = type !== undefined ? type === 'enterprise' : fact && advancedOf(fact);
      const policy = literalText(body.inner_access_policy)?.toLowerCase();
      const inner = literalBoolean(body.inner_access) ?? (policy === undefined ? undefined : policy === 'accept');
      const said = body.inner_access !== undefined || body.inner_access_policy !== undefined;
      return {
        identity, advanced,
        rules: [...fact?.rules.map((rule) => this.describedRule(identity, rule)) ?? [], ...rules],
        innerAccess: advanced ? false : inner ?? (imported ? fact?.innerAccess : said || advanced === undefined ? undefined : true),
        vpc: this.names.idOf(found.stack, body.vpc_id) ?? this.names.of(fact?.vpcId),
        open: !isManaged(identity) ? phrase('whichCopy', { path })
          : this.byOthers(identity) ?? (imported && !fact ? phrase('importedRules', { path }) : undefined),
      };
    }
    const fact = isLiteral(identity) ? this.facts.securityGroups.get(identity) : undefined;
    if (!fact) {
      const why = this.reach.why(identity) ?? phrase('groupRulesNotKnown', { group: this.model.nameOf(identity) });
      return { identity, rules, open: why };
    }
    return {
      identity,
      advanced: advancedOf(fact),
      innerAccess: fact.innerAccess,
      vpc: this.names.of(fact.vpcId),
      rules: [...fact.rules.map((rule) => this.describedRule(identity, rule)), ...rules],
      open: this.byOthers(identity),
    };
  }

  private byOthers(identity: Identity): Words | undefined {
    const who = Others.of(this.model).at(identity, ResourceEffect.GROUP_RULES);
    return who && phrase('groupRulesByOther', { who });
  }

  /** The app's rules of a group. A rule that only may belong to this group is not certain. */
  private rulesOf(identity: Identity): PacketRule[] {
    const rules = (this.byGroup.get(identity) ?? []).map(({ rule }) => rule);
    for (const [other, written] of this.byGroup) {
      if (other === identity || surelyDiffer(other, identity)) continue;
      for (const { rule, block } of written) {
        rules.push({
          ...rule,
          certain: false,
          unknown:
            rule.unknown
            ?? phrase('groupPerhaps', { path: block.path, other: this.model.nameOf(other), group: this.model.nameOf(identity) }),
        });
      }
    }
    return rules;
  }

  private describedRule(group: Identity, rule: GroupRuleFact): PacketRule {
    const { names } = this;
    const peer: Peer = rule.sourceCidr !== undefined ? { cidrs: addressesOf(rule.sourceCidr) }
      : rule.sourceIpv6Cidr !== undefined ? { cidrs: addressesOf('::/0') }
        : rule.sourceGroupId !== undefined ? { group: names.of(rule.sourceGroupId) }
          : { list: names.of(rule.sourcePrefixListId) };
    const priority = literalNumber(rule.priority);
    const label = phrase('of', { name: rule.name, owner: this.model.nameOf(group) });
    return {
      label, verdict: verdictOf(rule.policy), priority, ports: udpPorts(rule.protocol, rule.portRange),
      sourcePorts: portsOf(rule.sourcePortRange),
      destination: addressesOf(rule.destinationCidr),
      peer, certain: true,
      unknown: priority === undefined ? phrase('priorityOf', { rule: label }) : undefined,
    };
  }
}

/** The response does not contain the type. Only a basic group admits its members, or has a rule with a group as source. */
function advancedOf({ innerAccess, rules }: SecurityGroupFact): boolean | undefined {
  return innerAccess || rules.some((rule) => rule.sourceGroupId !== undefined) ? false : undefined;
}

const ARGUMENTS = [
  'type', 'policy', 'priority', 'ip_protocol', 'port_range', 'cidr_ip', 'source_security_group_id', 'prefix_list_id',
] as const;

function writtenRule(model: MirrorModel, names: Names, stack: StackModel, block: Block): PacketRule {
  const b = block.body;
  const verdict = b.policy === undefined ? 'accept' : verdictOf(b.policy);
  const priority = b.priority === undefined ? 1 : literalNumber(b.priority);
  const invalid = invalidArgument(b);
  // Without a range the provider sends none. The behaviour of the service is then unknown.
  const wrong = rangeProblem(b.ip_protocol, b.port_range) !== undefined
    || typeof b.ip_protocol === 'string' && !expression(b.ip_protocol) && b.ip_protocol !== b.ip_protocol.toLowerCase();
  // A rule for another protocol matches no copy, whatever its range.
  const other = literalText(b.ip_protocol) !== undefined && !['udp', 'all'].includes(b.ip_protocol.toLowerCase());
  const ports = wrong && !other ? undefined : udpPorts(b.ip_protocol, b.port_range);
  return {
    label: block.path, verdict, priority, ports, peer: writtenPeer(model, names, stack, b),
    certain: block.copies !== undefined && b.type === 'ingress' && !wrong && invalid === undefined,
    unknown: firstUnknown(block.path, b, ARGUMENTS)
      ?? (block.copies === undefined ? doubtOf(block, phrase('howMany', { path: block.path })) : undefined)
      ?? (wrong ? phrase('refusedAtApply', { path: block.path }) : undefined)
      ?? (invalid && phrase('argumentIs', { argument: invalid, path: block.path, value: String(b[invalid]) }))
      ?? (ports === undefined ? phrase('argumentMissing', { argument: 'port_range', path: block.path }) : undefined),
  };
}

/** The first argument whose value the provider refuses. */
function invalidArgument(b: any): 'policy' | 'priority' | 'nic_type' | undefined {
  const { min, max } = SECURITY_GROUP.priority;
  const priority = literalNumber(b.priority);
  const given = (argument: string) => b[argument] !== undefined && !expression(String(b[argument]));
  if (given('policy') && !['accept', 'drop'].includes(b.policy)) return 'policy';
  if (given('priority') && !(priority !== undefined && Number.isInteger(priority) && priority >= min && priority <= max)) return 'priority';
  return given('nic_type') && !['intranet', 'internet'].includes(b.nic_type) ? 'nic_type' : undefined;
}

/** The provider uses only one of these arguments. A CIDR takes precedence over a prefix list. */
function writtenPeer(model: MirrorModel, names: Names, stack: StackModel, b: any): Peer {
  if (typeof b.cidr_ip === 'string') return peerOf(model, stack, b.cidr_ip);
  if (typeof b.ipv6_cidr_ip === 'string') return { cidrs: addressesOf('::/0') };
  if (typeof b.source_security_group_id === 'string') return { group: names.idOf(stack, b.source_security_group_id) };
  if (typeof b.prefix_list_id === 'string') return { list: names.idOf(stack, b.prefix_list_id) };
  return {};
}
