import { SECURITY_GROUP } from '../../catalog/target-side';
import { GroupModel } from '../../model/network/security-groups';
import { useOf } from '../../model/network/interface-use';
import { NetworkModel, Place } from '../../model/network/network-model';
import { ALL_PORTS, PacketRule, Ports } from '../../model/network/packet-rule';
import { Identity, surelyDiffer } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { Decided, firstMatch, Step, Verdict } from '../../net/first-match';
import { phrase, Words } from '../../texts/phrase';

/** Sources that the rules of a target can distinguish only by their addresses. */
export interface Senders {
  readonly groups?: readonly Identity[];
  readonly vswitch?: Identity;
  readonly vpc?: Identity;
  /** The sending interface, if a rule matches only its address. */
  readonly interface?: Identity;
  /** Whether all members are resources of the app, and so differ from every other resource. */
  readonly managed?: boolean;
}

/** The interface that receives the packets. */
export interface Receiver {
  readonly identity: Identity;
  readonly place: Place;
  /** The UDP port. Undefined if it is known only at apply. */
  readonly port?: number;
  /** Whether a load balancer forwards the packets. */
  readonly balanced: boolean;
}

/** The reason why packets are admitted or dropped. */
export interface Reason {
  /** The rule or entry that decides. */
  readonly decision?: Decision;
  /** The unknown value that decides. */
  readonly doubt?: Doubt;
  /** Priority of the rule that decides. */
  readonly priority?: number;
  /** The group or ACL that decides. */
  readonly list?: Identity;
  /** The source port that is dropped. Undefined if all are dropped. */
  readonly sourcePort?: number;
}

/** The reason for a decision about packets. */
export type Decision =
  | { readonly kind: 'rule'; readonly rule: Words }
  | { readonly kind: 'noGroup' }
  | { readonly kind: 'noRule'; readonly groups: readonly Identity[] }
  | { readonly kind: 'entry'; readonly entry: Words }
  | { readonly kind: 'noEntry'; readonly acl: Identity }
  | { readonly kind: 'detached' }
  | { readonly kind: 'stopped'; readonly instance: Identity };

/** The unknown value. */
export type Doubt =
  /** Whether the interface is attached to a running instance. */
  | { readonly kind: 'use'; readonly why: Words }
  /** The security groups of the receiver. */
  | { readonly kind: 'groups' }
  /** The rules of a group. */
  | { readonly kind: 'rules'; readonly why: Words }
  /** An argument of a rule of the app, which no API response contains. */
  | { readonly kind: 'ruleArgument'; readonly why: Words }
  /** The entries of a prefix list. */
  | { readonly kind: 'prefixList'; readonly list: Identity; readonly rule: Words }
  /** The groups of the sources. */
  | { readonly kind: 'sourceGroups'; readonly group: Identity; readonly rule: Words }
  /** Whether the sources are members of a group, and in its VPC. */
  | { readonly kind: 'membership'; readonly group: Identity; readonly rule: Words }
  /** The port of the receiving server. */
  | { readonly kind: 'port' }
  /** Whether a rule matches. */
  | { readonly kind: 'ruleMatch'; readonly rule: Words }
  /** Whether the sources are in the receiver's own group. */
  | { readonly kind: 'ownGroup'; readonly group: Identity }
  /** Whether a group admits its members. */
  | { readonly kind: 'innerAccess'; readonly group: Identity }
  /** The vSwitch of the receiver. */
  | { readonly kind: 'vswitch' }
  /** The ACL of the vSwitch, or its entries. */
  | { readonly kind: 'acl'; readonly why: Words }
  /** An argument of an entry of the app. */
  | { readonly kind: 'entryArgument'; readonly why: Words }
  /** Whether an entry matches. */
  | { readonly kind: 'entryMatch'; readonly entry: Words }
  /** Whether the sources are in the receiver's own vSwitch. */
  | { readonly kind: 'ownVswitch'; readonly vswitch: Identity };

export interface Outcome {
  readonly sources: AddressSet;
  /** Undefined if it depends on an unknown value. */
  readonly verdict?: Verdict;
  readonly reason: Reason;
}

const [LOWEST_PORT, HIGHEST_PORT] = ALL_PORTS;
const { priority: PRIORITY } = SECURITY_GROUP;

/** Whether a receiver gets packets: its interface must be attached to a running instance, and its ACL and groups must admit them. */
export function received(network: NetworkModel, receiver: Receiver, senders: Senders, sources: AddressSet): Outcome[] {
  const use = useOf(network, receiver.identity);
  if (use.kind === 'detached' || use.kind === 'stopped') return [{ sources, verdict: 'drop', reason: { decision: use } }];
  const outcomes = admission(network, receiver, senders, sources);
  if (use.kind !== 'open') return outcomes;
  const dropped = outcomes.filter((o) => o.verdict === 'drop');
  const left = sources.minus(unionOf(dropped, () => true));
  return left.isEmpty ? dropped : [...dropped, { sources: left, reason: { doubt: { kind: 'use', why: use.why } } }];
}

