import { AddressSet } from '../../src/net/address-set';
import { Ipv4Cidr } from '../../src/net/ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, PACKET_KINDS, PacketBox, PacketKind, packetText, Span } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';

const block = (cidr: string): Span => {
  const { first, size } = Ipv4Cidr.of(cidr);
  return [first, first + size];
};
const box = (protocol: PacketBox['protocol'], more: Partial<PacketBox> = {}): PacketBox =>
  ({ protocol, source: EVERY_ADDRESS, destination: EVERY_ADDRESS, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT, ...more });
const set = (...boxes: PacketBox[]) => PacketSet.ofBoxes(boxes);
const TEN = block('10.0.0.0/8');
const text = (s: PacketSet) => { const packet = s.witness(); return packet && packetText(packet); };

test('a rule after one that matches everything decides nothing', () => {
  const all = (accept: boolean) => ({ accept, box: box('ALL') });
  const web = { accept: true, box: box('TCP', { source: TEN }) };
  expect(PacketSet.ofRules([all(false), web]).isEmpty).toBe(true);
  expect(PacketSet.ofRules([all(true), { ...web, accept: false }]).isAll).toBe(true);
  expect(PacketSet.ofRules([{ ...web, accept: false }, all(true)]).isSameAs(PacketSet.ALL.minus(set(web.box)))).toBe(true);
  expect(PacketSet.ofRules([web, all(false), { accept: true, box: box('UDP') }]).isSameAs(set(web.box))).toBe(true);
  // A rule of every address with one protocol does not match everything, nor one of all protocols with a block.
  expect(PacketSet.ofRules([{ accept: false, box: box('TCP') }, all(true)]).contains({
    kind: 'UDP', source: 1, destination: 1, sourcePort: 1, destinationPort: 1,
  })).toBe(true);
  for (const more of [{ source: TEN }, { destination: TEN }, { source: [0, 2 ** 31] as const }, { source: [2 ** 31, 2 ** 32] as const }]) {
    expect(PacketSet.ofRules([{ accept: false, box: box('ALL', more) },
      all(true)]).isSameAs(set(box('ALL', more)).complement())).toBe(true);
  }
});

test('the spans of a set are those of its packets, with no work that is not needed', () => {
  const before = PacketSet._work;
  const one = set(box('TCP', { source: TEN }));
  expect(PacketSet._work).toBeGreaterThan(before);
  const [again, after] = [set(box('TCP', { source: TEN })), PacketSet._work];
  expect(one.isSameAs(again)).toBe(true);
  expect(PacketSet._work).toBe(after);
});

describe('the witness of', () => {
  test.each<[string, () => PacketSet, string | undefined]>([
    ['nothing', () => PacketSet.EMPTY, undefined],
    ['everything', () => PacketSet.ALL, 'TCP 198.51.100.10:49152 -> 198.51.100.20:443'],
    ['UDP', () => set(box('UDP')), 'UDP 198.51.100.10:49152 -> 198.51.100.20:443'],
    ['ICMP', () => set(box('ICMP')), 'ICMP 198.51.100.10 -> 198.51.100.20'],
    ['the others', () => PacketSet.ALL.minus(set(box('TCP'), box('UDP'), box('ICMP'))),
      'protocol other than TCP, UDP and ICMP 198.51.100.10 -> 198.51.100.20'],
    ['a block with a likely address', () => set(box('TCP', { source: TEN, destination: TEN })), 'TCP 10.0.0.4:49152 -> 10.0.0.5:443'],
    ['a block without one', () => set(box('TCP', { source: block('172.16.0.0/16') })), 'TCP 172.16.0.4:49152 -> 198.51.100.20:443'],
    ['a small block', () => set(box('TCP', { source: block('172.16.0.0/30') })), 'TCP 172.16.0.0:49152 -> 198.51.100.20:443'],
    ['five addresses', () => set(box('TCP', { source: [2_886_729_728, 2_886_729_733] })), 'TCP 172.16.0.4:49152 -> 198.51.100.20:443'],
    ['a destination', () => set(box('TCP', { destination: block('172.16.0.0/16') })), 'TCP 198.51.100.10:49152 -> 172.16.0.4:443'],
    ['likely ports', () => set(box('TCP', { destinationPorts: [50, 100], sourcePorts: [50, 100] })),
      'TCP 198.51.100.10:53 -> 198.51.100.20:80'],
    ['other ports', () => set(box('TCP', { destinationPorts: [1_000, 2_000], sourcePorts: [1_000, 2_000] })),
      'TCP 198.51.100.10:1000 -> 198.51.100.20:1000'],
    ['the last block', () => set(box('TCP', { source: block('240.0.0.0/4') })), 'TCP 240.0.0.4:49152 -> 198.51.100.20:443'],
  ])('%s', (_, given, expected) => {
    expect(text(given())).toBe(expected);
  });
});

