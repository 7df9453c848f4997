import { boxesOf } from './boxes';
import { compile, CompileOptions, DEFAULT_BUDGET, Exact } from './compile';
import { nearMisses, Way } from './near-miss';
import { place } from './priorities';
import { AddressSet } from '../net/address-set';
import { coverWithin } from '../net/fitted-cover';
import { EVERY_ADDRESS, EVERY_PORT, hasPorts, PACKET_KINDS, PacketBox, PacketKind, PacketRule, PlacedRule, Span } from '../net/packet';
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
  /** The packets of the statements. */
  readonly wanted: PacketSet;
  /** In the order of their priorities. If they don't fit, the shortest list found, or undefined if it is far too long. */
  readonly rules: readonly PlacedRule[];
  /** The number of rules of that list. */
  readonly count: number;
  /** The lower bound: no equivalent list has fewer rules. */
  readonly least: number;
  /** If they don't fit, a list that fits and accepts more. */
  readonly near?: NearMiss;
}

/** A list that accepts all wanted packets, and more. */
export interface NearMiss {
  readonly rules: readonly PlacedRule[];
  /** The additional packets. */
  readonly extra: PacketSet;
}

/** Both directions of a filter. */
export interface CompiledFilter {
  readonly inbound: Compiled;
  readonly outbound: Compiled;
  /** The number of excess rules of the shortest lists. 0 if they fit. */
  readonly excess: number;
}

/** The packets that a list of statements accepts. The first statement that matches a packet decides. */
export function meaning(sentences: readonly Sentence[]): PacketSet {
  return [...sentences].reverse()
    .reduce((set, { accept, parts }) => parts.reduce((all, part) => accept ? all.union(part) : all.minus(part), set), PacketSet.EMPTY);
}

/** The number of rules of a statement-by-statement translation. */
export function plainCount(sentences: readonly Sentence[]): number {
  return sentences.reduce((sum, { parts }) => sum + parts.reduce((own, part) => own + boxCount(part), 0), 0);
}

/** The number of boxes of `boxesOf`, which may be millions. */
function boxCount(part: PacketSet): number {
  return part.blocks().reduce((sum, { kinds, sources, destinations, sourcePorts, destinationPorts }) => {
    const pairs = sources.cidrs().length * destinations.cidrs().length;
    if (kinds.length === PACKET_KINDS.length) return sum + pairs * sourcePorts.length * destinationPorts.length;
    return sum + pairs * kinds.filter((k) => k !== 'OTHER').length * sourcePorts.length * destinationPorts.length;
  }, 0);
}

/** Longer lists are far beyond any limit. They are counted, but not generated. */
const HUGE = 300;

/** The maximum number of rules of `started`. */
function startedCount(sentences: readonly Sentence[]): number {
  return sentences.reduce(
    (sum, { parts }) => sum + parts.reduce((own, part) => own + Math.min(boxCount(part), exceptionCount(part)), 0), 0,
  );
}

/** The maximum number of rules of `withExceptions`. */
function exceptionCount(part: PacketSet): number {
  const blocks = part.blocks();
  const [{ sources, destinations }] = blocks;
  if (!blocks.every((b) => b.sources.isSameAs(sources) && b.destinations.isSameAs(destinations))) return Infinity;
  const services = blocks.reduce(
    (sum, b) => sum + (b.kinds.length === PACKET_KINDS.length ? 1 : b.kinds.length) * b.sourcePorts.length * b.destinationPorts.length,
    0,
  );
  const [from, to] = [entries(sources), entries(destinations)];
  const inside = (list: readonly Entry[]) => list.filter((e) => e.inside).length;
  return services * (to.length - inside(to) + inside(from) * inside(to) + from.length - inside(from));
}

/** CIDRs of one side of a statement, and ranges of ports, of a coarse list. */
const COARSE = 8;

