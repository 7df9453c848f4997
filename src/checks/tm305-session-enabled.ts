import { check } from './check';

/** A session is on. A session without `enabled` is off and copies nothing. */
export const TM305 = check('TM305', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const written = session.block.body.enabled;
      if (session.enabled === true) outcomes.pass(session);
      else if (written === undefined || written === null) outcomes.error(session, 'missing');
      else if (session.enabled === false) outcomes.warn(session, 'off');
      else outcomes.undecided(session, 'onlyAtApply');
    }
  },
});
