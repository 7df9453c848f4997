import { Arrival } from './arrival/arrival';
import { check } from './check';

/** A load balancer forwards only what it has a listener for. */
export const TM406 = check('TM406', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM406', outcomes);
  },
});
