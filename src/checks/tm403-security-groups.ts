import { Arrival } from './arrival/arrival';
import { check } from './check';

/** The rules of the target's security groups admit UDP 4789 from every source of its sessions. */
export const TM403 = check('TM403', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM403', outcomes);
  },
});
