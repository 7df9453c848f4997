import { formatIpv4Address } from './ipv4-cidr';

/** The kinds of packets that the protocol of a rule distinguishes. OTHER is matched by ALL alone. */
export const PACKET_KINDS = ['TCP', 'UDP', 'ICMP', 'OTHER'] as const;

export type PacketKind = typeof PACKET_KINDS[number];

/** One packet, as a filter sees it. */
export interface Packet {
  readonly kind: PacketKind;
  /** An unsigned 32-bit number. */
  readonly source: number;
  /** An unsigned 32-bit number. */
  readonly destination: number;
  /** 1 to 65535. 0 for a kind without ports. */
  readonly sourcePort: number;
  /** 1 to 65535. 0 for a kind without ports. */
  readonly destinationPort: number;
}

/** The first value, and one past the last. */
export type Span = readonly [first: number, end: number];

export const EVERY_ADDRESS: Span = [0, 2 ** 32];
export const EVERY_PORT: Span = [1, 65_536];

/** The packets that one rule matches: one span for each of the five values. */
export interface PacketBox {
  readonly protocol: 'ALL' | 'ICMP' | 'TCP' | 'UDP';
  readonly source: Span;
  readonly destination: Span;
  /** Every port if the protocol has none. */
  readonly sourcePorts: Span;
  readonly destinationPorts: Span;
}

/** A rule of an ordered list. The first that matches a packet decides. */
export interface PacketRule {
  readonly accept: boolean;
  readonly box: PacketBox;
}

/** The kinds that a protocol of a rule matches. */
export function kindsOf(protocol: PacketBox['protocol']): readonly PacketKind[] {
  return protocol === 'ALL' ? PACKET_KINDS : [protocol];
}

export function hasPorts(kind: string): boolean {
  return kind === 'TCP' || kind === 'UDP';
}

/** Whether a rule matches a packet. */
export function isIn(box: PacketBox, packet: Packet): boolean {
  const within = ([first, past]: Span, value: number) => first <= value && value < past;
  return (box.protocol === 'ALL' || box.protocol === packet.kind) && within(box.source, packet.source) && within(box.destination, packet.destination)
    && (!hasPorts(packet.kind) || !hasPorts(box.protocol) || (within(box.sourcePorts, packet.sourcePort) && within(box.destinationPorts, packet.destinationPort)));
}

/** Whether two rules do the same to the same packets. */
export function sameRule(a: PacketRule, b: PacketRule): boolean {
  return a.accept === b.accept && holds(a.box, b.box) && holds(b.box, a.box);
}

/** Whether two boxes have a packet in common. */
export function overlap(a: PacketBox, b: PacketBox): boolean {
  const meet = (x: Span, y: Span) => x[0] < y[1] && y[0] < x[1];
  if (a.protocol !== b.protocol && a.protocol !== 'ALL' && b.protocol !== 'ALL') return false;
  if (!meet(a.source, b.source) || !meet(a.destination, b.destination)) return false;
  return !hasPorts(a.protocol) || !hasPorts(b.protocol) || (meet(a.sourcePorts, b.sourcePorts) && meet(a.destinationPorts, b.destinationPorts));
}

/** Whether a box has all of another one. */
export function holds(outer: PacketBox, inner: PacketBox): boolean {
  const spans = (a: Span, b: Span) => a[0] <= b[0] && a[1] >= b[1];
  const ports = (p: PacketBox['protocol'], span: Span): Span => hasPorts(p) ? span : EVERY_PORT;
  return (outer.protocol === 'ALL' || outer.protocol === inner.protocol) && spans(outer.source, inner.source) && spans(outer.destination, inner.destination)
    && spans(ports(outer.protocol, outer.sourcePorts), ports(inner.protocol, inner.sourcePorts))
    && spans(ports(outer.protocol, outer.destinationPorts), ports(inner.protocol, inner.destinationPorts));
}

/** The packet in one line: `TCP 10.0.0.4:49152 -> 10.1.2.3:443`. */
export function packetText({ kind, source, sourcePort, destination, destinationPort }: Packet): string {
  const port = (number: number) => hasPorts(kind) ? `:${number}` : '';
  return `${kind === 'OTHER' ? 'protocol other than TCP, UDP and ICMP' : kind} ${formatIpv4Address(source)}${port(sourcePort)} -> `
    + `${formatIpv4Address(destination)}${port(destinationPort)}`;
}
