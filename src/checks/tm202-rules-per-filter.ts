import { check } from './check';
import { copiesOf, DIRECTIONS, filterRules } from './filter-rules';
import { raising } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/** A filter has no more rules than its quota, in total and in each direction. */
export const TM202 = check('TM202', {
  byEdition: true,
  run(model, facts, outcomes) {
    const perDirection = facts.catalog.quota(MirrorQuotaName.RULES_PER_DIRECTION).limit!;
    // Rules whose filter is known only at apply may belong to any filter.
    const more = { inbound: 0, outbound: 0 };
    for (const rule of model.openRules) more[rule.direction] += copiesOf(rule) ?? 1;
    for (const { rules, openEnded, scope, at } of filterRules(model)) {
      const limit = facts.limit(MirrorQuotaName.RULES_PER_FILTER, { scope })!;
      let open = openEnded;
      const counts = { inbound: 0, outbound: 0 };
      for (const rule of rules) {
        const copies = copiesOf(rule);
        if (copies === undefined) open = true;
        else counts[rule.direction] += copies;
      }
      const total = counts.inbound + counts.outbound;
      const most = total + more.inbound + more.outbound;
      if (most > facts.leastLimit(MirrorQuotaName.RULES_PER_FILTER, { scope })!) open = true;
      if (DIRECTIONS.some((d) => counts[d] + more[d] > perDirection)) open = true;
      const direction = DIRECTIONS.find((d) => counts[d] > perDirection);
      if (direction) {
        outcomes.error(at, 'direction', { direction, rules: counts[direction], limit: perDirection });
      } else if (total > limit) {
        outcomes.error(at, 'filter', {
          rules: total,
          ...counts,
          limit,
          edition: facts.edition,
          ...raising(facts, MirrorQuotaName.RULES_PER_FILTER),
        });
      } else if (open) {
        outcomes.undecided(at, 'onlyAtApply');
      } else {
        outcomes.pass(at);
      }
    }
  },
});
