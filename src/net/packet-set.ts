import { AddressSet } from './address-set';
import { Ipv4Cidr } from './ipv4-cidr';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, kindsOf, Packet, PACKET_KINDS, PacketBox, PacketKind, PacketRule, Span } from './packet';

/**
 * A set of values for a level and all later levels, as an interval decision diagram: true means every value, false means none.
 * The spans of a node begin at `starts`. Each span ends at the start of the next, and neighbours differ. A level that makes
 * no difference is left out.
 */
type Node = boolean | Branch;

interface Branch {
  readonly id: number;
  readonly level: Level;
  readonly starts: readonly number[];
  readonly children: readonly Node[];
}

/** Source, destination, destination port, source port. Source ports come last, since rules use them least. */
type Level = 0 | 1 | 2 | 3;

const LEVELS: readonly Span[] = [EVERY_ADDRESS, EVERY_ADDRESS, EVERY_PORT, EVERY_PORT];
const KIND_AT: Record<PacketKind, number> = { TCP: 0, UDP: 1, ICMP: 2, OTHER: 3 };

/** Cache that makes equal nodes the same object, so that most comparisons only compare pointers. */
let remembered = new Map<number, Branch[]>();
let rememberedCount = 0;
const REMEMBERED_MOST = 500_000;
let lastId = 1;
/** The spans of all nodes that were computed, also of nodes that existed already: the work of all operations. */
let work = 0;

/** A group of packets: the set contains every combination of the values. */
export interface PacketBlock {
  readonly kinds: readonly PacketKind[];
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
  /** Disjoint, ascending. Every port for kinds without ports. */
  readonly sourcePorts: readonly Span[];
  readonly destinationPorts: readonly Span[];
}

/**
 * An exact set of IPv4 packets, distinguished by five values: protocol, source, destination and both ports. Ports are 1 to
 * 65535 for TCP and UDP. ICMP and the other protocols have none.
 */
export class PacketSet {
  /** No packet. */
  public static readonly EMPTY = new PacketSet([false, false, false, false]);
  /** Every packet. */
  public static readonly ALL = new PacketSet([true, true, true, true]);

  /** The packets that a rule matches. */
  public static ofBox(box: PacketBox): PacketSet {
    const { protocol, source, destination } = box;
    const kinds = kindsOf(protocol);
    const ports = hasPorts(protocol) ? chain(2, [box.destinationPorts], chain(3, [box.sourcePorts], true)) : true;
    const node = chain(0, [source], chain(1, [destination], ports));
    return new PacketSet(PACKET_KINDS.map((kind) => kinds.includes(kind) ? node : false));
  }

  /** The union of the boxes. */
  public static ofBoxes(boxes: readonly PacketBox[]): PacketSet {
    return PacketSet.ofRules(boxes.map((box) => ({ accept: true, box })));
  }

  /**
   * The packets that an ordered list of rules accepts. The first matching rule decides. Packets without a matching rule are
   * not in the set.
   *
   * The set grows from the last rule on, so that a rule costs no more than the part of the diagram that it changes.
   */
  public static ofRules(rules: readonly PacketRule[]): PacketSet {
    // Rules after a rule that matches everything decide nothing.
    const decided = rules.findIndex(({ box }) => isEvery(box));
    let set = PacketSet.EMPTY;
    for (let i = decided < 0 ? rules.length - 1 : decided; i >= 0; i--) {
      const own = PacketSet.ofBox(rules[i].box);
      set = rules[i].accept ? set.union(own) : set.minus(own);
    }
    return set;
  }

  /** Every combination of the values. */
  public static product(
    kinds: readonly PacketKind[],
    sources: AddressSet,
    destinations: AddressSet,
    sourcePorts: readonly Span[],
    destinationPorts: readonly Span[],
  ): PacketSet {
    const spans = (level: Level, all: readonly Span[], inner: Node): Node => chain(level, all, inner);
    return new PacketSet(PACKET_KINDS.map((kind) => {
      if (!kinds.includes(kind)) return false;
      const ports = hasPorts(kind) ? spans(2, destinationPorts, spans(3, sourcePorts, true)) : true;
      return spans(0, sources.intervals(), spans(1, destinations.intervals(), ports));
    }));
  }

  public static unionOf(sets: readonly PacketSet[]): PacketSet {
    return sets.reduce((all, set) => all.union(set), PacketSet.EMPTY);
  }

