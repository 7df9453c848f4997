import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PACKET_KINDS, PacketBox, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Boxes that make up a set of packets. If it contains protocols other than TCP, UDP and ICMP, a box for all may precede others. */
export function boxesOf(packets: PacketSet): PacketBox[] {
  return packets.cover().flatMap(({ kinds, source, destination, sourcePorts, destinationPorts }): PacketBox[] => {
    const spans = { source: [source.first, source.last + 1] as Span, destination: [destination.first, destination.last + 1] as Span };
    if (kinds.length === PACKET_KINDS.length) return [{ protocol: 'ALL', ...spans, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }];
    return kinds.flatMap((kind): PacketBox[] => kind === 'OTHER' ? []
      : [{
        protocol: kind,
        ...spans,
        ...hasPorts(kind) ? { sourcePorts, destinationPorts } : { sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT },
      }]);
  });
}

/** The smallest CIDR that contains a span. */
export function blockAround([first, end]: Span): Span {
  let size = 1;
  while (Math.floor(first / size) !== Math.floor((end - 1) / size)) size *= 2;
  const start = first - first % size;
  return size >= EVERY_ADDRESS[1] ? EVERY_ADDRESS : [start, start + size];
}

/** For each set, the union of the sets before it. */
export function matchedBefore(sets: readonly PacketSet[]): PacketSet[] {
  let all = PacketSet.EMPTY;
  return sets.map((set) => {
    const before = all;
    all = all.union(set);
    return before;
  });
}
