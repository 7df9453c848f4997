// Sets of packets over a small universe: each field has few parts, and every operation is compared with that on lists of cells.
import * as fc from 'fast-check';
import { AddressSet } from '../../src/net/address-set';
import { hasPorts, Packet, PACKET_KINDS, PacketBox, PacketKind, PacketRule, Span } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { deadRules } from '../../src/net/shadows';
import { matches } from '../property/packets';
import { played } from '../support/runs';

// The parts of the source, the destination, the destination port and the source port.
const PARTS: readonly (readonly Span[])[] = [
  [[0, 4], [4, 9], [9, 2 ** 32]],
  [[0, 0xc6336414], [0xc6336414, 2 ** 32]],
  [[1, 80], [80, 65_536]],
  [[1, 49_152], [49_152, 65_536]],
];

/** Packets with one part of each field. */
interface Cell {
  readonly kind: PacketKind;
  readonly spans: readonly Span[];
}

const products = (lists: readonly (readonly Span[])[]): Span[][] =>
  lists.reduce<Span[][]>((all, list) => all.flatMap((chosen) => list.map((span) => [...chosen, span])), [[]]);
const CELLS: readonly Cell[] = PACKET_KINDS.flatMap((kind) =>
  products(hasPorts(kind) ? PARTS : PARTS.slice(0, 2)).map((spans) => ({ kind, spans })));
const sizeOf = ({ spans }: Cell): bigint => spans.reduce((size, [first, end]) => size * BigInt(end - first), 1n);
/** The packets with the lowest and the highest values of a cell. */
const ends = ({ kind, spans: [source, destination, to = [0, 1], from = [0, 1]] }: Cell): Packet[] => [
  { kind, source: source[0], destination: destination[0], destinationPort: to[0], sourcePort: from[0] },
  { kind, source: source[1] - 1, destination: destination[1] - 1, destinationPort: to[1] - 1, sourcePort: from[1] - 1 },
];
const ENDS = CELLS.map(ends);

type Cells = readonly boolean[];
const addresses = ([first, end]: Span) => AddressSet.range(first, end - 1);
const made = ({ kind, spans: [source, destination, to, from] }: Cell): PacketSet =>
  PacketSet.product([kind], addresses(source), addresses(destination), from ? [from] : [], to ? [to] : []);
const setOf = (cells: Cells): PacketSet => PacketSet.unionOf(CELLS.filter((_, i) => cells[i]).map(made));

/** Spans of whole parts. */
const span = (parts: readonly Span[]): fc.Arbitrary<Span> => fc.tuple(fc.nat(parts.length - 1), fc.nat(parts.length - 1))
  .map(([a, b]): Span => [parts[Math.min(a, b)][0], parts[Math.max(a, b)][1]]);
const box: fc.Arbitrary<PacketBox> = fc.record({
  protocol: fc.constantFrom('ALL' as const, 'TCP' as const, 'UDP' as const, 'ICMP' as const),
  source: span(PARTS[0]), destination: span(PARTS[1]), destinationPorts: span(PARTS[2]), sourcePorts: span(PARTS[3]),
}).map((b) => hasPorts(b.protocol) ? b : { ...b, destinationPorts: [1, 65_536], sourcePorts: [1, 65_536] });
const rules: fc.Arbitrary<PacketRule[]> = fc.array(fc.record({ accept: fc.boolean(), box }), { maxLength: 6 });
const decided = (list: readonly PacketRule[]): Cells =>
  ENDS.map(([packet]) => list.find((rule) => matches(rule.box, packet))?.accept ?? false);
const cells: fc.Arbitrary<Cells> = fc.oneof(
  rules.map(decided), fc.array(fc.boolean(), { minLength: CELLS.length, maxLength: CELLS.length }),
  fc.constantFrom(CELLS.map(() => false), CELLS.map(() => true)),
);

/** What a set has of each cell: all of it, nothing, or only a part. */
const held = (set: PacketSet) => ENDS.map(([low, high]) => {
  const [a, b] = [set.contains(low), set.contains(high)];
  return a === b ? a : 'a part';
});

test('operations do to every cell what they say', () => {
  fc.assert(fc.property(cells, cells, (a, b) => {
    const [setA, setB] = [setOf(a), setOf(b)];
    const both = a.map((x, i) => x && b[i]);
    const only = a.map((x, i) => x && !b[i]);
    expect(held(setA)).toEqual(a);
    expect(held(setA.union(setB))).toEqual(a.map((x, i) => x || b[i]));
    expect(held(setA.intersect(setB))).toEqual(both);
    expect(held(setA.minus(setB))).toEqual(only);
    expect(held(setA.complement())).toEqual(a.map((x) => !x));
    expect([setA.isEmpty, setA.isAll]).toEqual([!a.includes(true), !a.includes(false)]);
    expect(setA.overlaps(setB)).toBe(both.includes(true));
    expect(setB.containsAll(setA)).toBe(!only.includes(true));
    expect(setA.isSameAs(setB)).toBe(a.every((x, i) => x === b[i]));
    expect(setOf(both).isSameAs(setA.intersect(setB))).toBe(true);
  }), played(50, 61));
});

