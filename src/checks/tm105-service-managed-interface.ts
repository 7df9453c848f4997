import { IMirrorCheck } from './check';
import { named } from '../model/reference';

/** An interface that a cloud service manages is neither source nor target. */
export const TM105: IMirrorCheck = {
  id: 'TM105',
  title: 'No source or target is managed by a cloud service',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const managed = known[i].serviceManaged;
        if (managed === false) passed++;
        if (managed !== true) continue;
        const source = named(session.sources![i]);
        outcomes.fail({ path: session.path, stack: session.stack, subject: source }, {
          problem: `source ${source} is managed by a cloud service, and such an interface cannot be mirrored`,
          fix: 'leave the interface out, and mirror those of the instances behind the service; the session\'s other sources go dark while a source is taken out',
        });
      }
      if (session.target !== undefined) {
        const managed = model.interfaceFacts(session.target, session.targetStatement).serviceManaged;
        if (managed === false) passed++;
        if (managed === true) {
          const target = named(session.target);
          outcomes.fail({ path: session.path, stack: session.stack, subject: target }, {
            problem: `target ${target} is managed by a cloud service, and such an interface cannot be a target`,
            fix: 'use an interface of your own sensor; a new target is set in place',
          });
        }
      }
      outcomes.pass(passed);
    }
  },
};
