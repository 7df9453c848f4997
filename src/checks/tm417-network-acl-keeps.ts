import { IMirrorCheck } from './check';
import { receivingPlaces } from './arrival/written';
import { MirrorSeverity } from './finding';
import { Outcomes } from './outcomes';
import { VXLAN_PORT } from '../catalog/limits';
import { NETWORK_ACL } from '../catalog/target-side';
import { MirrorModel } from '../model/mirror-model';
import { ACL_TYPE, blocksOf } from '../model/network/network-acls';
import { NetworkModel } from '../model/network/network-model';
import { udpPorts } from '../model/network/packet-rule';
import { Identity, literalText } from '../model/reference';
import { Block, StackModel } from '../model/stack-model';

/** An ACL on a target's vSwitch keeps its other entries, can be emptied, and is bound in one way. */
export const TM417: IMirrorCheck = {
  id: 'TM417',
  title: 'A network ACL keeps its entries and bindings',
  byEdition: false,
  run(model, _facts, outcomes) {
    const bound = aclsOfReceivers(model);
    for (const stack of model.stacks) {
      for (const block of stack.blocks(ACL_TYPE)) {
        if (bound.has(stack.managed(block.address)) || blocksOf(block.body.ingress_acl_entries).some(isForCopies)) look(stack, block, outcomes);
      }
    }
  },
};

function isForCopies(entry: any): boolean {
  const ports = udpPorts(entry.protocol, entry.port);
  return ports !== undefined && ports[0] === VXLAN_PORT && ports[1] === VXLAN_PORT;
}

function look(stack: StackModel, block: Block, outcomes: Outcomes): void {
  const { body, path } = block;
  const warn = (subject: string, problem: string, fix: string, severity = MirrorSeverity.WARNING) => outcomes.fail({ path, stack, subject }, { severity, problem, fix });
  const found = outcomes.findings.length;
  for (const direction of ['ingress_acl_entries', 'egress_acl_entries']) {
    const entries = blocksOf(body[direction]);
    if (entries.length > NETWORK_ACL.entriesPerDirection) {
      warn(direction, `the ACL has ${entries.length} ${direction}; ${NETWORK_ACL.entriesPerDirection} are allowed, and the apply fails after the ACL was made`, 'join entries of adjoining CIDRs', MirrorSeverity.ERROR);
    } else if (Array.isArray(body[direction]) && entries.length === 0) {
      warn(direction, `${direction} is an empty list, which is no change to the provider: the entries on the cloud stay`, 'write an explicit entry that accepts or drops everything');
    }
    const loud = entries.find((e) => literalText(e.protocol) !== undefined && e.protocol !== String(e.protocol).toLowerCase());
    if (loud) warn(direction, `protocol is ${loud.protocol} in ${direction}: the service answers lower case, so every plan differs`, `write protocol = "${String(loud.protocol).toLowerCase()}"`);
  }
  const inbound = blocksOf(body.ingress_acl_entries);
  const accepted = inbound.filter((e) => literalText(e.policy)?.toLowerCase() !== 'drop');
  if (accepted.length > 0 && accepted.every(isForCopies)) {
    warn('ingress_acl_entries', `the ACL admits UDP ${VXLAN_PORT} and nothing else: its entries are written as a whole, so every other inbound packet of its vSwitches is dropped, answers to what they send too`,
      'write the other entries beside it, those that the ACL has on the cloud before all');
  }
  if (body.resources !== undefined) {
    warn('resources', 'the ACL names its vSwitches in resources: taking one out unbinds nothing', `write an alicloud_vpc_network_acl_attachment for each vSwitch and leave resources out; ${NETWORK_ACL.aclsPerVswitch} ACL a vSwitch`);
  }
  if (outcomes.findings.length === found) outcomes.pass();
}

/** The ACLs on the vSwitches of interfaces that receive copies. */
function aclsOfReceivers(model: MirrorModel): Set<Identity> {
  const { acls } = NetworkModel.of(model);
  return new Set(receivingPlaces(model).flatMap(({ vswitch }) => (vswitch === undefined ? undefined : acls.ofVswitch(vswitch).acl)?.identity ?? []));
}
