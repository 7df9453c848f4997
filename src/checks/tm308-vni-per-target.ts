import { check } from './check';
import { isSure } from './counting';
import { Outcomes } from './outcomes';
import { VNI, within } from '../catalog/limits';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { label } from '../texts/names';

/** The sessions of one target have different VNIs. A session without a VNI gets a random one. */
export const TM308 = check('TM308', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        if (sessions.length === 1 && !sessions[0].block.repeated) outcomes.pass(sessions[0]);
        else checkTarget(model, target, sessions, outcomes);
      }
    }
  },
});

function checkTarget(model: MirrorModel, target: Identity, sessions: readonly SessionModel[], outcomes: Outcomes<'TM308'>): void {
  const first = new Map<number, SessionModel>();
  for (const session of sessions) {
    const { virtualNetworkId: vni, block } = session;
    const { copies } = block;
    const written = block.body.virtual_network_id;
    if (written === undefined || written === null) {
      outcomes.pass(session);
    } else if (vni === undefined) {
      outcomes.undecided(session, 'onlyAtApply');
    } else if (!within(VNI, vni)) {
      // TM602 reports such a VNI.
      continue;
    } else if (first.has(vni) && !(isSure(session) && isSure(first.get(vni)!))) {
      outcomes.undecided(session, 'perhapsTaken', { vni, other: label(first.get(vni)!.path) });
      if (isSure(session)) first.set(vni, session);
    } else if (first.has(vni)) {
      outcomes.warn(session, 'taken', { vni, other: label(first.get(vni)!.path), target: model.nameOf(target) });
    } else if (copies !== undefined && copies > 1) {
      outcomes.warn(session, 'sharedByCopies', { vni, copies, target: model.nameOf(target) });
    } else {
      first.set(vni, session);
      if (copies === undefined) outcomes.undecided(session, 'copiesOnlyAtApply', { vni });
      else outcomes.pass(session);
    }
  }
}
