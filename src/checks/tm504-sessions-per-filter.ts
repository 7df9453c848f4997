import { check } from './check';
import { couldExceed, tally } from './counting';
import { aboutPart, Subject } from './outcomes';
import { PerhapsSame } from './perhaps-same';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral } from '../model/reference';
import { label } from '../texts/names';

/** A filter is used by no more sessions than the quota. */
export const TM504 = check('TM504', {
  byEdition: true,
  run(model, facts, outcomes) {
    const { edition } = facts;
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_FILTER, group)!;
      const counts = new Map([...group.byFilter].map(([filter, sessions]) => [filter, tally(sessions).atLeast] as const));
      const leastLimit = facts.leastLimit(MirrorQuotaName.SESSIONS_PER_FILTER, group)!;
      const perhapsOne = couldExceed(counts, leastLimit);
      const mostOf = (filter: Identity): number =>
        PerhapsSame.of(model).most(group, (one) => tally(one.byFilter.get(filter) ?? []).atLeast);
      for (const [filter, sessions] of group.byFilter) {
        const { atLeast, open } = tally(sessions);
        const at = subjectOf(model, filter, sessions);
        if (atLeast > limit) {
          outcomes.error(at, 'tooMany', {
            filter: model.nameOf(filter), sessions: atLeast, users: sessions.map((s) => label(s.path)), limit, edition,
          });
        } else if (open > 0) {
          outcomes.undecided(at, 'copiesOnlyAtApply');
        } else if (perhapsOne.has(filter) && !isLiteral(filter)) {
          outcomes.undecided(at, 'mixedNames');
        } else if (!perhapsOne.has(filter) && mostOf(filter) <= leastLimit) {
          outcomes.pass(at);
        }
      }
    }
  },
});

function subjectOf(model: MirrorModel, filter: Identity, sessions: readonly SessionModel[]): Subject {
  return aboutPart(model, sessions[sessions.length - 1], filter);
}
