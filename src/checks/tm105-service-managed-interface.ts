import { check } from './check';
import { aboutPart } from './outcomes';
import { SessionModel } from '../model/mirror-model';
import { sourceForms } from '../model/session-forms';

/** No interface that a cloud service manages is a source or target. */
export const TM105 = check('TM105', {
  run(model, _facts, outcomes) {
    const look = (session: SessionModel): void => {
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
    };
    for (const form of sourceForms(model)) {
      const { traits, first: { target, targetStatement } } = form;
      const targetManaged = target === undefined ? undefined : model.interfaceFacts(target, targetStatement).serviceManaged;
      if (!traits || traits.serviceManaged === true || targetManaged === true) {
        form.sessions.forEach(look);
        continue;
      }
      if (traits.serviceManaged === false) outcomes.passForm(form, 'source');
      if (targetManaged === false) outcomes.passForm(form);
    }
  },
});
