import { check } from './check';
import { isSure } from './counting';
import { aboutPart } from './outcomes';
import { PerhapsSame } from './perhaps-same';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { label } from '../texts/names';

/** If a source is in several sessions, the user set their order. */
export const TM310 = check('TM310', {
  byEdition: true,
  coveredBy: ['TM301'],
  run(model, facts, outcomes) {
    const perhapsSame = PerhapsSame.of(model);
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
      if (limit === 1) continue;
      for (const [source, sessions] of group.bySource) {
        // TM301 reports more sessions than the limit.
        if (sessions.length === 1 || sessions.length > limit) continue;
        const unset = sessions.filter((s) => s.defaultPriority);
        if (unset.length === 0) {
          // TM110 reports a source of several accounts that may be the same.
          if (!perhapsSame.elsewhere(group, 'bySource', source).some((s) => s.defaultPriority)) outcomes.pass(sessions[0]);
          continue;
        }
        const at = aboutPart(model, unset[unset.length - 1], source);
        const parameters = {
          source: model.nameOf(source), sessions: sessions.map((s) => label(s.path)), unset: unset.map((s) => label(s.path)),
        };
        // Sessions that may not exist at the same time need no order.
        if (sessions.filter(isSure).length > 1 && unset.some(isSure)) outcomes.error(at, 'priorityNotSet', parameters);
        else outcomes.undecided(at, 'perhapsNotSet', parameters);
      }
    }
  },
});
