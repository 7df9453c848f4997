import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Outcomes } from './outcomes';
import { VNI, within } from '../catalog/limits';
import { SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';

/** The sessions of one target have VNIs of their own. A session without a VNI gets a random one. */
export const TM308: IMirrorCheck = {
  id: 'TM308',
  title: 'The sessions of a target have different VNIs',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        if (sessions.length === 1 && !sessions[0].block.repeated) outcomes.pass();
        else checkTarget(target, sessions, outcomes);
      }
    }
  },
};

function checkTarget(target: Identity, sessions: readonly SessionModel[], outcomes: Outcomes): void {
  const first = new Map<number, SessionModel>();
  let passed = 0;
  for (const session of sessions) {
    const { virtualNetworkId: vni, block } = session;
    const written = block.body.virtual_network_id;
    if (written === undefined || written === null) {
      passed++;
    } else if (vni === undefined) {
      outcomes.unknown(session, 'virtual_network_id is known to Terraform alone, and its target serves other sessions', 'write it as a number');
    } else if (!within(VNI, vni)) {
      // TM602 refuses such a VNI.
      continue;
    } else if (first.has(vni) || (block.copies ?? 1) > 1) {
      outcomes.fail(session, {
        severity: MirrorSeverity.WARNING,
        problem: first.has(vni)
          ? `VNI ${vni} is that of ${first.get(vni)!.path} too, and target ${named(target)} cannot tell the two apart`
          : `the ${block.copies} copies of the session send VNI ${vni} to target ${named(target)}, which cannot tell them apart`,
        fix: 'give the session a VNI of its own, which is set in place, or acknowledge where the sensor need not tell them apart',
      });
    } else {
      first.set(vni, session);
      if (block.copies === undefined) outcomes.unknown(session, `count or for_each gives every copy VNI ${vni}`, 'make the VNI depend on count.index or each.value');
      else passed++;
    }
  }
  outcomes.pass(passed);
}
