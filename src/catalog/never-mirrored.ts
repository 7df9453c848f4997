import { EVERY_PORT, Packet } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Ports of DHCP: the server's and the client's. */
const DHCP = [67, 69] as const;

const whole = PacketSet.ALL.blocks()[0];
const udp = (sourcePorts: readonly [number, number], destinationPorts: readonly [number, number]) =>
  PacketSet.product(['UDP'], whole.sources, whole.destinations, [sourcePorts], [destinationPorts]);

/**
 * Packets that the service never copies, whatever a filter accepts, of those that a filter can match: DHCP. ARP is none of
 * IPv4, and the packets that a network ACL or security group drops depend on these.
 *
 * Source: overview of VPC traffic mirroring, editions of 2023-03 and 2026-08.
 */
export const NEVER_MIRRORED = udp(DHCP, DHCP);

/** Packets with a DHCP port at either end: in practice all of them are DHCP. */
export const IN_PRACTICE_NEVER_MIRRORED = udp(DHCP, EVERY_PORT).union(udp(EVERY_PORT, DHCP));

/** Why a packet is never mirrored, or nothing. */
export function neverMirrored(packet: Packet): string | undefined {
  return NEVER_MIRRORED.contains(packet) ? 'DHCP is never mirrored' : undefined;
}
