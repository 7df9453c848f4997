import { formatIpv4Address } from './ipv4-cidr';

/** The kinds of packets that the protocol of a rule distinguishes. Only ALL matches OTHER. */
export const PACKET_KINDS = ['TCP', 'UDP', 'ICMP', 'OTHER'] as const;

export type PacketKind = typeof PACKET_KINDS[number];

/** The fields of a packet that a filter matches. */
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

/** A rule of an ordered list. The first rule that matches a packet decides. */
export interface PacketRule {
  readonly accept: boolean;
  readonly box: PacketBox;
}

/** A rule of one direction of a filter, with its priority. */
export interface PlacedRule extends PacketRule {
  readonly priority: number;
}

/** The kinds of packets that a rule's protocol matches. */
export function kindsOf(protocol: PacketBox['protocol']): readonly PacketKind[] {
  return protocol === 'ALL' ? PACKET_KINDS : [protocol];
}

export function hasPorts(kind: string): boolean {
  return kind === 'TCP' || kind === 'UDP';
}

/** Whether a rule matches a packet. */
export function isIn(box: PacketBox, packet: Packet): boolean {
  return (box.protocol === 'ALL' || box.protocol === packet.kind)
    && within(box.source, packet.source)
    && within(box.destination, packet.destination)
    && (!hasPorts(packet.kind)
      || !hasPorts(box.protocol)
      || (within(box.sourcePorts, packet.sourcePort) && within(box.destinationPorts, packet.destinationPort)));
}

function within(span: Span, value: number): boolean {
  return span[0] <= value && value < span[1];
}

/** Whether two rules have the same action for the same packets. */
export function sameRule(a: PacketRule, b: PacketRule): boolean {
  return a.accept === b.accept && holds(a.box, b.box) && holds(b.box, a.box);
}

/** Whether two boxes share a packet. */
export function overlap(a: PacketBox, b: PacketBox): boolean {
  if (a.protocol !== b.protocol && a.protocol !== 'ALL' && b.protocol !== 'ALL') return false;
  if (!meet(a.source, b.source) || !meet(a.destination, b.destination)) return false;
  return !hasPorts(a.protocol)
    || !hasPorts(b.protocol)
    || (meet(a.sourcePorts, b.sourcePorts) && meet(a.destinationPorts, b.destinationPorts));
}

function meet(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1];
}

/** The packets that two overlapping boxes have in common. */
export function commonBox(a: PacketBox, b: PacketBox): PacketBox {
  return {
    protocol: a.protocol === 'ALL' ? b.protocol : a.protocol,
    source: shared(a.source, b.source),
    destination: shared(a.destination, b.destination),
    sourcePorts: shared(portsOf(a, a.sourcePorts), portsOf(b, b.sourcePorts)),
    destinationPorts: shared(portsOf(a, a.destinationPorts), portsOf(b, b.destinationPorts)),
  };
}

function shared(a: Span, b: Span): Span {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

function portsOf({ protocol }: PacketBox, span: Span): Span {
  return hasPorts(protocol) ? span : EVERY_PORT;
}

/** Whether a box contains another one. */
export function holds(outer: PacketBox, inner: PacketBox): boolean {
  return (outer.protocol === 'ALL' || outer.protocol === inner.protocol)
    && covers(outer.source, inner.source)
    && covers(outer.destination, inner.destination)
    && covers(portsOf(outer, outer.sourcePorts), portsOf(inner, inner.sourcePorts))
    && covers(portsOf(outer, outer.destinationPorts), portsOf(inner, inner.destinationPorts));
}

function covers(outer: Span, inner: Span): boolean {
  return outer[0] <= inner[0] && outer[1] >= inner[1];
}

/** The packet in one line: `TCP 10.0.0.4:49152 -> 10.1.2.3:443`. */
export function packetText({ kind, source, sourcePort, destination, destinationPort }: Packet): string {
  const port = (number: number) => hasPorts(kind) ? `:${number}` : '';
  return `${kind === 'OTHER' ? 'protocol other than TCP, UDP and ICMP' : kind} ${formatIpv4Address(source)}${port(sourcePort)} -> `
    + `${formatIpv4Address(destination)}${port(destinationPort)}`;
}
