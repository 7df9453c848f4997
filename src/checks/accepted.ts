import { FilterRules, knownRules } from './filter-rules';
import { Direction } from '../model/mirror-model';
import { PacketSet } from '../net/packet-set';

/** The packets that a filter accepts in one direction, as far as its rules are known. */
export interface Acceptance {
  /** Accepted regardless of the unknown values. */
  readonly sure: PacketSet;
  /** Accepted for some of the unknown values. */
  readonly perhaps: PacketSet;
}

/** The packets that a filter accepts in one direction, certainly and possibly. */
export function acceptance(filter: FilterRules, direction: Direction): Acceptance {
  const rules = knownRules(filter, direction);
  if (!rules) return { sure: PacketSet.EMPTY, perhaps: PacketSet.ALL };
  if (rules.every((r) => r.certain && r.accept !== undefined)) {
    const set = PacketSet.ofRules(rules.map((r) => ({ accept: r.accept!, box: r.box })));
    return { sure: set, perhaps: set };
  }
  let [sure, perhaps] = [PacketSet.EMPTY, PacketSet.EMPTY];
  for (const { accept, certain, box } of [...rules].reverse()) {
    const own = PacketSet.ofBox(box);
    if (accept !== true) sure = sure.minus(own);
    else if (certain) sure = sure.union(own);
    if (accept !== false) perhaps = perhaps.union(own);
    else if (certain) perhaps = perhaps.minus(own);
  }
  return { sure, perhaps };
}

/** The packets that a filter accepts in one direction. Undefined if they depend on unknown values. */
export function acceptedBy(filter: FilterRules, direction: Direction): PacketSet | undefined {
  const { sure, perhaps } = acceptance(filter, direction);
  return sure.isSameAs(perhaps) ? sure : undefined;
}
