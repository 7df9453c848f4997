import { check } from './check';
import { about } from './outcomes';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { named } from '../model/reference';
import { label } from '../texts/names';

/** If a source is in several sessions, the user set their order. */
export const TM310 = check('TM310', {
  byEdition: true,
  coveredBy: ['TM301'],
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
      if (limit === 1) continue;
      for (const [source, sessions] of group.bySource) {
        // TM301 reports more sessions than the limit.
        if (sessions.length === 1 || sessions.length > limit) continue;
        const unset = sessions.filter((s) => s.defaultPriority);
        if (unset.length === 0) {
          outcomes.pass(sessions[0]);
          continue;
        }
        outcomes.error(about(unset[unset.length - 1], named(source)), 'priorityNotSet', {
          source: model.nameOf(source), sessions: sessions.map((s) => label(s.path)), unset: unset.map((s) => label(s.path)),
        });
      }
    }
  },
});
