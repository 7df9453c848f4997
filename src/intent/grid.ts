import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PacketBox, PacketKind, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Classes of values that the wanted packets treat alike, in an order in which every block is a run of positions. */
interface Axis {
  /** A value of each position. */
  readonly values: readonly number[];
  readonly blocks: readonly Block[];
  /** The length of the shortest chain of siblings that is merged into one position. */
  readonly shortestChain: number;
}

/** A span that a rule can express. */
interface Block {
  readonly span: Span;
  /** First and last position. */
  readonly low: number;
  readonly high: number;
  /** The next larger blocks that contain it. */
  readonly larger: number[];
}

/** All boxes of a grid, by their numbers. */
export interface Boxes {
  /** The cells of each box, concatenated. */
  readonly masks: Uint32Array;
  /** The first word that has a cell of each box, and the one after the last. */
  readonly fromWord: Int32Array;
  readonly toWord: Int32Array;
  /** The next larger boxes of each box, concatenated. */
  readonly larger: Int32Array;
  /** The index of the first larger box, for each box. */
  readonly largerFrom: Int32Array;
}

/** Maximum words of masks. A larger grid is not searched. */
const WORDS_MOST = 3_000_000;

/**
 * The wanted packets as cells, and every box that a shortest list of rules may need. Values that the wanted packets don't
 * distinguish share one position. This loses no shorter list. For ports, the bounds of a range can be moved to the bounds of
 * the runs. For addresses, a block inside a leaf of the trie can be widened to the leaf.
 *
 * A single network in a large space has a chain of sibling blocks around it that are all treated alike. A list of n rules has
 * separate rules for at most n siblings. In a chain of more than n siblings, one has no separate rule and represents all.
 * `exactUpTo` is that n. Longer chains are one position.
 *
 * Only rules for all protocols decide about packets other than TCP, UDP and ICMP. If the wanted packets of one of these three
 * protocols equal those of the other protocols, the rules for all protocols cover it, and separate rules for it are useless. The
 * grid then has neither cells nor boxes for it.
 *
 * Cells and boxes are numbered by their positions on the axes: source, destination, destination port, source port. Nothing that
 * can be computed from the number is stored.
 */
export class Grid {
  /** Undefined if the grid is too large to be searched. */
  public static of(wanted: PacketSet, exactUpTo: number): Grid | undefined {
    const axes = [
      addressAxis(wanted._classes(0), exactUpTo),
      addressAxis(wanted._classes(1), exactUpTo),
      portAxis(wanted._classes(2)),
      portAxis(wanted._classes(3)),
    ];
    const [s, d, p, q] = axes.map((axis) => axis.blocks.length);
    const [ns, nd, np, nq] = axes.map((axis) => axis.values.length);
    const kinds = wanted._ownKinds;
    const count = (pairs: number, ports: number) => kinds.reduce((sum, kind) => sum + pairs * (hasPorts(kind) ? ports : 1), pairs);
    if (count(s * d, p * q) * Math.ceil(count(ns * nd, np * nq) / 32) > WORDS_MOST) return undefined;
    return new Grid(wanted, kinds, axes);
  }

  /** The grid loses no list of up to this number of rules. */
  public readonly exactUpTo: number;

  /** Cells, 32 to a word. */
  public readonly words: number;
  public readonly cells: number;
  /** The wanted cells. */
  public readonly wanted: Uint32Array;
  public readonly boxCount: number;
  private ownBoxes?: Boxes;
  /** The lines of cells along the addresses, three numbers each: first cell, distance and number of cells. Each box is a run on them. */
  public readonly lines: Int32Array;
  /** The cells that the lower bound uses. */
  public readonly boundSteps: number;
  /** Positions on the axes. */
  public readonly sizes: readonly [sources: number, destinations: number, ports: number, sourcePorts: number];
  /** The first cell of each kind that the grid has. */
  public readonly first: { readonly [kind in PacketKind]?: number };
  private readonly kinds: readonly PacketKind[];
  private readonly protocols: readonly { readonly protocol: PacketBox['protocol']; readonly firstBox: number }[];