  /**
   * The work of all operations so far: the spans of the nodes that they computed.
   *
   * @internal
   */
  public static get _work(): number {
    return work;
  }

  private parts?: readonly PacketBlock[];

  /** @param nodes by kind, in the order of PACKET_KINDS */
  private constructor(private readonly nodes: readonly Node[]) {}

  public get isEmpty(): boolean {
    return this.nodes.every((node) => node === false);
  }

  public get isAll(): boolean {
    return this.nodes.every((node) => node === true);
  }

  public union(other: PacketSet): PacketSet {
    return this.combined(other, OR);
  }

  public intersect(other: PacketSet): PacketSet {
    return this.combined(other, AND);
  }

  public minus(other: PacketSet): PacketSet {
    return this.combined(other, MINUS);
  }

  public complement(): PacketSet {
    return PacketSet.ALL.minus(this);
  }

  public isSameAs(other: PacketSet): boolean {
    // Two equal nodes may be different objects if the cache was cleared between them.
    return this.nodes.every((node, i) => node === other.nodes[i]) || (this.minus(other).isEmpty && other.minus(this).isEmpty);
  }

  public containsAll(other: PacketSet): boolean {
    return other.minus(this).isEmpty;
  }

  public overlaps(other: PacketSet): boolean {
    return !this.intersect(other).isEmpty;
  }

  public contains(packet: Packet): boolean {
    const values = [packet.source, packet.destination, packet.destinationPort, packet.sourcePort];
    let node = this.nodes[KIND_AT[packet.kind]];
    while (typeof node === 'object') node = node.children[at(node.starts, values[node.level])];
    return node;
  }

  /** The packets with source and destination exchanged: the replies. */
  public reversed(): PacketSet {
    return PacketSet.unionOf(
      this.blocks().map((b) => PacketSet.product(b.kinds, b.destinations, b.sources, b.destinationPorts, b.sourcePorts)),
    );
  }

  /** One packet of the set, with realistic values. Undefined if the set is empty. */
  public witness(): Packet | undefined {
    for (const [i, kind] of PACKET_KINDS.entries()) {
      const node = this.nodes[i];
      if (node === false) continue;
      const values: number[] = [];
      descend(node, values);
      return {
        kind, source: values[0] ?? LIKELY[0][0], destination: values[1] ?? LIKELY[1][0],
        destinationPort: hasPorts(kind) ? values[2] ?? LIKELY[2][0] : 0, sourcePort: hasPorts(kind) ? values[3] ?? LIKELY[3][0] : 0,
      };
    }
    return undefined;
  }

  /** The number of packets that differ in at least one of the five values. */
  public get size(): bigint {
    return PACKET_KINDS.reduce((sum, kind, i) => sum + sizeOf(this.nodes[i], 0, hasPorts(kind) ? 4 : 2, new Map()), 0n);
  }

  /** Disjoint blocks that make up the set. Spans with the same result are in one block. */
  public blocks(): readonly PacketBlock[] {
    return this.parts ??= this.allBlocks();
  }

  private allBlocks(): PacketBlock[] {
    const blocks: PacketBlock[] = [];
    const done = new Set<Node>();
    PACKET_KINDS.forEach((kind, i) => {
      const node = this.nodes[i];
      if (node === false) return;
      // Kinds with the same packets are listed together, if ports do not prevent it.
      const plain = !usesPorts(node);
      if (plain && done.has(node)) return;
      const kinds = plain ? PACKET_KINDS.filter((_, k) => this.nodes[k] === node) : [kind];
      done.add(node);
      walk(node, 0, [], (spans) => blocks.push({
        kinds, sources: addresses(spans[0]), destinations: addresses(spans[1]), destinationPorts: spans[2], sourcePorts: spans[3],
      }));
    });
    return blocks;
  }

  /** Disjoint boxes of CIDRs and port ranges that make up the set. Packets of other protocols need a box for ALL, if that is exact. */
  public cover(): { kinds: readonly PacketKind[]; source: Ipv4Cidr; destination: Ipv4Cidr; sourcePorts: Span; destinationPorts: Span }[] {
    return this.blocks().flatMap(({ kinds, sources, destinations, sourcePorts: from, destinationPorts: to }) => {
      const [own, other] = [sources.cidrs(), destinations.cidrs()];
      return own.flatMap((source) => other.flatMap((destination) =>
        from.flatMap((sourcePorts) => to.map((destinationPorts) => ({ kinds, source, destination, sourcePorts, destinationPorts })))));
    });
  }

