import { commonBox, EVERY_PORT, hasPorts, holds, isIn, overlap, Packet, PacketBox, PacketRule, Span } from './packet';
import { PacketSet } from './packet-set';

/** The reason why a rule decides nothing. */
export type Idleness =
  /** Earlier rules decide about all packets that it matches. */
  | 'BLOCKED'
  /** It only matches packets that are never mirrored. */
  | 'ONLY_NEVER_MIRRORED';

/** A rule that decides about no packet. */
export interface DeadRule {
  /** Its index in the list. */
  readonly rule: number;
  readonly reason: Idleness;
  /** The earlier rules that decide about its packets: as few as possible, the rule that decides about most packets first. */
  readonly blockers: readonly number[];
  /** Whether one of them has the opposite action. */
  readonly opposed: boolean;
  /** A packet that it matches. */
  readonly witness: PacketSet;
}

/** Rules in order. Each rule may hide later rules. */
export class Shadows {
  private readonly rules: PacketRule[] = [];

  /** @param never packets that are never mirrored, regardless of the filter */
  constructor(private readonly never: PacketSet = PacketSet.EMPTY) {}

  public add(rule: PacketRule): void {
    this.rules.push(rule);
  }

  /** The reason why a rule after the others decides nothing. Undefined if it decides about some packet. */
  public of(rule: PacketRule): Omit<DeadRule, 'rule'> | undefined {
    const overlapping: number[] = [];
    for (let i = 0; i < this.rules.length; i++) if (overlap(this.rules[i].box, rule.box)) overlapping.push(i);
    // Most rules decide about the packet with their lowest or highest values.
    if (cornersOf(rule.box).some((packet) => !overlapping.some((i) => isIn(this.rules[i].box, packet)) && !this.never.contains(packet))) {
      return undefined;
    }
    // Most hidden rules are hidden by one rule with the opposite action, or only by rules with the same action.
    const whole = overlapping.findIndex((i) => holds(this.rules[i].box, rule.box));
    const by = overlapping[whole];
    if (whole < 0 && freePacket(rule.box, overlapping.map((i) => this.rules[i].box), this.never)) return undefined;
    const set = PacketSet.ofBox(rule.box);
    if (whole >= 0
      && (this.rules[by].accept !== rule.accept || overlapping.slice(0, whole).every((i) => this.rules[i].accept === rule.accept))) {
      return { reason: 'BLOCKED', blockers: [by], opposed: this.rules[by].accept !== rule.accept, witness: set };
    }
    // Nothing is left behind the one that has all of it.
    const candidates = (whole < 0
      ? overlapping
      : overlapping.slice(0, whole + 1)).map((index) => ({ index, box: commonBox(this.rules[index].box, rule.box) }));
    const left = whole < 0 ? set.minus(PacketSet.ofBoxes(candidates.map((c) => c.box))) : PacketSet.EMPTY;
    if (left.isEmpty) {
      const blockers = blockersOf(rule, set, this.rules, candidates);
      return { reason: 'BLOCKED', blockers, opposed: blockers.some((b) => this.rules[b].accept !== rule.accept), witness: set };
    }
    return this.never.containsAll(left) ? { reason: 'ONLY_NEVER_MIRRORED', blockers: [], opposed: false, witness: left } : undefined;
  }
}

/**
 * The rules of an ordered list that decide about no packet.
 *
 * @param never packets that are never mirrored, regardless of the filter
 */
export function deadRules(rules: readonly PacketRule[], never: PacketSet = PacketSet.EMPTY): DeadRule[] {
  const shadows = new Shadows(never);
  return rules.flatMap((rule, i) => {
    const dead = shadows.of(rule);
    shadows.add(rule);
    return dead ? [{ rule: i, ...dead }] : [];
  });
}

/** Number of packets that are tried before sets are compared. */
const TRIED_MOST = 150;

/**
 * A packet of a box that is in none of the other boxes, and that may be mirrored. Only the bounds of the boxes are searched, so
 * no result proves nothing.
 */
export function freePacket(box: PacketBox, others: readonly PacketBox[], never: PacketSet = PacketSet.EMPTY): Packet | undefined {
  const kind = box.protocol === 'ALL' ? 'OTHER' : box.protocol;
  const ports = hasPorts(kind);
  const isFree = (packet: Packet) => !others.some((other) => isIn(other, packet)) && !never.contains(packet);
  for (const packet of cornersOf(box)) if (isFree(packet)) return packet;
  const values = (of: (b: PacketBox) => Span): number[] => {
    const [first, end] = of(box);
    return [
      ...new Set([first, end - 1, ...others.flatMap((other) => [of(other)[0] - 1, of(other)[1]]).filter((v) => v >= first && v < end)]),
    ];
  };
  const sources = values((b) => b.source);
  const destinations = values((b) => b.destination);
  const [destinationPorts, sourcePorts] = ports
    ? [
      values((b) => hasPorts(b.protocol) ? b.destinationPorts : EVERY_PORT),
      values((b) => hasPorts(b.protocol) ? b.sourcePorts : EVERY_PORT),
    ]
    : [[0], [0]];
  let tried = 0;
  for (const destinationPort of destinationPorts) {
    for (const source of sources) {
      for (const destination of destinations) {
        for (const sourcePort of sourcePorts) {
          const packet = { kind, source, destination, sourcePort, destinationPort } as const;
          if (isFree(packet)) return packet;
          if (++tried >= TRIED_MOST) return undefined;
        }
      }
    }
  }
  return undefined;
}

/** The packets with the lowest and the highest values. */
function cornersOf({ protocol, source, destination, sourcePorts, destinationPorts }: PacketBox): Packet[] {
  const kind = protocol === 'ALL' ? 'OTHER' : protocol;
  const ports = hasPorts(kind);
  return [
    {
      kind,
      source: source[0],
      destination: destination[0],
      sourcePort: ports ? sourcePorts[0] : 0,
      destinationPort: ports ? destinationPorts[0] : 0,
    },
    {
      kind,
      source: source[1] - 1,
      destination: destination[1] - 1,
      sourcePort: ports ? sourcePorts[1] - 1 : 0,
      destinationPort: ports ? destinationPorts[1] - 1 : 0,
    },
  ];
}

/**
 * Among the rules that decide about the packets: those that decide about most packets, and the largest one with another action.
 *
 * @param candidates earlier rules in their order, with the packets that they have in common with the rule
 */
function blockersOf(
  rule: PacketRule,
  set: PacketSet,
  rules: readonly PacketRule[],
  candidates: readonly { readonly index: number; readonly box: PacketBox }[],
): number[] {
  const taken: { index: number; part: PacketSet; size: bigint }[] = [];
  let left = set;
  for (const { index, box } of candidates) {
    if (left.isEmpty) break;
    const part = PacketSet.ofBox(box);
    if (!part.overlaps(left)) continue;
    left = left.minus(part);
    taken.push({ index, part, size: part.size });
  }
  taken.sort((a, b) => Number(b.size - a.size));
  const kept: number[] = [];
  left = set;
  for (const { index, part } of taken) {
    if (left.isEmpty) break;
    if (!part.overlaps(left)) continue;
    kept.push(index);
    left = left.minus(part);
  }
  const opposed = taken.find((t) => rules[t.index].accept !== rule.accept);
  if (opposed && !kept.some((k) => rules[k].accept !== rule.accept)) kept.push(opposed.index);
  return kept.sort((a, b) => a - b);
}
