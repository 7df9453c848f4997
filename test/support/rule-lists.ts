import type { PacketRule, Span } from '../../src/net/packet';

// Long lists of rules, for the work of operations on sets of packets. Only types of src, since the bench runs the compiled library.

const EVERY_ADDRESS: Span = [0, 2 ** 32];
const EVERY_PORT: Span = [1, 65_536];

/** Numbers that are the same on every machine. Unlike those of a linear generator, several in a row fill a space evenly. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return Math.floor(((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32 * below);
  };
}

function block(address: number, length: number): Span {
  const size = 2 ** (32 - length);
  const first = address - address % size;
  return [first, first + size];
}

type Next = (below: number) => number;

/** As people write them: some networks, some services, a part of them wide open. */
function ordinary(next: Next): PacketRule {
  const network = () =>
    next(4) === 0 ? EVERY_ADDRESS : block(10 * 2 ** 24 + next(64) * 2 ** 16 + next(4) * 2 ** 8, [16, 16, 20, 24, 32][next(5)]);
  const protocol = (['TCP', 'TCP', 'UDP', 'ALL'] as const)[next(4)];
  const first = [22, 53, 80, 443, 3_306, 5_432, 8_080][next(7)];
  const destinationPorts: Span = protocol === 'ALL' || next(4) === 0 ? EVERY_PORT : [first, first + 1 + [0, 0, 100][next(3)]];
  // A rule for everything would end the list.
  const source = protocol === 'ALL' ? block(10 * 2 ** 24 + next(64) * 2 ** 16, 16) : network();
  return { accept: next(4) > 0, box: { protocol, source, destination: network(), sourcePorts: EVERY_PORT, destinationPorts } };
}

function range(next: Next, widest: number): Span {
  const first = 1 + next(60_000);
  return [first, Math.min(EVERY_PORT[1], first + 1 + next(widest))];
}

/** Wide blocks and ranges in all four values, so that each rule cuts many others. */
function crowded(next: Next): PacketRule {
  const [source, destination] = [block(next(2 ** 32), 1 + next(5)), block(next(2 ** 32), 1 + next(5))];
  return {
    accept: next(2) > 0,
    box: { protocol: 'TCP', source, destination, sourcePorts: range(next, 20_000), destinationPorts: range(next, 20_000) },
  };
}

/** Networks around one address at both ends: each contains all longer ones. */
function nested(next: Next): PacketRule {
  const [source, destination] = [block(10 * 2 ** 24 + 5, 1 + next(32)), block(10 * 2 ** 24 + 5, 1 + next(32))];
  const sourcePorts = next(3) > 0 ? EVERY_PORT : range(next, 20_000);
  return { accept: next(2) > 0, box: { protocol: 'TCP', source, destination, sourcePorts, destinationPorts: range(next, 20_000) } };
}

const KINDS = { ordinary, crowded, nested };

export type ListKind = keyof typeof KINDS;

export const LIST_KINDS = Object.keys(KINDS) as ListKind[];

export function ruleList(kind: ListKind, count: number, seed: number): PacketRule[] {
  const next = numbers(seed);
  return Array.from({ length: count }, () => KINDS[kind](next));
}