/**
 * Rules with a few boxes for each statement. They accept all packets of the statements, and more: accepted boxes are widened, and
 * of dropped ones the largest are left.
 */
function coarsely(sentences: readonly Sentence[]): PacketRule[] {
  const around = (addresses: AddressSet) => coverWithin(addresses.cidrs(), COARSE).cidrs;
  const largest = (addresses: AddressSet) => [...addresses.cidrs()].sort((a, b) => a.prefixLength - b.prefixLength).slice(0, LARGEST);
  const portsAround = (spans: readonly Span[]): readonly Span[] =>
    spans.length <= COARSE ? spans : [[spans[0][0], spans[spans.length - 1][1]]];
  const portsInside = (spans: readonly Span[]) => [...spans].sort((a, b) => b[1] - b[0] - (a[1] - a[0])).slice(0, COARSE);
  return sentences.flatMap(({ accept, parts }) => {
    const [side, ports] = accept ? [around, portsAround] : [largest, portsInside];
    const spans = (addresses: AddressSet) => side(addresses).map((c): Span => [c.first, c.last + 1]);
    return parts.flatMap((part) => part.blocks().flatMap(({ kinds, sources, destinations, sourcePorts, destinationPorts }) =>
      protocolsOf(kinds, accept).flatMap((protocol) => spans(sources).flatMap((source) => spans(destinations).flatMap((destination) =>
        hasPorts(protocol)
          ? ports(sourcePorts).flatMap(
            (s) => ports(destinationPorts).map((d) => ({
              accept, box: { protocol, source, destination, sourcePorts: s, destinationPorts: d },
            })),
          )
          : [{ accept, box: { protocol, source, destination, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT } }])))));
  });
}

/** Dropped CIDRs of one side of a statement that a coarse list keeps. More of them than a filter has rules are of no use. */
const LARGEST = 20;

/** The protocols of rules that accept at least some kinds of packets, or drop at most these. */
function protocolsOf(kinds: readonly PacketKind[], accept: boolean): PacketBox['protocol'][] {
  if (kinds.length === PACKET_KINDS.length) return ['ALL'];
  const own = kinds.flatMap((kind): PacketBox['protocol'][] => kind === 'OTHER' ? [] : [kind]);
  return accept && kinds.includes('OTHER') ? ['ALL'] : own;
}

/**
 * A list of rules for the statements, as the start of the search. A set of everything except a few networks or ports becomes
 * rules with the opposite action for the exceptions, followed by one for everything, if that is equivalent.
 */
function started(wanted: PacketSet, sentences: readonly Sentence[]): PacketRule[] {
  let rules: PacketRule[] = [];
  let meant = PacketSet.EMPTY;
  for (const { accept, parts } of [...sentences].reverse()) {
    for (const part of parts) {
      const after = meant;
      meant = accept ? meant.union(part) : meant.minus(part);
      const plain = () => boxesOf(part).map((box) => ({ accept, box }));
      const lists = [true, false].map((wide) => withExceptions(part, accept, wide)).filter((own) => own !== undefined);
      rules = [...lists.find((own) => decided(own, after).isSameAs(meant)) ?? plain(), ...rules];
    }
  }
  return PacketSet.ofRules(rules).isSameAs(wanted) ? rules : plainRules(wanted);
}

/** The accepted packets if these rules precede rules that accept a set. */
function decided(rules: readonly PacketRule[], after: PacketSet): PacketSet {
  return after.minus(PacketSet.ofBoxes(rules.map((r) => r.box))).union(PacketSet.ofRules(rules));
}

/**
 * Rules for every combination of sources, destinations and services, preceded by exceptions. Undefined if the set has no such
 * form, or is shorter without exceptions.
 *
 * @param wide whether exceptions apply to every protocol and port
 */
