import { Arrival } from './arrival/arrival';
import { check } from './check';

/** A listener without servers that have weight drops packets. */
export const TM407 = check('TM407', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM407', outcomes);
  },
});
