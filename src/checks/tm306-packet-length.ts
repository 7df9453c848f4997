import { check } from './check';
import { PACKET_LENGTH, within } from '../catalog/limits';
import { sessionForms } from '../model/session-forms';

/** The service accepts the packet length of a session. */
export const TM306 = check('TM306', {
  run(model, _facts, outcomes) {
    for (const form of sessionForms(model)) {
      const { packetLength: length, block: { body: { packet_length: written } } } = form.first;
      if (written === undefined || length !== undefined && within(PACKET_LENGTH, length)) {
        outcomes.passForm(form);
        continue;
      }
      for (const session of form.sessions) {
        if (length === undefined) {
          outcomes.undecided(session, 'onlyAtApply');
        } else {
          const { min, max } = PACKET_LENGTH;
          outcomes.error(session, 'outOfRange', { length, min, max, nearest: Math.min(Math.max(Math.round(length), min), max) });
        }
      }
    }
  },
});
