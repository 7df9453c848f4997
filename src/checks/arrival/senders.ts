import { Senders } from './admission';
import { MirrorModel, SessionModel } from '../../model/mirror-model';
import { isOther } from '../../model/kinds';
import { NetworkModel, Place } from '../../model/network/network-model';
import { Identity, isManaged } from '../../model/reference';
import { AddressSet } from '../../net/address-set';
import { formatIpv4Address } from '../../net/ipv4-cidr';

/** One source and its address. */
export interface Sender {
  readonly identity: Identity;
  /** A session that has it as source. */
  readonly session: SessionModel;
  /** Its address, if known. */
  readonly address?: number;
  /** Otherwise, all possible addresses. */
  readonly candidates?: AddressSet;
}

/** Sources of one target that rules can distinguish only by their addresses. */
export interface SenderClass extends Senders {
  readonly members: Sender[];
}

/** The sources of a target's sessions, grouped by the properties that rules match. */
export function senderClasses(network: NetworkModel, sessions: readonly SessionModel[]): SenderClass[] {
  const classes = new Map<string, SenderClass>();
  const seen = new Set<Identity>();
  for (const session of sessions) {
    for (const source of session.sources ?? []) {
      if (seen.has(source)) continue;
      seen.add(source);
      // TM108 reports ids that are not interfaces.
      if (isOther(source, 'network interface')) continue;
      const place = network.place(source, session.sourceStatements?.get(source));
      const { groups, vswitch, vpc } = place;
      const own = network.addressed.has(source) ? source : undefined;
      const managed = isManaged(source);
      const key = `${vpc}\n${vswitch}\n${own ?? managed}\n${groups?.length === 1 ? groups[0] : groups?.slice().sort().join(' ')}`;
      let found = classes.get(key);
      if (!found) classes.set(key, found = { groups, vswitch, vpc, interface: own, managed, members: [] });
      found.members.push(senderOf(place, source, session));
    }
  }
  return [...classes.values()];
}

/** The first source of some sessions, for an example of a packet. */
export function firstSender(network: NetworkModel, sessions: readonly SessionModel[]): Sender | undefined {
  for (const session of sessions) {
    const source = session.sources?.find((s) => !isOther(s, 'network interface'));
    if (source === undefined) continue;
    return senderOf(network.place(source, session.sourceStatements?.get(source)), source, session);
  }
  return undefined;
}

function senderOf({ addresses, exact }: Place, identity: Identity, session: SessionModel): Sender {
  return exact ? { identity, session, address: addresses.first } : { identity, session, candidates: addresses };
}

/** All possible addresses of the members of a class. */
export function addressesOf({ members }: Pick<SenderClass, 'members'>): AddressSet {
  const exact: number[] = [];
  const ranges = new Set<AddressSet>();
  for (const { address, candidates } of members) {
    if (address !== undefined) exact.push(address);
    else ranges.add(candidates!);
  }
  return AddressSet.unionOf([AddressSet.ofAddresses(exact), ...ranges]);
}

/** Whether a set contains all possible addresses of a source. */
export function wholly(set: AddressSet, { address, candidates }: Sender): boolean {
  return address !== undefined ? set.contains(address) : set.containsAll(candidates!);
}

/** Whether a set contains some possible address of a source. */
export function partly(set: AddressSet, { address, candidates }: Sender): boolean {
  return address !== undefined ? set.contains(address) : set.overlaps(candidates!);
}

/** The name of a source in a sentence, with its address if known. */
export function senderName(model: MirrorModel, { identity, address }: Sender): string {
  return address === undefined ? model.nameOf(identity) : `${model.nameOf(identity)} (${formatIpv4Address(address)})`;
}
