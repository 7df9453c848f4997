import { receivingPlaces } from './arrival/written';
import { check } from './check';
import { Identity, surelyDiffer } from '../model/reference';

/** A peering that carries copies is not replaced by a later plan. */
export const TM419 = check('TM419', {
  run(model, _facts, outcomes) {
    if (model.sessions.length === 0) return;
    const receiving = receivingPlaces(model).map(({ vpc }) => vpc);
    // Mirrored packets do not cross a peering of two VPCs without a target.
    const apart = (vpc: Identity | undefined) => vpc !== undefined && receiving.length > 0 && receiving.every((to) => to !== undefined && to !== vpc && surelyDiffer(to, vpc));
    for (const stack of model.stacks) {
      for (const block of stack.blocks('alicloud_vpc_peer_connection')) {
        const vpcs = [block.body.vpc_id, block.body.accepting_vpc_id].map((id) => typeof id === 'string' ? stack.identity(id) : undefined);
        if (block.body.accepting_ali_uid !== undefined || vpcs.every(apart)) outcomes.pass();
        else outcomes.warn({ path: block.path, stack, block }, 'noAccount');
      }
    }
  },
});