  private constructor(wanted: PacketSet, ownKinds: readonly PacketKind[], private readonly axes: readonly Axis[]) {
    this.sizes = axes.map((axis) => axis.values.length) as [number, number, number, number];
    this.exactUpTo = Math.min(...axes.map((axis) => axis.shortestChain)) - 1;
    const [ns, nd, np, nq] = this.sizes;
    const [s, d, p, q] = axes.map((axis) => axis.blocks.length);
    this.kinds = [...ownKinds, 'OTHER'];
    const first: { [kind in PacketKind]?: number } = {};
    const protocols: { protocol: PacketBox['protocol']; firstBox: number }[] = [];
    let [cells, boxes] = [0, 0];
    for (const kind of this.kinds) {
      first[kind] = cells;
      protocols.push({ protocol: kind === 'OTHER' ? 'ALL' : kind, firstBox: boxes });
      cells += ns * nd * (hasPorts(kind) ? np * nq : 1);
      boxes += s * d * (hasPorts(kind) ? p * q : 1);
    }
    [this.first, this.protocols, this.cells, this.boxCount] = [first, protocols, cells, boxes];
    this.words = Math.ceil(this.cells / 32);
    this.wanted = this.wantedCells(wanted);
    this.lines = this.allLines();
    let onLines = 0;
    for (let i = 2; i < this.lines.length; i += 3) onLines += this.lines[i];
    // A pair of source and destination often has the same cells in both directions.
    this.boundSteps = onLines + 2 * ns * nd * ownKinds.reduce((sum, kind) => sum + (hasPorts(kind) ? (nq > 1 ? 2 : 1) * np * nq : 1), 1);
  }

  /** The boxes, created for the first search: the lower bound needs none. */
  public get boxes(): Boxes {
    if (!this.ownBoxes) {
      const masks = this.allMasks();
      this.ownBoxes = { masks, ...this.allWords(masks), ...this.allLarger() };
    }
    return this.ownBoxes;
  }

  /** All cells, before any is decided. */
  public everyCell(): Uint32Array {
    const words = new Uint32Array(this.words).fill(0xffffffff);
    if (this.cells % 32 > 0) words[this.words - 1] = 2 ** (this.cells % 32) - 1;
    return words;
  }

  /** The packets that a rule for a box matches. */
  public boxAt(box: number): PacketBox {
    const [sources, destinations, ports, sourcePorts] = this.axes.map((axis) => axis.blocks);
    const { protocol, firstBox } = this.protocolOf(box);
    const withPorts = hasPorts(protocol);
    const [d, q] = [destinations.length, sourcePorts.length];
    const each = withPorts ? ports.length * q : 1;
    const [pair, port] = [Math.floor((box - firstBox) / each), (box - firstBox) % each];
    return {
      protocol, source: sources[Math.floor(pair / d)].span, destination: destinations[pair % d].span,
      destinationPorts: withPorts ? ports[Math.floor(port / q)].span : EVERY_PORT,
      sourcePorts: withPorts ? sourcePorts[port % q].span : EVERY_PORT,
    };
  }

  /** The smallest box inside another box that contains all of the given cells. */
  public hull(inside: number, cells: Uint32Array): PacketBox {
    const low = [Infinity, Infinity, Infinity, Infinity];
    const high = [-1, -1, -1, -1];
    const kinds = new Set<PacketKind>();
    const [, nd, np, nq] = this.sizes;
    for (const kind of this.kinds) {
      const ports = hasPorts(kind);
      const each = ports ? np * nq : 1;
      const first = this.first[kind]!;
      for (let cell = first; cell < first + this.sizes[0] * nd * each; cell++) {
        if (!(cells[cell >> 5] >>> (cell & 31) & 1)) continue;
        kinds.add(kind);
        const pair = Math.floor((cell - first) / each);
        const port = (cell - first) % each;
        const positions = [Math.floor(pair / nd), pair % nd, Math.floor(port / nq), port % nq];
        for (let axis = 0; axis < (ports ? 4 : 2); axis++) {
          low[axis] = Math.min(low[axis], positions[axis]);
          high[axis] = Math.max(high[axis], positions[axis]);
        }
      }
    }
    const around = (axis: number): Span => {
      let best: Block | undefined;
      for (const b of this.axes[axis].blocks) {
        if (b.low <= low[axis] && b.high >= high[axis] && (!best || b.high - b.low < best.high - best.low)) best = b;
      }
      return best!.span;
    };
    const [kind] = kinds;
    const protocol = kinds.size === 1 && kind !== 'OTHER' ? kind : this.protocolOf(inside).protocol;
    const ports = hasPorts(protocol);
    return {
      protocol,
      source: around(0),
      destination: around(1),
      destinationPorts: ports ? around(2) : EVERY_PORT,
      sourcePorts: ports ? around(3) : EVERY_PORT,
    };
  }

