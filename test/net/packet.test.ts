import * as fc from 'fast-check';
import {
  commonBox, EVERY_ADDRESS, EVERY_PORT, holds, isIn, kindsOf, overlap, Packet, PACKET_KINDS, PacketBox, packetText, PacketKind,
  sameRule, Span,
} from '../../src/net/packet';
import { addressesText, boxText, setLines } from '../../src/net/packet-text';
import { PacketSet } from '../../src/net/packet-set';
import { matches } from '../property/packets';
import { played } from '../support/runs';

/** Four values of each field, so that every packet can be tried. */
const VALUES = [1, 2, 3, 4];
const PACKETS: Packet[] = PACKET_KINDS.flatMap((kind) => VALUES.flatMap((source) => VALUES.flatMap((destination): Packet[] =>
  kind === 'TCP' || kind === 'UDP'
    ? VALUES.flatMap((sourcePort) => VALUES.map((destinationPort) => ({ kind, source, destination, sourcePort, destinationPort })))
    : [{ kind, source, destination, sourcePort: 0, destinationPort: 0 }])));

const span = fc.constantFrom<Span>([1, 5], [1, 2], [2, 3], [4, 5], [1, 3], [3, 5], [2, 4]);
const box: fc.Arbitrary<PacketBox> = fc
  .record({
    protocol: fc.constantFrom('ALL' as const, 'TCP' as const, 'UDP' as const, 'ICMP' as const), source: span, destination: span,
    sourcePorts: span, destinationPorts: span,
  });
/** A rule without ports has every port, whatever is written. */
const portless = ({ protocol }: PacketBox) => protocol === 'ALL' || protocol === 'ICMP';
const ofBox = (b: PacketBox) => {
  const meant = portless(b) ? { ...b, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT } : b;
  return PACKETS.filter((p) => matches(meant, p));
};

test('what two rules have in common is what looking at each packet gives', () => {
  fc.assert(fc.property(box, box, (a, b) => {
    const [inA, inB] = [ofBox(a), ofBox(b)];
    const both = inA.filter((p) => inB.includes(p));
    expect(PACKETS.filter((p) => isIn(a, p))).toEqual(inA);
    expect(overlap(a, b)).toBe(both.length > 0);
    expect(holds(a, b)).toBe(both.length === inB.length && (portless(a) || !portless(b)));
    if (both.length > 0) expect(ofBox(commonBox(a, b))).toEqual(both);
    expect(sameRule({ accept: true, box: a }, { accept: true, box: b })).toBe(holds(a, b) && holds(b, a));
    expect(sameRule({ accept: true, box: a }, { accept: false, box: b })).toBe(false);
  }), played(400, 31));
});

describe('the bounds of rules', () => {
  const any: PacketBox = {
    protocol: 'ALL', source: EVERY_ADDRESS, destination: EVERY_ADDRESS, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT,
  };
  const tcp = (more: Partial<PacketBox> = {}): PacketBox => ({ ...any, protocol: 'TCP', ...more });
  test.each<[string, PacketBox, PacketBox, boolean, boolean]>([
    ['a rule holds itself', tcp(), tcp(), true, true],
    ['all protocols hold one', any, tcp(), true, true],
    ['one protocol does not hold all', tcp(), any, true, false],
    ['two protocols share nothing', tcp(), { ...any, protocol: 'UDP' }, false, false],
    ['a wider block holds a part', tcp(), tcp({ source: [5, 6] }), true, true],
    ['a part does not hold the wider block', tcp({ source: [5, 6] }), tcp(), true, false],
    ['neighbours share nothing', tcp({ source: [5, 6] }), tcp({ source: [6, 7] }), false, false],
    ['neighbouring destinations share nothing', tcp({ destination: [5, 6] }), tcp({ destination: [6, 7] }), false, false],
    ['neighbouring ports share nothing', tcp({ sourcePorts: [5, 6] }), tcp({ sourcePorts: [6, 7] }), false, false],
    ['neighbouring destination ports share nothing', tcp({ destinationPorts: [5, 6] }), tcp({ destinationPorts: [6, 7] }), false, false],
    ['blocks with one value in common', tcp({ source: [5, 7] }), tcp({ source: [6, 8] }), true, false],
    ['ports with one value in common', tcp({ sourcePorts: [5, 7] }), tcp({ sourcePorts: [6, 8] }), true, false],
    ['a rule without ports holds one with', any, tcp({ destinationPorts: [443, 444] }), true, true],
    ['a rule with ports does not hold one with more', tcp({ destinationPorts: [443, 444] }), tcp(), true, false],
  ])('%s', (_, a, b, shared, held) => {
    expect([overlap(a, b), overlap(b, a), holds(a, b)]).toEqual([shared, shared, held]);
  });

  test('the part of a rule without ports and one with has the ports', () => {
    const web = tcp({ source: [5, 9], destinationPorts: [443, 444] });
    const block = { ...any, source: [7, 12] as const };
    const expected = { ...web, source: [7, 9] };
    expect([commonBox(web, block), commonBox(block, web)]).toEqual([expected, expected]);
    // What is written as the ports of a rule without ports does not matter.
    expect(commonBox(web, { ...block, sourcePorts: [1, 2], destinationPorts: [1, 2] })).toEqual(expected);
    expect(holds({ ...any, destinationPorts: [1, 2] }, web)).toBe(true);
  });
});