  /**
   * The kinds that the set treats differently from packets of other protocols, for some addresses and ports.
   *
   * @internal
   */
  public get _ownKinds(): readonly PacketKind[] {
    const other = this.nodes[KIND_AT.OTHER];
    return PACKET_KINDS.filter((kind) => {
      const node = this.nodes[KIND_AT[kind]];
      return node !== other && (apply(node, other, MINUS, new Map()) !== false || apply(other, node, MINUS, new Map()) !== false);
    });
  }

  /**
   * The starts of the spans of values that the set treats alike, for one kind, with a key that is equal for spans that are treated
   * alike.
   *
   * @internal
   */
  public _classes(level: Level, kinds: readonly PacketKind[] = PACKET_KINDS): { start: number; key: string }[] {
    const nodes = new Set<Branch>();
    const seen = new Set<Node>();
    for (const kind of kinds) gather(this.nodes[KIND_AT[kind]], level, nodes, seen);
    const list = [...nodes];
    const starts = [...new Set([LEVELS[level][0], ...list.flatMap((n) => n.starts)])].sort((a, b) => a - b);
    // At each start, a node has another child than before.
    return starts.map((start) => ({ start, key: list.map((n) => idOf(n.children[at(n.starts, start)])).join() }));
  }

  private combined(other: PacketSet, op: Operation): PacketSet {
    const memo: Memo = new Map();
    return new PacketSet(this.nodes.map((node, i) => apply(node, other.nodes[i], op, memo)));
  }
}

/** The result of an operation on two nodes if one of them decides it. Undefined if their parts must be compared. */
type Operation = (a: Node, b: Node) => Node | undefined;

const AND: Operation = (a, b) => a === false || b === false ? false : a === true || a === b ? b : b === true ? a : undefined;
const OR: Operation = (a, b) => a === true || b === true ? true : a === false || a === b ? b : b === false ? a : undefined;
const MINUS: Operation = (a, b) => a === false || b === true || a === b ? false : b === false ? a : undefined;

/** The starts for a level that makes no difference. */
const WHOLE: readonly (readonly number[])[] = LEVELS.map(([first]) => [first]);

/** The results of one operation, by both nodes. */
type Memo = Map<Node, Map<Node, Node>>;

function apply(a: Node, b: Node, op: Operation, memo: Memo): Node {
  const plain = op(a, b);
  if (plain !== undefined) return plain;
  let own = memo.get(a);
  if (!own) memo.set(a, own = new Map());
  const known = own.get(b);
  if (known !== undefined) return known;
  const level = Math.min(typeof a === 'object' ? a.level : 4, typeof b === 'object' ? b.level : 4) as Level;
  const startsA = typeof a === 'object' && a.level === level ? a.starts : WHOLE[level];
  const startsB = typeof b === 'object' && b.level === level ? b.starts : WHOLE[level];
  const childrenA = typeof a === 'object' && a.level === level ? a.children : [a];
  const childrenB = typeof b === 'object' && b.level === level ? b.children : [b];
  const starts: number[] = [];
  const children: Node[] = [];
  for (let i = 0, j = 0; i < startsA.length && j < startsB.length;) {
    starts.push(Math.max(startsA[i], startsB[j]));
    children.push(apply(childrenA[i], childrenB[j], op, memo));
    const nextA = startsA[i + 1] ?? Infinity;
    const nextB = startsB[j + 1] ?? Infinity;
    if (nextA <= nextB) i++;
    if (nextB <= nextA) j++;
  }
  const made = branch(level, starts, children);
  own.set(b, made);
  return made;
}

