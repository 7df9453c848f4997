import { Arrival } from './arrival/arrival';
import { check } from './check';

/** The entries of the ACL on the target's vSwitch admit UDP 4789 from every source of its sessions. */
export const TM404 = check('TM404', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM404', outcomes);
  },
});
