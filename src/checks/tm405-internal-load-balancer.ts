import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { targetKind, TargetKind } from './target';
import { LOAD_BALANCER } from '../catalog/target-side';
import { NetworkModel } from '../model/network/network-model';
import { named } from '../model/reference';

/** Only an internal CLB takes mirrored packets, and a CLB that writes no address type is made for the internet. */
export const TM405: IMirrorCheck = {
  id: 'TM405',
  title: 'A load balancer target is internal',
  byEdition: false,
  run(model, _facts, outcomes) {
    const network = NetworkModel.of(model);
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        if (targetKind(model, target, sessions) !== TargetKind.LOAD_BALANCER) continue;
        const { block, addressType, addressTypeOpen } = network.loadBalancers.of(target);
        if (!block || addressType !== undefined || addressTypeOpen !== undefined) continue;
        outcomes.fail({ path: block.path, stack: model.blockOf(target)!.stack, subject: named(target) }, {
          severity: MirrorSeverity.WARNING,
          problem: 'the load balancer writes no address_type, so none is sent, and the service makes it for the internet by its own text (not verified); its vswitch_id is ignored then',
          fix: `write address_type = "${LOAD_BALANCER.addressType}"; where it exists already that replaces it, so make another and set the target of the sessions to it, in place`,
        });
      }
    }
    Arrival.of(model).report('TM405', outcomes);
  },
};
