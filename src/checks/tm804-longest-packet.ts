import { check } from './check';
import { governed, sourceIn } from './governed';
import { DEFAULT_PACKET_LENGTH } from '../catalog/limits';

/** Sessions of the given VPCs copy no more bytes of a packet than allowed. */
export const TM804 = check('TM804', {
  run(model, _facts, outcomes) {
    for (const { rule: { networks = [] }, sessions } of governed(model)) {
      for (const { vpcs, longestPacket: most } of networks) {
        if (most === undefined) continue;
        for (const session of sessions) {
          const { inside, vpc } = sourceIn(model, session, vpcs);
          if (inside === false) continue;
          const notSet = session.block.body.packet_length === undefined;
          const length = notSet ? DEFAULT_PACKET_LENGTH : session.packetLength;
          if (length === undefined) outcomes.undecided(session, 'lengthOnlyAtApply', { most });
          else if (length <= most) outcomes.pass(session);
          else if (inside === undefined) outcomes.undecided(session, 'vpcNotKnown', { length, most, vpcs: [...vpcs] });
          else outcomes.error(session, notSet ? 'notSet' : 'longer', { length, most, vpc: model.nameOf(vpc!) });
        }
      }
    }
  },
});
