import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';

/** A listener without a server that takes packets drops them. */
export const TM407: IMirrorCheck = {
  id: 'TM407',
  title: 'A load balancer target has servers',
  byEdition: false,
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM407', outcomes);
  },
};
