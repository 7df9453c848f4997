import { AddressSet } from '../net/address-set';
import { Ipv4Cidr } from '../net/ipv4-cidr';
import { EVERY_PORT, hasPorts, PACKET_KINDS, PacketKind, Span } from '../net/packet';
import { PacketBlock, PacketSet } from '../net/packet-set';

/** Matches no packet. A literal that never matches is not possible, since pcap rejects it. */
const NOTHING = 'len < 1';

/**
 * The pcap filter expression for the inner packets of a set. Fragments after the first have no ports, so an expression with
 * ports does not match them.
 */
export function bpf(set: PacketSet): string {
  const blocks = set.blocks().map(block);
  if (blocks.length === 0) return NOTHING;
  return both(['ip', any(blocks)]);
}

/**
 * The expression for an interface, with one set for received packets and another for sent packets.
 *
 * @param address the address of the interface. Without it the directions cannot be distinguished, and a packet of either set matches
 */
export function bpfOf(inbound: PacketSet, outbound: PacketSet, address?: string): string {
  if (address === undefined) return bpf(inbound.union(outbound));
  // Packets of other addresses are left out: pcap refuses a host and a network that have no address in common.
  const own = AddressSet.of([Ipv4Cidr.of(`${address}/32`)]);
  const [received, sent] = [inbound.intersect(endOf(AddressSet.ALL, own)), outbound.intersect(endOf(own, AddressSet.ALL))];
  return any([received, sent].filter((set) => !set.isEmpty).map(bpf)) || NOTHING;
}

function endOf(sources: AddressSet, destinations: AddressSet): PacketSet {
  return PacketSet.product(PACKET_KINDS, sources, destinations, [EVERY_PORT], [EVERY_PORT]);
}

function block({ kinds, sources, destinations, sourcePorts, destinationPorts }: PacketBlock): string {
  const ports = kinds.some(hasPorts) ? [portsText('src', sourcePorts), portsText('dst', destinationPorts)] : [];
  return both([kindText(kinds), networks('src', sources), networks('dst', destinations), ...ports]) || 'ip';
}

function kindText(kinds: readonly PacketKind[]): string {
  if (kinds.length === PACKET_KINDS.length) return '';
  const others = PACKET_KINDS.filter((k) => !kinds.includes(k));
  if (kinds.includes('OTHER')) return both(others.map((k) => `not ${k.toLowerCase()}`));
  return any(kinds.map((k) => k.toLowerCase()));
}

function networks(end: string, set: AddressSet): string {
  if (set.isSameAs(AddressSet.ALL)) return '';
  const inside = set.cidrs();
  if (inside.length === 1 && inside[0].size === 1) return `${end} host ${inside[0].firstAddress}`;
  const outside = AddressSet.ALL.minus(set).cidrs();
  if (outside.length < inside.length) return `not ${any(outside.map((c) => `${end} net ${c}`), true)}`;
  return any(inside.map((c) => `${end} net ${c}`));
}

function portsText(end: string, spans: readonly Span[]): string {
  if (spans.length === 1 && spans[0][0] === EVERY_PORT[0] && spans[0][1] === EVERY_PORT[1]) return '';
  return any(spans.map(([first, past]) => past - first === 1 ? `${end} port ${first}` : `${end} portrange ${first}-${past - 1}`));
}

function any(parts: readonly string[], always = false): string {
  return parts.length === 1 && !always
    ? parts[0]
    : parts.length === 0 ? '' : `(${parts.map((p) => p.includes(' and ') ? `(${p})` : p).join(' or ')})`;
}

function both(parts: readonly string[]): string {
  return parts.filter((p) => p !== '').join(' and ');
}
