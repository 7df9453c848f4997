import { check } from './check';
import { literalBoolean } from '../model/reference';
import { sessionForms } from '../model/session-forms';

/** A session has no create_before_destroy. The new session would be created while the old one still has its sources and priority. */
export const TM603 = check('TM603', {
  run(model, _facts, outcomes) {
    for (const form of sessionForms(model)) {
      const { block: { body: { lifecycle } }, stack } = form.first;
      if (lifecycle === undefined && stack.document.withoutLifecycle) continue;
      if (literalBoolean(lifecycle?.create_before_destroy) !== true) outcomes.passForm(form);
      else for (const session of form.sessions) outcomes.error(session, 'createFirst');
    }
  },
});
