import { Compiled, compile, CompileOptions } from './compile';
import { EVERY_PORT, hasPorts, PACKET_KINDS, PacketBox, PacketRule, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** A statement as packets of one direction. */
export interface Sentence {
  readonly accept: boolean;
  readonly packets: PacketSet;
}

/** Limits on the rules of one filter. */
export interface RuleLimits {
  readonly perFilter: number;
  readonly perDirection: number;
}

/** Both directions of a filter. */
export interface CompiledFilter {
  readonly inbound: Compiled;
  readonly outbound: Compiled;
  /** How many rules too many the shortest lists have; 0 where they fit. */
  readonly excess: number;
}

/** The packets that a list of statements accepts: the first that has a packet decides. */
export function meaning(sentences: readonly Sentence[]): PacketSet {
  return [...sentences].reverse().reduce((set, { accept, packets }) => accept ? set.union(packets) : set.minus(packets), PacketSet.EMPTY);
}

/** The rules that somebody writes who goes through the statements one by one. */
export function plainly(sentences: readonly Sentence[]): PacketRule[] {
  return sentences.flatMap(({ accept, packets }) => boxesOf(packets).map((box) => ({ accept, box })));
}

/** Boxes that make up a set of packets. Where protocols beside TCP, UDP and ICMP are in it, a box for all may stand before others. */
function boxesOf(packets: PacketSet): PacketBox[] {
  return packets.cover().flatMap(({ kinds, source, destination, sourcePorts, destinationPorts }): PacketBox[] => {
    const spans = { source: [source.first, source.last + 1] as Span, destination: [destination.first, destination.last + 1] as Span };
    if (kinds.length === PACKET_KINDS.length) return [{ protocol: 'ALL', ...spans, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }];
    return kinds.flatMap((kind): PacketBox[] => kind === 'OTHER' ? []
      : [{ protocol: kind, ...spans, ...hasPorts(kind) ? { sourcePorts, destinationPorts } : { sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT } }]);
  });
}

/** The plain rules of some packets where the statements cannot be written one by one: those that only ALL matches come last. */
function plainRules(wanted: PacketSet, sentences: readonly Sentence[]): PacketRule[] {
  const rules = plainly(sentences);
  if (PacketSet.ofRules(rules).isSameAs(wanted)) return rules;
  // ALL is needed for part of the protocols: what it matches beyond is decided before it.
  const other = PacketSet.product(['OTHER'], ...EVERYWHERE);
  const all = wanted.intersect(other).cover().map(({ source, destination }): PacketBox => ({
    protocol: 'ALL', source: [source.first, source.last + 1], destination: [destination.first, destination.last + 1], sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT,
  }));
  const beyond = PacketSet.ofBoxes(all).minus(wanted);
  return [
    ...boxesOf(beyond).map((box) => ({ accept: false, box })),
    ...boxesOf(wanted.minus(other)).map((box) => ({ accept: true, box })), ...all.map((box) => ({ accept: true, box })),
  ];
}

const whole = PacketSet.ALL.blocks()[0];
const EVERYWHERE = [whole.sources, whole.destinations, [EVERY_PORT], [EVERY_PORT]] as const;

/** Equal intents are compiled once. */
const done = new Map<string, Compiled>();
const DONE_MOST = 2_000;

/** Both directions, each within its limit and together within that of the filter. */
export function compileFilter(
  statements: Record<'inbound' | 'outbound', readonly Sentence[]>, limits: RuleLimits, previous: Record<'inbound' | 'outbound', CompileOptions['previous']>, budget?: number,
): CompiledFilter {
  const one = (direction: 'inbound' | 'outbound', most: number): Compiled => {
    const wanted = meaning(statements[direction]);
    const plain = plainRules(wanted, statements[direction]);
    const key = JSON.stringify([plain, most, previous[direction], budget]);
    let compiled = done.get(key);
    if (!compiled) {
      if (done.size >= DONE_MOST) done.clear();
      done.set(key, compiled = compile(wanted, { most, plain, previous: previous[direction], budget }));
    }
    return compiled;
  };
  const most = Math.min(limits.perDirection, limits.perFilter);
  const [inbound, outbound] = [one('inbound', most), one('outbound', most)];
  const [inside, outside] = [inbound.rules.length, outbound.rules.length];
  const excess = Math.max(inside + outside - limits.perFilter, Math.max(0, inside - most) + Math.max(0, outside - most));
  if (excess <= 0) return { inbound, outbound, excess: 0 };
  // Which direction gets how many rules is part of what is cheapest.
  let best: { inbound: Compiled; outbound: Compiled; extra: bigint } | undefined;
  for (let forInbound = Math.min(most, inside); forInbound >= (inside > 0 ? 1 : 0); forInbound--) {
    const forOutbound = Math.min(most, outside, limits.perFilter - forInbound);
    if (forOutbound < (outside > 0 ? 1 : 0)) continue;
    const pair = { inbound: one('inbound', forInbound), outbound: one('outbound', forOutbound) };
    if ([pair.inbound, pair.outbound].some((c) => !c.fits && !c.near)) continue;
    const extra = [pair.inbound, pair.outbound].reduce((sum, c) => sum + (c.near?.extra.size ?? 0n), 0n);
    if (!best || extra < best.extra) best = { ...pair, extra };
    // Fewer for one direction only helps while the other lacks some.
    if (forOutbound >= Math.min(most, outside)) break;
  }
  return { inbound: best?.inbound ?? inbound, outbound: best?.outbound ?? outbound, excess };
}
