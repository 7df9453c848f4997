import { check } from './check';
import { VNI, within } from '../catalog/limits';

/** The provider sends the VNI to the service as written. */
export const TM602 = check('TM602', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const written = session.block.body.virtual_network_id;
      const vni = session.virtualNetworkId;
      if (written === undefined) outcomes.pass(session);
      else if (vni === undefined) outcomes.undecided(session, 'onlyAtApply');
      else if (within(VNI, vni)) outcomes.pass(session);
      else if (vni === 0) outcomes.error(session, 'zero', { ...VNI });
      else outcomes.error(session, 'outside', { vni, ...VNI });
    }
  },
});
