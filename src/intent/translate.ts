import { boxesOf } from './boxes';
import { compile, CompileOptions, DEFAULT_BUDGET, Exact } from './compile';
import { nearMisses, Way } from './near-miss';
import { Placed, place } from './priorities';
import { AddressSet } from '../net/address-set';
import { coverWithin } from '../net/fitted-cover';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PACKET_KINDS, PacketBox, PacketRule, Span } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** A statement as packets of one direction. */
export interface Sentence {
  readonly accept: boolean;
  /** Sets that may overlap: packets, and their replies. */
  readonly parts: readonly PacketSet[];
}

/** Limits on the rules of one filter. */
export interface RuleLimits {
  readonly perFilter: number;
  readonly perDirection: number;
}

/** The rules of one direction. */
export interface Compiled {
  /** In the order of their priorities. If they do not fit, the shortest list that was found, or nothing if it is far too long. */
  readonly rules: readonly Placed[];
  /** How many rules that list has. */
  readonly count: number;
  /** No list that means the same has fewer rules. */
  readonly least: number;
  /** If they do not fit: a list that does and accepts more. */
  readonly near?: NearMiss;
}

/** A list that accepts more than was wanted, and never less. */
export interface NearMiss {
  readonly rules: readonly Placed[];
  /** What it accepts beyond. */
  readonly extra: PacketSet;
}

/** Both directions of a filter. */
export interface CompiledFilter {
  readonly inbound: Compiled;
  readonly outbound: Compiled;
  /** How many rules too many the shortest lists have. 0 if they fit. */
  readonly excess: number;
}

/** The packets that a list of statements accepts: the first that has a packet decides. */
export function meaning(sentences: readonly Sentence[]): PacketSet {
  return [...sentences].reverse().reduce((set, { accept, parts }) => parts.reduce((all, part) => accept ? all.union(part) : all.minus(part), set), PacketSet.EMPTY);
}

/** How many rules somebody writes who goes through the statements one by one. */
export function plainCount(sentences: readonly Sentence[]): number {
  return sentences.reduce((sum, { parts }) => sum + parts.reduce((own, part) => own + boxCount(part), 0), 0);
}

/** How many boxes `boxesOf` gives, which may be millions. */
function boxCount(part: PacketSet): number {
  return part.blocks().reduce((sum, { kinds, sources, destinations, sourcePorts, destinationPorts }) => {
    const pairs = sources.cidrs().length * destinations.cidrs().length;
    if (kinds.length === PACKET_KINDS.length) return sum + pairs * sourcePorts.length * destinationPorts.length;
    return sum + pairs * kinds.filter((k) => k !== 'OTHER').length * sourcePorts.length * destinationPorts.length;
  }, 0);
}

/** Lists of more rules are far beyond any limit: they are counted and not written. */
const HUGE = 300;

/** How many rules `started` has at most. */
function startedCount(sentences: readonly Sentence[]): number {
  return sentences.reduce((sum, { parts }) => sum + parts.reduce((own, part) => own + Math.min(boxCount(part), exceptionCount(part)), 0), 0);
}

/** How many rules `withExceptions` has at most. */
function exceptionCount(part: PacketSet): number {
  const blocks = part.blocks();
  const [{ sources, destinations }] = blocks;
  if (!blocks.every((b) => b.sources.isSameAs(sources) && b.destinations.isSameAs(destinations))) return Infinity;
  const services = blocks.reduce((sum, b) => sum + (b.kinds.length === PACKET_KINDS.length ? 1 : b.kinds.length) * b.sourcePorts.length * b.destinationPorts.length, 0);
  const [from, to] = [entries(sources), entries(destinations)];
  const inside = (list: readonly Entry[]) => list.filter((e) => e.inside).length;
  return services * (to.length - inside(to) + inside(from) * inside(to) + from.length - inside(from));
}

/** CIDRs of one side of a statement, and ranges of ports, of a coarse list. */
const COARSE = 8;

/** Rules that accept all that the statements accept, and more: a few boxes for each. */
function coarsely(sentences: readonly Sentence[]): PacketRule[] {
  const side = (addresses: AddressSet): Span[] => coverWithin(addresses.cidrs(), COARSE).cidrs.map((c) => [c.first, c.last + 1]);
  const ports = (spans: readonly Span[]): readonly Span[] => spans.length <= COARSE ? spans : [[spans[0][0], spans[spans.length - 1][1]]];
  return sentences.filter(({ accept }) => accept).flatMap(({ parts }) => parts.flatMap((part) => part.blocks().flatMap(({ kinds, sources, destinations, sourcePorts, destinationPorts }) => {
    const protocols = kinds.length === PACKET_KINDS.length || kinds.includes('OTHER') ? ['ALL' as const] : kinds.map((k) => k as PacketBox['protocol']);
    return protocols.flatMap((protocol) => side(sources).flatMap((source) => side(destinations).flatMap((destination): PacketRule[] => hasPorts(protocol)
      ? ports(sourcePorts).flatMap((s) => ports(destinationPorts).map((d) => ({ accept: true, box: { protocol, source, destination, sourcePorts: s, destinationPorts: d } })))
      : [{ accept: true, box: { protocol, source, destination, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT } }])));
  })));
}

