import { acceptance, Acceptance } from './accepted';
import { FilterRules, filterRules, knownRules } from './filter-rules';
import { MirroredInterface, mirroredInterfaces, Tried, tried, TriedSession } from './mirrored-interfaces';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { AddressSet } from '../net/address-set';
import { EVERY_PORT, hasPorts, Packet, PACKET_KINDS } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** The packets that a filter accepts and matches in one direction, as far as its rules are known. */
interface Effect extends Acceptance {
  /** Packets that a rule certainly matches, and packets that a rule may match. */
  readonly matched: PacketSet;
  readonly perhapsMatched: PacketSet;
}

/** The packets of one of several sessions of an interface. */
export interface Share extends Acceptance {
  /** Packets that it would copy alone, and that an earlier session decides about or may decide about. */
  readonly taken: PacketSet;
  /** Packets that it decides about, or may decide about. */
  readonly decides: PacketSet;
}

/** The packets that the sessions of interfaces copy. Shared filters and shared lists of sessions are evaluated once. */
export class Copies {
  private readonly filters: ReadonlyMap<Identity, FilterRules>;
  private readonly effects = new Map<string, Effect>();
  private readonly lists = new Map<string, Acceptance>();

  constructor(model: MirrorModel) {
    this.filters = new Map(filterRules(model).map((f) => [f.identity, f]));
  }

  /** The packets of an interface that its sessions copy. Equal lists of sessions give the same object. */
  public of(of: Pick<MirroredInterface, 'sessions' | 'unlisted'>, direction: Direction): Acceptance {
    const { sessions, order } = tried(of);
    const key = JSON.stringify([direction, order, ...sessions.map(({ session: s, doubt }) => [s.filter ?? s.path, doubt])]);
    let copies = this.lists.get(key);
    if (!copies) {
      this.lists.set(key, copies = order === 'known' ? this.byPriority(sessions, direction) : this.inAnyOrder(sessions, direction));
    }
    return copies;
  }

  private byPriority(sessions: readonly TriedSession[], direction: Direction): Acceptance {
    const shares = this.shares(sessions, direction);
    return { sure: PacketSet.unionOf(shares.map((s) => s.sure)), perhaps: PacketSet.unionOf(shares.map((s) => s.perhaps)) };
  }

  /** The packets that each of several sessions copies. They are in their order of precedence. */
  public shares(sessions: readonly TriedSession[], direction: Direction): Share[] {
    /** Packets that no earlier session matches, certainly or possibly. */
    let [left, perhapsLeft] = [PacketSet.ALL, PacketSet.ALL];
    return sessions.map(({ session, doubt }) => {
      const effect = this.effectOf(session, direction);
      const on = doubt === undefined;
      const share = {
        sure: on ? left.intersect(effect.sure).minus(NEVER_MIRRORED) : PacketSet.EMPTY,
        perhaps: perhapsLeft.intersect(effect.perhaps).minus(NEVER_MIRRORED),
        taken: effect.perhaps.minus(left).minus(NEVER_MIRRORED),
        decides: perhapsLeft.intersect(effect.perhapsMatched),
      };
      left = left.minus(effect.perhapsMatched);
      if (on) perhapsLeft = perhapsLeft.minus(effect.matched);
      return share;
    });
  }

  private inAnyOrder(sessions: Tried['sessions'], direction: Direction): Acceptance {
    const all = sessions.map(({ session }) => this.effectOf(session, direction).perhaps);
    return { sure: PacketSet.EMPTY, perhaps: PacketSet.unionOf(all).minus(NEVER_MIRRORED) };
  }

  private effectOf({ filter, path }: SessionModel, direction: Direction): Effect {
    const key = `${direction} ${filter ?? path}`;
    let effect = this.effects.get(key);
    if (!effect) this.effects.set(key, effect = effectOf(filter === undefined ? undefined : this.filters.get(filter), direction));
    return effect;
  }
}

function effectOf(filter: FilterRules | undefined, direction: Direction): Effect {
  const rules = filter && knownRules(filter, direction);
  if (!rules) return { sure: PacketSet.EMPTY, perhaps: PacketSet.ALL, matched: PacketSet.EMPTY, perhapsMatched: PacketSet.ALL };
  return {
    ...acceptance(filter!, direction),
    matched: PacketSet.ofBoxes(rules.filter((r) => r.certain).map((r) => r.box)),
    perhapsMatched: PacketSet.ofBoxes(rules.map((r) => r.box)),
  };
}

/** The packets that interfaces see in one direction, and those of them that are copied. */
export interface SeenPackets extends Acceptance {
  readonly seen: PacketSet;
}

/** The traffic and the copies of several interfaces together. An interface with an unknown address may have any address. */
export function seenPackets(copies: Copies, interfaces: readonly MirroredInterface[], direction: Direction): SeenPackets {
  // Interfaces with equal sessions are one class.
  const classes = new Map<Acceptance, { addresses: number[]; anywhere: boolean }>();
  for (const i of interfaces) {
    const copy = copies.of(i, direction);
    let own = classes.get(copy);
    if (!own) classes.set(copy, own = { addresses: [], anywhere: false });
    if (i.address === undefined) own.anywhere = true;
    else own.addresses.push(i.address);
  }
  let [seen, sure, perhaps] = [PacketSet.EMPTY, PacketSet.EMPTY, PacketSet.EMPTY];
  for (const [copy, { addresses, anywhere }] of classes) {
    const at = anywhere ? AddressSet.ALL : AddressSet.ofAddresses(addresses);
    const sides = direction === 'outbound' ? [at, AddressSet.ALL] as const : [AddressSet.ALL, at] as const;
    const visible = PacketSet.product(PACKET_KINDS, ...sides, [EVERY_PORT], [EVERY_PORT]);
    seen = seen.union(visible);
    sure = sure.union(visible.intersect(copy.sure));
    perhaps = perhaps.union(visible.intersect(copy.perhaps));
  }
  return { seen, sure, perhaps };
}

