import { EVERY_PORT, hasPorts, holds, isIn, overlap, Packet, PacketBox, PacketRule, Span } from './packet';
import { PacketSet } from './packet-set';

/** Why a rule decides nothing. */
export type Idleness =
  /** Earlier rules decide all that it matches. */
  | 'BLOCKED'
  /** It matches no packet that is ever mirrored. */
  | 'ONLY_NEVER_MIRRORED';

/** A rule that decides about no packet. */
export interface DeadRule {
  /** Its index in the list. */
  readonly rule: number;
  readonly reason: Idleness;
  /** The earlier rules that decide about its packets: as few as cover them, the one that takes most first. */
  readonly blockers: readonly number[];
  /** Whether one of them does the opposite. */
  readonly opposed: boolean;
  /** A packet that it matches. */
  readonly witness: PacketSet;
}

/** Rules in their order, of which each hides others behind it. */
export class Shadows {
  private readonly rules: PacketRule[] = [];
  private readonly sets: PacketSet[] = [];
  /** What the first so many rules match. */
  private before = { rules: 0, set: PacketSet.EMPTY };

  /** @param never packets that are never mirrored, whatever a filter accepts */
  constructor(private readonly never: PacketSet = PacketSet.EMPTY) {}

  public add(rule: PacketRule): void {
    this.rules.push(rule);
  }

  /** Why a rule behind the others decides nothing; undefined if it decides about some packet. */
  public of(rule: PacketRule): Omit<DeadRule, 'rule'> | undefined {
    const overlapping = this.rules.flatMap((r, i) => overlap(r.box, rule.box) ? [i] : []);
    // Most hidden rules are hidden by one, which does the opposite, or behind none that does.
    const whole = overlapping.findIndex((i) => holds(this.rules[i].box, rule.box));
    const by = overlapping[whole];
    if (whole < 0 && freePacket(rule.box, overlapping.map((i) => this.rules[i].box), this.never)) return undefined;
    const set = PacketSet.ofBox(rule.box);
    if (whole >= 0 && (this.rules[by].accept !== rule.accept || overlapping.slice(0, whole).every((i) => this.rules[i].accept === rule.accept))) {
      return { reason: 'BLOCKED', blockers: [by], opposed: this.rules[by].accept !== rule.accept, witness: set };
    }
    const left = set.minus(this.all());
    if (left.isEmpty) {
      const blockers = blockersOf(rule, set, this.rules, this.sets);
      return { reason: 'BLOCKED', blockers, opposed: blockers.some((b) => this.rules[b].accept !== rule.accept), witness: set };
    }
    return this.never.containsAll(left) ? { reason: 'ONLY_NEVER_MIRRORED', blockers: [], opposed: false, witness: left } : undefined;
  }

  private all(): PacketSet {
    for (let i = this.before.rules; i < this.rules.length; i++) {
      this.sets.push(PacketSet.ofBox(this.rules[i].box));
      this.before = { rules: i + 1, set: this.before.set.union(this.sets[i]) };
    }
    return this.before.set;
  }
}

/**
 * The rules of an ordered list that decide about no packet.
 *
 * @param never packets that are never mirrored, whatever a filter accepts
 */
export function deadRules(rules: readonly PacketRule[], never: PacketSet = PacketSet.EMPTY): DeadRule[] {
  const shadows = new Shadows(never);
  return rules.flatMap((rule, i) => {
    const dead = shadows.of(rule);
    shadows.add(rule);
    return dead ? [{ rule: i, ...dead }] : [];
  });
}

/** Packets that are tried before sets are compared. */
const TRIED_MOST = 150;

/**
 * A packet of a box that is in none of some others, and that is not among those that are never mirrored. It is looked for at the bounds of
 * the boxes. Finding none proves nothing.
 */
export function freePacket(box: PacketBox, others: readonly PacketBox[], never: PacketSet = PacketSet.EMPTY): Packet | undefined {
  const kind = box.protocol === 'ALL' ? 'OTHER' : box.protocol;
  const ports = hasPorts(kind);
  const isFree = (packet: Packet) => !others.some((other) => isIn(other, packet)) && !never.contains(packet);
  for (const packet of cornersOf(box)) if (isFree(packet)) return packet;
  const values = (of: (b: PacketBox) => Span): number[] => {
    const [first, end] = of(box);
    return [...new Set([first, end - 1, ...others.flatMap((other) => [of(other)[0] - 1, of(other)[1]]).filter((v) => v >= first && v < end)])];
  };
  const sources = values((b) => b.source);
  const destinations = values((b) => b.destination);
  const [destinationPorts, sourcePorts] = ports ? [values((b) => hasPorts(b.protocol) ? b.destinationPorts : EVERY_PORT), values((b) => hasPorts(b.protocol) ? b.sourcePorts : EVERY_PORT)] : [[0], [0]];
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

/** The packets of the lowest and of the highest values. */
function cornersOf({ protocol, source, destination, sourcePorts, destinationPorts }: PacketBox): Packet[] {
  const kind = protocol === 'ALL' ? 'OTHER' : protocol;
  const ports = hasPorts(kind);
  return [
    { kind, source: source[0], destination: destination[0], sourcePort: ports ? sourcePorts[0] : 0, destinationPort: ports ? destinationPorts[0] : 0 },
    { kind, source: source[1] - 1, destination: destination[1] - 1, sourcePort: ports ? sourcePorts[1] - 1 : 0, destinationPort: ports ? destinationPorts[1] - 1 : 0 },
  ];
}

/** Each packet is decided by the first rule that matches. Of those rules the ones that take most, and the largest of another action. */
function blockersOf(rule: PacketRule, set: PacketSet, rules: readonly PacketRule[], sets: readonly PacketSet[]): number[] {
  const taken: { index: number; part: PacketSet; size: bigint }[] = [];
  let left = set;
  for (let i = 0; i < rules.length && !left.isEmpty; i++) {
    const part = set.intersect(sets[i]);
    if (!part.overlaps(left)) continue;
    left = left.minus(part);
    taken.push({ index: i, part, size: part.size });
  }
  taken.sort((a, b) => a.size < b.size ? 1 : a.size > b.size ? -1 : a.index - b.index);
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