/**
 * A list of rules for the statements, from which the search starts. A set that is everything but a few networks or ports is
 * written with the opposite action for these in front, if that means the same.
 */
function started(wanted: PacketSet, sentences: readonly Sentence[]): PacketRule[] {
  let rules: PacketRule[] = [];
  let meant = PacketSet.EMPTY;
  for (const { accept, parts } of [...sentences].reverse()) {
    for (const part of parts) {
      meant = accept ? meant.union(part) : meant.minus(part);
      const plain = () => boxesOf(part).map((box) => ({ accept, box }));
      const lists = [true, false].map((wide) => withExceptions(part, accept, wide)).filter((own) => own !== undefined);
      rules = [...lists.find((own) => PacketSet.ofRules([...own, ...rules]).isSameAs(meant)) ?? plain(), ...rules];
    }
  }
  return PacketSet.ofRules(rules).isSameAs(wanted) ? rules : plainRules(wanted);
}

/**
 * Rules for every combination of some sources, destinations and services, with exceptions in front. Nothing if the set is
 * none, or shorter without.
 *
 * @param wide exceptions of every protocol and port
 */
function withExceptions(part: PacketSet, accept: boolean, wide: boolean): PacketRule[] | undefined {
  const blocks = part.blocks();
  const [{ sources, destinations }] = blocks;
  if (!blocks.every((b) => b.sources.isSameAs(sources) && b.destinations.isSameAs(destinations))) return undefined;
  const [from, to] = [entries(sources), entries(destinations)];
  const services = blocks.flatMap(({ kinds, sourcePorts, destinationPorts }): Pick<PacketBox, 'protocol' | 'sourcePorts' | 'destinationPorts'>[] => {
    const own = kinds.length === PACKET_KINDS.length ? ['ALL' as const] : kinds.filter((k) => k !== 'OTHER');
    return own.flatMap((protocol) => sourcePorts.flatMap((s) => destinationPorts.map((d) =>
      hasPorts(protocol) ? { protocol, sourcePorts: s, destinationPorts: d } : { protocol, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT })));
  });
  const excepted = wide ? [{ protocol: 'ALL' as const, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }] : services;
  const spans = (list: readonly Entry[], inside: boolean) => list.filter((e) => e.inside === inside).map((e) => e.span);
  const list = [
    ...spans(to, false).flatMap((destination) => excepted.map((service) => ({ accept: !accept, box: { ...service, source: EVERY_ADDRESS, destination } }))),
    ...from.flatMap(({ inside, span: source }) => inside
      ? services.flatMap((service) => spans(to, true).map((destination) => ({ accept, box: { ...service, source, destination } })))
      : excepted.map((service) => ({ accept: !accept, box: { ...service, source, destination: EVERY_ADDRESS } }))),
  ];
  return list.length < blocks.reduce((sum, b) => sum + b.sources.cidrs().length * b.destinations.cidrs().length * b.sourcePorts.length * b.destinationPorts.length, 0) ? list : undefined;
}

/** One entry of an ordered list of CIDRs: the first that has an address decides. */
interface Entry {
  readonly inside: boolean;
  readonly span: Span;
}

/** The fewest CIDRs that separate the addresses from all others, the narrower ones first. */
function entries(addresses: AddressSet): Entry[] {
  const bounds = addresses.intervals().flat();
  const memo = new Map<string, Entry[]>();
  const within = (first: number, end: number, from: number, otherwise: boolean): Entry[] => {
    // Bounds before `from` are no larger than the first address.
    while (from < bounds.length && bounds[from] <= first) from++;
    const inside = from % 2 === 1;
    if (from === bounds.length || bounds[from] >= end) return inside === otherwise ? [] : [{ inside, span: [first, end] }];
    const key = `${first} ${end} ${otherwise}`;
    let best = memo.get(key);
    if (best) return best;
    const middle = (first + end) / 2;
    const halves = (d: boolean) => [...within(first, middle, from, d), ...within(middle, end, from, d)];
    const [same, other] = [halves(otherwise), halves(!otherwise)];
    memo.set(key, best = same.length <= other.length + 1 ? same : [...other, { inside: !otherwise, span: [first, end] }]);
    return best;
  };
  return within(...EVERY_ADDRESS, 0, false);
}