  private protocolOf(box: number): Grid['protocols'][number] {
    let i = this.protocols.length - 1;
    while (this.protocols[i].firstBox > box) i--;
    return this.protocols[i];
  }

  private wantedCells(wanted: PacketSet): Uint32Array {
    const words = new Uint32Array(this.words);
    const [sources, destinations, ports, sourcePorts] = this.axes.map((axis) => axis.values);
    let cell = 0;
    for (const kind of this.kinds) {
      const [own, ownSource] = hasPorts(kind) ? [ports, sourcePorts] : [NO_PORT, NO_PORT];
      for (const source of sources) {
        for (const destination of destinations) {
          for (const destinationPort of own) {
            for (const sourcePort of ownSource) {
              if (wanted.contains({ kind, source, destination, destinationPort, sourcePort })) words[cell >> 5] |= 1 << (cell & 31);
              cell++;
            }
          }
        }
      }
    }
    return words;
  }

  private allMasks(): Uint32Array {
    const [sources, destinations, ports, sourcePorts] = this.axes.map((axis) => axis.blocks);
    const masks = new Uint32Array(this.boxCount * this.words);
    let box = 0;
    for (const { protocol } of this.protocols) {
      const kinds = protocol === 'ALL' ? this.kinds : [protocol];
      const [own, ownSource] = hasPorts(protocol) ? [ports, sourcePorts] : [NO_BLOCK, NO_BLOCK];
      for (const source of sources) {
        for (const destination of destinations) {
          for (const port of own) {
            for (const sourcePort of ownSource) {
              for (const kind of kinds) this.fill(masks, box * this.words * 32, kind, source, destination, port, sourcePort);
              box++;
            }
          }
        }
      }
    }
    return masks;
  }

  private allWords(masks: Uint32Array): Pick<Boxes, 'fromWord' | 'toWord'> {
    const { boxCount, words } = this;
    const [fromWord, toWord] = [new Int32Array(boxCount), new Int32Array(boxCount)];
    for (let box = 0, at = 0; box < boxCount; box++, at += words) {
      let [from, to] = [0, words];
      while (masks[at + from] === 0) from++;
      while (masks[at + to - 1] === 0) to--;
      fromWord[box] = from;
      toWord[box] = to;
    }
    return { fromWord, toWord };
  }

  /** @param at the first bit of the box */
  private fill(
    masks: Uint32Array,
    at: number,
    kind: PacketKind,
    source: Block,
    destination: Block,
    port: Block | undefined,
    sourcePort: Block | undefined,
  ): void {
    const [, nd, np, nq] = this.sizes;
    const each = hasPorts(kind) ? np * nq : 1;
    const whole = !port || !sourcePort || (port.high - port.low + 1 === np && sourcePort.high - sourcePort.low + 1 === nq);
    for (let a = source.low; a <= source.high; a++) {
      const row = at + this.first[kind]! + a * nd * each;
      if (whole) {
        setBits(masks, row + destination.low * each, row + (destination.high + 1) * each);
        continue;
      }
      for (let b = destination.low; b <= destination.high; b++) {
        const pair = row + b * each;
        if (sourcePort.high - sourcePort.low + 1 === nq) {
          setBits(masks, pair + port.low * nq, pair + (port.high + 1) * nq);
        } else {
          for (let c = port.low; c <= port.high; c++) {
            setBits(masks, pair + c * nq + sourcePort.low, pair + c * nq + sourcePort.high + 1);
          }
        }
      }
    }
  }

