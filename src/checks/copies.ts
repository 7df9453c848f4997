import { acceptance, Acceptance } from './accepted';
import { FilterRules, filterRules } from './filter-rules';
import { MirroredInterface, mirroredInterfaces, Tried, tried, TriedSession } from './mirrored-interfaces';
import { modelRules } from './model-rules';
import { NEVER_MIRRORED } from '../catalog/never-mirrored';
import { Direction, MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { AddressSet } from '../net/address-set';
import { EVERY_PORT, PACKET_KINDS } from '../net/packet';
import { PacketSet } from '../net/packet-set';

/** The packets that a filter accepts and matches in one direction, as far as its rules are known. */
interface Effect extends Acceptance {
  /** Packets that a rule certainly matches, and packets that a rule may match. */
  readonly matched: PacketSet;
  readonly perhapsMatched: PacketSet;
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
    let [sure, perhaps] = [PacketSet.EMPTY, PacketSet.EMPTY];
    /** Packets that no earlier session matches, certainly or possibly. */
    let [left, perhapsLeft] = [PacketSet.ALL, PacketSet.ALL];
    for (const { session, doubt } of sessions) {
      const effect = this.effectOf(session, direction);
      const on = doubt === undefined;
      if (on) sure = sure.union(left.intersect(effect.sure));
      perhaps = perhaps.union(perhapsLeft.intersect(effect.perhaps));
      left = left.minus(effect.perhapsMatched);
      if (on) perhapsLeft = perhapsLeft.minus(effect.matched);
    }
    return { sure: sure.minus(NEVER_MIRRORED), perhaps: perhaps.minus(NEVER_MIRRORED) };
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
  const rules = filter && !filter.openEnded ? modelRules(filter.rules, direction) : undefined;
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

/** Packets of interfaces to themselves, which are on no network. */
export function loops(interfaces: readonly MirroredInterface[]): PacketSet {
  const addresses = [...new Set(interfaces.flatMap(({ address }) => address === undefined ? [] : [address]))];
  return PacketSet.ofBoxes(
    addresses.map((a) => ({
      protocol: 'ALL',
      source: [a, a + 1],
      destination: [a, a + 1],
      sourcePorts: EVERY_PORT,
      destinationPorts: EVERY_PORT,
    })),
  );
}

/** Packets between two mirrored interfaces that are copied at both ends. */
export interface CopiedTwice {
  readonly packets: PacketSet;
  /** The number of pairs of a sender and a receiver. */
  readonly pairs: bigint;
  /** Interfaces with an unknown primary IP, which may also be senders or receivers. */
  readonly withoutAddress: number;
}

/** The packets that an app certainly copies twice. */
export function copiedTwice(model: MirrorModel): CopiedTwice {
  const all = mirroredInterfaces(model);
  const known = all.filter(({ address }) => address !== undefined);
  const copies = new Copies(model);
  const both = seenPackets(copies, known, 'outbound').sure.intersect(seenPackets(copies, known, 'inbound').sure);
  const packets = both.isEmpty ? both : both.minus(loops(known));
  const pairs = PacketSet.unionOf(
    packets.blocks().map(({ sources, destinations }) => PacketSet.product(['ICMP'], sources, destinations, [EVERY_PORT], [EVERY_PORT])),
  );
  return { packets, pairs: pairs.size, withoutAddress: all.length - known.length };
}

/** The packets that some interface of an app copies. Interfaces without a known address are left out. */
export function copiedSomewhere(model: MirrorModel): Acceptance {
  const known = mirroredInterfaces(model).filter(({ address }) => address !== undefined);
  const copies = new Copies(model);
  const [sent, received] = [seenPackets(copies, known, 'outbound'), seenPackets(copies, known, 'inbound')];
  return { sure: sent.sure.union(received.sure), perhaps: sent.perhaps.union(received.perhaps) };
}
