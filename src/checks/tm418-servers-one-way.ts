import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { few } from './wording';
import { SERVER_GROUP_TYPE } from '../model/network/load-balancers';
import { blocksOf } from '../model/network/network-acls';
import { NetworkModel } from '../model/network/network-model';

/** A server group takes its servers from attachments, or inline, and not both. */
export const TM418: IMirrorCheck = {
  id: 'TM418',
  title: 'A server group takes its servers in one way',
  byEdition: false,
  run(model, _facts, outcomes) {
    const { servers } = NetworkModel.of(model).loadBalancers;
    for (const stack of model.stacks) {
      for (const block of stack.blocks(SERVER_GROUP_TYPE)) {
        const inline = blocksOf(block.body.servers).length > 0 || block.body.dynamic?.servers !== undefined;
        const attached = inline ? servers.filter((s) => s.group === stack.managed(block.address)) : [];
        if (attached.length === 0) {
          outcomes.pass();
          continue;
        }
        outcomes.fail({ path: block.path, stack }, {
          severity: MirrorSeverity.WARNING,
          problem: `the group has servers inline and by attachments (${few(attached.map((s) => s.block.path))}): every plan takes the attached ones out again`,
          fix: 'make every server an alicloud_slb_server_group_server_attachment and leave servers out; have Terraform forget the group first (terraform state rm) and import it and its inline servers (<group>, <group>:<server>:<port>), since an apply that leaves servers out takes every server away',
        });
      }
    }
  },
};
