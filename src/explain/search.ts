import { Copies, loops, seenPackets } from '../checks/copies';
import { MirroredInterface, mirroredInterfaces } from '../checks/mirrored-interfaces';
import { Direction, MirrorModel } from '../model/mirror-model';
import { named } from '../model/reference';
import { Packet } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** The traffic that is searched, and the kind of packet. */
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
    const there = seenPackets(copies, interfaces, own);
    // A session whose sources are not known may have any of the interfaces.
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
  return { packet, undecided: certain.isEmpty && packet !== undefined, interfaces: interfaces.length, withoutAddress: withoutAddress.length };
}

function split(all: readonly MirroredInterface[], everything: boolean): [MirroredInterface[], MirroredInterface[]] {
  const looked = (i: MirroredInterface) => everything || i.address !== undefined;
  return [all.filter(looked), all.filter((i) => !looked(i))];
}
