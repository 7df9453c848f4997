import { IMirrorCheck } from './check';
import { VNI, within } from '../catalog/limits';

/** A VNI is one that reaches the service as it is written. */
export const TM602: IMirrorCheck = {
  id: 'TM602',
  title: 'A session\'s VNI is not 0',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const written = session.block.body.virtual_network_id;
      const vni = session.virtualNetworkId;
      if (written === undefined || written === null) {
        outcomes.pass();
      } else if (vni === undefined) {
        outcomes.unknown(session, 'virtual_network_id is known to Terraform alone', 'write it as a number');
      } else if (within(VNI, vni)) {
        outcomes.pass();
      } else {
        outcomes.fail(session, {
          problem: vni === 0
            ? 'VNI 0: the provider does not send it, the service takes a random one, and every later plan shows a change'
            : `VNI ${vni} is outside ${VNI.min} to ${VNI.max}`,
          fix: `write a VNI of ${VNI.min} to ${VNI.max}, or leave it out for a random one; it is set in place`,
        });
      }
    }
  },
};
