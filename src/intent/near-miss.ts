import { blockAround, matchedBefore } from './boxes';
import type { AddressSet } from '../net/address-set';
import { EVERY_ADDRESS, EVERY_PORT, PACKET_KINDS, PacketBox, PacketRule, Span } from '../net/packet';
import { PacketBlock, PacketSet } from '../net/packet-set';

/** Beam width of the search, and the number of joins that are measured at each step. */
const WAYS = 3;
const MEASURED = 12;
/** With this many excess rules, the beam width is 1. */
const MANY = 6;

/** The number of rules that a list may be too short, so that drop rules in front of it remove additional packets again. */
const ROOM = 3;

/** With this many rules, a list is first shortened by joining neighbours. */
const LONG = 30;

/** A list that accepts all wanted packets, and more. */
export interface Way {
  readonly rules: readonly PacketRule[];
  readonly accepted: PacketSet;
  /** The number of additional packets. */
  readonly extra: bigint;
}

/**
 * For each number of rules, the list found of at most that length that accepts all wanted packets and the fewest additional
 * ones. A list becomes shorter by removing a drop rule, or by joining two accept rules. A list with room gets drop rules in front.
 *
 * @param most the largest number of rules
 * @param fewest the smallest number of rules
 */
export function nearMisses(wanted: PacketSet, rules: readonly PacketRule[], most: number, fewest: number): Map<number, Way> {
  const size = wanted.size;
  const best = new Map<number, Way>();
  const keep = (way: Way) => {
    for (let n = Math.max(fewest, way.rules.length); n <= most; n++) {
      const known = best.get(n);
      if (!known || way.extra < known.extra) best.set(n, way);
    }
  };
  const first = rules.length > LONG ? withoutIdle(joined(rules, LONG)) : rules;
  const accepted = PacketSet.ofRules(first);
  let ways: Way[] = [{ rules: first, accepted, extra: accepted.size - size }];
  const keepAll = (way: Way) => {
    keep(way);
    for (let longer: Way | undefined = way; longer && longer.rules.length < most;) {
      longer = withDrop(longer, wanted);
      if (longer) keep(longer);
    }
  };
  keepAll(ways[0]);
  while (ways.length > 0) {
    const next = ways.flatMap((way) => shortened(way, wanted, way.rules.length > most + MANY ? MEASURED / 4 : MEASURED));
    next.sort((a, b) => a.extra < b.extra ? -1 : a.extra > b.extra ? 1 : a.count - b.count);
    const followed = ways[0].rules.length > most + MANY ? 1 : WAYS;
    const front = new Map<string, Way>();
    for (const { list, extra, from, gained, lost } of next) {
      if (front.size === followed) break;
      const shorter = list();
      const key = JSON.stringify(shorter);
      // Only lists that are kept are searched for idle rules.
      if (!front.has(key)) front.set(key, { rules: withoutIdle(shorter), accepted: from.minus(lost).union(gained), extra });
    }
    front.forEach(keepAll);
    ways = [...front.values()].filter((w) => w.rules.length > Math.max(1, fewest - ROOM));
  }
  return best;
}

/** The list with one drop rule in front that removes most of the additional packets and no wanted one. Undefined if none removes any. */
function withDrop({ rules, accepted, extra }: Way, wanted: PacketSet): Way | undefined {
  if (extra === 0n) return undefined;
  // Only a rule for all protocols drops packets of other protocols, and it may drop wanted packets as well.
  const parts = accepted.minus(wanted).blocks().map(largestBox).filter((box) => !PacketSet.ofBox(box).overlaps(wanted))
    .sort((a, b) => volume(b) - volume(a));
  let best: { box: PacketBox; set: PacketSet; removed: bigint } | undefined;
  for (const part of parts.slice(0, MEASURED)) {
    for (const order of ORDERS) {
      const box = widened(part, order, wanted);
      const set = PacketSet.ofBox(box);
      const removed = accepted.intersect(set).size;
      if (!best || removed > best.removed) best = { box, set, removed };
    }
  }
  return best && { rules: [{ accept: false, box: best.box }, ...rules], accepted: accepted.minus(best.set), extra: extra - best.removed };
}

