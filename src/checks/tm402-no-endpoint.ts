import { targetFault } from './arrival/target-fault';
import { check } from './check';
import { aboutPart } from './outcomes';
import { kindOf } from '../model/kinds';

/** No target is a Gateway Load Balancer endpoint. The service accepts it, but the provider does not. */
export const TM402 = check('TM402', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        const fault = targetFault(model, target, sessions);
        if (fault?.because.id === 'TM402') {
          outcomes.error(aboutPart(model, fault.at, target), 'endpoint', fault.because.parameters as { target: string; allowed: string[] });
        } else if (kindOf(target) !== undefined && sessions.every((s) => s.targetType !== undefined)) {
          // TM401 reports a type that is unknown.
          outcomes.pass(sessions[0]);
        }
      }
    }
  },
});
