import { Copies, loops, seenPackets } from '../checks/copies';
import { MirroredInterface, mirroredInterfaces } from '../checks/mirrored-interfaces';
import { Direction, MirrorModel } from '../model/mirror-model';
import { named } from '../model/reference';
import { Packet } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** The traffic to search, and the kind of packet. */
export interface Search {
  readonly space: PacketSet;
  /** Whether to find a copied packet, or one that is not copied. */
  readonly copied: boolean;
  /** The interface that sees the packet. @default - every source with a known primary IP */
  readonly interfaceId?: string;
  /** @default - both */
  readonly direction?: Direction;
}

export interface Searched {
  /** A packet of the kind. Undefined if there is none. */
  readonly packet?: Packet;
  /** Whether the packet is of the kind only for some of the unknown values. */
  readonly undecided: boolean;
  /** Interfaces that were searched, and interfaces that were not searched because their address is unknown. */
  readonly interfaces: number;
  readonly withoutAddress: number;
}

/**
 * A packet of a header space that is copied, or one that no mirrored interface copies although it sees the packet. An interface
 * sees the packets from and to its primary IP. If the interface is given and its address is unknown, it sees all packets.
 */
export function search(model: MirrorModel, { space, copied, interfaceId, direction }: Search): Searched {
  const copies = new Copies(model);
  const [interfaces, withoutAddress] = split(
    mirroredInterfaces(model).filter(({ source }) => interfaceId === undefined || named(source) === interfaceId || source === interfaceId),
    interfaceId !== undefined,
  );
  let [seen, sure, perhaps] = [PacketSet.EMPTY, PacketSet.EMPTY, PacketSet.EMPTY];
  for (const own of (['inbound', 'outbound'] as const).filter((d) => direction === undefined || d === direction)) {
    const there = seenPackets(copies, interfaces, own);
    // A session with unknown sources may contain any of the interfaces.
    const others = model.sessions.filter((s) => s.sources === undefined).map((session) => copies.of({ sessions: [session] }, own).perhaps);
    const visible = there.seen.intersect(space);
    seen = seen.union(visible);
    sure = sure.union(visible.intersect(there.sure));
    perhaps = perhaps.union(visible.intersect(PacketSet.unionOf([there.perhaps, ...others])));
  }
  const own = loops(interfaces);
  [seen, sure, perhaps] = [seen.minus(own), sure.minus(own), perhaps.minus(own)];
  const [certain, possible] = copied ? [sure, perhaps] : [seen.minus(perhaps), seen.minus(sure)];
  const packet = certain.witness() ?? possible.witness();
  return {
    packet,
    undecided: certain.isEmpty && packet !== undefined,
    interfaces: interfaces.length,
    withoutAddress: withoutAddress.length,
  };
}

function split(all: readonly MirroredInterface[], everything: boolean): [MirroredInterface[], MirroredInterface[]] {
  const looked = (i: MirroredInterface) => everything || i.address !== undefined;
  return [all.filter(looked), all.filter((i) => !looked(i))];
}