/** The largest box that is a CIDR, a CIDR and ranges of ports of a block. */
function largestBox({ kinds, sources, destinations, sourcePorts, destinationPorts }: PacketBlock): PacketBox {
  const largest = (spans: readonly Span[]) => spans.reduce((a, b) => b[1] - b[0] > a[1] - a[0] ? b : a);
  const address = (set: AddressSet) => largest(set.cidrs().map((c): Span => [c.first, c.last + 1]));
  const protocol = kinds.find((kind) => kind !== 'OTHER') ?? 'ALL';
  const ports = protocol === 'TCP' || protocol === 'UDP';
  return {
    protocol: kinds.length === PACKET_KINDS.length ? 'ALL' : protocol as PacketBox['protocol'],
    source: address(sources), destination: address(destinations),
    sourcePorts: ports ? largest(sourcePorts) : EVERY_PORT, destinationPorts: ports ? largest(destinationPorts) : EVERY_PORT,
  };
}

type Value = 'protocol' | 'source' | 'destination' | 'ports';

/** Orders in which the values of a box are widened. */
const ORDERS: readonly (readonly Value[])[] = [
  ['protocol', 'ports', 'source', 'destination'],
  ['source', 'destination', 'ports', 'protocol'],
  ['destination', 'ports', 'source', 'protocol'],
];

/** A box with each value as wide as possible without a wanted packet. */
function widened(box: PacketBox, order: readonly Value[], wanted: PacketSet): PacketBox {
  const isFree = (wider: PacketBox) => !PacketSet.ofBox(wider).overlaps(wanted);
  let result = box;
  for (const value of order) {
    if (value === 'protocol' || value === 'ports') {
      const ports = { ...result, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT };
      const wider = value === 'ports' ? ports : { ...ports, protocol: 'ALL' as const };
      if (isFree(wider)) result = wider;
      continue;
    }
    for (let [first, end] = result[value]; end - first < EVERY_ADDRESS[1];) {
      const size = 2 * (end - first);
      [first, end] = [first - first % size, first - first % size + size];
      const wider = { ...result, [value]: [first, end] as Span };
      if (!isFree(wider)) break;
      result = wider;
    }
  }
  return result;
}

/**
 * A list of at most that many rules, which accepts more: the largest drop rules in their places, and each accept rule around some
 * neighbours, in the place of the first of them.
 */
function joined(rules: readonly PacketRule[], most: number): PacketRule[] {
  const placed = rules.map(({ accept, box }, at) => ({ accept, box, at }));
  const all = placed.filter((r) => !r.accept).sort((a, b) => volume(b.box) - volume(a.box) || a.at - b.at);
  let accepts = placed.filter((r) => r.accept)
    .sort(
      ({ box: a }, { box: b }) =>
        a.protocol.localeCompare(b.protocol)
        || a.source[0] - b.source[0]
        || a.destination[0] - b.destination[0]
      || a.destinationPorts[0] - b.destinationPorts[0] || a.sourcePorts[0] - b.sourcePorts[0]);
  const drops = all.slice(0, most - Math.min(accepts.length, most >> 1));
  const room = most - drops.length;
  const both = (a: typeof placed[number], b: typeof placed[number]) => ({ ...a, box: around(a.box, b.box), at: Math.min(a.at, b.at) });
  while (accepts.length > 10 * room) {
    accepts = accepts.flatMap((rule, i) => i % 2 === 1 ? [] : i + 1 < accepts.length ? [both(rule, accepts[i + 1])] : [rule]);
  }
  while (accepts.length > room) {
    let [at, least] = [0, Infinity];
    for (let i = 0; i + 1 < accepts.length; i++) {
      const [one, other] = [accepts[i].box, accepts[i + 1].box];
      const added = volume(around(one, other)) - volume(one) - volume(other);
      if (added < least) [at, least] = [i, added];
    }
    accepts.splice(at, 2, both(accepts[at], accepts[at + 1]));
  }
  return [...drops, ...accepts].sort((a, b) => a.at - b.at).map(({ accept, box }) => ({ accept, box }));
}

/** A list with one rule fewer, by its difference from the original list. */
interface Shortened {
  readonly list: () => readonly PacketRule[];
  readonly count: number;
  readonly extra: bigint;
  readonly from: PacketSet;
  readonly gained: PacketSet;
  readonly lost: PacketSet;
}

