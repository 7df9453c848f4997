import { Copies } from './copies';
import { MirroredInterface, mirroredInterfaces } from './interfaces';
import { Direction, MirrorModel } from '../model/mirror-model';
import { named } from '../model/reference';
import { AddressSet } from '../net/address-set';
import { EVERY_PORT, Packet, PACKET_KINDS } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Where a packet is looked for, and which kind of packet. */
export interface Search {
  readonly space: PacketSet;
  /** Whether the packet is to be copied, or not. */
  readonly copied: boolean;
  /** The interface at which it is seen. @default - every source whose primary IP is known */
  readonly interfaceId?: string;
  /** @default - both */
  readonly direction?: Direction;
}

export interface Searched {
  /** A packet of the kind. Nothing if there is none. */
  readonly packet?: Packet;
  /** The packet is one only if values that are not known turn out so. */
  readonly undecided: boolean;
  /** Interfaces that were looked at, and those that were not, since their address is not known. */
  readonly interfaces: number;
  readonly withoutAddress: number;
}

/**
 * A packet of a header space that is copied, or one that no mirrored interface that sees it copies. An interface sees the packets
 * from and to its primary IP. If it is named, and its address is not known, it sees all.
 */
export function search(model: MirrorModel, { space, copied, interfaceId, direction }: Search): Searched {
  const copies = new Copies(model);
  const [interfaces, withoutAddress] = split(mirroredInterfaces(model).filter(({ source }) => interfaceId === undefined || named(source) === interfaceId || source === interfaceId), interfaceId !== undefined);
  let [seen, sure, perhaps] = [PacketSet.EMPTY, PacketSet.EMPTY, PacketSet.EMPTY];
  for (const own of (['inbound', 'outbound'] as const).filter((d) => direction === undefined || d === direction)) {
    // Interfaces with equal sessions are one class.
    const classes = new Map<object, { addresses: AddressSet[]; copy: ReturnType<Copies['of']> }>();
    for (const i of interfaces) {
      const copy = copies.of(i, own);
      const there = classes.get(copy);
      const address = i.address === undefined ? AddressSet.ALL : AddressSet.range(i.address, i.address);
      if (there) there.addresses.push(address);
      else classes.set(copy, { addresses: [address], copy });
    }
    for (const { addresses, copy } of classes.values()) {
      const at = AddressSet.unionOf(addresses);
      const sides = own === 'outbound' ? [at, AddressSet.ALL] as const : [AddressSet.ALL, at] as const;
      const visible = PacketSet.product(PACKET_KINDS, ...sides, [EVERY_PORT], [EVERY_PORT]).intersect(space);
      seen = seen.union(visible);
      sure = sure.union(visible.intersect(copy.sure));
      perhaps = perhaps.union(visible.intersect(copy.perhaps));
    }
    // A session whose sources are not known may have any of the interfaces.
    for (const session of model.sessions) if (session.sources === undefined) perhaps = perhaps.union(seen.intersect(copies.of({ sessions: [session] }, own).perhaps));
  }
  // What an interface sends to itself is on no network.
  const own = interfaces.flatMap(({ address }) => address === undefined ? [] : [address]);
  const loops = PacketSet.ofBoxes(own.map((a) => ({ protocol: 'ALL', source: [a, a + 1], destination: [a, a + 1], sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT })));
  [seen, sure, perhaps] = [seen.minus(loops), sure.minus(loops), perhaps.minus(loops)];
  const [certain, possible] = copied ? [sure, perhaps] : [seen.minus(perhaps), seen.minus(sure)];
  const packet = certain.witness() ?? possible.witness();
  return { packet, undecided: certain.isEmpty && packet !== undefined, interfaces: interfaces.length, withoutAddress: withoutAddress.length };
}

function split(all: readonly MirroredInterface[], everything: boolean): [MirroredInterface[], MirroredInterface[]] {
  const looked = (i: MirroredInterface) => everything || i.address !== undefined;
  return [all.filter(looked), all.filter((i) => !looked(i))];
}
