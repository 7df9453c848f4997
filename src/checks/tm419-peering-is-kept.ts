import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';

/** A peering that carries copies is not replaced by a later plan. */
export const TM419: IMirrorCheck = {
  id: 'TM419',
  title: 'A peering connection is not replaced by a later plan',
  byEdition: false,
  run(model, _facts, outcomes) {
    if (model.sessions.length === 0) return;
    for (const stack of model.stacks) {
      for (const block of stack.blocks('alicloud_vpc_peer_connection')) {
        if (block.body.accepting_ali_uid !== undefined) {
          outcomes.pass();
          continue;
        }
        outcomes.fail({ path: block.path, stack }, {
          severity: MirrorSeverity.WARNING,
          problem: 'the peering writes no accepting_ali_uid, so 0 is sent: where the service answers the account\'s id (not verified), every plan replaces the peering, and copies that cross it are lost meanwhile',
          fix: 'write accepting_ali_uid, also for the own account, for example from data.alicloud_account; look at the plan before it is applied, since a peering that is there already may be replaced once more',
        });
      }
    }
  },
};
