import { EVERY_PORT, hasPorts, PACKET_KINDS, PacketBox, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Boxes that make up a set of packets. Where protocols in addition to TCP, UDP and ICMP are in it, a box for all may be before others. */
export function boxesOf(packets: PacketSet): PacketBox[] {
  return packets.cover().flatMap(({ kinds, source, destination, sourcePorts, destinationPorts }): PacketBox[] => {
    const spans = { source: [source.first, source.last + 1] as Span, destination: [destination.first, destination.last + 1] as Span };
    if (kinds.length === PACKET_KINDS.length) return [{ protocol: 'ALL', ...spans, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }];
    return kinds.flatMap((kind): PacketBox[] => kind === 'OTHER' ? []
      : [{ protocol: kind, ...spans, ...hasPorts(kind) ? { sourcePorts, destinationPorts } : { sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT } }]);
  });
}
