import { check } from './check';
import { governed, hasTag, tagsOfThing } from './governed';
import { aboutPart } from './outcomes';
import { Identity } from '../model/reference';

/** No source has a tag that excludes it. */
export const TM805 = check('TM805', {
  run(model, _facts, outcomes) {
    for (const { rule: { excludedSourceTags }, sessions } of governed(model)) {
      if (!excludedSourceTags) continue;
      const excluded = Object.entries(excludedSourceTags);
      for (const session of sessions) {
        if (!session.sources) {
          outcomes.undecided(session, 'onlyAtApply');
          continue;
        }
        const facts = model.sourceFacts(session);
        const open: Identity[] = [];
        let passed = 0;
        session.sources.forEach((source, i) => {
          const tags = tagsOfThing(model, source, facts[i].tags);
          const has = excluded.map(([key, pattern]) => hasTag(tags, key, pattern));
          const at = has.indexOf(true);
          if (at >= 0) {
            outcomes.error(aboutPart(model, session, source), 'excluded', {
              source: model.nameOf(source), key: excluded[at][0], value: tags.known[excluded[at][0]],
            });
          } else if (has.includes(undefined)) {
            open.push(source);
          } else {
            passed++;
          }
        });
        outcomes.pass(session, passed);
        if (open.length > 0) {
          outcomes.undecidedOf(open.length, aboutPart(model, session, open[0]), 'tagsNotKnown', { keys: excluded.map(([key]) => key) });
        }
      }
    }
  },
});