/** Whether a receiver admits packets from source addresses: first its vSwitch's ACL decides, then its security groups. */
export function admission(network: NetworkModel, receiver: Receiver, senders: Senders, sources: AddressSet): Outcome[] {
  const acl = atAcl(network, receiver, senders, sources);
  const dropped = unionOf(acl, (o) => o.verdict === 'drop');
  const open = unionOf(acl, (o) => o.verdict === undefined);
  const outcomes = acl.filter((o) => o.verdict !== 'accept');
  for (const outcome of atGroups(network, receiver, senders, sources.minus(dropped))) {
    // A packet that a group certainly drops never arrives, regardless of the ACL.
    const part = outcome.verdict === 'drop' ? outcome.sources : outcome.sources.minus(open);
    outcomes.push({ ...outcome, sources: part });
  }
  const refused = unionOf(outcomes, (o) => o.verdict === 'drop');
  return outcomes.flatMap((o) => {
    const part = o.verdict === undefined ? o.sources.minus(refused) : o.sources;
    return part.isEmpty ? [] : [{ ...o, sources: part }];
  });
}

function unionOf(outcomes: readonly Outcome[], which: (o: Outcome) => boolean): AddressSet {
  return AddressSet.unionOf(outcomes.filter(which).map((o) => o.sources));
}

/** The security groups of a receiver: the rules of all groups together, by priority, with drop before accept. */
function atGroups(network: NetworkModel, receiver: Receiver, senders: Senders, sources: AddressSet): Outcome[] {
  if (sources.isEmpty) return [];
  const { place } = receiver;
  if (place.groups === undefined) {
    return [{ sources, reason: { doubt: { kind: 'groups' } } }];
  }
  const groups = place.groups.map((id) => network.groups.of(id));
  const rules = groups.flatMap((group) => group.rules.map((rule) => ({ rule, group })));
  const spans = portSpans(rules.map(({ rule }) => rule));
  return overPorts(sources, spans, (span) => {
    const slots: { at: number; step: Step<Reason> }[] = [];
    for (const { rule, group } of rules) addRule(slots, network, receiver, senders, rule, group, span);
    for (const group of groups) {
      const why = group.open ?? perhapsAway(network, group, place.vpc);
      if (why === undefined) continue;
      const by: Reason = { doubt: { kind: 'rules', why } };
      for (const verdict of ['drop', 'accept'] as const) {
        slots.push({ at: slot({ priority: PRIORITY.min, verdict }), step: { sources: AddressSet.ALL, verdict, certain: false, by } });
      }
    }
    const steps = slots.sort((a, b) => a.at - b.at).map(({ step }) => step);
    for (const group of groups) steps.push(...insideGroup(group, senders));
    steps.push({ sources: AddressSet.ALL, verdict: 'drop', certain: true, by: { decision: noRule(groups), list: groups[0]?.identity } });
    return firstMatch(sources, steps);
  });
}

/** Why it is unknown whether a group is in the VPC of its interface. Otherwise the service rejects the interface. */
export function perhapsAway(network: NetworkModel, group: GroupModel, vpc: Identity | undefined): Words | undefined {
  if (vpc === undefined || group.vpc === undefined || group.vpc === vpc) return undefined;
  const { model } = network;
  return phrase('groupVpcNotKnown', { group: model.nameOf(group.identity), vpc: model.nameOf(vpc), groupVpc: model.nameOf(group.vpc) });
}

function noRule(groups: readonly GroupModel[]): Decision {
  return groups.length === 0 ? { kind: 'noGroup' } : { kind: 'noRule', groups: groups.map((g) => g.identity) };
}

/** The place of a rule among others. At equal priority, drop goes before accept. */
export function slot({ priority, verdict }: Pick<PacketRule, 'priority' | 'verdict'>): number {
  return priority! * 2 + (verdict === 'accept' ? 1 : 0);
}

