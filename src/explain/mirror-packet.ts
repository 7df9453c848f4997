import { MirrorDirection } from './mirror-direction';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { known } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { hasPorts, Packet, PacketKind } from '../net/packet';
import { refusal } from '../net/refusal';

/** The addresses, protocol and ports of a packet. */
export interface MirrorPacketHeader {
  /** Source address, for example `10.10.0.4`. Must be known at synth. */
  readonly from: string;
  /** Destination address. */
  readonly to: string;
  /** TCP, UDP or ICMP. */
  readonly protocol: MirrorProtocol;
  /**
   * Destination port, 1 to 65535. TCP and UDP need it.
   *
   * @default - none, for ICMP
   */
  readonly port?: number;
  /**
   * Source port, 1 to 65535.
   *
   * @default 49152 for TCP and UDP
   */
  readonly fromPort?: number;
}

/** One packet of a mirrored interface. */
export interface MirrorPacket extends MirrorPacketHeader {
  /** The direction, as the mirrored interface sees the packet. */
  readonly direction: MirrorDirection;
}

/** The first of the ephemeral ports. */
const CHOSEN_PORT = 49_152;

/** @throws if a value is malformed or a token */
export function packetOf(path: string, given: MirrorPacket): Packet {
  const packet = headerOf(path, given);
  const { direction } = given;
  if (Object.values(MirrorDirection).includes(direction)) return packet;
  throw refusal({
    path,
    what: 'direction of a mirror packet',
    got: direction,
    allowed: Object.values(MirrorDirection).join(' or '),
    fix: 'use MirrorDirection',
  });
}

/** @throws if a value is malformed or a token */
export function headerOf(path: string, given: MirrorPacketHeader): Packet {
  const wrong = (what: string, got: unknown, allowed: string, fix: string): never => {
    throw refusal({ path, what: `${what} of a mirror packet`, got, allowed, fix });
  };
  if (typeof given !== 'object' || given === null) {
    return wrong('the value', given, 'from, to, protocol and ports', 'write { from: "10.0.0.1", to: "10.0.0.2", ... }');
  }
  const { protocol } = given;
  const kind: unknown = protocol?.name;
  if (kind !== 'TCP' && kind !== 'UDP' && kind !== 'ICMP') {
    return wrong('protocol', kind ?? protocol, 'TCP, UDP or ICMP', 'use MirrorProtocol.TCP, MirrorProtocol.UDP or MirrorProtocol.ICMP');
  }
  const address = (what: 'from' | 'to'): number => {
    const text = given[what];
    const parsed = typeof text === 'string' && known(text) ? parseIpv4Address(text) : undefined;
    return parsed?.ok ? parsed.address : wrong(what, text, 'an IPv4 address that is known at synth', 'write it like 10.10.0.4');
  };
  const port = (what: 'port' | 'fromPort', otherwise?: number): number => {
    const number = given[what] ?? undefined;
    if (!hasPorts(kind)) return number === undefined ? 0 : wrong(what, number, 'no port for ICMP', `leave ${what} out`);
    const value = number ?? otherwise;
    return Number.isInteger(value) && value! >= 1 && value! <= 65_535
      ? value!
      : wrong(what, number, 'a port of 1 to 65535 that is known at synth', 'write one number');
  };
  return {
    kind: kind as PacketKind,
    source: address('from'),
    destination: address('to'),
    sourcePort: port('fromPort', CHOSEN_PORT),
    destinationPort: port('port'),
  };
}