function withExceptions(part: PacketSet, accept: boolean, wide: boolean): PacketRule[] | undefined {
  const blocks = part.blocks();
  const [{ sources, destinations }] = blocks;
  if (!blocks.every((b) => b.sources.isSameAs(sources) && b.destinations.isSameAs(destinations))) return undefined;
  const [from, to] = [entries(sources), entries(destinations)];
  const services = blocks.flatMap(({ kinds, sourcePorts, destinationPorts }): Pick<PacketBox,
    | 'protocol'
    | 'sourcePorts'
    | 'destinationPorts'>[] => {
    const own = kinds.length === PACKET_KINDS.length ? ['ALL' as const] : kinds.filter((k) => k !== 'OTHER');
    return own.flatMap((protocol) => sourcePorts.flatMap((s) => destinationPorts.map((d) =>
      hasPorts(protocol)
        ? { protocol, sourcePorts: s, destinationPorts: d }
        : { protocol, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT })));
  });
  const excepted = wide ? [{ protocol: 'ALL' as const, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }] : services;
  const spans = (list: readonly Entry[], inside: boolean) => list.filter((e) => e.inside === inside).map((e) => e.span);
  const list = [
    ...spans(to, false).flatMap(
      (destination) => excepted.map((service) => ({ accept: !accept, box: { ...service, source: EVERY_ADDRESS, destination } })),
    ),
    ...from.flatMap(({ inside, span: source }) => inside
      ? services.flatMap((service) => spans(to, true).map((destination) => ({ accept, box: { ...service, source, destination } })))
      : excepted.map((service) => ({ accept: !accept, box: { ...service, source, destination: EVERY_ADDRESS } }))),
  ];
  return list.length < blocks.reduce(
    (sum, b) => sum + b.sources.cidrs().length * b.destinations.cidrs().length * b.sourcePorts.length * b.destinationPorts.length,
    0,
  )
    ? list
    : undefined;
}

/** One entry of an ordered list of CIDRs. The first entry that contains an address decides. */
interface Entry {
  readonly inside: boolean;
  readonly span: Span;
}

const entriesOf = new WeakMap<AddressSet, readonly Entry[]>();

/** The fewest CIDRs that separate the addresses from all others, the narrower ones first. */
function entries(addresses: AddressSet): readonly Entry[] {
  let found = entriesOf.get(addresses);
  if (!found) entriesOf.set(addresses, found = allEntries(addresses));
  return found;
}

function allEntries(addresses: AddressSet): readonly Entry[] {
  const bounds = addresses.intervals().flat();
  /** The entries of a block, for both defaults: all other addresses are outside, or inside. */
  const within = (first: number, end: number, from: number): readonly [readonly Entry[], readonly Entry[]] => {
    // Bounds before `from` are no larger than the first address.
    while (from < bounds.length && bounds[from] <= first) from++;
    const inside = from % 2 === 1;
    const whole = [{ inside, span: [first, end] as Span }];
    if (from === bounds.length || bounds[from] >= end) return inside ? [whole, []] : [[], whole];
    const middle = (first + end) / 2;
    const [left, right] = [within(first, middle, from), within(middle, end, from)];
    const [outer, inner] = [[...left[0], ...right[0]], [...left[1], ...right[1]]];
    const fewer = (same: readonly Entry[], other: readonly Entry[], otherwise: boolean): readonly Entry[] =>
      same.length <= other.length + 1 ? same : [...other, { inside: !otherwise, span: [first, end] }];
    return [fewer(outer, inner, false), fewer(inner, outer, true)];
  };
  return within(...EVERY_ADDRESS, 0)[0];
}

/** Rules for packets if the statements cannot be translated one by one. Packets that only ALL matches come last. */
function plainRules(wanted: PacketSet): PacketRule[] {
  const { beyond, own, all } = plainParts(wanted);
  return [
    ...boxesOf(beyond).map((box) => ({ accept: false, box })),
    ...boxesOf(own).map((box) => ({ accept: true, box })), ...all.map((box) => ({ accept: true, box })),
  ];
}

