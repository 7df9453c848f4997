import { IMirrorCheck } from './check';
import { few } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { named } from '../model/reference';

/** Where a source is in several sessions, their order was chosen by somebody. */
export const TM310: IMirrorCheck = {
  id: 'TM310',
  title: 'The order of a source\'s sessions is stated',
  byEdition: true,
  coveredBy: ['TM301'],
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
      if (limit === 1) continue;
      for (const [source, sessions] of group.bySource) {
        // More than the limit is TM301's.
        if (sessions.length === 1 || sessions.length > limit) continue;
        const unstated = sessions.filter((s) => s.defaultPriority);
        if (unstated.length === 0) {
          outcomes.pass();
          continue;
        }
        const last = unstated[unstated.length - 1];
        outcomes.fail({ path: last.path, stack: last.stack, subject: named(source) }, {
          problem: `source ${named(source)} is in ${sessions.length} sessions (${few(sessions.map((s) => s.path))}), of which the one with the smaller priority copies first, and nobody stated the priority of ${few(unstated.map((s) => s.path))}`,
          fix: 'state the priority of each of them; it is updated in place',
        });
      }
    }
  },
};