const A32 = 2n ** 32n;
const PORTS = 65_535n;
test.each<[string, () => PacketSet, bigint]>([
  ['nothing', () => PacketSet.EMPTY, 0n],
  ['everything', () => PacketSet.ALL, 2n * A32 * A32 * PORTS * PORTS + 2n * A32 * A32],
  ['ICMP', () => set(box('ICMP')), A32 * A32],
  ['TCP', () => set(box('TCP')), A32 * A32 * PORTS * PORTS],
  ['a block', () => set(box('ICMP', { source: TEN })), 2n ** 24n * A32],
  ['ports', () => set(box('UDP', { source: TEN, sourcePorts: [1, 3], destinationPorts: [443, 444] })), 2n ** 24n * A32 * 2n],
  ['two blocks', () => set(box('ICMP', { source: TEN }), box('ICMP', { destination: TEN })), 2n ** 25n * A32 - 2n ** 48n],
])('the size of %s', (_, given, size) => {
  expect(given().size).toBe(size);
});

describe('the blocks of', () => {
  const ALL_ADDRESSES = AddressSet.ALL;
  const part = (kinds: PacketKind[], more: object = {}) =>
    ({ kinds, sources: ALL_ADDRESSES, destinations: ALL_ADDRESSES, sourcePorts: [EVERY_PORT], destinationPorts: [EVERY_PORT], ...more });
  const ten = AddressSet.range(TEN[0], TEN[1] - 1);
  test.each<[string, () => PacketSet, object[]]>([
    ['nothing', () => PacketSet.EMPTY, []],
    ['everything', () => PacketSet.ALL, [part([...PACKET_KINDS])]],
    ['two protocols', () => set(box('TCP'), box('ICMP')), [part(['TCP', 'ICMP'])]],
    ['two protocols of a block', () => set(box('TCP', { source: TEN }), box('ICMP', { source: TEN })),
      [part(['TCP', 'ICMP'], { sources: ten })]],
    ['two protocols to a block', () => set(box('TCP', { destination: TEN }), box('ICMP', { destination: TEN })),
      [part(['TCP', 'ICMP'], { destinations: ten })]],
    ['two protocols of a block with ports', () => set(box('TCP', { source: TEN, destinationPorts: [1, 2] }),
      box('UDP', { source: TEN, destinationPorts: [1, 2] })),
    [part(['TCP'], { sources: ten, destinationPorts: [[1, 2]] }), part(['UDP'], { sources: ten, destinationPorts: [[1, 2]] })]],
    ['two protocols with ports', () => set(box('TCP', { destinationPorts: [1, 2] }), box('UDP', { destinationPorts: [1, 2] })),
      [part(['TCP'], { destinationPorts: [[1, 2]] }), part(['UDP'], { destinationPorts: [[1, 2]] })]],
    ['two protocols with source ports', () => set(box('TCP', { sourcePorts: [1, 2] }), box('UDP', { sourcePorts: [1, 2] })),
      [part(['TCP'], { sourcePorts: [[1, 2]] }), part(['UDP'], { sourcePorts: [[1, 2]] })]],
    ['the last ports', () => set(box('TCP', { sourcePorts: [1_024, 65_536] })), [part(['TCP'], { sourcePorts: [[1_024, 65_536]] })]],
  ])('%s', (_, given, blocks) => {
    const made = given();
    expect(made.blocks()).toEqual(blocks);
    expect(made.blocks()).toBe(made.blocks());
  });
});

test.each<[string, () => PacketSet, PacketKind[]]>([
  ['nothing', () => PacketSet.EMPTY, []],
  ['everything', () => PacketSet.ALL, []],
  ['TCP', () => set(box('TCP')), ['TCP']],
  ['all of a block', () => set(box('ALL', { source: TEN })), []],
  ['all of a block, and UDP of another', () => set(box('ALL', { source: TEN }), box('UDP', { destination: TEN })), ['UDP']],
  ['all but ICMP', () => PacketSet.ALL.minus(set(box('ICMP'))), ['ICMP']],
  ['all but the others', () => set(box('TCP'), box('UDP'), box('ICMP')), ['TCP', 'UDP', 'ICMP']],
])('the kinds that are treated unlike the others by %s', (_, given, kinds) => {
  expect(given()._ownKinds).toEqual(kinds);
});

