import { check } from './check';
import { couldExceed, tally } from './counting';
import { about, Subject } from './outcomes';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';

/** A filter is used by no more sessions than the quota. */
export const TM504 = check('TM504', {
  byEdition: true,
  run(model, facts, outcomes) {
    const { edition } = facts;
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_FILTER, group)!;
      const counts = new Map<Identity, number>();
      for (const [filter, sessions] of group.byFilter) {
        const { atLeast, open } = tally(sessions);
        const at = subjectOf(filter, sessions);
        counts.set(filter, atLeast);
        if (atLeast > limit) outcomes.error(at, 'tooMany', { filter: model.nameOf(filter), sessions: atLeast, limit, edition });
        else if (open > 0) outcomes.undecided(at, 'copiesOnlyAtApply');
        else outcomes.pass(at);
      }
      for (const filter of couldExceed(counts, limit)) outcomes.undecided(subjectOf(filter, group.byFilter.get(filter)!), 'mixedNames');
    }
  },
});

function subjectOf(filter: Identity, sessions: readonly SessionModel[]): Subject {
  return about(sessions[sessions.length - 1], named(filter));
}
