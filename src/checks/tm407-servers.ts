import { Arrival } from './arrival/arrival';
import { check } from './check';

/** A listener has servers with a weight above 0. Otherwise it drops packets. */
export const TM407 = check('TM407', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM407', outcomes);
  },
});
