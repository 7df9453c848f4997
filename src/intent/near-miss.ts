import { PacketBox, PacketRule, EVERY_ADDRESS, EVERY_PORT, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Ways that are followed at once, and joins that are measured at each step. */
const WAYS = 3;
const MEASURED = 12;
/** Rules too many from which on one way is followed. */
const MANY = 6;

/** Rules from which on a list is shortened by joining neighbours first. */
const LONG = 30;

/** A list that accepts more than was wanted, and never less. */
export interface Way {
  readonly rules: readonly PacketRule[];
  readonly accepted: PacketSet;
  /** How many packets it accepts beyond. */
  readonly extra: bigint;
}

/**
 * By number of rules, lists of no more rules that accept all that is wanted and, of the lists that are looked at, the fewest
 * packets beyond. A list gets shorter by leaving out a rule that drops, or by making one of two rules that accept.
 *
 * @param most the largest number of rules
 * @param fewest the smallest one
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
  keep(ways[0]);
  while (ways.length > 0) {
    const next = new Map<string, Way>();
    for (const way of ways) {
      for (const shorter of shortened(way.rules, way.rules.length > most + MANY ? MEASURED / 4 : MEASURED)) {
        const key = shorter.map((r) => JSON.stringify(r)).join();
        if (next.has(key)) continue;
        const all = PacketSet.ofRules(shorter);
        if (all.containsAll(wanted)) next.set(key, { rules: shorter, accepted: all, extra: all.size - size });
      }
    }
    const sorted = [...next.values()].sort((a, b) => a.extra < b.extra ? -1 : a.extra > b.extra ? 1 : a.rules.length - b.rules.length);
    // Only those that are followed are worth the look for rules that have become idle.
    const front = sorted.slice(0, ways[0].rules.length > most + MANY ? 1 : WAYS).map((w) => ({ ...w, rules: withoutIdle(w.rules) }));
    front.forEach(keep);
    ways = front.filter((w) => w.rules.length > fewest);
  }
  return best;
}

/** A list of at most that many rules that accept, each around some neighbours. */
function joined(rules: readonly PacketRule[], most: number): PacketRule[] {
  let boxes = rules.filter((r) => r.accept).map((r) => r.box)
    .sort((a, b) => a.protocol.localeCompare(b.protocol) || a.source[0] - b.source[0] || a.destination[0] - b.destination[0]
      || a.destinationPorts[0] - b.destinationPorts[0] || a.sourcePorts[0] - b.sourcePorts[0]);
  while (boxes.length > 10 * most) boxes = boxes.flatMap((box, i) => i % 2 === 1 ? [] : i + 1 < boxes.length ? [around(box, boxes[i + 1])] : [box]);
  while (boxes.length > most) {
    let [at, least] = [0, Infinity];
    for (let i = 0; i + 1 < boxes.length; i++) {
      const added = volume(around(boxes[i], boxes[i + 1])) - volume(boxes[i]) - volume(boxes[i + 1]);
      if (added < least) [at, least] = [i, added];
    }
    boxes.splice(at, 2, around(boxes[at], boxes[at + 1]));
  }
  return boxes.map((box) => ({ accept: true, box }));
}

/** The lists with one rule fewer that seem to add least. */
function shortened(rules: readonly PacketRule[], measured: number): PacketRule[][] {
  const lists: PacketRule[][] = [];
  const joins: { i: number; j: number; box: PacketBox; added: number }[] = [];
  rules.forEach((rule, i) => {
    if (!rule.accept) {
      lists.push(rules.filter((_, k) => k !== i));
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
    // In the place of the later one earlier drops still hold for it. In that of the earlier one the order of the others does.
    const both = { accept: true, box };
    for (const at of [i, j]) lists.push(rules.flatMap((rule, k) => k === at ? [both] : k === i || k === j ? [] : [rule]));
  }
  return lists;
}

/** The rules without those that earlier ones hide, and without those that drop at the end. */
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

/** The smallest box that has both. */
function around(a: PacketBox, b: PacketBox): PacketBox {
  const protocol = a.protocol === b.protocol ? a.protocol : 'ALL';
  const ports = protocol === 'TCP' || protocol === 'UDP';
  const span = (x: Span, y: Span): Span => [Math.min(x[0], y[0]), Math.max(x[1], y[1])];
  return {
    protocol, source: blockAround(span(a.source, b.source)), destination: blockAround(span(a.destination, b.destination)),
    sourcePorts: ports ? span(a.sourcePorts, b.sourcePorts) : EVERY_PORT, destinationPorts: ports ? span(a.destinationPorts, b.destinationPorts) : EVERY_PORT,
  };
}

/** The smallest CIDR that holds a span. */
export function blockAround([first, end]: Span): Span {
  let size = 1;
  while (Math.floor(first / size) !== Math.floor((end - 1) / size)) size *= 2;
  const start = first - first % size;
  return size >= EVERY_ADDRESS[1] ? EVERY_ADDRESS : [start, start + size];
}

function volume(box: PacketBox): number {
  const width = ([first, end]: Span) => end - first;
  const ports = width(box.sourcePorts) * width(box.destinationPorts);
  const kinds = box.protocol === 'ALL' ? 2 + 2 / ports : box.protocol === 'ICMP' ? 1 / ports : 1;
  return kinds * width(box.source) * width(box.destination) * ports;
}
