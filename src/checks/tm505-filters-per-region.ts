import { check } from './check';
import { tally } from './counting';
import { mostFilters } from './perhaps-same';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/** An account has no more filters in a region than the quota, if the edition has one. */
export const TM505 = check('TM505', {
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { filters, scope: { region } } = group;
      if (filters.length === 0) continue;
      const limit = facts.limit(MirrorQuotaName.FILTERS_PER_REGION, group);
      const { atLeast, open } = tally(filters);
      const { stack } = filters[filters.length - 1];
      const at = { path: stack.path, stack, subject: region };
      const least = facts.leastLimit(MirrorQuotaName.FILTERS_PER_REGION, group);
      if (least === undefined) {
        outcomes.pass(at);
      } else if (limit !== undefined && atLeast > limit) {
        outcomes.error(at, 'tooMany', { filters: atLeast, region, limit, edition: facts.edition });
      } else if (open > 0) {
        outcomes.undecided(at, 'copiesOnlyAtApply', { blocks: open });
      } else if (mostFilters(model, group) <= least) {
        outcomes.pass(at);
      }
    }
  },
});
