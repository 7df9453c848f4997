import { Arrival } from './arrival/arrival';
import { check } from './check';
import { aboutPart } from './outcomes';
import { sendingTargets, targetKind, TargetKind, wrongKind } from './target';
import { LOAD_BALANCER } from '../catalog/target-side';
import { NetworkModel } from '../model/network/network-model';

/** A CLB target is internal. A CLB without an address type faces the internet, and receives no mirrored packets. */
export const TM405 = check('TM405', {
  run(model, _facts, outcomes) {
    const network = NetworkModel.of(model);
    for (const { target, sessions } of sendingTargets(model)) {
      if (targetKind(model, target, sessions) !== TargetKind.LOAD_BALANCER) continue;
      const { block, addressType, addressTypeOpen } = network.loadBalancers.of(target);
      // TM401 reports other kinds of load balancers.
      if (!block || addressType !== undefined || addressTypeOpen !== undefined || wrongKind(target) !== undefined) continue;
      const { stack } = model.blockOf(target)!;
      outcomes.warn(aboutPart(model, { path: block.path, stack, block }, target), 'missing', { internal: LOAD_BALANCER.addressType });
    }
    Arrival.of(model).report('TM405', outcomes);
  },
});
