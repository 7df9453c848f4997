import { acceptedBy } from '../checks/accepted';
import { DIRECTIONS, filterName, FilterRules, filterRules } from '../checks/filter-rules';
import { MirrorModel } from '../model/mirror-model';
import { PacketSet } from '../net/packet-set';

/** What a change of one filter does in one direction. */
export interface FilterChange {
  readonly filter: string;
  readonly direction: 'inbound' | 'outbound';
  /** Undefined if a rule is not known on either side. */
  readonly added?: PacketSet;
  readonly removed?: PacketSet;
  /** Rules that are created, changed in place or destroyed: the slots of priority whose rule is another. */
  readonly rules: number;
  /** A rule was put in front of others, so that those are written again one by one. */
  readonly shifted: boolean;
}

/** The filters of two states of an app, matched by their construct path or id. */
export function compareFilters(before: MirrorModel, after: MirrorModel): FilterChange[] {
  const old = new Map(filterRules(before).map((f) => [f.at.path, f]));
  const now = new Map(filterRules(after).map((f) => [f.at.path, f]));
  const changes: FilterChange[] = [];
  for (const path of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [a, b] = [old.get(path), now.get(path)];
    for (const direction of DIRECTIONS) {
      const [was, is] = [a ? acceptedBy(a, direction) : PacketSet.EMPTY, b ? acceptedBy(b, direction) : PacketSet.EMPTY];
      const { rules, shifted } = slots(a, b, direction);
      if (rules === 0 && was && is && was.isSameAs(is)) continue;
      if (rules === 0 && !was && !is) continue;
      changes.push({
        filter: filterName((b ?? a)!), direction, rules, shifted,
        added: was && is && is.minus(was), removed: was && is && was.minus(is),
      });
    }
  }
  return changes;
}

function slots(a: FilterRules | undefined, b: FilterRules | undefined, direction: string): { rules: number; shifted: boolean } {
  const texts = (filter?: FilterRules) => new Map((filter?.rules ?? []).filter((r) => r.direction === direction).map((r) =>
    [String(r.priority), JSON.stringify([r.action, r.protocol, r.sourceCidr, r.destinationCidr, r.sourcePorts, r.destinationPorts])]));
  const [old, now] = [texts(a), texts(b)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((p) => old.get(p) !== now.get(p));
  // A rule that moves to another priority is two changes in place.
  const shifted = changed.filter((p) => now.has(p) && [...old].some(([q, text]) => q !== p && text === now.get(p))).length > 1;
  return { rules: changed.length, shifted };
}
