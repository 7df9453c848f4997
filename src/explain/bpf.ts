import { AddressSet } from '../net/address-set';
import { EVERY_PORT, hasPorts, PACKET_KINDS, PacketKind, Span } from '../net/packet';
import { PacketBlock, PacketSet } from '../net/packet-set';

/** No packet is that short. pcap refuses an expression that it sees to match none. */
const NOTHING = 'len < 1';

/**
 * The pcap filter expression that matches the packets of a set, as they are inside the encapsulation. Fragments behind the
 * first have no ports, so an expression with ports does not match them.
 */
export function bpf(set: PacketSet): string {
  const blocks = set.blocks().map(block);
  if (blocks.length === 0) return NOTHING;
  return both(['ip', any(blocks)]);
}

/**
 * The expression for an interface: what it receives by one set, what it sends by another.
 *
 * @param address the address of the interface. Without it nothing distinguishes the directions, and a packet of either set matches
 */
export function bpfOf(inbound: PacketSet, outbound: PacketSet, address?: string): string {
  if (address === undefined) return bpf(inbound.union(outbound));
  const parts = [[inbound, 'dst'], [outbound, 'src']] as const;
  return any(parts.filter(([set]) => !set.isEmpty).map(([set, end]) => `${end} host ${address} and ${bpf(set)}`)) || NOTHING;
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
  const outside = AddressSet.ALL.minus(set).cidrs();
  if (outside.length < inside.length) return `not ${any(outside.map((c) => `${end} net ${c}`), true)}`;
  return any(inside.map((c) => `${end} net ${c}`));
}

function portsText(end: string, spans: readonly Span[]): string {
  if (spans.length === 1 && spans[0][0] === EVERY_PORT[0] && spans[0][1] === EVERY_PORT[1]) return '';
  return any(spans.map(([first, past]) => past - first === 1 ? `${end} port ${first}` : `${end} portrange ${first}-${past - 1}`));
}

function any(parts: readonly string[], always = false): string {
  return parts.length === 1 && !always ? parts[0] : parts.length === 0 ? '' : `(${parts.map((p) => p.includes(' and ') ? `(${p})` : p).join(' or ')})`;
}

function both(parts: readonly string[]): string {
  return parts.filter((p) => p !== '').join(' and ');
}