describe('the values that a set treats alike', () => {
  const starts = (given: PacketSet, level: 0 | 1 | 2 | 3, kinds?: PacketKind[]) => given._classes(level, kinds).map(({ start }) => start);
  test('by level and kind', () => {
    const web = set(box('TCP', { source: TEN, destinationPorts: [443, 444] }),
      box('UDP', { source: block('10.0.0.0/9'), destinationPorts: [53, 54] }));
    const [first, end] = TEN;
    const middle = block('10.0.0.0/9')[1];
    expect(starts(web, 0)).toEqual([0, first, middle, end]);
    expect(starts(web, 0, ['TCP'])).toEqual([0, first, end]);
    expect(starts(web, 0, ['UDP'])).toEqual([0, first, middle]);
    expect(starts(web, 0, ['ICMP'])).toEqual([0]);
    expect(starts(web, 1)).toEqual([0]);
    expect(starts(web, 2)).toEqual([1, 53, 54, 443, 444]);
    expect(starts(web, 2, ['TCP'])).toEqual([1, 443, 444]);
    expect(starts(web, 3)).toEqual([1]);
    expect(starts(PacketSet.ALL, 2)).toEqual([1]);
  });

  test('with one key for spans that are treated alike', () => {
    const two = set(box('TCP', { destinationPorts: [80, 81] }), box('TCP', { destinationPorts: [443, 444] }));
    const keys = two._classes(2).map(({ key }) => key);
    expect(keys[0]).toBe(keys[2]);
    expect(keys[1]).toBe(keys[3]);
    expect(keys[0]).not.toBe(keys[1]);
    // The two ports lead to different source ports.
    const differ = set(box('TCP', { destinationPorts: [80, 81], sourcePorts: [1, 2] }),
      box('TCP', { destinationPorts: [443, 444], sourcePorts: [2, 3] }));
    expect(new Set(differ._classes(2).map(({ key }) => key)).size).toBe(3);
  });
});

test('sets are compared by their packets', () => {
  const [a, b] = [set(box('TCP', { source: TEN })), set(box('TCP', { source: block('10.0.0.0/9') }))];
  expect([a.isSameAs(b), b.isSameAs(a), a.isSameAs(a), a.containsAll(b), b.containsAll(a), a.overlaps(b)]).toEqual([false, false, true,
    true, false, true]);
  expect(a.overlaps(set(box('UDP')))).toBe(false);
  expect([a, PacketSet.EMPTY, set(box('TCP')), PacketSet.ALL].map((one) => one.isAll)).toEqual([false, false, false, true]);
});

describe('sets whose nodes have one hash', () => {
  // The hash of a node of sources: its starts, and 0 and 1 for what is in none and in all of the rest.
  const [P, Q] = [0x01000193, 0x85ebca6b];
  const step = (hash: number, start: number, id: number) => Math.imul(Math.imul(hash ^ start, P) ^ id, Q);
  /** The inverse of an odd factor. */
  const inverse = (factor: number) => {
    let found = factor;
    for (let i = 0; i < 5; i++) found = Math.imul(found, 2 - Math.imul(factor, found));
    return found;
  };
  const sources = (first: number, end: number) => set(box('ICMP', { source: [first, end] }));
  const has = (given: PacketSet, source: number) =>
    given.contains({ kind: 'ICMP', source, destination: 1, sourcePort: 0, destinationPort: 0 });

  test('and one form differ by their starts', () => {
    // The starts of a second block, to which the hashes of its parts lead from the same hash as those of the first.
    const [first, end] = [167_772_160, 167_837_696];
    let other = [0, 0];
    for (let start = 1; other[1] <= other[0]; start++) other = [start, (end ^ step(0, first, 1) ^ step(0, start, 1)) >>> 0];
    expect(step(step(0, first, 1), end, 0)).toBe(step(step(0, other[0], 1), other[1], 0));
    const sets = [sources(first, end), sources(other[0], other[1])];
    expect(sets.map((one) => one.size)).toEqual([BigInt(end - first) * 2n ** 32n, BigInt(other[1] - other[0]) * 2n ** 32n]);
    expect([has(sets[0], first), has(sets[1], other[0]), sets[0].isSameAs(sets[1])]).toEqual([true, true, false]);
  });

  test('and one beginning differ by their number of starts', () => {
    // An end that leads from the hash of everything after a start back to the same hash.
    let [start, end] = [0, 0];
    while (end <= start) {
      start++;
      const hash = step(0, start, 1);
      end = (hash ^ Math.imul(Math.imul(hash, inverse(Q)), inverse(P))) >>> 0;
    }
    expect(step(step(0, start, 1), end, 0)).toBe(step(0, start, 1));
    const [open, closed] = [sources(start, 2 ** 32), sources(start, end)];
    expect([has(open, end), has(closed, end), has(closed, end - 1)]).toEqual([true, false, true]);
  });
});
