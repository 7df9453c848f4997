import { Arrival } from './arrival/arrival';
import { targetFault } from './arrival/target-fault';
import { check } from './check';
import { aboutPart } from './outcomes';
import { sessionForms } from '../model/session-forms';

/** The target type matches the target's id, since the service looks for a target only in the list of its type. */
export const TM401 = check('TM401', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        const fault = targetFault(model, target, sessions);
        if (fault?.because.id !== 'TM401') continue;
        // The reason and its parameters fit together: targetFault makes both.
        outcomes.error(aboutPart(model, fault.at, target), fault.because.reason as 'noId', fault.because.parameters as { target: string });
      }
    }
    for (const { first, sessions } of sessionForms(model)) {
      if (first.target === undefined || first.targetType !== undefined) continue;
      if (first.block.body.traffic_mirror_target_type === undefined) continue;
      for (const session of sessions) outcomes.undecided(session, 'typeOnlyAtApply');
    }
    Arrival.of(model).report('TM401', outcomes);
  },
});
