import { modelRules } from './model-rules';
import { FilterRules } from '../checks/filter-rules';
import { Direction } from '../model/mirror-model';
import { PacketSet } from '../net/packet-set';

/** What a filter accepts in one direction. Undefined if a rule is not known. */
export function acceptedBy(filter: FilterRules, direction: Direction): PacketSet | undefined {
  if (filter.openEnded) return undefined;
  const rules = modelRules(filter.rules, direction);
  if (!rules || rules.some((r) => !r.certain || r.accept === undefined)) return undefined;
  return PacketSet.ofRules(rules.map((r) => ({ accept: r.accept!, box: r.box })));
}
