import { EVERY_ADDRESS, EVERY_PORT, hasPorts, Packet, PacketBox, PacketRule, Span } from '../../src/net/packet';
import { copied, matches } from '../property/packets';

/** A few packets that stand for all, and every box that a rule can have over them. */
export interface World {
  readonly name: string;
  readonly packets: readonly Packet[];
  readonly boxes: readonly PacketBox[];
}

const GIB = 2 ** 30;
const QUARTERS: Span[] = [0, 1, 2, 3].map((n) => [n * GIB, (n + 1) * GIB]);
const HALVES: Span[] = [[0, 2 * GIB], [2 * GIB, 4 * GIB]];
/** One network, and the siblings around it: 0.0.0.0/3, 32.0.0.0/3, 64.0.0.0/2, 128.0.0.0/1. */
const CHAIN: Span[] = [[0, GIB / 2], [GIB / 2, GIB], [GIB, 2 * GIB], [2 * GIB, 4 * GIB]];
/** A longer one: 0.0.0.0/7 and seven siblings. */
const LONG_CHAIN: Span[] = [[0, 2 ** 25], ...Array.from({ length: 7 }, (_, i): Span => [2 ** (25 + i), 2 ** (26 + i)])];
const runs = (n: number): Span[] => Array.from({ length: n }, (_, i) => [1 + i * 1_000, i === n - 1 ? 65_536 : 1 + (i + 1) * 1_000]);

function world(
  name: string,
  kinds: Packet['kind'][],
  sources: Span[],
  destinations: Span[],
  destinationPorts: Span[],
  sourcePorts: Span[] = [EVERY_PORT],
): World {
  const packets = kinds.flatMap((kind) => sources.flatMap(([source]) => destinations.flatMap(([destination]) =>
    (hasPorts(kind) ? destinationPorts : [[0, 0]]).flatMap(([destinationPort]) =>
      (hasPorts(kind) ? sourcePorts : [[0, 0]]).map(([sourcePort]): Packet => ({
        kind, source, destination, destinationPort, sourcePort,
      })),
    ),
  ),
  ),
  );
  // Every CIDR that tells the packets apart, and every run of ports.
  const blocks = (values: number[]): Span[] => {
    const found = new Map<string, Span>();
    for (let length = 0; length <= 32; length++) {
      for (const v of values) {
        const size = 2 ** (32 - length);
        const span: Span = [v - v % size, v - v % size + size];
        const key = values.filter((x) => span[0] <= x && x < span[1]).join();
        // The widest of those that hold the same packets.
        if (!found.has(key)) found.set(key, span);
      }
    }
    return [...found.values()];
  };
  const ranges = (spans: Span[]): Span[] => spans.flatMap((a, i) => spans.slice(i).map((b): Span => [a[0], b[1]]));
  const boxes = (['TCP', 'UDP', 'ICMP', 'ALL'] as const).filter((p) => p === 'ALL' || kinds.includes(p)).flatMap((protocol) =>
    blocks(sources.map((s) => s[0])).flatMap((source) => blocks(destinations.map((s) => s[0])).flatMap((destination) =>
      (hasPorts(protocol) ? ranges(destinationPorts) : [EVERY_PORT]).flatMap((d) =>
        (hasPorts(protocol) ? ranges(sourcePorts) : [EVERY_PORT]).map((s): PacketBox => ({
          protocol,
          source,
          destination,
          destinationPorts: d,
          sourcePorts: s,
        })),
      ),
    ),
    ),
  );
  return { name, packets, boxes };
}

export const WORLDS: readonly World[] = [
  world('two ends', ['OTHER'], QUARTERS, QUARTERS, [EVERY_PORT]),
  world('source and port', ['TCP'], QUARTERS, [EVERY_ADDRESS], runs(4)),
  world('networks in a large space', ['OTHER'], CHAIN, CHAIN, [EVERY_PORT]),
  world('a network and a port', ['UDP'], CHAIN, [EVERY_ADDRESS], runs(4)),
  world('a long chain', ['TCP'], LONG_CHAIN, [EVERY_ADDRESS], runs(2)),
  world('protocols', ['TCP', 'UDP', 'ICMP', 'OTHER'], QUARTERS, [EVERY_ADDRESS], [EVERY_PORT]),
  world('protocols and ports', ['TCP', 'UDP', 'ICMP', 'OTHER'], HALVES, [EVERY_ADDRESS], runs(3)),
  world('both ends and port', ['TCP'], HALVES, HALVES, runs(4)),
  world('both ports', ['UDP'], [EVERY_ADDRESS], [EVERY_ADDRESS], runs(4), runs(4)),
];

/** By set of packets as bits, the fewest rules that accept exactly these, found by painting boxes over each other. */
export function optima({ packets, boxes }: World): Uint8Array {
  const masks = [...new Set(boxes.map((box) => packets.reduce((mask, p, i) => matches(box, p) ? mask | 1 << i : mask, 0)))];
  const fewest = new Uint8Array(2 ** packets.length).fill(255);
  fewest[0] = 0;
  let front = [0];
  for (let count = 1; front.length > 0; count++) {
    const next: number[] = [];
    const reach = (painted: number) => {
      if (fewest[painted] !== 255) return;
      fewest[painted] = count;
      next.push(painted);
    };
    for (const canvas of front) {
      for (const mask of masks) {
        reach(canvas | mask);
        reach(canvas & ~mask);
      }
    }
    front = next;
  }
  return fewest;
}

/** The packets as rules: for each accepted one the smallest box that has it and no other. */
export function plainly({ packets, boxes }: World, target: number): PacketRule[] {
  return packets.flatMap((packet, i): PacketRule[] => {
    if (!(target >> i & 1)) return [];
    const alone = boxes.filter((b) => matches(b, packet));
    const own = alone.find((b) => packets.filter((p) => matches(b, p)).length === 1);
    if (own) return [{ accept: true, box: own }];
    // What only ALL matches: the rest of its block is decided before it.
    const widest = alone.reduce((a, b) =>
      packets.filter((p) => matches(b, p)).length <= packets.filter((p) => matches(a, p)).length ? b : a,
    );
    const others = packets.flatMap((p, k) => k !== i && matches(widest, p)
      ? [
        {
          accept: ((target >> k) & 1) === 1,
          box: boxes.find((b) => matches(b, p) && packets.filter((x) => matches(b, x)).length === 1)!,
        },
      ]
      : [],
    );
    return [...others, { accept: true, box: widest }];
  });
}

export function accepted({ packets }: World, rules: readonly PacketRule[]): number {
  return packets.reduce((bits, packet, i) => copied(rules, packet) ? bits | 1 << i : bits, 0);
}
