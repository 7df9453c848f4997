import { check } from './check';
import { aboutPart } from './outcomes';

/** No interface that a cloud service manages is a source or target. */
export const TM105 = check('TM105', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const managed = known[i].serviceManaged;
        if (managed === false) passed++;
        if (managed !== true) continue;
        const source = session.sources![i];
        outcomes.error(aboutPart(model, session, source), 'source', { source: model.nameOf(source) });
      }
      const { target } = session;
      if (target !== undefined) {
        const managed = model.interfaceFacts(target, session.targetStatement).serviceManaged;
        if (managed === false) passed++;
        if (managed === true) outcomes.error(aboutPart(model, session, target), 'target', { target: model.nameOf(target) });
      }
      outcomes.pass(session, passed);
    }
  },
});
