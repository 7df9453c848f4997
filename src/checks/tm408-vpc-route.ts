import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';

/** Source and target are in one VPC, or in two that are peered and routed both ways. */
export const TM408: IMirrorCheck = {
  id: 'TM408',
  title: 'Copies find their way between VPCs',
  byEdition: false,
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM408', outcomes);
  },
};
