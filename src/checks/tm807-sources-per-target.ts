import { check } from './check';
import { couldExceed } from './counting';
import { byTarget, governed } from './governed';
import { aboutPart } from './outcomes';
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
      const sourcesOf = (own: readonly SessionModel[]): number => new Set(own.flatMap((s) => s.sources ?? [])).size;
      // Two names may mean the same target.
      const perhapsOne = couldExceed(new Map([...targets].map(([target, own]) => [target, sourcesOf(own)])), most);
      for (const [target, own] of targets) {
        const at = aboutPart(model, own[0], target);
        const sure = own.filter((s) => s.enabled === true && s.block.copies !== undefined);
        const sources = sourcesOf(sure);
        if (sources > most) {
          outcomes.error(at, 'over', { target: model.nameOf(target), sources, most });
        } else if (sourcesOf(own) > most || perhapsOne.has(target) || own.some((s) => s.sources === undefined)) {
          outcomes.undecided(at, 'sourcesOnlyAtApply', { target: model.nameOf(target), sources, most });
        } else {
          outcomes.pass(at);
        }
      }
    }
  },
});
