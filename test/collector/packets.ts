/** Packets as a mirrored source would have sent or received them, and their VXLAN (RFC 7348). */

const BROADCAST = Buffer.from('ffffffffffff', 'hex');
const SOMEBODY = Buffer.from('02005e000001', 'hex');
const SOMEBODY_ELSE = Buffer.from('02005e000002', 'hex');

export interface Inner {
  readonly from: string;
  readonly to: string;
  readonly payload: Buffer;
  readonly broadcast?: boolean;
}

/** An Ethernet frame with a UDP datagram to port 53. */
export function frame({ from, to, payload, broadcast = false }: Inner): Buffer {
  const udp = Buffer.alloc(8);
  udp.writeUInt16BE(40_000, 0);
  udp.writeUInt16BE(53, 2);
  udp.writeUInt16BE(8 + payload.length, 4);
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(28 + payload.length, 2);
  ip.writeUInt8(64, 8);
  ip.writeUInt8(17, 9);
  Buffer.from(from.split('.').map(Number)).copy(ip, 12);
  Buffer.from(to.split('.').map(Number)).copy(ip, 16);
  ip.writeUInt16BE(checksum(ip), 10);
  return Buffer.concat([broadcast ? BROADCAST : SOMEBODY_ELSE, SOMEBODY, Buffer.from('0800', 'hex'), ip, udp, payload]);
}

/** The payload of the outer UDP datagram: the VXLAN header and the frame. */
export function vxlan(vni: number, inner: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(0x08, 0);
  header.writeUIntBE(vni, 4, 3);
  return Buffer.concat([header, inner]);
}

function checksum(header: Buffer): number {
  let sum = 0;
  for (let i = 0; i < header.length; i += 2) sum += header.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
