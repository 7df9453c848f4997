import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';

/** A load balancer hands on only what it has a listener for. */
export const TM406: IMirrorCheck = {
  id: 'TM406',
  title: 'A load balancer target listens for mirrored packets',
  byEdition: false,
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM406', outcomes);
  },
};
