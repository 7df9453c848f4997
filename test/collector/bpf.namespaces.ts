import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { bpf } from '../../src/explain/bpf';
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

test('tcpdump compiles every expression, and matches the packets that the rules accept', () => {
  const file = join(folder, 'packets.pcap');
  fc.assert(fc.property(rules, (list) => {
    const expression = bpf(PacketSet.ofRules(list));
    expect(execFileSync('tcpdump', ['-y', 'EN10MB', '-d', expression], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toMatch(/ret/);
    const packets = boundaryPackets([list], 80);
    writeFileSync(file, capture(packets));
    const printed = execFileSync('tcpdump', ['-nn', '-tt', '-r', file, expression], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const seen = [...printed.matchAll(/^(\d+)\.\d+ /gm)].map((m) => Number(m[1]) - 1);
    expect(seen).toEqual(packets.flatMap((p, i) => copied(list, p) ? [i] : []));
  }), { numRuns: 60, seed: 6 });
});
