import { EVERY_ADDRESS, EVERY_PORT, hasPorts, kindsOf, PACKET_KINDS, PacketBox, PacketKind, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Values of one kind that the wanted packets treat alike, in an order in which every block is a run of positions. */
interface Axis {
  /** A value of each position. */
  readonly values: readonly number[];
  readonly blocks: readonly Block[];
  /** How many siblings the shortest chain has that is one position. */
  readonly shortestChain: number;
}

/** A span that a rule can name. */
interface Block {
  readonly span: Span;
  /** First and last position. */
  readonly low: number;
  readonly high: number;
  /** The next larger blocks that contain it. */
  readonly larger: number[];
}

const PROTOCOLS = ['TCP', 'UDP', 'ICMP', 'ALL'] as const;
/** Words of masks. A grid beyond is not searched. */
const WORDS_MOST = 3_000_000;

/**
 * The wanted packets as cells, and every box that a shortest list of rules may need. Two values that no wanted packet tells
 * apart are one position. That loses no shorter list: for ports, since the bounds of a range can be moved to those of the
 * runs. For addresses, since a block inside a leaf of the trie can be widened to the leaf.
 *
 * A single network in a large space has a chain of sibling blocks around it that are all treated alike. A list of n rules
 * has a rule for one sibling alone at most n times, so in a chain of more than n siblings one has none and stands for
 * all. `exactUpTo` is that n. Longer chains are one position.
 */
export class Grid {
  /** Nothing if the grid is too large to be searched. */
  public static of(wanted: PacketSet, exactUpTo: number): Grid | undefined {
    const axes = [addressAxis(wanted._classes(0), exactUpTo), addressAxis(wanted._classes(1), exactUpTo), portAxis(wanted._classes(2)), portAxis(wanted._classes(3))];
    const [s, d, p, q] = axes.map((axis) => axis.blocks.length);
    const [ns, nd, np, nq] = axes.map((axis) => axis.values.length);
    const words = Math.ceil((2 * ns * nd * np * nq + 2 * ns * nd) / 32);
    if ((2 * s * d * p * q + 2 * s * d) * words > WORDS_MOST) return undefined;
    return new Grid(wanted, axes);
  }

  /** Of lists of up to that many rules, none is lost. */
  public readonly exactUpTo: number;

  /** Cells, 32 to a word. */
  public readonly words: number;
  public readonly cells: number;
  /** The wanted cells. */
  public readonly wanted: Uint32Array;
  public readonly boxes: readonly PacketBox[];
  /** The cells of each box, one box after the other. */
  public readonly masks: Uint32Array;
  /** The next larger boxes of each box, one box after the other. */
  public readonly larger: Int32Array;
  /** Where those of a box begin. */
  public readonly largerFrom: Int32Array;
  /** The lines of cells along the axes, if each box is a run. */
  public readonly lines: readonly (readonly number[])[];
  /** For each pair of source and destination, the cells of each kind along the destination ports, by source port. */
  public readonly pairs: readonly Pair[];
  /** Cells that the lower bound looks at. */
  public readonly boundSteps: number;
  private readonly first: Record<PacketKind, number>;
  private readonly sizes: readonly number[];

  private constructor(wanted: PacketSet, private readonly axes: readonly Axis[]) {
    this.sizes = axes.map((axis) => axis.values.length);
    this.exactUpTo = Math.min(...axes.map((axis) => axis.shortestChain)) - 1;
    const [ns, nd, np, nq] = this.sizes;
    const full = ns * nd * np * nq;
    this.first = { TCP: 0, UDP: full, ICMP: 2 * full, OTHER: 2 * full + ns * nd };
    this.cells = 2 * full + 2 * ns * nd;
    this.words = Math.ceil(this.cells / 32);
    this.wanted = new Uint32Array(this.words);
    for (const kind of PACKET_KINDS) {
      this.each(kind, (cell, values) => {
        if (wanted.contains({ kind, source: values[0], destination: values[1], destinationPort: values[2], sourcePort: values[3] })) this.wanted[cell >> 5] |= 1 << (cell & 31);
      });
    }
    const { boxes, larger } = this.allBoxes();
    this.boxes = boxes.map((b) => b.box);
    this.larger = Int32Array.from(larger.flat());
    this.largerFrom = new Int32Array(larger.length + 1);
    larger.forEach((own, i) => { this.largerFrom[i + 1] = this.largerFrom[i] + own.length; });
    this.masks = new Uint32Array(boxes.length * this.words);
    boxes.forEach(({ blocks, box }, i) => this.fill(i * this.words, box.protocol, blocks));
    this.lines = this.allLines();
    this.pairs = this.allPairs();
    const cellsOf = (lines: readonly (readonly number[])[]) => lines.reduce((sum, line) => sum + line.length, 0);
    // A pair is often counted both ways.
    this.boundSteps = cellsOf(this.lines) + 2 * this.pairs.reduce((sum, pair) => sum + cellsOf(pair.lines.flat()) + 2, 0);
  }

  /** The cells that still count when nothing is decided. */
  public everyCell(): Uint32Array {
    const words = new Uint32Array(this.words).fill(0xffffffff);
    if (this.cells % 32 > 0) words[this.words - 1] = 2 ** (this.cells % 32) - 1;
    return words;
  }

  /** The smallest box inside another that has all of some cells. */
  public hull(inside: number, cells: Uint32Array): PacketBox {
    const low = [Infinity, Infinity, Infinity, Infinity];
    const high = [-1, -1, -1, -1];
    const kinds = new Set<PacketKind>();
    for (const kind of PACKET_KINDS) {
      this.each(kind, (cell, _values, positions) => {
        if (!(cells[cell >> 5] >>> (cell & 31) & 1)) return;
        kinds.add(kind);
        for (let axis = 0; axis < (hasPorts(kind) ? 4 : 2); axis++) {
          low[axis] = Math.min(low[axis], positions[axis]);
          high[axis] = Math.max(high[axis], positions[axis]);
        }
      });
    }
    const around = (axis: number): Span => {
      let best: Block | undefined;
      for (const b of this.axes[axis].blocks) {
        if (b.low <= low[axis] && b.high >= high[axis] && (!best || b.high - b.low < best.high - best.low)) best = b;
      }
      return best!.span;
    };
    const [kind] = kinds;
    const protocol = kinds.size === 1 && kind !== 'OTHER' ? kind : this.boxes[inside].protocol;
    const ports = protocol !== 'ALL' && hasPorts(protocol);
    return { protocol, source: around(0), destination: around(1), destinationPorts: ports ? around(2) : EVERY_PORT, sourcePorts: ports ? around(3) : EVERY_PORT };
  }

  private each(kind: PacketKind, visit: (cell: number, values: number[], positions: number[]) => void): void {
    const [ns, nd, np, nq] = this.sizes;
    const [mp, mq] = hasPorts(kind) ? [np, nq] : [1, 1];
    let cell = this.first[kind];
    for (let a = 0; a < ns; a++) {
      for (let b = 0; b < nd; b++) {
        for (let c = 0; c < mp; c++) {
          for (let e = 0; e < mq; e++) visit(cell++, [this.axes[0].values[a], this.axes[1].values[b], this.axes[2].values[c], this.axes[3].values[e]], [a, b, c, e]);
        }
      }
    }
  }

  private cell(kind: PacketKind, a: number, b: number, c: number, e: number): number {
    const [, nd, np, nq] = this.sizes;
    return hasPorts(kind) ? this.first[kind] + ((a * nd + b) * np + c) * nq + e : this.first[kind] + a * nd + b;
  }

  private allBoxes(): { boxes: { box: PacketBox; blocks: readonly Block[] }[]; larger: number[][] } {
    const [sources, destinations, ports, sourcePorts] = this.axes.map((axis) => axis.blocks);
    const boxes: { box: PacketBox; blocks: readonly Block[] }[] = [];
    const larger: number[][] = [];
    const pairs = sources.length * destinations.length;
    const base = { TCP: 0, UDP: pairs * ports.length * sourcePorts.length, ICMP: 2 * pairs * ports.length * sourcePorts.length, ALL: 0 };
    base.ALL = base.ICMP + pairs;
    for (const protocol of PROTOCOLS) {
      const own = protocol === 'TCP' || protocol === 'UDP';
      const [np, nq] = own ? [ports.length, sourcePorts.length] : [1, 1];
      const index = (a: number, b: number, c: number, e: number) => base[protocol] + ((a * destinations.length + b) * np + c) * nq + e;
      for (let a = 0; a < sources.length; a++) {
        for (let b = 0; b < destinations.length; b++) {
          for (let c = 0; c < np; c++) {
            for (let e = 0; e < nq; e++) {
              const whole = !own || (ports[c].larger.length === 0 && sourcePorts[e].larger.length === 0);
              boxes.push({
                box: { protocol, source: sources[a].span, destination: destinations[b].span, destinationPorts: own ? ports[c].span : EVERY_PORT, sourcePorts: own ? sourcePorts[e].span : EVERY_PORT },
                blocks: own ? [sources[a], destinations[b], ports[c], sourcePorts[e]] : [sources[a], destinations[b]],
              });
              larger.push([
                ...sources[a].larger.map((l) => index(l, b, c, e)), ...destinations[b].larger.map((l) => index(a, l, c, e)),
                ...own ? ports[c].larger.map((l) => index(a, b, l, e)) : [], ...own ? sourcePorts[e].larger.map((l) => index(a, b, c, l)) : [],
                ...whole && protocol !== 'ALL' ? [base.ALL + a * destinations.length + b] : [],
              ]);
            }
          }
        }
      }
    }
    return { boxes, larger };
  }

  private fill(at: number, protocol: PacketBox['protocol'], [source, destination, ports, sourcePorts]: readonly Block[]): void {
    const [, , np, nq] = this.sizes;
    for (const kind of kindsOf(protocol)) {
      const [p, q] = hasPorts(kind) ? [ports ?? { low: 0, high: np - 1 }, sourcePorts ?? { low: 0, high: nq - 1 }] : [{ low: 0, high: 0 }, { low: 0, high: 0 }];
      for (let a = source.low; a <= source.high; a++) {
        for (let b = destination.low; b <= destination.high; b++) {
          for (let c = p.low; c <= p.high; c++) {
            for (let e = q.low; e <= q.high; e++) {
              const cell = this.cell(kind, a, b, c, e);
              this.masks[at + (cell >> 5)] |= 1 << (cell & 31);
            }
          }
        }
      }
    }
  }

  private allLines(): number[][] {
    const [ns, nd, np, nq] = this.sizes;
    const lines: number[][] = [];
    const range = (n: number) => [...Array(n).keys()];
    for (const kind of PACKET_KINDS) {
      const [mp, mq] = hasPorts(kind) ? [np, nq] : [1, 1];
      for (let c = 0; c < mp; c++) {
        for (let e = 0; e < mq; e++) {
          if (ns > 1) for (let b = 0; b < nd; b++) lines.push(range(ns).map((a) => this.cell(kind, a, b, c, e)));
          if (nd > 1) for (let a = 0; a < ns; a++) lines.push(range(nd).map((b) => this.cell(kind, a, b, c, e)));
        }
      }
    }
    return lines;
  }

  private allPairs(): Pair[] {
    const [ns, nd, np, nq] = this.sizes;
    const range = (n: number) => [...Array(n).keys()];
    return range(ns).flatMap((a) => range(nd).map((b): Pair => ({
      lines: (['TCP', 'UDP'] as const).map((kind) => [
        ...range(nq).map((e) => range(np).map((c) => this.cell(kind, a, b, c, e))), ...nq > 1 ? range(np).map((c) => range(nq).map((e) => this.cell(kind, a, b, c, e))) : [],
      ]),
      icmp: this.cell('ICMP', a, b, 0, 0), other: this.cell('OTHER', a, b, 0, 0),
    })));
  }
}

/** All cells of one source and one destination. */
export interface Pair {
  /** For TCP and for UDP, the lines along either kind of ports. */
  readonly lines: readonly (readonly (readonly number[])[])[];
  readonly icmp: number;
  readonly other: number;
}

function portAxis(classes: readonly { start: number }[]): Axis {
  const n = classes.length;
  const blocks: Block[] = [];
  const index = (low: number, high: number) => low * n - (low * (low - 1)) / 2 + high - low;
  for (let low = 0; low < n; low++) {
    for (let high = low; high < n; high++) {
      const larger = [...low > 0 ? [index(low - 1, high)] : [], ...high < n - 1 ? [index(low, high + 1)] : []];
      blocks.push({ span: [classes[low].start, classes[high + 1]?.start ?? EVERY_PORT[1]], low, high, larger });
    }
  }
  return { values: classes.map((c) => c.start), blocks, shortestChain: Infinity };
}

interface Leaf { readonly span: Span; readonly key: string }
interface Fork { readonly span: Span; readonly halves: readonly [Trie, Trie] }
type Trie = Leaf | Fork;

const isLeaf = (trie: Trie): trie is Leaf => 'key' in trie;

function addressAxis(classes: readonly { start: number; key: string }[], exactUpTo: number): Axis {
  const values: number[] = [];
  const blocks: Block[] = [];
  let shortestChain = Infinity;
  const place = (trie: Trie): number => {
    const low = values.length;
    let inner: number[];
    if (isLeaf(trie)) {
      values.push(trie.span[0]);
      inner = [];
    } else {
      const { siblings, rest } = chainOf(trie);
      if (siblings.length > 1 && siblings.length > exactUpTo) {
        shortestChain = Math.min(shortestChain, siblings.length);
        inner = [place(rest)];
        values.push(siblings[0].span[0]);
      } else {
        inner = trie.halves.map(place);
      }
    }
    blocks.push({ span: trie.span, low, high: values.length - 1, larger: [] });
    for (const i of inner) blocks[i].larger.push(blocks.length - 1);
    return blocks.length - 1;
  };
  place(trieOf(classes, 0, classes.length - 1, EVERY_ADDRESS));
  return { values, blocks, shortestChain };
}

/** The sibling leaves of one key on the way down from a fork, and what they are siblings of. */
function chainOf(fork: Fork): { siblings: Leaf[]; rest: Trie } {
  const siblings: Leaf[] = [];
  let rest: Trie = fork;
  while (!isLeaf(rest)) {
    const [a, b]: readonly [Trie, Trie] = rest.halves;
    const key: string | undefined = siblings[0]?.key;
    const leaf: Trie | undefined = [a, b].find((half) => isLeaf(half) && (key === undefined || half.key === key));
    if (leaf === undefined || !isLeaf(leaf)) break;
    const other: Trie = leaf === a ? b : a;
    // Of two leaves either may belong to the chain. The one above decides which.
    if (key === undefined && isLeaf(other)) break;
    siblings.push(leaf);
    rest = other;
  }
  return { siblings, rest };
}

function trieOf(classes: readonly { start: number; key: string }[], from: number, to: number, span: Span): Trie {
  if (from === to) return { span, key: classes[from].key };
  const middle = (span[0] + span[1]) / 2;
  let split = from;
  while (split < to && classes[split + 1].start <= middle) split++;
  const left = classes[split].start === middle ? split - 1 : split;
  return { span, halves: [trieOf(classes, from, left, [span[0], middle]), trieOf(classes, split, to, [middle, span[1]])] };
}