test('the size, the witness and the parts of a set are those of its cells', () => {
  fc.assert(fc.property(cells, (a) => {
    const set = setOf(a);
    const own = CELLS.filter((_, i) => a[i]);
    expect(set.size).toBe(own.reduce((sum, cell) => sum + sizeOf(cell), 0n));
    const packet = set.witness();
    expect(packet !== undefined).toBe(own.length > 0);
    if (packet) {
      expect(set.contains(packet)).toBe(true);
      const { kind, spans } = own.find((cell) => cell.kind === packet.kind)!;
      expect(kind).toBe(PACKET_KINDS.find((k) => own.some((cell) => cell.kind === k)));
      expect([packet.sourcePort, packet.destinationPort].map((port) => port > 0)).toEqual(Array(2).fill(spans.length === 4));
    }
    // Each cell is in one block and one box of the cover, all of it.
    const count = (parts: readonly PacketBox[]) => ENDS.map((each) => each.map((p) => parts.filter((part) => matches(part, p)).length));
    const wanted = a.map((x) => x ? [1, 1] : [0, 0]);
    const blocks = set.blocks().flatMap(({ kinds, sources, destinations, sourcePorts, destinationPorts }) =>
      kinds.flatMap((kind) => sources.intervals().flatMap((source) => destinations.intervals().flatMap((destination) =>
        sourcePorts.flatMap((from) => destinationPorts.map((to) => (
          { protocol: kind as PacketBox['protocol'], source, destination, sourcePorts: from, destinationPorts: to })))))));
    expect(count(blocks)).toEqual(wanted);
    const cover = set.cover().flatMap(({ kinds, source, destination, sourcePorts, destinationPorts }) => kinds.map((kind) => ({
      protocol: kind as PacketBox['protocol'], source: [source.first, source.last + 1] as const,
      destination: [destination.first, destination.last + 1] as const, sourcePorts, destinationPorts,
    })));
    expect(count(cover)).toEqual(wanted);
  }), played(40, 62));
});

test('the answers of a set are its packets with their ends exchanged', () => {
  fc.assert(fc.property(cells, (a) => {
    const answers = setOf(a).reversed();
    expect(ENDS.map((each) => each.map(({ kind, source, destination, sourcePort, destinationPort }) => answers.contains(
      { kind, source: destination, destination: source, sourcePort: destinationPort, destinationPort: sourcePort },
    )))).toEqual(a.map((x) => [x, x]));
    expect(answers.size).toBe(setOf(a).size);
  }), played(30, 63));
});

test('kinds and values are told apart where the cells are', () => {
  /** The cells by the part of one field, without that field. */
  const rows = (a: Cells, level: number, kinds: readonly PacketKind[]) => PARTS[level].map((part) => {
    return CELLS.flatMap(({ kind, spans }, i) => kinds.includes(kind) && (spans[level] ?? part) === part ? [a[i]] : []).join();
  });
  const ofKind = (a: Cells, kind: PacketKind) => products(PARTS).map((spans) => a[CELLS.findIndex((cell) =>
    cell.kind === kind && cell.spans.every((own, level) => own === spans[level]))]).join();
  fc.assert(fc.property(cells, fc.subarray([...PACKET_KINDS], { minLength: 1 }), (a, kinds) => {
    const set = setOf(a);
    for (const level of [0, 1, 2, 3] as const) {
      const row = rows(a, level, kinds);
      const starts = PARTS[level].flatMap(([first], i) => i === 0 || row[i] !== row[i - 1] ? [first] : []);
      const classes = set._classes(level, kinds);
      // A field whose value decides together with one before it may be told apart more finely, never less.
      expect(classes.map(({ start }) => start)).toEqual(starts);
      const keys = starts.map((start) => row[PARTS[level].findIndex(([first]) => first === start)]);
      if (level === 0) classes.forEach((one, i) => classes.forEach((other, j) => expect(one.key === other.key).toBe(keys[i] === keys[j])));
    }
    expect(set._ownKinds).toEqual(PACKET_KINDS.filter((kind) => ofKind(a, kind) !== ofKind(a, 'OTHER')));
  }), played(50, 64));
});

test('an ordered list of rules is the first that matches, and boxes are their union', () => {
  fc.assert(fc.property(rules, (list) => {
    expect(held(PacketSet.ofRules(list))).toEqual(decided(list));
    const boxes = list.map((rule) => rule.box);
    expect(held(PacketSet.ofBoxes(boxes))).toEqual(decided(boxes.map((b) => ({ accept: true, box: b }))));
    for (const one of boxes) expect(held(PacketSet.ofBox(one))).toEqual(decided([{ accept: true, box: one }]));
  }), played(80, 65));
});

test('a rule is dead if every cell of it is decided before or never mirrored, and its blockers decide what it has', () => {
  fc.assert(fc.property(rules, fc.oneof(fc.constant(undefined), cells), (list, never) => {
    const matching = list.map(({ box: own }) => ENDS.map(([packet]) => matches(own, packet)));
    const dead = deadRules(list, never && setOf(never));
    const expected = list.flatMap((_, i) => {
      const left = matching[i].map((x, cell) => x && !matching.slice(0, i).some((before) => before[cell]));
      if (!left.includes(true)) return [[i, 'BLOCKED']];
      return never && left.every((x, cell) => !x || never[cell]) ? [[i, 'ONLY_NEVER_MIRRORED']] : [];
    });
    expect(dead.map(({ rule, reason }) => [rule, reason])).toEqual(expected);
    for (const { rule, reason, blockers, opposed, witness } of dead) {
      if (reason === 'ONLY_NEVER_MIRRORED') {
        expect(blockers).toEqual([]);
        expect(held(witness)).toEqual(matching[rule].map((x, cell) => x && !matching.slice(0, rule).some((before) => before[cell])));
        continue;
      }
      expect(held(witness)).toEqual(matching[rule]);
      expect(blockers).toEqual([...new Set(blockers)].sort((x, y) => x - y));
      const without = (some: readonly number[]) => matching[rule].some((x, cell) => x && !some.some((b) => matching[b][cell]));
      expect(without(blockers)).toBe(false);
      expect(opposed).toBe(blockers.some((b) => list[b].accept !== list[rule].accept));
    }
  }), played(100, 66));
});
