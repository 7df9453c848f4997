import { IMirrorCheck } from './check';
import { isEndpoint } from './target';
import { TARGET_TYPES } from '../catalog/limits';
import { named } from '../model/reference';

/** A Gateway Load Balancer endpoint is a target of the service, and not of the provider. */
export const TM402: IMirrorCheck = {
  id: 'TM402',
  title: 'No target is a Gateway Load Balancer endpoint',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        if (!isEndpoint(model, target, sessions)) {
          outcomes.pass();
          continue;
        }
        const { path, stack } = sessions[0];
        outcomes.fail({ path, stack, subject: named(target) }, {
          problem: `target ${named(target)} is a Gateway Load Balancer endpoint, and the provider takes ${TARGET_TYPES.join(' and ')} only`,
          fix: 'use the interface of a sensor or an internal CLB; a new target is set in place',
        });
      }
    }
  },
};