/** The packets of `plainRules`: those that rules for all protocols would wrongly accept, those of one protocol, and the rest. */
function plainParts(wanted: PacketSet): { beyond: PacketSet; own: PacketSet; all: PacketBox[] } {
  // ALL is needed for part of the protocols. Earlier rules decide about the others.
  const other = PacketSet.product(['OTHER'], ...EVERYWHERE);
  const all = wanted.intersect(other).cover().map(({ source, destination }): PacketBox => ({
    protocol: 'ALL',
    source: [source.first, source.last + 1],
    destination: [destination.first, destination.last + 1],
    sourcePorts: EVERY_PORT,
    destinationPorts: EVERY_PORT,
  }));
  return { beyond: PacketSet.ofBoxes(all).minus(wanted), own: wanted.minus(other), all };
}

/** Rules for packets, or rules that drop all others before one that accepts everything. Undefined if both are far too long. */
function fewRules(wanted: PacketSet): PacketRule[] | undefined {
  const others = wanted.complement();
  const [accepts, drops] = [plainLength(wanted), plainLength(others) + 1];
  if (Math.min(accepts, drops) > HUGE) return undefined;
  return accepts <= drops
    ? plainRules(wanted)
    : [...plainRules(others).map(({ accept, box }) => ({ accept: !accept, box })), { accept: true, box: EVERYTHING }];
}

/** The number of rules of `plainRules`. Infinite if it is far too long. */
function plainLength(wanted: PacketSet): number {
  // The blocks of a set are counted before its boxes are created.
  if (pairCount(wanted) > HUGE) return Infinity;
  const { beyond, own, all } = plainParts(wanted);
  return boxCount(beyond) + boxCount(own) + all.length;
}

/** The number of pairs of CIDRs of a set. */
function pairCount(set: PacketSet): number {
  return set.blocks().reduce((sum, { sources, destinations }) => sum + sources.cidrs().length * destinations.cidrs().length, 0);
}

const EVERYTHING: PacketBox = {
  protocol: 'ALL', source: EVERY_ADDRESS, destination: EVERY_ADDRESS, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT,
};
const whole = PacketSet.ALL.blocks()[0];
const EVERYWHERE = [whole.sources, whole.destinations, [EVERY_PORT], [EVERY_PORT]] as const;

/** Results by their input, so that equal intents are compiled once. */
class Once<T> {
  private static readonly MOST = 2_000;
  private readonly done = new Map<string, T>();

  public get(input: readonly unknown[], make: () => T): T {
    const key = JSON.stringify(input);
    let result = this.done.get(key);
    if (result === undefined) {
      if (this.done.size >= Once.MOST) this.done.clear();
      this.done.set(key, result = make());
    }
    return result;
  }
}

const exacts = new Once<Exact>();
const ways = new Once<ReadonlyMap<number, Way>>();

/** @param wanted the packets that `options.plain` accepts */
function compileOnce(wanted: PacketSet, options: CompileOptions): Exact {
  return exacts.get([options.plain, options.previous, options.budget], () => compile(wanted, options));
}

