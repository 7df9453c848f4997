import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';
import { isEndpoint, misfits, shownType } from './target';
import { few } from './wording';
import { TARGET_TYPES } from '../catalog/limits';
import { named } from '../model/reference';

const [, SLB] = TARGET_TYPES;

/** The target type is what the target's id says: the service looks for the one in the list of the other. */
export const TM401: IMirrorCheck = {
  id: 'TM401',
  title: 'A target\'s type fits its id',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        const wrong = misfits(model, target, sessions);
        if (wrong.length === 0 || isEndpoint(model, target, sessions)) continue;
        const is = shownType(model, target);
        outcomes.fail({ path: wrong[0].path, stack: wrong[0].stack, subject: named(target) }, {
          problem: `target ${named(target)} is ${is === SLB ? 'a load balancer' : 'an interface'}, and traffic_mirror_target_type is ${wrong[0].targetType} (${few(wrong.map((s) => s.path))})`,
          fix: `write traffic_mirror_target_type = "${is}"; it is set in place`,
        });
      }
    }
    Arrival.of(model).report('TM401', outcomes);
  },
};
