import { Arrival } from './arrival/arrival';
import { check } from './check';

/** An interface without a running instance receives nothing. */
export const TM420 = check('TM420', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM420', outcomes);
  },
});
