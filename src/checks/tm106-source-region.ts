import { IMirrorCheck } from './check';
import { named } from '../model/reference';

/** A source is in the region that its session is made in. Where that region is not known, TM101 says so. */
export const TM106: IMirrorCheck = {
  id: 'TM106',
  title: 'A source is in its session\'s region',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const region = session.scope.region;
      if (region === undefined || !session.sources) continue;
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const source = session.sources[i];
        const own = known[i].regionId;
        if (own === undefined) continue;
        if (own === region) {passed++;} else {
          outcomes.fail({ path: session.path, stack: session.stack, subject: named(source) }, {
            problem: `source ${named(source)} is in ${own}, its session in ${region}`,
            fix: `mirror it in a session whose provider reaches ${own}, with a target there; this session's other sources go dark while it is taken out`,
          });
        }
      }
      outcomes.pass(passed);
    }
  },
};
