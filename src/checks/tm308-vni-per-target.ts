import { check } from './check';
import { isSure, kindsOf } from './counting';
import { Outcomes } from './outcomes';
import { PerhapsSame } from './perhaps-same';
import { VNI, within } from '../catalog/limits';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity, surelyDiffer } from '../model/reference';
import { gather } from '../net/gather';
import { label } from '../texts/names';

/** The sessions of one target have different VNIs. A session without a VNI gets a random one. */
export const TM308 = check('TM308', {
  run(model, _facts, outcomes) {
    const uses = vniUses(model);
    for (const group of model.groups) {
      const perhapsTaken = underOtherNames(model, group, uses);
      for (const [target, sessions] of group.byTarget) {
        if (sessions.length === 1 && !sessions[0].block.repeated && !perhapsTaken) outcomes.pass(sessions[0]);
        else checkTarget(model, target, sessions, perhapsTaken, outcomes);
      }
    }
  },
});

/** Whether a VNI is used at a target that may be the same one under another name, or in an account that may be the same. */
type PerhapsTaken = (target: Identity, vni: number) => boolean;

/** Undefined if no two names of targets may mean the same target. */
function underOtherNames(model: MirrorModel, group: ScopeGroup, uses: VniUses): PerhapsTaken | undefined {
  const perhapsSame = PerhapsSame.of(model);
  if (!perhapsSame.hasOthers(group)) {
    const kinds = kindsOf(group.byTarget.keys());
    if (!kinds.opaque && !(kinds.literal && kinds.managed)) return undefined;
  }
  return (target, vni) => uses().get(vni)!.some((other) => {
    if (other.group === group) return other.target !== target && !surelyDiffer(other.target, target);
    return perhapsSame.mayBe(group, other.group) && !surelyDiffer(other.target, target);
  });
}

/** The targets at which each VNI is used. Made at the first call. */
type VniUses = () => ReadonlyMap<number | undefined, readonly { readonly target: Identity; readonly group: ScopeGroup }[]>;

function vniUses(model: MirrorModel): VniUses {
  let found: Map<number | undefined, { target: Identity; group: ScopeGroup }[]> | undefined;
  return () => {
    if (found) return found;
    found = new Map();
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        for (const vni of new Set(sessions.map((s) => s.virtualNetworkId))) gather(found, vni, { target, group });
      }
    }
    return found;
  };
}

function checkTarget(
  model: MirrorModel, target: Identity, sessions: readonly SessionModel[], perhapsTaken: PerhapsTaken | undefined,
  outcomes: Outcomes<'TM308'>,
): void {
  const first = new Map<number, SessionModel>();
  for (const session of sessions) {
    const { virtualNetworkId: vni, block } = session;
    const { copies } = block;
    if (block.body.virtual_network_id === undefined) {
      outcomes.pass(session);
    } else if (vni === undefined) {
      outcomes.undecided(session, 'onlyAtApply');
    } else if (!within(VNI, vni)) {
      // TM602 reports such a VNI.
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
      else if (!perhapsTaken?.(target, vni)) outcomes.pass(session);
    }
  }
}
