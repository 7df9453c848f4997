import { EditionFacts } from '../checks/edition-facts';
import { Copies, SeenPackets, seenPackets, witnessBetween } from '../checks/copies';
import { MirroredInterface, mirroredInterfaces, unlistedInterface } from '../checks/mirrored-interfaces';
import { MirrorEdition } from '../catalog/mirror-edition';
import { Direction, MirrorModel } from '../model/mirror-model';
import { named } from '../model/reference';
import { Packet } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** The traffic to search, and the kind of packet. */
export interface Search {
  readonly space: PacketSet;
  /** Whether to find a copied packet, or one that is not copied. */
  readonly copied: boolean;
  /** The interface that sees the packet. @default - every source */
  readonly interfaceId?: string;
  /** @default - both */
  readonly direction?: Direction;
  /** @default 2023 */
  readonly edition?: MirrorEdition;
}

export interface Searched {
  /** A packet of the kind. Undefined if there is none. */
  readonly packet?: Packet;
  /** Whether the packet is of the kind only for some of the unknown values. */
  readonly undecided: boolean;
  /** Interfaces that were searched, with a known address and without. */
  readonly interfaces: number;
  readonly withoutAddress: number;
}

/**
 * A packet of a header space that is copied, or one that no mirrored interface copies although it sees the packet. An interface
 * sees the packets from and to its primary IP. An interface without a known address may see any packet. If it is given, it sees all.
 */
export function search(model: MirrorModel, { space, copied, interfaceId, direction, edition }: Search): Searched {
  const copies = new Copies(model);
  const facts = new EditionFacts(edition ?? MirrorEdition.EDITION_2023, model);
  const looked = mirroredInterfaces(model, facts)
    .filter(({ source }) => interfaceId === undefined || named(source) === interfaceId || source === interfaceId);
  const isKnown = (i: MirroredInterface) => interfaceId !== undefined || i.address !== undefined;
  const [known, without] = [looked.filter(isKnown), looked.filter((i) => !isKnown(i))];
  const unlisted = interfaceId === undefined || looked.length === 0 ? unlistedInterface(model, interfaceId) : undefined;
  const [certainly, perhaps] = interfaceId !== undefined && unlisted
    ? [[unlisted], []]
    : [known, [...without, ...unlisted ? [unlisted] : []]];

  const directions = (['inbound', 'outbound'] as const).filter((d) => direction === undefined || d === direction);
  const together = (interfaces: readonly MirroredInterface[]): SeenPackets => {
    const all = directions.map((own) => seenPackets(copies, interfaces, own));
    const visible = (part: (seen: SeenPackets) => PacketSet) => PacketSet.unionOf(all.map(part)).intersect(space);
    return { seen: visible((s) => s.seen), sure: visible((s) => s.sure), perhaps: visible((s) => s.perhaps) };
  };
  const [at, elsewhere] = [together(certainly), together(perhaps)];
  const mayCopy = at.perhaps.union(elsewhere.perhaps);
  const [certain, possible] = copied ? [at.sure, mayCopy] : [at.seen.minus(mayCopy), at.seen.union(elsewhere.seen).minus(at.sure)];
  const found = witnessBetween(certain);
  const packet = found ?? witnessBetween(possible);
  return {
    packet,
    undecided: packet !== undefined && found === undefined,
    interfaces: looked.length,
    withoutAddress: without.length,
  };
}