test.each<[PacketBox['protocol'], PacketKind[]]>([
  ['ALL', ['TCP', 'UDP', 'ICMP', 'OTHER']], ['TCP', ['TCP']], ['UDP', ['UDP']], ['ICMP', ['ICMP']],
])('a rule for %s matches packets of %p', (protocol, kinds) => {
  expect(kindsOf(protocol)).toEqual(kinds);
});

test.each<[PacketKind, string]>([
  ['TCP', 'TCP 10.0.0.4:49152 -> 10.1.2.3:443'],
  ['UDP', 'UDP 10.0.0.4:49152 -> 10.1.2.3:443'],
  ['ICMP', 'ICMP 10.0.0.4 -> 10.1.2.3'],
  ['OTHER', 'protocol other than TCP, UDP and ICMP 10.0.0.4 -> 10.1.2.3'],
])('a packet of kind %s reads %s', (kind, text) => {
  expect(packetText({ kind, source: 0x0a000004, destination: 0x0a010203, sourcePort: 49_152, destinationPort: 443 })).toBe(text);
});

describe('in words', () => {
  const at = (first: number, size: number): Span => [0x0a000000 + first, 0x0a000000 + first + size];
  test.each<[Span, string]>([
    [EVERY_ADDRESS, 'any'],
    [[0, 2 ** 31], '0.0.0.0/1'],
    [[2 ** 31, 2 ** 32], '128.0.0.0/1'],
    [[0, 2 ** 32 - 1], '0.0.0.0-255.255.255.254'],
    [at(0, 256), '10.0.0.0/24'],
    [at(5, 1), '10.0.0.5'],
    [at(4, 2), '10.0.0.4/31'],
    [at(5, 2), '10.0.0.5-10.0.0.6'],
    [at(0, 3), '10.0.0.0-10.0.0.2'],
  ])('addresses %p are %s', (addresses, text) => {
    expect(addressesText(addresses)).toBe(text);
  });

  const web: PacketBox = {
    protocol: 'TCP', source: EVERY_ADDRESS, destination: at(0, 256), sourcePorts: EVERY_PORT,
    destinationPorts: [443, 444],
  };
  test.each<[Partial<PacketBox>, string]>([
    [{}, 'TCP from any to 10.0.0.0/24 port 443'],
    [{ protocol: 'ALL', destinationPorts: EVERY_PORT }, 'ALL from any to 10.0.0.0/24'],
    [{ sourcePorts: [1, 1_025], destinationPorts: [2, 65_536] }, 'TCP from any port 1-1024 to 10.0.0.0/24 port 2-65535'],
    [{ sourcePorts: [1, 65_535] }, 'TCP from any port 1-65534 to 10.0.0.0/24 port 443'],
  ])('a rule with %p is %s', (more, text) => {
    expect(boxText({ ...web, ...more })).toBe(text);
  });

  const set = (...boxes: Partial<PacketBox>[]) => PacketSet.ofBoxes(boxes.map((b) => ({ ...web, ...b })));
  test.each<[string, () => PacketSet, string[]]>([
    ['nothing', () => PacketSet.EMPTY, ['no packet']],
    ['everything', () => PacketSet.ALL, ['all protocols from any to any']],
    ['one rule', () => set({}), ['TCP from any to 10.0.0.0/24 port 443']],
    ['two ports', () => set({}, { destinationPorts: [80, 82] }), ['TCP from any to 10.0.0.0/24 port 80-81, 443']],
    ['all but TCP', () => PacketSet.ALL.minus(set({ destination: EVERY_ADDRESS, destinationPorts: EVERY_PORT })),
      ['UDP and ICMP and protocols other than TCP, UDP and ICMP from any to any']],
    ['ICMP', () => set({ protocol: 'ICMP' }), ['ICMP from any to 10.0.0.0/24']],
    ['four blocks', () => set(...[0, 2, 4, 6].map((n) => ({ destination: at(n, 1) }))),
      ['TCP from any to 10.0.0.0, 10.0.0.2, 10.0.0.4, 10.0.0.6 port 443']],
    ['five blocks', () => set(...[0, 2, 4, 6, 8].map((n) => ({ destination: at(n, 1) }))),
      ['TCP from any to 10.0.0.0, 10.0.0.2, 10.0.0.4, 10.0.0.6 and 1 more range port 443']],
  ])('%s', (_, packets, lines) => {
    expect(setLines(packets())).toEqual(lines);
  });

  test('no more lines than are wanted', () => {
    const parts = set(...[1, 2, 3].map((n) => ({ source: at(n, 1), destinationPorts: [n, n + 1] as const })));
    const line = (n: number) => `TCP from 10.0.0.${n} to 10.0.0.0/24 port ${n}`;
    expect(setLines(parts, 3)).toEqual([line(1), line(2), line(3)]);
    expect(setLines(parts, 2)).toEqual([line(1), line(2), 'and 1 more part']);
    expect(setLines(parts, 1)).toEqual([line(1), 'and 2 more parts']);
  });
});