/** A node of spans whose neighbours may be equal. */
function branch(level: Level, starts: number[], children: Node[]): Node {
  work += starts.length;
  let kept = 1;
  for (let i = 1; i < children.length; i++) {
    if (children[i] === children[kept - 1]) continue;
    starts[kept] = starts[i];
    children[kept++] = children[i];
  }
  if (kept === 1) return children[0];
  starts.length = children.length = kept;
  let hash: number = level;
  for (let i = 0; i < kept; i++) hash = Math.imul(Math.imul(hash ^ starts[i], 0x01000193) ^ idOf(children[i]), 0x85ebca6b);
  const bucket = remembered.get(hash);
  if (bucket) {
    for (const known of bucket) {
      if (known.level === level && sameItems(known.starts, starts) && sameItems(known.children, children)) return known;
    }
  }
  const made: Branch = { id: ++lastId, level, starts, children };
  if (rememberedCount++ >= REMEMBERED_MOST) {
    remembered = new Map();
    rememberedCount = 0;
  }
  if (bucket) bucket.push(made);
  else remembered.set(hash, [made]);
  return made;
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function idOf(node: Node): number {
  return node === false ? 0 : node === true ? 1 : node.id;
}

/** The index of the span that contains a value. */
function at(starts: readonly number[], value: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A node that is `inner` in the spans (disjoint and ascending), and false elsewhere. */
function chain(level: Level, spans: readonly Span[], inner: Node): Node {
  const [lowest, end] = LEVELS[level];
  const starts: number[] = [lowest];
  const children: Node[] = [false];
  for (const [first, past] of spans) {
    if (first === starts[starts.length - 1]) {children[children.length - 1] = inner;} else {
      starts.push(first);
      children.push(inner);
    }
    if (past < end) {
      starts.push(past);
      children.push(false);
    }
  }
  return branch(level, starts, children);
}

function isEvery({ protocol, source, destination }: PacketBox): boolean {
  return protocol === 'ALL' && [source, destination].every(([first, end]) => first === EVERY_ADDRESS[0] && end === EVERY_ADDRESS[1]);
}

/** Realistic values of each level, the most likely first. */
const LIKELY: readonly (readonly number[])[] = [
  [0xc633640a, 0xcb00710a, 0x0a000004], // 198.51.100.10, 203.0.113.10, 10.0.0.4
  [0xc6336414, 0xcb007114, 0x0a000005],
  [443, 80, 53, 22, 8_080],
  [49_152, 53, 80, 443],
];

/** The values of the levels on the path to a packet of a node. */
function descend(node: Node, values: number[]): void {
  while (typeof node === 'object') {
    const { level, starts, children } = node;
    const likely = LIKELY[level].find((value) => children[at(starts, value)] !== false);
    const index = likely === undefined ? children.findIndex((child) => child !== false) : at(starts, likely);
    const end = starts[index + 1] ?? LEVELS[level][1];
    // The first address of a block is its network address, which no interface has.
    values[level] = likely ?? starts[index] + (level < 2 && end - starts[index] > 4 ? 4 : 0);
    node = children[index];
  }
}

function sizeOf(node: Node, level: number, levels: number, memo: Map<Node, bigint>): bigint {
  if (node === false) return 0n;
  const own = typeof node === 'object' ? node.level : levels;
  let skipped = 1n;
  for (let l = level; l < own; l++) skipped *= BigInt(LEVELS[l][1] - LEVELS[l][0]);
  if (node === true) return skipped;
  let size = memo.get(node);
  if (size === undefined) {
    size = node.children.reduce((sum, child, i) => {
      const width = BigInt((node.starts[i + 1] ?? LEVELS[node.level][1]) - node.starts[i]);
      return sum + width * sizeOf(child, node.level + 1, levels, memo);
    }, 0n);
    memo.set(node, size);
  }
  return skipped * size;
}

function usesPorts(node: Node): boolean {
  return typeof node === 'object' && (node.level > 1 || node.children.some(usesPorts));
}

/** Passes the spans of every level to a callback, for each path to true. */
function walk(node: Node, level: number, spans: readonly (readonly Span[])[], found: (spans: readonly (readonly Span[])[]) => void): void {
  if (node === false) return;
  if (level === 4) {
    found(spans);
    return;
  }
  if (node === true || node.level > level) {
    walk(node, level + 1, [...spans, [LEVELS[level]]], found);
    return;
  }
  const byChild = new Map<Node, Span[]>();
  node.children.forEach((child, i) => {
    if (child === false) return;
    const span: Span = [node.starts[i], node.starts[i + 1] ?? LEVELS[level][1]];
    const known = byChild.get(child);
    if (known) known.push(span);
    else byChild.set(child, [span]);
  });
  for (const [child, own] of byChild) walk(child, level + 1, [...spans, own], found);
}

function addresses(spans: readonly Span[]): AddressSet {
  return AddressSet._of(spans.flatMap(([first, end]) => [first, end]));
}

/** The nodes of one level. */
function gather(node: Node, level: Level, nodes: Set<Branch>, seen: Set<Node>): void {
  if (typeof node !== 'object' || node.level > level || seen.has(node)) return;
  seen.add(node);
  if (node.level === level) nodes.add(node);
  else for (const child of node.children) gather(child, level, nodes, seen);
}