/** The lists with one rule fewer that accept all wanted packets and seem to add the fewest others. */
function shortened({ rules, accepted, extra }: Way, wanted: PacketSet, measured: number): Shortened[] {
  const lists: Shortened[] = [];
  const offer = (list: () => readonly PacketRule[], gained: PacketSet, lost = PacketSet.EMPTY) => {
    if (!lost.overlaps(wanted)) {
      lists.push({ list, count: rules.length - 1, extra: extra + gained.size - lost.size, from: accepted, gained, lost });
    }
  };
  const sets = rules.map((r) => PacketSet.ofBox(r.box));
  const before = matchedBefore(sets);
  const accepts = acceptedFrom(rules, sets);
  const joins: { i: number; j: number; box: PacketBox; added: number }[] = [];
  rules.forEach((rule, i) => {
    if (!rule.accept) {
      offer(() => rules.filter((_, k) => k !== i), accepts[i + 1].intersect(sets[i].minus(before[i])));
      return;
    }
    for (let j = i + 1; j < rules.length; j++) {
      if (!rules[j].accept) continue;
      const box = around(rule.box, rules[j].box);
      joins.push({ i, j, box, added: volume(box) - volume(rule.box) - volume(rules[j].box) });
    }
  });
  joins.sort((a, b) => a.added - b.added || a.i - b.i || a.j - b.j);
  for (const { i, j, box } of joins.slice(0, measured)) {
    const set = PacketSet.ofBox(box);
    const both = { accept: true, box };
    const at = (place: number) => () => rules.flatMap((rule, k) => k === place ? [both] : k === i || k === j ? [] : [rule]);
    // In the place of the earlier rule, the order of the others stays.
    offer(at(i), set.minus(before[i]).minus(accepted));
    // In the place of the later rule, earlier drops still apply to it. They then also apply to packets of the earlier rule.
    const between = rules.slice(i + 1, j);
    const opposite = between.some((r) => !r.accept)
      ? PacketSet.ofRules(between.map((r) => ({ ...r, accept: !r.accept })))
      : PacketSet.EMPTY;
    offer(
      at(j),
      set.minus(before[i].union(PacketSet.ofBoxes(between.map((r) => r.box)))).minus(accepted),
      opposite.intersect(sets[i].minus(before[i])),
    );
  }
  return lists;
}

/** For each rule, the packets that the list accepts from that rule on. */
function acceptedFrom(rules: readonly PacketRule[], sets: readonly PacketSet[]): PacketSet[] {
  const accepts = [PacketSet.EMPTY];
  for (let i = rules.length - 1; i >= 0; i--) {
    accepts.push(rules[i].accept ? accepts[accepts.length - 1].union(sets[i]) : accepts[accepts.length - 1].minus(sets[i]));
  }
  return accepts.reverse();
}

/** The rules without hidden rules, and without drop rules at the end. */
function withoutIdle(rules: readonly PacketRule[]): PacketRule[] {
  let before = PacketSet.EMPTY;
  const kept = rules.filter(({ box }) => {
    const set = PacketSet.ofBox(box);
    const idle = before.containsAll(set);
    before = before.union(set);
    return !idle;
  });
  while (kept.length > 0 && !kept[kept.length - 1].accept) kept.pop();
  return kept;
}

/** The smallest box that contains both. */
function around(a: PacketBox, b: PacketBox): PacketBox {
  const protocol = a.protocol === b.protocol ? a.protocol : 'ALL';
  const ports = protocol === 'TCP' || protocol === 'UDP';
  const span = (x: Span, y: Span): Span => [Math.min(x[0], y[0]), Math.max(x[1], y[1])];
  return {
    protocol, source: blockAround(span(a.source, b.source)), destination: blockAround(span(a.destination, b.destination)),
    sourcePorts: ports ? span(a.sourcePorts, b.sourcePorts) : EVERY_PORT,
    destinationPorts: ports ? span(a.destinationPorts, b.destinationPorts) : EVERY_PORT,
  };
}

function volume(box: PacketBox): number {
  const width = ([first, end]: Span) => end - first;
  const ports = width(box.sourcePorts) * width(box.destinationPorts);
  const kinds = box.protocol === 'ALL' ? 2 + 2 / ports : box.protocol === 'ICMP' ? 1 / ports : 1;
  return kinds * width(box.source) * width(box.destination) * ports;
}
