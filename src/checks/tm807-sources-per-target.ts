import { check } from './check';
import { couldExceed, isSure } from './counting';
import { byTarget, governed } from './governed';
import { aboutPart } from './outcomes';
import { Usage, usage } from './target-quota';
import { MirrorQuotaUnit } from '../catalog/mirror-quota';
import { SessionModel } from '../model/mirror-model';

/** No target gets copies of more sources than the budget allows. */
export const TM807 = check('TM807', {
  run(model, _facts, outcomes) {
    for (const { rule: { sourcesPerTarget: most }, sessions } of governed(model)) {
      if (most === undefined) continue;
      // A session that is off sends nothing.
      const sending = sessions.filter((s) => s.enabled !== false);
      for (const session of sending) if (session.target === undefined) outcomes.undecided(session, 'targetOnlyAtApply', { most });
      const targets = byTarget(sending);
      const sourcesOf = (own: readonly SessionModel[]): Usage => usage(own, MirrorQuotaUnit.SOURCES, 0);
      // Two names may mean the same target.
      const perhapsOne = couldExceed(new Map([...targets].map(([target, own]) => [target, sourcesOf(own).most])), most);
      for (const [target, own] of targets) {
        const at = aboutPart(model, own[0], target);
        const { least: sources } = sourcesOf(own.filter((s) => s.enabled === true && isSure(s)));
        const all = sourcesOf(own);
        if (sources > most) {
          outcomes.error(at, 'over', { target: model.nameOf(target), sources, most });
        } else if (all.most > most || all.open > 0 || perhapsOne.has(target)) {
          outcomes.undecided(at, 'sourcesOnlyAtApply', { target: model.nameOf(target), sources, most });
        } else {
          outcomes.pass(at);
        }
      }
    }
  },
});
