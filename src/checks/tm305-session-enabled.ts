import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';

/** A session that is off copies nothing, and a missing `enabled` is off. */
export const TM305: IMirrorCheck = {
  id: 'TM305',
  title: 'A session is on',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const written = session.block.body.enabled;
      if (session.enabled === true) {
        outcomes.pass();
      } else if (written === undefined || written === null) {
        outcomes.fail(session, {
          problem: 'the session does not say enabled, so it is off when created, and is switched off where it was on',
          fix: 'write enabled = true; a running session is updated in place',
        });
      } else if (session.enabled === false) {
        outcomes.fail(session, {
          severity: MirrorSeverity.WARNING,
          problem: 'the session is off (enabled = false): it mirrors nothing and is not billed',
          fix: 'write enabled = true to mirror, or acknowledge that it is off on purpose',
        });
      } else {
        outcomes.unknown(session, 'enabled is known to Terraform alone', 'write true or false');
      }
    }
  },
};
