import { IMirrorCheck } from './check';
import { copiesOf, DIRECTIONS, filterRules } from './filter-rules';
import { counted, orRaise, STATE_COUNT } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/** A filter has no more rules than its quota, together and in each direction. */
export const TM202: IMirrorCheck = {
  id: 'TM202',
  title: 'A filter has no more rules than the quota',
  byEdition: true,
  run(model, facts, outcomes) {
    const perDirection = facts.catalog.quota(MirrorQuotaName.RULES_PER_DIRECTION).limit!;
    for (const { rules, openEnded, scope, at } of filterRules(model)) {
      const perFilter = facts.limit(MirrorQuotaName.RULES_PER_FILTER, { scope })!;
      let open = openEnded && !rules.some((r) => r.block.repeated);
      const counts = { inbound: 0, outbound: 0 };
      for (const rule of rules) {
        const copies = copiesOf(rule);
        if (copies === undefined) open = true;
        else counts[rule.direction] += copies;
      }
      const total = counts.inbound + counts.outbound;
      const crowded = DIRECTIONS.find((d) => counts[d] > perDirection);
      if (crowded) {
        outcomes.fail(at, {
          problem: `the filter has ${counted(counts[crowded], `${crowded} rule`)}, and the priorities of one direction end at ${perDirection}`,
          fix: 'merge rules into wider CIDRs or port ranges, or split them over two filters; a rule that is removed is removed in place, and sessions keep running',
        });
      } else if (total > perFilter) {
        outcomes.fail(at, {
          problem: `the filter has ${counted(total, 'rule')} (${counts.inbound} inbound, ${counts.outbound} outbound); edition ${facts.edition} allows ${perFilter}`,
          fix: `merge rules into wider CIDRs or port ranges, or split them over two filters${orRaise(facts, MirrorQuotaName.RULES_PER_FILTER)}; sessions keep running`,
        });
      } else if (open) {
        outcomes.unknown(at, 'how many rules the filter has, Terraform alone knows', STATE_COUNT);
      } else {
        outcomes.pass();
      }
    }
  },
};
