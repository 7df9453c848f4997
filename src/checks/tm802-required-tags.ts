import { check } from './check';
import { governed, hasTag, tagTexts } from './governed';
import { tagsOf } from '../model/tags';

/** Every session has the required tags, with allowed values. */
export const TM802 = check('TM802', {
  run(model, _facts, outcomes) {
    for (const { rule: { requiredTags }, sessions } of governed(model)) {
      if (!requiredTags) continue;
      const required = Object.entries(requiredTags);
      for (const session of sessions) {
        const tags = tagsOf(session.block.body.tags);
        const has = (wanted: boolean | undefined) => required.filter(([key, pattern]) => hasTag(tags, key, pattern) === wanted);
        const [missing, open] = [has(false), has(undefined)];
        const wrong = missing.filter(([key]) => Object.hasOwn(tags.known, key)).map(([key]) => `${key}=${tags.known[key]}`);
        if (missing.length > 0) {
          outcomes.error(session, 'missing', { missing: tagTexts(Object.fromEntries(missing)), ...wrong.length > 0 && { wrong } });
        } else if (open.length > 0) {
          outcomes.undecided(session, 'onlyAtApply', { tags: open.map(([key]) => key) });
        } else {
          outcomes.pass(session);
        }
      }
    }
  },
});
