import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { bpf, bpfOf } from '../../src/explain/bpf';
import { parseIpv4Address } from '../../src/net/ipv4-cidr';
import { Packet } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { boundaryPackets, copied, rules } from '../property/packets';

const PROTOCOLS = { TCP: 6, UDP: 17, ICMP: 1, OTHER: 47 };
const folder = mkdtempSync(join(tmpdir(), 'bpf-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A capture in which the second of a packet is its index. */
function capture(packets: readonly Packet[]): Buffer {
  const header = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
  return Buffer.concat([header, ...packets.flatMap((p, i) => {
    const frame = Buffer.alloc(14 + 20 + 20);
    frame.writeUInt16BE(0x0800, 12);
    frame[14] = 0x45;
    frame.writeUInt16BE(40, 16);
    frame[22] = 64;
    frame[23] = PROTOCOLS[p.kind];
    frame.writeUInt32BE(p.source, 26);
    frame.writeUInt32BE(p.destination, 30);
    frame.writeUInt16BE(p.sourcePort, 34);
    frame.writeUInt16BE(p.destinationPort, 36);
    if (p.kind === 'TCP') frame[46] = 0x50;
    const record = Buffer.alloc(16);
    record.writeUInt32LE(i + 1, 0);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return [record, frame];
  })]);
}

/** The indexes of the packets that the real tcpdump matches. */
function matched(expression: string, packets: readonly Packet[]): number[] {
  const tcpdump = (...args: string[]) => execFileSync('tcpdump', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  expect(tcpdump('-y', 'EN10MB', '-d', expression)).toMatch(/ret/);
  const file = join(folder, 'packets.pcap');
  writeFileSync(file, capture(packets));
  return [...tcpdump('-nn', '-tt', '-r', file, expression).matchAll(/^(\d+)\.\d+ /gm)].map((m) => Number(m[1]) - 1);
}

test('tcpdump compiles every expression, and matches the packets that the rules accept', () => {
  fc.assert(fc.property(rules, (list) => {
    const packets = boundaryPackets([list], 80);
    expect(matched(bpf(PacketSet.ofRules(list)), packets)).toEqual(packets.flatMap((p, i) => copied(list, p) ? [i] : []));
  }), { numRuns: 60, seed: 6 });
});

test('with the address of an interface tcpdump distinguishes received and sent packets, and without it matches both', () => {
  // Addresses inside, beside and outside of the networks of the rules.
  const addresses = ['10.1.0.7', '10.0.0.0', '10.16.0.0', '192.0.2.1'];
  let [one, both] = [0, 0];
  fc.assert(fc.property(rules, rules, fc.constantFrom(...addresses), (received, sent, address) => {
    const own = (parseIpv4Address(address) as { address: number }).address;
    const packets = boundaryPackets([received, sent], 40).flatMap((p) => [p, { ...p, source: own }, { ...p, destination: own }]);
    const sets = [PacketSet.ofRules(received), PacketSet.ofRules(sent)] as const;
    const wanted = (p: Packet) => (p.destination === own && copied(received, p)) || (p.source === own && copied(sent, p));
    const seen = matched(bpfOf(...sets, address), packets);
    expect(seen).toEqual(packets.flatMap((p, i) => wanted(p) ? [i] : []));
    const union = matched(bpfOf(...sets), packets);
    expect(union).toEqual(packets.flatMap((p, i) => copied(received, p) || copied(sent, p) ? [i] : []));
    [one, both] = [one + seen.length, both + union.length];
  }), { numRuns: 40, seed: 7 });
  expect(Math.min(one, both - one)).toBeGreaterThan(50);
});
