import { hasPorts, isIn, Packet, PacketBox, PacketRule } from './packet';
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
    // Most rules decide about a packet in one of their corners.
    if (cornersOf(rule.box).some((packet) => !this.never.contains(packet) && !this.rules.some((r) => isIn(r.box, packet)))) return undefined;
    const set = PacketSet.ofBox(rule.box);
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
