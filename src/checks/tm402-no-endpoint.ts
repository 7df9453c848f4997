import { check } from './check';
import { about } from './outcomes';
import { isEndpoint } from './target';
import { TARGET_TYPES } from '../catalog/limits';
import { named } from '../model/reference';

/** No target is a Gateway Load Balancer endpoint. The service accepts it, but the provider does not. */
export const TM402 = check('TM402', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        if (!isEndpoint(model, target, sessions)) outcomes.pass(sessions[0]);
        else outcomes.error(about(sessions[0], named(target)), 'endpoint', { target: model.nameOf(target), allowed: [...TARGET_TYPES] });
      }
    }
  },
});
