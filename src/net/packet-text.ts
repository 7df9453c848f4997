import { formatIpv4Address, Ipv4Cidr } from './ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, PACKET_KINDS, PacketBox, PacketKind, Span } from './packet';
import { PacketSet } from './packet-set';
import { counted } from './wording';

/** A span of addresses as a CIDR if it is one. */
export function addressesText([first, end]: Span): string {
  if (first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1]) return 'any';
  const length = 32 - Math.log2(end - first);
  if (Number.isInteger(length) && first % (end - first) === 0) {
    return end - first === 1 ? formatIpv4Address(first) : Ipv4Cidr._of(first, length).toString();
  }
  return `${formatIpv4Address(first)}-${formatIpv4Address(end - 1)}`;
}

function portsText(spans: readonly Span[]): string {
  return spans.map(([first, end]) => first === end - 1 ? String(first) : `${first}-${end - 1}`).join(', ');
}

function isEvery([[first, end]]: readonly Span[]): boolean {
  return first === EVERY_PORT[0] && end === EVERY_PORT[1];
}

function kindsText(kinds: readonly PacketKind[]): string {
  if (kinds.length === PACKET_KINDS.length) return 'all protocols';
  return kinds.map((k) => k === 'OTHER' ? 'protocols other than TCP, UDP and ICMP' : k).join(' and ');
}

/** The packets of a set, one line for each part. Only the first lines. */
export function setLines(set: PacketSet, most = 8): string[] {
  if (set.isEmpty) return ['no packet'];
  const blocks = set.blocks();
  const lines = blocks.slice(0, most).map(({ kinds, sources, destinations, sourcePorts, destinationPorts }) => {
    const side = (addresses: readonly Span[], ports: readonly Span[]) =>
      `${addresses.slice(0, 4).map(addressesText).join(', ')}${addresses.length > 4 ? ` and ${counted(addresses.length - 4, 'more range')}` : ''}${isEvery(ports) ? '' : ` port ${portsText(ports)}`}`;
    return `${kindsText(kinds)} from ${side(sources.intervals(), sourcePorts)} to ${side(destinations.intervals(), destinationPorts)}`;
  });
  return blocks.length > most ? [...lines, `and ${counted(blocks.length - most, 'more part')}`] : lines;
}

/** A rule's match in one line. */
export function boxText(box: PacketBox): string {
  const side = (addresses: Span, ports: Span) => `${addressesText(addresses)}${isEvery([ports]) ? '' : ` port ${portsText([ports])}`}`;
  return `${box.protocol} from ${side(box.source, box.sourcePorts)} to ${side(box.destination, box.destinationPorts)}`;
}
