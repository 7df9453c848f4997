import { acceptedBy } from '../checks/accepted';
import { betweenInterfaces, copiedSomewhere } from '../checks/copies';
import { DIRECTIONS, filterName, FilterRules, filterRules, knownRules } from '../checks/filter-rules';
import { mirroredInterfaces } from '../checks/mirrored-interfaces';
import { changesRules, RuleChanges, ruleChanges } from '../effects/rule-changes';
import { MirrorModel } from '../model/mirror-model';
import type { PlacedRule } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import type { Words } from '../texts/phrase';

/** The effect of a change of one filter in one direction. */
export interface FilterChange {
  readonly filter: Words;
  readonly direction: 'inbound' | 'outbound';
  /** Undefined if a rule is unknown in one of the versions. */
  readonly changes?: RuleChanges;
  /** Priorities with different rules, or with a rule in only one version. */
  readonly rules: number;
}

/** The filters of two versions of an app, matched by their construct path or id. */
export function compareFilters(before: MirrorModel, after: MirrorModel): FilterChange[] {
  const old = new Map(filterRules(before).map((f) => [f.at.path, f]));
  const now = new Map(filterRules(after).map((f) => [f.at.path, f]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path) => {
    const [a, b] = [old.get(path), now.get(path)];
    return DIRECTIONS.flatMap((direction): FilterChange[] => {
      const [was, is] = [placed(a, direction), placed(b, direction)];
      const changes = was && is && ruleChanges(was, is);
      const rules = changes ? changes.created + changes.changed + changes.removed : differing(a, b, direction);
      return (changes ? changesRules(changes) : rules > 0) ? [{ filter: filterName((b ?? a)!), direction, rules, changes }] : [];
    });
  });
}

/** Packets that some mirrored interface copied, and that no interface copies any more. */
export function lostPackets(
  before: MirrorModel, after: MirrorModel,
): { readonly lost: PacketSet; readonly perhaps: PacketSet; readonly interfaces: number; readonly withoutAddress: number } {
  const [was, is] = [copiedSomewhere(before), copiedSomewhere(after)];
  const all = mirroredInterfaces(before);
  const withoutAddress = all.filter(({ address }) => address === undefined).length;
  return {
    lost: betweenInterfaces(was.sure.minus(is.perhaps)),
    perhaps: betweenInterfaces(was.perhaps.minus(is.sure)),
    interfaces: all.length - withoutAddress,
    withoutAddress,
  };
}

/** The rules of a direction if all values are known. A missing filter has none. */
function placed(filter: FilterRules | undefined, direction: 'inbound' | 'outbound'): PlacedRule[] | undefined {
  if (!filter) return [];
  const rules = acceptedBy(filter, direction) && knownRules(filter, direction);
  return rules?.every((r) => r.certain && r.accept !== undefined)
    ? rules.map(({ accept, box, priority }) => ({ accept: accept!, box, priority }))
    : undefined;
}

function differing(a: FilterRules | undefined, b: FilterRules | undefined, direction: string): number {
  const texts = (filter?: FilterRules) => new Map((filter?.rules ?? []).filter((r) => r.direction === direction).map((r) =>
    [String(r.priority), JSON.stringify([r.action, r.protocol, r.sourceCidr, r.destinationCidr, r.sourcePorts, r.destinationPorts])]));
  const [old, now] = [texts(a), texts(b)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((p) => old.get(p) !== now.get(p)).length;
}