  private allLarger(): Pick<Boxes, 'larger' | 'largerFrom'> {
    const [sources, destinations, ports, sourcePorts] = this.axes.map((axis) => axis.blocks);
    const [d, p, q] = [destinations.length, ports.length, sourcePorts.length];
    const all = this.boxCount - sources.length * d;
    const larger = new Int32Array(LARGER_MOST * this.boxCount);
    const largerFrom = new Int32Array(this.boxCount + 1);
    let [box, count] = [0, 0];
    for (const { protocol, firstBox: base } of this.protocols) {
      const withPorts = hasPorts(protocol);
      const [np, nq] = withPorts ? [p, q] : [1, 1];
      for (let a = 0; a < sources.length; a++) {
        for (let b = 0; b < d; b++) {
          for (let c = 0; c < np; c++) {
            for (let e = 0; e < nq; e++) {
              for (const l of sources[a].larger) larger[count++] = base + ((l * d + b) * np + c) * nq + e;
              for (const l of destinations[b].larger) larger[count++] = base + ((a * d + l) * np + c) * nq + e;
              if (withPorts) {
                for (const l of ports[c].larger) larger[count++] = base + ((a * d + b) * np + l) * nq + e;
                for (const l of sourcePorts[e].larger) larger[count++] = base + ((a * d + b) * np + c) * nq + l;
              }
              const whole = !withPorts || (ports[c].larger.length === 0 && sourcePorts[e].larger.length === 0);
              if (whole && protocol !== 'ALL') larger[count++] = all + a * d + b;
              largerFrom[++box] = count;
            }
          }
        }
      }
    }
    return { larger: larger.slice(0, count), largerFrom };
  }

  private allLines(): Int32Array {
    const [ns, nd, np, nq] = this.sizes;
    const lines: number[] = [];
    for (const kind of this.kinds) {
      const each = hasPorts(kind) ? np * nq : 1;
      const first = this.first[kind]!;
      for (let port = 0; port < each; port++) {
        if (ns > 1) for (let b = 0; b < nd; b++) lines.push(first + b * each + port, nd * each, ns);
        if (nd > 1) for (let a = 0; a < ns; a++) lines.push(first + a * nd * each + port, each, nd);
      }
    }
    return Int32Array.from(lines);
  }
}

/** The only position of packets without ports. */
const NO_PORT: readonly number[] = [0];
const NO_BLOCK: readonly undefined[] = [undefined];
/** An address block has one next larger block, and a port range has two. All ports of a protocol are contained in those of ALL. */
const LARGER_MOST = 7;

/** Sets the bits from one position up to, but not including, another. */
function setBits(words: Uint32Array, from: number, end: number): void {
  const [first, last] = [from >>> 5, (end - 1) >>> 5];
  const [head, tail] = [0xffffffff << (from & 31), 0xffffffff >>> (31 - ((end - 1) & 31))];
  if (first === last) {
    words[first] |= head & tail;
    return;
  }
  words[first] |= head;
  words.fill(0xffffffff, first + 1, last);
  words[last] |= tail;
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

/** The sibling leaves of one key on the path down from a fork, and the rest of the trie. */
function chainOf(fork: Fork): { siblings: Leaf[]; rest: Trie } {
  const siblings: Leaf[] = [];
  let rest: Trie = fork;
  while (!isLeaf(rest)) {
    const [a, b]: readonly [Trie, Trie] = rest.halves;
    const key: string | undefined = siblings[0]?.key;
    const leaf: Trie | undefined = [a, b].find((half) => isLeaf(half) && (key === undefined || half.key === key));
    if (leaf === undefined || !isLeaf(leaf)) break;
    const other: Trie = leaf === a ? b : a;
    // Either of two leaves may belong to the chain. The leaf above decides.
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
