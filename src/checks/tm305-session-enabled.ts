import { check } from './check';
import { sessionForms } from '../model/session-forms';

/** A session is on. A session without `enabled` is off and copies nothing. */
export const TM305 = check('TM305', {
  run(model, _facts, outcomes) {
    for (const form of sessionForms(model)) {
      const { enabled, block: { body: { enabled: written } } } = form.first;
      if (enabled === true) {
        outcomes.passForm(form);
        continue;
      }
      for (const session of form.sessions) {
        if (written === undefined) outcomes.error(session, 'missing');
        else if (enabled === false) outcomes.warn(session, 'off');
        else outcomes.undecided(session, 'onlyAtApply');
      }
    }
  },
});