/** Rules for some packets if the statements cannot be written one by one: those that only ALL matches come last. */
function plainRules(wanted: PacketSet): PacketRule[] {
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

/** Equal sets are compiled once. */
const done = new Map<string, Exact>();
const DONE_MOST = 2_000;

function compileOnce(wanted: PacketSet, options: CompileOptions): Exact {
  const key = JSON.stringify([options.plain, options.previous, options.budget]);
  let exact = done.get(key);
  if (!exact) {
    if (done.size >= DONE_MOST) done.clear();
    done.set(key, exact = compile(wanted, options));
  }
  return exact;
}

/** Both directions, each within its limit and together within that of the filter. */
export function compileFilter(
  statements: Record<DirectionName, readonly Sentence[]>, limits: RuleLimits, previous: Record<DirectionName, CompileOptions['previous']>, budget?: number,
): CompiledFilter {
  const input = (direction: DirectionName) => {
    const wanted = meaning(statements[direction]);
    const count = startedCount(statements[direction]);
    const huge = count > HUGE ? count : undefined;
    return { wanted, huge, plain: huge === undefined ? started(wanted, statements[direction]) : coarsely(statements[direction]), previous: previous[direction] };
  };
  const [into, out] = [input('inbound'), input('outbound')];
  const part = ({ wanted, huge, plain, previous: before }: ReturnType<typeof input>, from: CompileOptions['previous']): Part => {
    if (huge !== undefined) return { wanted, exact: { rules: plain, least: 1 }, previous: before, length: huge, huge: true };
    const exact = compileOnce(wanted, { plain, previous: from, budget });
    return { wanted, exact, previous: before, length: exact.rules.length, huge: false };
  };
  const most = Math.min(limits.perDirection, limits.perFilter);
  const excessOf = (a: Part, b: Part) => Math.max(a.length + b.length - limits.perFilter, Math.max(0, a.length - most) + Math.max(0, b.length - most));
  const [near, far] = [part(into, into.previous), part(out, out.previous)];
  if (excessOf(near, far) <= 0) return { inbound: placed(near), outbound: placed(far), excess: 0 };
  // The packets that are copied in addition must not depend on the rules before: otherwise they could change with every run.
  const [inbound, outbound] = [part(into, undefined), part(out, undefined)];
  const excess = excessOf(inbound, outbound);
  // Which direction gets how many rules is part of what is cheapest.
  const [inside, outside] = [shorter(inbound, outbound, most, limits.perFilter), shorter(outbound, inbound, most, limits.perFilter)];
  let best: { inside: Way; outside: Way; extra: bigint } | undefined;
  for (const [n, own] of inside) {
    const other = outside.get(Math.min(most, outbound.length, limits.perFilter - n));
    if (other && (!best || own.extra + other.extra < best.extra)) best = { inside: own, outside: other, extra: own.extra + other.extra };
  }
  return { inbound: misplaced(inbound, best?.inside, budget), outbound: misplaced(outbound, best?.outside, budget), excess: best?.extra === 0n ? 0 : excess };
}

type DirectionName = 'inbound' | 'outbound';

interface Part {
  readonly wanted: PacketSet;
  readonly exact: Exact;
  readonly previous: CompileOptions['previous'];
  readonly length: number;
  /** The rules of `exact` accept more than is wanted, and are to be shortened. */
  readonly huge: boolean;
}

/** By number of rules that a direction may get, its best list. */
function shorter({ wanted, exact, length }: Part, other: Part, most: number, perFilter: number): Map<number, Way> {
  const exactly: Way = { rules: exact.rules, accepted: wanted, extra: 0n };
  if (length === 0) return new Map([[0, exactly]]);
  const fewest = Math.max(1, Math.min(most, perFilter - Math.min(most, other.length)));
  const ways = fewest < length ? nearMisses(wanted, exact.rules, Math.min(most, length), fewest) : new Map<number, Way>();
  if (length <= most) ways.set(length, exactly);
  return ways;
}

function placed({ exact, previous }: Part): Compiled {
  return { rules: place(exact.rules, previous), count: exact.rules.length, least: exact.least };
}

/** A direction of a filter that does not fit. */
function misplaced({ wanted, exact, previous, length, huge }: Part, way: Way | undefined, budget: number | undefined): Compiled {
  const list = { rules: huge ? [] : exact.rules.map((rule, i) => ({ ...rule, priority: i + 1 })), count: length, least: exact.least };
  if (!way) return list;
  // The rules fit already. Fewer are no gain that a long search is worth.
  const fitting = place(compileOnce(way.accepted, { plain: way.rules, previous, budget: Math.ceil((budget ?? DEFAULT_BUDGET) / 8) }).rules, previous);
  return way.extra === 0n ? { rules: fitting, count: fitting.length, least: exact.least } : { ...list, near: { rules: fitting, extra: way.accepted.minus(wanted) } };
}
