import { check } from './check';
import { byTarget, governed, hasAllTags, isOneOf, tagsOfThing, tagTexts } from './governed';
import { aboutPart } from './outcomes';

/** Every target is on the list of allowed targets, or has the required tags. */
export const TM801 = check('TM801', {
  run(model, _facts, outcomes) {
    for (const { rule: { targets, targetTags }, sessions } of governed(model)) {
      if (!targets && !targetTags) continue;
      for (const session of sessions) if (session.target === undefined) outcomes.undecided(session, 'onlyAtApply');
      for (const [target, own] of byTarget(sessions)) {
        const at = aboutPart(model, own[0], target);
        const listed = targets ? isOneOf(model, target, targets) : false;
        const tagged = listed || !targetTags ? false : hasAllTags(tagsOfThing(model, target), targetTags);
        if (listed || tagged) {
          outcomes.pass(at);
        } else if (listed === undefined) {
          outcomes.undecided(at, 'idOnlyAtApply', { target: model.nameOf(target) });
        } else if (tagged === undefined) {
          outcomes.undecided(at, 'tagsNotKnown', { target: model.nameOf(target), tags: tagTexts(targetTags!) });
        } else {
          outcomes.error(at, 'notAllowed', { target: model.nameOf(target), allowed: [...targets ?? []], tags: tagTexts(targetTags ?? {}) });
        }
      }
    }
  },
});
