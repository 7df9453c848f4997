import { Arrival } from './arrival/arrival';
import { check } from './check';

/** A load balancer target has a UDP listener for mirrored packets. Without a listener it drops them. */
export const TM406 = check('TM406', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM406', outcomes);
  },
});
