import { IMirrorCheck } from './check';
import { named } from '../model/reference';

/** An interface that a cloud service manages is neither source nor target. */
export const TM105: IMirrorCheck = {
  id: 'TM105',
  title: 'No source or target is managed by a cloud service',
  byEdition: false,
  run(model, _facts, outcomes) {
    const fix = 'leave the interface out, and mirror those of the instances behind the service; the session\'s other sources go dark while a source is taken out';
    for (const session of model.sessions) {
      let passed = 0;
      for (const source of session.sources ?? []) {
        const managed = model.interfaceFacts(source, session.sourceStatements?.get(source)).serviceManaged;
        if (managed === false) passed++;
        if (managed === true) outcomes.fail({ path: session.path, stack: session.stack, subject: named(source) }, { problem: `source ${named(source)} is managed by a cloud service, and such an interface cannot be mirrored`, fix });
      }
      if (session.target !== undefined) {
        const managed = model.interfaceFacts(session.target, session.targetStatement).serviceManaged;
        if (managed === false) passed++;
        if (managed === true) outcomes.fail({ path: session.path, stack: session.stack, subject: named(session.target) }, { problem: `target ${named(session.target)} is managed by a cloud service, and such an interface cannot be a target`, fix: 'use an interface of your own sensor; a new target is set in place' });
      }
      outcomes.pass(passed);
    }
  },
};
