import { IMirrorCheck } from './check';
import { commonKeys, couldExceed, tally } from './counting';
import { counted, STATE_ACCOUNT, STATE_COUNT } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';

/** A filter is used by no more sessions than the quota. */
export const TM504: IMirrorCheck = {
  id: 'TM504',
  title: 'A filter is used by no more sessions than the quota',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_FILTER, group)!;
      const counts = new Map<Identity, number>();
      for (const [filter, sessions] of group.byFilter) {
        const { atLeast, open } = tally(sessions);
        counts.set(filter, atLeast);
        if (atLeast > limit) {
          outcomes.fail(subjectOf(filter, sessions), {
            problem: `filter ${named(filter)} is used by ${counted(atLeast, 'session')}; edition ${facts.edition} allows ${limit}`,
            fix: 'make another filter with the same rules and, once its rules are there, give it to some of the sessions; the filter of a session is set in place, and its sources stay',
          });
        } else if (open > 0) {
          outcomes.unknown(subjectOf(filter, sessions), 'how many sessions count or for_each will make, Terraform alone knows', STATE_COUNT);
        } else {
          outcomes.pass();
        }
      }
      for (const filter of couldExceed(counts, limit)) {
        outcomes.unknown(subjectOf(filter, group.byFilter.get(filter)!), 'it may be the same filter as one that is named otherwise, and together they would exceed the quota',
          'name filters in one way, by id or by resource');
      }
    }
    for (const [a, b] of model.possiblySame()) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_FILTER, a)!;
      for (const filter of commonKeys(a.byFilter, b.byFilter)) {
        const sessions = [...a.byFilter.get(filter)!, ...b.byFilter.get(filter)!];
        if (sessions.length > limit) {
          outcomes.unknown(subjectOf(filter, sessions), `stack ${a.scope.stackPath} uses the filter too, and whether that is the same account and region is not known`, STATE_ACCOUNT);
        }
      }
    }
  },
};

function subjectOf(filter: Identity, sessions: readonly SessionModel[]) {
  const last = sessions[sessions.length - 1];
  return { path: last.path, stack: last.stack, subject: named(filter) };
}
