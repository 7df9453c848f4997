import { PacketBox, PacketRule, EVERY_ADDRESS, EVERY_PORT, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** Ways that are followed at once, and joins that are measured at each step. */
const WAYS = 3;
const MEASURED = 12;
/** Rules too many from which on one way is followed. */
const MANY = 6;

interface Way {
  readonly rules: readonly PacketRule[];
  readonly accepted: PacketSet;
  readonly extra: bigint;
}

/**
 * A list of at most so many rules that accepts all that is wanted and, of the lists that are looked at, the fewest packets
 * beyond. A list gets shorter by leaving out a rule that drops, or by making one of two rules that accept.
 */
export function nearMiss(wanted: PacketSet, rules: readonly PacketRule[], most: number): Way | undefined {
  if (most < 1) return undefined;
  const size = wanted.size;
  let ways: Way[] = [{ rules, accepted: wanted, extra: 0n }];
  let best: Way | undefined;
  while (ways.length > 0) {
    const next = new Map<string, Way>();
    const many = rules.length > most + MANY;
    for (const way of ways) {
      for (const shorter of shortened(way.rules, many ? MEASURED / 4 : MEASURED)) {
        const key = shorter.map((r) => JSON.stringify(r)).join();
        if (next.has(key)) continue;
        const accepted = PacketSet.ofRules(shorter);
        if (!accepted.containsAll(wanted)) continue;
        next.set(key, { rules: shorter, accepted, extra: accepted.size - size });
      }
    }
    const sorted = [...next.values()].sort((a, b) => a.extra < b.extra ? -1 : a.extra > b.extra ? 1 : a.rules.length - b.rules.length);
    // Only those that are followed are worth the look for rules that have become idle.
    const front = sorted.slice(0, many ? 1 : WAYS).map((w) => ({ ...w, rules: withoutIdle(w.rules, w.accepted) }));
    for (const way of front) if (way.rules.length <= most && (!best || way.extra < best.extra)) best = way;
    const limit = best;
    ways = front.filter((w) => w.rules.length > most && (!limit || w.extra < limit.extra));
  }
  return best;
}

/** The lists with one rule less that seem to add least. */
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
    // In the place of the later one earlier drops still hold for it; in that of the earlier one the order of the others does.
    const joined = { accept: true, box };
    for (const at of [i, j]) lists.push(rules.flatMap((rule, k) => k === at ? [joined] : k === i || k === j ? [] : [rule]));
  }
  return lists;
}

/** Only lists that accept all that is wanted are of use; this one accepts what it did. */
function withoutIdle(rules: readonly PacketRule[], accepted: PacketSet): PacketRule[] {
  let kept = [...rules];
  for (let i = kept.length - 1; i >= 0; i--) {
    const fewer = kept.filter((_, k) => k !== i);
    if (PacketSet.ofRules(fewer).isSameAs(accepted)) kept = fewer;
  }
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
