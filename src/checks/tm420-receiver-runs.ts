import { Arrival } from './arrival/arrival';
import { check } from './check';

/** The interface of a target is attached to a running instance. Otherwise it receives nothing. */
export const TM420 = check('TM420', {
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM420', outcomes);
  },
});
