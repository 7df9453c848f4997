import { check } from './check';
import { tally } from './counting';
import { mostSessions } from './perhaps-same';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/** An account has no more sessions in a region than the quota. */
export const TM502 = check('TM502', {
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { sessions, scope: { region } } = group;
      if (sessions.length === 0) continue;
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_REGION, group)!;
      const { atLeast, open } = tally(sessions);
      const { stack } = sessions[sessions.length - 1];
      const at = { path: stack.path, stack, subject: region };
      if (atLeast > limit) outcomes.error(at, 'tooMany', { sessions: atLeast, region, limit, edition: facts.edition });
      else if (open > 0) outcomes.undecided(at, 'copiesOnlyAtApply', { blocks: open });
      else if (mostSessions(model, group) <= facts.leastLimit(MirrorQuotaName.SESSIONS_PER_REGION, group)!) outcomes.pass(at);
    }
  },
});
