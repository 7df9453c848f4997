import { check } from './check';
import { PACKET_LENGTH, within } from '../catalog/limits';

/** The service accepts the packet length of a session. */
export const TM306 = check('TM306', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const written = session.block.body.packet_length;
      const length = session.packetLength;
      if (written === undefined || written === null) {
        outcomes.pass(session);
      } else if (length === undefined) {
        outcomes.undecided(session, 'onlyAtApply');
      } else if (within(PACKET_LENGTH, length)) {
        outcomes.pass(session);
      } else {
        const { min, max } = PACKET_LENGTH;
        outcomes.error(session, 'outOfRange', { length, min, max, nearest: Math.min(Math.max(Math.round(length), min), max) });
      }
    }
  },
});
