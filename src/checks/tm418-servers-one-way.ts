import { mirrorListeners } from './arrival/written';
import { check } from './check';
import { isSure } from './counting';
import { SERVER_GROUP_TYPE } from '../model/network/load-balancers';
import { blocksOf } from '../model/terraform-form';
import { NetworkModel } from '../model/network/network-model';
import { surelyDiffer } from '../model/reference';
import { label } from '../texts/names';

/** A server group has inline servers or attachments, not both. */
export const TM418 = check('TM418', {
  run(model, _facts, outcomes) {
    const { servers } = NetworkModel.of(model).loadBalancers;
    const used = new Set(mirrorListeners(model).map(({ serverGroup }) => serverGroup));
    for (const stack of model.stacks) {
      for (const block of stack.blocks(SERVER_GROUP_TYPE)) {
        const own = stack.managed(block.address);
        if (!used.has(own)) continue;
        const { servers: written, dynamic } = block.body;
        const inline = blocksOf(written).length > 0;
        const mayBeInline = inline || typeof written === 'string' || dynamic?.servers !== undefined;
        const attached = mayBeInline ? servers.filter((s) => !surelyDiffer(s.group, own)) : [];
        if (attached.length === 0) {
          outcomes.pass(block);
        } else if (!inline || !attached.some((s) => s.group === own && isSure(s))) {
          outcomes.undecided({ path: block.path, stack, block }, 'perhapsBoth', { attachments: attached.map((s) => label(s.block.path)) });
        } else {
          outcomes.warn({ path: block.path, stack, block }, 'both', { attachments: attached.map((s) => label(s.block.path)) });
        }
      }
    }
  },
});
