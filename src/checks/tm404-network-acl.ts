import { Arrival } from './arrival/arrival';
import { IMirrorCheck } from './check';

/** The entries of the ACL on the target's vSwitch let UDP 4789 in from every source of its sessions. */
export const TM404: IMirrorCheck = {
  id: 'TM404',
  title: 'The network ACL of a target admits its sources',
  byEdition: false,
  run(model, _facts, outcomes) {
    Arrival.of(model).report('TM404', outcomes);
  },
};
