import { IMirrorCheck } from './check';
import { tally } from './counting';
import { counted, STATE_COUNT } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/** An account has no more sessions in a region than the quota. */
export const TM502: IMirrorCheck = {
  id: 'TM502',
  title: 'An account has no more sessions in a region than the quota',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { sessions, scope } = group;
      if (sessions.length === 0) continue;
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_REGION, group)!;
      const { atLeast, open } = tally(sessions);
      const last = sessions[sessions.length - 1];
      const at = { path: last.stack.path, stack: last.stack, subject: scope.region };
      if (atLeast > limit) {
        outcomes.fail(at, {
          problem: `the app has ${counted(atLeast, 'session')} in one account and region${scope.region ? ` (${scope.region})` : ''}; edition ${facts.edition} allows ${limit}`,
          fix: 'put up to ten sources into a session (a fleet does with dense packing), or use another account or region; sessions that are left as they are keep running',
        });
      } else if (open > 0) {
        outcomes.unknown(at, `how many sessions ${counted(open, 'block')} with count or for_each will make, Terraform alone knows`, STATE_COUNT);
      } else {
        outcomes.pass();
      }
    }
  },
};
