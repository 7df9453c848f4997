import { IMirrorCheck } from './check';
import { tally } from './counting';
import { counted, STATE_COUNT } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/** An account has no more filters in a region than the quota, where the edition has one. */
export const TM505: IMirrorCheck = {
  id: 'TM505',
  title: 'An account has no more filters in a region than the quota',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { filters, scope } = group;
      if (filters.length === 0) continue;
      const limit = facts.limit(MirrorQuotaName.FILTERS_PER_REGION, group);
      const { atLeast, open } = tally(filters);
      const { stack } = filters[filters.length - 1];
      const at = { path: stack.path, stack, subject: scope.region };
      if (limit === undefined) {
        outcomes.pass();
      } else if (atLeast > limit) {
        outcomes.fail(at, {
          problem: `the app has ${counted(atLeast, 'filter')} in one account and region${scope.region ? ` (${scope.region})` : ''}; edition ${facts.edition} allows ${limit}`,
          fix: 'let sessions with the same rules share a filter; the filter of a session is set in place, and its sources stay; remove a filter only once that is applied, since one in use cannot be deleted',
        });
      } else if (open > 0) {
        outcomes.unknown(at, `how many filters ${counted(open, 'block')} with count or for_each will make, Terraform alone knows`, STATE_COUNT);
      } else {
        outcomes.pass();
      }
    }
  },
};