/** A rule with an unknown priority or policy may decide at its earliest place, and decides at its latest place. */
function addRule(
  slots: { at: number; step: Step<Reason> }[],
  network: NetworkModel,
  receiver: Receiver,
  senders: Senders,
  rule: PacketRule,
  group: GroupModel,
  span: Ports,
): void {
  const { sure, perhaps } = matched(network, receiver, senders, rule, group, span);
  if (sure.isEmpty && perhaps.isEmpty) return;
  const by: Reason = { decision: { kind: 'rule', rule: rule.label }, priority: rule.priority, list: group.identity };
  const opener: Reason = { doubt: doubtOf(network, receiver, senders, rule) };
  const add = (priority: number, verdict: Verdict, part: AddressSet, certain: boolean) => {
    if (part.isEmpty) return;
    slots.push({ at: slot({ priority, verdict }), step: { sources: part, verdict, certain, by: certain ? by : opener } });
  };
  const [first, last] = rule.priority === undefined ? [PRIORITY.min, PRIORITY.max] : [rule.priority, rule.priority];
  const movable = first !== last;
  if (rule.verdict === undefined) {
    for (const verdict of ['drop', 'accept'] as const) add(first, verdict, sure.union(perhaps), false);
    return;
  }
  add(first, rule.verdict, movable ? sure.union(perhaps) : perhaps, false);
  add(last, rule.verdict, sure, true);
}

function doubtOf(
  network: NetworkModel, receiver: Receiver, senders: Senders, { label: rule, peer, ports, unknown: why }: PacketRule,
): Doubt {
  if (needsPort(receiver, ports)) return { kind: 'port' };
  if (why !== undefined) return { kind: 'ruleArgument', why };
  if (peer.list !== undefined && network.list(peer.list) === undefined) return { kind: 'prefixList', list: peer.list, rule };
  if (peer.group !== undefined) return { kind: senders.groups === undefined ? 'sourceGroups' : 'membership', group: peer.group, rule };
  return { kind: 'ruleMatch', rule };
}

/** Whether the unknown port of a receiver decides if ports match. */
function needsPort({ port }: Receiver, ports: Ports | undefined): boolean {
  return port === undefined && ports !== undefined && !isEvery(ports);
}

function isEvery([first, last]: Ports): boolean {
  return first <= LOWEST_PORT && last >= HIGHEST_PORT;
}

/** The source addresses that a rule certainly matches, and those that it may also match. */
function matched(
  network: NetworkModel, receiver: Receiver, senders: Senders, rule: PacketRule, group: GroupModel | undefined, span: Ports,
): { sure: AddressSet; perhaps: AddressSet } {
  let certain = rule.certain;
  const { ports, sourcePorts, destination, peer } = rule;
  if (ports === undefined || receiver.port === undefined) {
    if (ports !== undefined && ports[0] > ports[1]) return NOTHING;
    if (ports === undefined || !isEvery(ports)) certain = false;
  } else if (receiver.port < ports[0] || receiver.port > ports[1]) {
    return NOTHING;
  }
  if (sourcePorts !== undefined && (span[0] < sourcePorts[0] || span[1] > sourcePorts[1])) return NOTHING;
  if (destination !== undefined) {
    if (!destination.overlaps(receiver.place.addresses)) return NOTHING;
    if (!destination.containsAll(receiver.place.addresses)) certain = false;
  }
  let sure: AddressSet | undefined = peer.cidrs;
  if (peer.group !== undefined) {
    const member = isMember(peer.group, senders, receiver.place.vpc, group!);
    if (member === false) return NOTHING;
    if (member) sure = AddressSet.ALL;
  } else if (peer.interface !== undefined) {
    const owner = network.place(peer.interface);
    if (peer.interface === senders.interface) sure = AddressSet.ALL;
    // Two interfaces of one VPC have different addresses.
    else if (senders.managed && owner.vpc !== undefined && owner.vpc === senders.vpc) return NOTHING;
    else return { sure: AddressSet.EMPTY, perhaps: owner.addresses };
  } else if (peer.list !== undefined) {
    sure = network.list(peer.list);
  }
  if (sure === undefined) return { sure: AddressSet.EMPTY, perhaps: AddressSet.ALL };
  return certain ? { sure, perhaps: AddressSet.EMPTY } : { sure: AddressSet.EMPTY, perhaps: sure };
}

const NOTHING = { sure: AddressSet.EMPTY, perhaps: AddressSet.EMPTY };

/** Whether the sources are members of a rule's group. This holds only within one VPC, and only in basic groups. */
function isMember(group: Identity, senders: Senders, vpc: Identity | undefined, owner: GroupModel): boolean | undefined {
  if (owner.advanced || differ(vpc, senders.vpc)) return false;
  const member = among(group, senders);
  return member && (owner.advanced !== false || vpc === undefined || vpc !== senders.vpc) ? undefined : member;
}

/** Whether the senders are members of a group. */
function among(group: Identity, { groups }: Senders): boolean | undefined {
  if (groups === undefined) return undefined;
  if (groups.includes(group)) return true;
  return groups.every((g) => surelyDiffer(g, group)) ? false : undefined;
}

/** Whether two things are known and certainly different. */
function differ(a: Identity | undefined, b: Identity | undefined): boolean {
  return a !== undefined && b !== undefined && surelyDiffer(a, b);
}

