import * as fc from 'fast-check';
import { EVERY_ADDRESS, EVERY_PORT, Packet, PACKET_KINDS, PacketBox, PacketRule, Span } from '../../src/net/packet';

// A rule matches a packet by the product's own sentence, and nothing of src but the types: no sets, no cleverness.

export function matches(box: PacketBox, p: Packet): boolean {
  if (box.protocol !== 'ALL' && box.protocol !== p.kind) return false;
  const within = ([first, end]: Span, value: number) => first <= value && value < end;
  if (!within(box.source, p.source) || !within(box.destination, p.destination)) return false;
  if (p.kind !== 'TCP' && p.kind !== 'UDP') return true;
  return within(box.sourcePorts, p.sourcePort) && within(box.destinationPorts, p.destinationPort);
}

export function copied(rules: readonly PacketRule[], p: Packet): boolean {
  for (const rule of rules) if (matches(rule.box, p)) return rule.accept;
  return false;
}

/** CIDRs that are nested, disjoint and next to each other. */
export const block: fc.Arbitrary<Span> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(EVERY_ADDRESS) },
  {
    weight: 5, arbitrary: fc.tuple(fc.integer({ min: 0, max: 15 }), fc.constantFrom(8, 9, 10, 16, 30, 31, 32)).map(([n, length]): Span => {
      const size = 2 ** (32 - length);
      const first = 10 * 2 ** 24 + n * 2 ** 20 + (length === 32 ? n : 0);
      return [first - first % size, first - first % size + size];
    }),
  },
  {
    weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 32 })).map(([n, length]): Span => {
      const size = 2 ** (32 - length);
      return [n - n % size, n - n % size + size];
    }),
  },
);

export const ports: fc.Arbitrary<Span> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(EVERY_PORT) },
  { weight: 3, arbitrary: fc.constantFrom(53, 80, 443, 1, 65_535).map((port): Span => [port, port + 1]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 22, 53, 80, 443), fc.constantFrom(443, 1_024, 8_080, 65_536))
      .filter(([a, b]) => a < b)
      .map((s): Span => s),
  },
);

export const box: fc.Arbitrary<PacketBox> = fc
  .record({
    protocol: fc.constantFrom('ALL' as const, 'TCP' as const, 'UDP' as const, 'ICMP' as const),
    source: block,
    destination: block,
    sourcePorts: ports,
    destinationPorts: ports,
  })
  .map((b) => b.protocol === 'TCP' || b.protocol === 'UDP' ? b : { ...b, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT });

export const rule: fc.Arbitrary<PacketRule> = fc.record({ accept: fc.boolean(), box });
export const rules = fc.array(rule, { maxLength: 8 });

/** Packets at and beside every bound of some rules: where anything changes, it changes there. */
export function boundaryPackets(lists: readonly (readonly PacketRule[])[], most = 400, seed = 1): Packet[] {
  const all = lists.flat();
  const values = (pick: (b: PacketBox) => Span, [lowest, end]: Span) =>
    [...new Set([lowest, end - 1, ...all.flatMap((r) => [pick(r.box)[0] - 1, pick(r.box)[0], pick(r.box)[1] - 1, pick(r.box)[1]])])].filter(
      (v) => v >= lowest && v < end,
    );
  const sources = values((b) => b.source, EVERY_ADDRESS);
  const destinations = values((b) => b.destination, EVERY_ADDRESS);
  const sourcePorts = values((b) => b.sourcePorts, EVERY_PORT);
  const destinationPorts = values((b) => b.destinationPorts, EVERY_PORT);
  const packets: Packet[] = [];
  let state = seed;
  const next = <T>(list: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return list[Math.floor(state / 2 ** 16) % list.length];
  };
  for (let i = 0; i < most; i++) {
    const kind = next(PACKET_KINDS);
    const withPorts = kind === 'TCP' || kind === 'UDP';
    packets.push({
      kind,
      source: next(sources),
      destination: next(destinations),
      sourcePort: withPorts ? next(sourcePorts) : 0,
      destinationPort: withPorts ? next(destinationPorts) : 0,
    });
  }
  return packets;
}
