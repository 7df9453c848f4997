import { mirrorListeners } from './arrival/written';
import { check } from './check';
import { Outcomes } from './outcomes';
import { LOAD_BALANCER } from '../catalog/target-side';
import { MirrorModel } from '../model/mirror-model';
import { WrittenListener } from '../model/network/load-balancers';
import { literalText } from '../model/reference';

const { defaultScheduler, hashingSchedulers, sourceScheduler, chargeByUse } = LOAD_BALANCER;

/** A listener has a hashing scheduler, which keeps a flow on one sensor. The service cannot change it on an existing listener. */
export const TM413 = check('TM413', {
  run(model, _facts, outcomes) {
    for (const listener of mirrorListeners(model)) look(model, listener, outcomes);
  },
});

function look(model: MirrorModel, { block, stack, loadBalancer }: WrittenListener, outcomes: Outcomes<'TM413'>): void {
  const { body, path } = block;
  const at = { path, stack, block };
  const scheduler = body.scheduler === undefined ? defaultScheduler : literalText(body.scheduler);
  if (scheduler === undefined) {
    outcomes.undecided(at, 'onlyAtApply', { advised: sourceScheduler });
  } else if (!(hashingSchedulers as readonly string[]).includes(scheduler)) {
    outcomes.warn(at, 'notHashing', { scheduler, written: body.scheduler !== undefined, advised: sourceScheduler });
  } else if (withoutSpec(model, loadBalancer)) {
    outcomes.warn(at, 'noSpec', { scheduler, chargeType: chargeByUse });
  } else {
    outcomes.pass(at);
  }
}

function withoutSpec(model: MirrorModel, loadBalancer: string): boolean {
  const body = model.blockOf(loadBalancer)?.block.body;
  return body !== undefined
    && body.load_balancer_spec === undefined
    && body.specification === undefined
    && body.instance_charge_type === undefined;
}