/** Basic groups admit packets from their members, after all rules. */
function insideGroup(group: GroupModel, senders: Senders): Step<Reason>[] {
  if (group.innerAccess === false) return [];
  const member = among(group.identity, senders);
  if (member === false) return [];
  const doubt: Doubt = { kind: member === undefined ? 'ownGroup' : 'innerAccess', group: group.identity };
  return [{ sources: AddressSet.ALL, verdict: 'accept', certain: member === true && group.innerAccess === true, by: { doubt } }];
}

/** The network ACL of a receiver's vSwitch: the entries in order, and finally a drop. */
function atAcl(network: NetworkModel, receiver: Receiver, senders: Senders, sources: AddressSet): Outcome[] {
  const { vswitch } = receiver.place;
  const open = (doubt: Doubt): Outcome[] => [{ sources, reason: { doubt } }];
  // It does not filter packets inside the vSwitch.
  const same = vswitch !== undefined && senders.vswitch === vswitch;
  if (same && !receiver.balanced) return [];
  if (vswitch === undefined) return open({ kind: 'vswitch' });
  const binding = network.acls.ofVswitch(vswitch);
  if (binding.open !== undefined) return open({ kind: 'acl', why: binding.open });
  const { acl } = binding;
  if (!acl) return [];
  if (acl.open !== undefined) return open({ kind: 'acl', why: acl.open });
  const steps: Step<Reason>[] = [{
    sources: insideVswitch(network, vswitch, senders, receiver), verdict: 'accept', certain: false,
    by: { doubt: { kind: 'ownVswitch', vswitch } },
  }];
  for (const rule of acl.entries) {
    const { sure, perhaps } = matched(network, receiver, senders, rule, undefined, ALL_PORTS);
    const by: Reason = { decision: { kind: 'entry', entry: rule.label } };
    const opener: Reason = { doubt: entryDoubt(receiver, rule) };
    if (rule.verdict === undefined) {
      for (const verdict of ['drop', 'accept'] as const) steps.push({ sources: sure.union(perhaps), verdict, certain: false, by: opener });
    } else {
      steps.push(
        { sources: sure, verdict: rule.verdict, certain: true, by },
        { sources: perhaps, verdict: rule.verdict, certain: false, by: opener },
      );
    }
  }
  steps.push({ sources: AddressSet.ALL, verdict: 'drop', certain: true, by: { decision: { kind: 'noEntry', acl: acl.identity } } });
  return outcomesOf(firstMatch(sources, steps));
}

function entryDoubt(receiver: Receiver, { label: entry, ports, unknown: why }: PacketRule): Doubt {
  if (needsPort(receiver, ports)) return { kind: 'port' };
  return why === undefined ? { kind: 'entryMatch', entry } : { kind: 'entryArgument', why };
}

/** The addresses of senders that may be in the receiver's own vSwitch. */
function insideVswitch(network: NetworkModel, vswitch: Identity, senders: Senders, receiver: Receiver): AddressSet {
  if (differ(senders.vswitch, vswitch) || differ(senders.vpc, receiver.place.vpc)) return AddressSet.EMPTY;
  return network.blockOf(vswitch) ?? AddressSet.ALL;
}

/** The source ports, split into spans that every rule treats alike. */
function portSpans(rules: readonly PacketRule[]): Ports[] {
  const starts = new Set([LOWEST_PORT]);
  for (const { sourcePorts } of rules) {
    if (sourcePorts === undefined) continue;
    if (sourcePorts[0] > LOWEST_PORT) starts.add(sourcePorts[0]);
    if (sourcePorts[1] < HIGHEST_PORT) starts.add(sourcePorts[1] + 1);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((first, i) => [first, (sorted[i + 1] ?? HIGHEST_PORT + 1) - 1] as const);
}

/** A source sends from every port. If one port is dropped, the source is not admitted. */
function overPorts(sources: AddressSet, spans: readonly Ports[], decide: (span: Ports) => Decided<Reason>[]): Outcome[] {
  if (spans.length === 1) return outcomesOf(decide(spans[0]));
  const all = spans.map((span) => outcomesOf(decide(span), span[0]));
  const outcomes: Outcome[] = [];
  let left = sources;
  for (const wanted of ['drop', undefined, 'accept'] as const) {
    for (const outcome of all.flat()) {
      if (outcome.verdict !== wanted) continue;
      const part = outcome.sources.intersect(left);
      outcomes.push({ ...outcome, sources: part });
      left = left.minus(part);
    }
  }
  return outcomes;
}

function outcomesOf(decided: readonly Decided<Reason>[], sourcePort?: number): Outcome[] {
  return decided.map(({ sources, verdict, by }) => ({ sources, verdict, reason: { ...by, sourcePort } }));
}
