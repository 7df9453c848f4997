import { IMirrorCheck } from './check';
import { PACKET_LENGTH, within } from '../catalog/limits';

/** The packet length of a session is one that the service takes. */
export const TM306: IMirrorCheck = {
  id: 'TM306',
  title: 'A session\'s packet length is within bounds',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const written = session.block.body.packet_length;
      const length = session.packetLength;
      if (written === undefined || written === null) {
        outcomes.pass();
      } else if (length === undefined) {
        outcomes.unknown(session, 'packet_length is known to Terraform alone', 'write it as a number');
      } else if (within(PACKET_LENGTH, length)) {
        outcomes.pass();
      } else {
        outcomes.fail(session, {
          problem: `packet_length ${length} is outside ${PACKET_LENGTH.min} to ${PACKET_LENGTH.max}`,
          fix: `write ${Math.min(Math.max(Math.round(length), PACKET_LENGTH.min), PACKET_LENGTH.max)}, or leave it out; on a running session any change of it replaces the session, which is dark meanwhile`,
        });
      }
    }
  },
};