/** Both directions, each within its limit and together within that of the filter. */
export function compileFilter(
  statements: Record<DirectionName, readonly Sentence[]>,
  limits: RuleLimits,
  previous: Record<DirectionName, CompileOptions['previous']>,
  budget?: number,
): CompiledFilter {
  const input = (direction: DirectionName) => {
    const sentences = statements[direction];
    const wanted = meaning(sentences);
    const count = startedCount(sentences);
    // Many statements may mean little together.
    const exactly = count <= HUGE ? started(wanted, sentences) : fewRules(wanted);
    return { wanted, huge: exactly ? undefined : count, plain: exactly ?? coarsely(sentences), previous: previous[direction] };
  };
  const [into, out] = [input('inbound'), input('outbound')];
  const part = ({ wanted, huge, plain, previous: before }: ReturnType<typeof input>, from: CompileOptions['previous']): Part => {
    if (huge !== undefined) return { wanted, exact: { rules: plain, least: 1 }, previous: before, length: huge, huge: true };
    const exact = compileOnce(wanted, { plain, previous: from, budget });
    return { wanted, exact, previous: before, length: exact.rules.length, huge: false };
  };
  const most = Math.min(limits.perDirection, limits.perFilter);
  const excessOf = (a: Part, b: Part) => Math.max(
    a.length + b.length - limits.perFilter, Math.max(0, a.length - most) + Math.max(0, b.length - most),
  );
  const [near, far] = [part(into, into.previous), part(out, out.previous)];
  if (excessOf(near, far) <= 0) return { inbound: placed(near), outbound: placed(far), excess: 0 };
  // The additional packets must not depend on the previous rules. Otherwise they could change with every run.
  const [inbound, outbound] = [part(into, undefined), part(out, undefined)];
  const excess = excessOf(inbound, outbound);
  // The split of the rules between the directions is part of the search for the cheapest lists.
  const [inside, outside] = [shorter(inbound, outbound, most, limits.perFilter), shorter(outbound, inbound, most, limits.perFilter)];
  let best: { inside: Way; outside: Way; extra: bigint } | undefined;
  for (const [n, own] of inside) {
    const other = outside.get(Math.min(most, outbound.length, limits.perFilter - n));
    if (other && (!best || own.extra + other.extra < best.extra)) best = { inside: own, outside: other, extra: own.extra + other.extra };
  }
  return {
    inbound: misplaced(inbound, best?.inside, budget),
    outbound: misplaced(outbound, best?.outside, budget),
    excess: best?.extra === 0n ? 0 : excess,
  };
}

type DirectionName = 'inbound' | 'outbound';

interface Part {
  readonly wanted: PacketSet;
  readonly exact: Exact;
  readonly previous: CompileOptions['previous'];
  readonly length: number;
  /** The rules of `exact` already accept more than wanted, and must be shortened. */
  readonly huge: boolean;
}

/** The best list for each possible number of rules of a direction. */
function shorter({ wanted, exact, length, huge }: Part, other: Part, most: number, perFilter: number): Map<number, Way> {
  const exactly: Way = { rules: exact.rules, accepted: wanted, extra: 0n };
  if (length === 0) return new Map([[0, exactly]]);
  const fewest = Math.max(1, Math.min(most, perFilter - Math.min(most, other.length)));
  if (fewest >= length) return new Map(length <= most ? [[length, exactly]] : []);
  const longest = Math.min(most, length);
  const search = () => nearMisses(wanted, exact.rules, longest, fewest);
  // The rules of a huge list don't show which packets are wanted.
  const found = huge ? search() : ways.get([exact.rules, longest, fewest], search);
  return length <= most ? new Map([...found, [length, exactly]]) : new Map(found);
}

function placed({ wanted, exact, previous }: Part): Compiled {
  return { wanted, rules: place(exact.rules, previous), count: exact.rules.length, least: exact.least };
}

/** Compiles a direction of a filter that does not fit. */
function misplaced({ wanted, exact, previous, length, huge }: Part, way: Way | undefined, budget: number | undefined): Compiled {
  const list = {
    wanted, rules: huge ? [] : exact.rules.map((rule, i) => ({ ...rule, priority: i + 1 })), count: length, least: exact.least,
  };
  if (!way) return list;
  // The rules already fit. Fewer rules are not worth a long search.
  const fitting = place(
    compileOnce(way.accepted, { plain: way.rules, previous, budget: Math.ceil((budget ?? DEFAULT_BUDGET) / 8) }).rules, previous,
  );
  return way.extra === 0n
    ? { wanted, rules: fitting, count: fitting.length, least: exact.least }
    : { ...list, near: { rules: fitting, extra: way.accepted.minus(wanted) } };
}
