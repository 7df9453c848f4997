import { Arrival } from './arrival/arrival';
import { check } from './check';

/** Source and target are in one VPC, or in two peered VPCs with routes in both directions. */
export const TM408 = check('TM408', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM408', outcomes);
  },
});
