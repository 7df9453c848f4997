import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';

/** The rules of the target's security groups let UDP 4789 in from every source of its sessions. */
export const TM403: IMirrorCheck = {
  id: 'TM403',
  title: 'A target\'s security groups admit its sources',
  byEdition: false,
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM403', outcomes);
  },
};
