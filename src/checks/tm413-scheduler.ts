import { mirrorListeners } from './arrival/written';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Outcomes, Subject } from './outcomes';
import { LOAD_BALANCER } from '../catalog/target-side';
import { MirrorModel } from '../model/mirror-model';
import { WrittenListener } from '../model/network/load-balancers';
import { literalText } from '../model/reference';

const { defaultScheduler, hashingSchedulers, sourceScheduler, chargeByUse } = LOAD_BALANCER;

/** A hashing scheduler keeps a flow on one sensor; a listener that was made without one cannot get it later. */
export const TM413: IMirrorCheck = {
  id: 'TM413',
  title: 'A listener keeps a flow on one sensor',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const listener of mirrorListeners(model)) look(model, listener, outcomes);
  },
};

function look(model: MirrorModel, { block, stack, loadBalancer }: WrittenListener, outcomes: Outcomes): void {
  const { body, path } = block;
  const at: Subject = { path, stack };
  const scheduler = body.scheduler === undefined ? defaultScheduler : literalText(body.scheduler);
  if (scheduler === undefined) {
    outcomes.unknown(at, `scheduler is ${body.scheduler}`, `write scheduler = "${sourceScheduler}"`);
  } else if (!(hashingSchedulers as readonly string[]).includes(scheduler)) {
    outcomes.fail(at, {
      severity: MirrorSeverity.WARNING,
      problem: `the listener's scheduler is ${scheduler}${body.scheduler === undefined ? ', since none is written' : ''}: the packets of a flow go to any sensor, and the service does not change it to a hashing one later`,
      fix: `write scheduler = "${sourceScheduler}", which keeps both directions of a source on one sensor; a listener that is there already must be replaced for it (terraform apply -replace), and mirroring is dark meanwhile`,
    });
  } else if (withoutSpec(model, loadBalancer)) {
    outcomes.fail(at, {
      severity: MirrorSeverity.WARNING,
      problem: `scheduler ${scheduler} needs a guaranteed-performance load balancer, and its load balancer writes neither load_balancer_spec nor instance_charge_type = "${chargeByUse}" (not verified what the service makes without)`,
      fix: `write load_balancer_spec, such as slb.s2.small, or instance_charge_type = "${chargeByUse}"; both are set in place`,
    });
  } else {
    outcomes.pass();
  }
}

function withoutSpec(model: MirrorModel, loadBalancer: string): boolean {
  const body = model.blockOf(loadBalancer)?.block.body;
  return body !== undefined && body.load_balancer_spec === undefined && body.specification === undefined && body.instance_charge_type === undefined;
}
