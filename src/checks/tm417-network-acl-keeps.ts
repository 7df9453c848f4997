import { receivingPlaces } from './arrival/written';
import { check } from './check';
import { Outcomes } from './outcomes';
import { VXLAN_PORT } from '../catalog/limits';
import { NETWORK_ACL } from '../catalog/target-side';
import { MirrorModel } from '../model/mirror-model';
import { ACL_TYPE } from '../model/network/network-acls';
import { NetworkModel } from '../model/network/network-model';
import { entryRangeProblem, udpPorts } from '../model/network/packet-rule';
import { Identity, literalText } from '../model/reference';
import { Block, StackModel } from '../model/stack-model';
import { blocksOf } from '../model/terraform-form';
import { expression } from '../net/known';

/** An ACL on a target's vSwitch keeps its other entries, can be emptied, and is bound in only one way. */
export const TM417 = check('TM417', {
  run(model, _facts, outcomes) {
    const bound = aclsOfReceivers(model);
    for (const stack of model.stacks) {
      for (const block of stack.blocks(ACL_TYPE)) {
        if (bound.has(stack.managed(block.address))) look(stack, block, outcomes);
      }
    }
  },
});

/** Whether an entry admits only mirrored packets. Undefined if it is known only at apply. */
function isForCopies({ policy, protocol, port }: any): boolean | undefined {
  const ports = udpPorts(protocol, port);
  if (ports === undefined || typeof policy === 'string' && expression(policy)) return undefined;
  return ports[0] === VXLAN_PORT && ports[1] === VXLAN_PORT;
}

const BLOCKS = ['ingress_acl_entries', 'egress_acl_entries', 'resources'];

function look(stack: StackModel, block: Block, outcomes: Outcomes<'TM417'>): void {
  const { body, path } = block;
  const at = (subject: string) => ({ path, stack, block, subject });
  const found = outcomes.findings.length;
  for (const direction of ['ingress_acl_entries', 'egress_acl_entries']) {
    const entries = blocksOf(body[direction]);
    if (entries.length > NETWORK_ACL.entriesPerDirection) {
      outcomes.error(at(direction), 'tooManyEntries', { direction, entries: entries.length, limit: NETWORK_ACL.entriesPerDirection });
    } else if (Array.isArray(body[direction]) && entries.length === 0) {
      outcomes.warn(at(direction), 'emptyList', { direction });
    }
    const upper = entries.find((e) => literalText(e.protocol) !== undefined && e.protocol !== String(e.protocol).toLowerCase());
    if (upper) outcomes.warn(at(direction), 'upperCase', { direction, protocol: String(upper.protocol) });
    for (const { protocol, port } of entries) {
      const range = entryRangeProblem(protocol, port);
      if (!range) continue;
      outcomes.error(at(direction), 'portRange', { direction, protocol: String(protocol), written: String(port), ...range });
      break;
    }
  }
  const accepted = blocksOf(body.ingress_acl_entries).filter((e) => literalText(e.policy)?.toLowerCase() !== 'drop');
  const kinds = accepted.map(isForCopies);
  const open = kinds.includes(undefined) && !kinds.includes(false)
    || BLOCKS.some((name) => typeof body[name] === 'string' || body.dynamic?.[name] !== undefined);
  if (kinds.length > 0 && kinds.every((k) => k === true)) outcomes.warn(at('ingress_acl_entries'), 'mirroredOnly', { port: VXLAN_PORT });
  if (body.resources !== undefined) outcomes.warn(at('resources'), 'inResources', { limit: NETWORK_ACL.aclsPerVswitch });
  // TM404 reports entries that are known only at apply.
  if (outcomes.findings.length === found && !open) outcomes.pass(block);
}

/** The ACLs on the vSwitches of interfaces that receive copies. */
function aclsOfReceivers(model: MirrorModel): Set<Identity> {
  const { acls } = NetworkModel.of(model);
  const found = new Set<Identity>();
  for (const { vswitch } of receivingPlaces(model)) {
    const acl = vswitch === undefined ? undefined : acls.ofVswitch(vswitch).acl;
    if (acl) found.add(acl.identity);
  }
  return found;
}
