import { receivingPlaces } from './arrival/written';
import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Identity, surelyDiffer } from '../model/reference';

/** A peering that carries copies is not replaced by a later plan. */
export const TM419: IMirrorCheck = {
  id: 'TM419',
  title: 'A peering connection is not replaced by a later plan',
  byEdition: false,
  run(model, _facts, outcomes) {
    if (model.sessions.length === 0) return;
    const receiving = receivingPlaces(model).map(({ vpc }) => vpc);
    // Nothing is sent over a peering of two VPCs in neither of which anybody receives.
    const apart = (vpc: Identity | undefined) => vpc !== undefined && receiving.length > 0 && receiving.every((to) => to !== undefined && to !== vpc && surelyDiffer(to, vpc));
    for (const stack of model.stacks) {
      for (const block of stack.blocks('alicloud_vpc_peer_connection')) {
        const vpcs = [block.body.vpc_id, block.body.accepting_vpc_id].map((id) => typeof id === 'string' ? stack.identity(id) : undefined);
        if (block.body.accepting_ali_uid !== undefined || vpcs.every(apart)) {
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
