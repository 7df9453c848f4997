import { Doubt, Reason, Receiver } from './admission';
import { Sender, senderName } from './senders';
import { aclEntry, groupRule } from './snippets';
import { VXLAN_PORT } from '../../catalog/limits';
import { SECURITY_GROUP } from '../../catalog/target-side';
import { MirrorModel } from '../../model/mirror-model';
import { isManaged } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { formatIpv4Address } from '../../net/ipv4-cidr';
import { Because, ReasonOf } from '../../texts/catalogue';
import { label } from '../../texts/names';
import { isPhrase, PhraseKey, Words } from '../../texts/phrase';

/** The checks that report whether mirrored packets arrive. */
export type ArrivalCheck = 'TM109' | 'TM401' | 'TM402' | 'TM403' | 'TM404' | 'TM405' | 'TM406' | 'TM407' | 'TM408' | 'TM420';

/** A reason of one of these checks, with its parameters. */
export interface ArrivalReason {
  readonly id: ArrivalCheck;
  readonly reason: string;
  readonly parameters: object;
}

/** A reason whose parameters have the type of its text. */
export function because<Id extends ArrivalCheck, Key extends ReasonOf<Id>>(
  id: Id, ...[reason, parameters]: Because<Id, Key>
): ArrivalReason {
  return { id, reason, parameters: parameters ?? {} };
}

/** The destination of a packet. */
export type Destination = Pick<Receiver, 'identity' | 'port'> & { readonly place: Pick<Receiver['place'], 'addresses' | 'exact'> };

/** An arbitrary source port. The service uses a hash of the inner packet. */
const EXAMPLE_PORT = 49_152;

/** One packet from a source. */
export function packetOf(model: MirrorModel, sender: Sender, { identity, place, port }: Destination, sourcePort?: number): string {
  const from = formatIpv4Address(sender.address ?? sender.candidates!.first!);
  const to = place.exact ? formatIpv4Address(place.addresses.first!) : model.nameOf(identity);
  return `${from}:${sourcePort ?? EXAMPLE_PORT} -> ${to}:${port ?? VXLAN_PORT}/udp`;
}

/** Sources that one receiver of a target does not admit. */
export interface Refused {
  readonly receiver: Receiver;
  readonly reason: Reason;
  readonly senders: readonly Sender[];
  /** The number of sources of the target. */
  readonly total: number;
}

/** The reason why a receiver drops packets, and the change that admits them. */
export function dropped(model: MirrorModel, target: string, { receiver, reason, senders, total }: Refused): ArrivalReason {
  const port = receiver.port ?? VXLAN_PORT;
  const cidrs = cidrsOf(senders);
  const common = {
    target, server: receiver.balanced ? model.nameOf(receiver.identity) : undefined, refused: senders.length, total,
    sources: senders.map((s) => senderName(model, s)), packet: packetOf(model, senders[0], receiver, reason.sourcePort), cidrs,
  };
  const entry = aclEntry(cidrs[0], port);
  const rule = groupRule(reason.list, cidrs[0], port);
  const decision = reason.decision!;
  switch (decision.kind) {
    case 'detached': return because('TM420', 'detached', common);
    case 'stopped': return because('TM420', 'stopped', { ...common, instance: model.nameOf(decision.instance) });
    case 'noGroup': return because('TM403', 'noGroup', { ...common, snippet: rule });
    case 'noRule': return because('TM403', 'noRule', { ...common, groups: decision.groups.map((g) => model.nameOf(g)), snippet: rule });
    case 'rule': {
      const { min: firstPriority } = SECURITY_GROUP.priority;
      const first = reason.priority === firstPriority;
      return because('TM403', 'ruleDrops', { ...common, rule: label(decision.rule), first, firstPriority, snippet: rule });
    }
    case 'noEntry': return because('TM404', 'noEntry', { ...common, acl: model.nameOf(decision.acl), snippet: entry });
    case 'entry': return because('TM404', 'entryDrops', { ...common, entry: label(decision.entry), snippet: entry });
  }
}

/** Unknown values that an API response contains. */
const ANSWERED: readonly PhraseKey[] = [
  'groupRulesNotKnown', 'aclNotKnown', 'entriesNotKnown', 'listenersNotKnown', 'listenerStateNotKnown', 'accessNotKnown',
  'groupServersNotKnown', 'importedAcl', 'importedRules', 'importedServers', 'importedStatus',
];

/** Why something is unknown, and whether the app or one of its modules decides it, so that no API response helps. */
export function explained(why: Words): { readonly why: Words; readonly byApp: boolean } {
  return { why, byApp: isPhrase(why) && !ANSWERED.includes(why.phrase) };
}

/** The unknown value that decides about packets from a source to a receiver. */
export function undecided(model: MirrorModel, receiver: Receiver, sender: Sender, doubt: Doubt): ArrivalReason {
  const way = {
    source: senderName(model, sender),
    made: isManaged(sender.identity),
    receiver: model.nameOf(receiver.identity),
    port: receiver.port ?? VXLAN_PORT,
  };
  switch (doubt.kind) {
    case 'use': return because('TM420', 'useNotKnown', { ...way, why: doubt.why });
    case 'groups': return because('TM403', 'groupsNotKnown', way);
    case 'rules': return because('TM403', 'rulesNotKnown', { ...way, ...explained(doubt.why) });
    case 'ruleArgument': return because('TM403', 'ruleOnlyAtApply', { ...way, why: doubt.why });
    case 'prefixList': return because('TM403', 'prefixListNotKnown', { ...way, list: model.nameOf(doubt.list), rule: label(doubt.rule) });
    case 'sourceGroups':
    case 'membership': {
      const names = { group: model.nameOf(doubt.group), rule: label(doubt.rule) };
      return because('TM403', doubt.kind === 'membership' ? 'membershipNotKnown' : 'sourceGroupsNotKnown', { ...way, ...names });
    }
    case 'port': return because('TM407', 'portNotKnown', { source: way.source, server: way.receiver });
    case 'ruleMatch': return because('TM403', 'ruleMatchNotKnown', { ...way, rule: label(doubt.rule) });
    case 'ownGroup': return because('TM403', 'ownGroupNotKnown', { ...way, group: model.nameOf(doubt.group) });
    case 'innerAccess': return because('TM403', 'innerAccessNotKnown', { ...way, group: model.nameOf(doubt.group) });
    case 'vswitch': return because('TM404', 'vswitchNotKnown', way);
    case 'acl': return because('TM404', 'aclNotKnown', { ...way, ...explained(doubt.why) });
    case 'entryArgument': return because('TM404', 'entryOnlyAtApply', { ...way, why: doubt.why });
    case 'entryMatch': return because('TM404', 'entryMatchNotKnown', { ...way, entry: label(doubt.entry) });
    case 'ownVswitch': return because('TM404', 'ownVswitchNotKnown', { ...way, vswitch: model.nameOf(doubt.vswitch) });
  }
}

/** The fewest CIDR blocks that cover exactly these sources. */
function cidrsOf(senders: readonly Sender[]): string[] {
  return AddressSet.unionOf([
    AddressSet.ofAddresses(senders.flatMap((s) => s.address ?? [])),
    ...new Set(senders.flatMap((s) => s.candidates ?? [])),
  ]).cidrs().map(String);
}