/**
 * A packet of a set that is on a network: not from an interface to itself. Such packets are not subtracted, since a set without the
 * own packets of thousands of interfaces has millions of parts.
 */
export function witnessBetween(set: PacketSet): Packet | undefined {
  const any = set.witness();
  if (!any || any.source !== any.destination) return any;
  for (const { kinds, sources, destinations, sourcePorts, destinationPorts } of set.blocks()) {
    const [source, destination] = [sources.first!, destinations.first!];
    const apart = source !== destination
      ? { source, destination }
      : destinations.size > 1
        ? { source, destination: destinations.minus(AddressSet.ofAddresses([source])).first! }
        : sources.size > 1 ? { source: sources.minus(destinations).first!, destination } : undefined;
    const ports = hasPorts(kinds[0])
      ? { sourcePort: sourcePorts[0][0], destinationPort: destinationPorts[0][0] }
      : { sourcePort: 0, destinationPort: 0 };
    if (apart) return { kind: kinds[0], ...apart, ...ports };
  }
  return undefined;
}

/** A set, or nothing if it has only packets of interfaces to themselves. */
export function betweenInterfaces(set: PacketSet): PacketSet {
  return set.isEmpty || witnessBetween(set) ? set : PacketSet.EMPTY;
}

/** Interfaces, each of which sends packets to each other one of the second list. */
export interface Pairs {
  readonly from: readonly Identity[];
  readonly to: readonly Identity[];
}

/** A statement that leaves out one of two copies: it drops packets between networks inbound. */
export interface Once {
  readonly from: AddressSet;
  readonly to: AddressSet;
  /** Packets that no interface copies any more with it, certainly or possibly. */
  readonly lost: PacketSet;
}

/** Packets between two mirrored interfaces that are copied at both ends. */
export interface CopiedTwice {
  /** It may also have packets of an interface to itself, which are on no network. */
  readonly packets: PacketSet;
  /** The number of pairs of a sender and a receiver. */
  readonly pairs: bigint;
  /** The pairs themselves. An interface does not send to itself. */
  readonly between: readonly Pairs[];
  /** Undefined if nothing is copied twice. */
  readonly once?: Once;
  /** Interfaces with an unknown primary IP, which may also be senders or receivers. */
  readonly withoutAddress: number;
}

/** The packets that an app certainly copies twice. */
export function copiedTwice(model: MirrorModel): CopiedTwice {
  const all = mirroredInterfaces(model);
  const known = all.filter(({ address }) => address !== undefined);
  const copies = new Copies(model);
  const [sent, received] = [seenPackets(copies, known, 'outbound'), seenPackets(copies, known, 'inbound')];
  const both = sent.sure.intersect(received.sure);
  const withoutAddress = all.length - known.length;
  const packets = betweenInterfaces(both);
  if (packets.isEmpty) return { packets, pairs: 0n, between: [], withoutAddress };
  const blocks = betweenEnds(both).blocks();
  const [from, to] = [AddressSet.unionOf(blocks.map((b) => b.sources)), AddressSet.unionOf(blocks.map((b) => b.destinations))];
  const dropped = PacketSet.product(PACKET_KINDS, from, to, [EVERY_PORT], [EVERY_PORT]);
  return {
    packets,
    pairs: blocks.reduce((sum, b) => sum + pairsOf(b.sources, b.destinations), 0n),
    between: blocks.map((b) => ({ from: interfacesIn(known, b.sources), to: interfacesIn(known, b.destinations) })),
    once: { from, to, lost: betweenInterfaces(received.perhaps.intersect(dropped).minus(sent.sure)) },
    withoutAddress,
  };
}

/** The number of pairs of two different addresses. */
function pairsOf(sources: AddressSet, destinations: AddressSet): bigint {
  return BigInt(sources.size) * BigInt(destinations.size) - BigInt(sources.intersect(destinations).size);
}

/** One packet for each pair of a source and a destination of a set. */
function betweenEnds(set: PacketSet): PacketSet {
  return PacketSet.unionOf(
    set.blocks().map(({ sources, destinations }) => PacketSet.product(['ICMP'], sources, destinations, [EVERY_PORT], [EVERY_PORT])),
  );
}

function interfacesIn(all: readonly MirroredInterface[], addresses: AddressSet): Identity[] {
  return all.filter(({ address }) => addresses.contains(address!)).map(({ source }) => source);
}

/** The packets that some interface of an app copies. Interfaces without a known address are left out. */
export function copiedSomewhere(model: MirrorModel): Acceptance {
  const known = mirroredInterfaces(model).filter(({ address }) => address !== undefined);
  const copies = new Copies(model);
  const [sent, received] = [seenPackets(copies, known, 'outbound'), seenPackets(copies, known, 'inbound')];
  return { sure: sent.sure.union(received.sure), perhaps: sent.perhaps.union(received.perhaps) };
}
