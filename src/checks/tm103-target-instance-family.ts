import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { InstanceTypes, typeFailure } from './instance-type';
import { targetInstanceType, TargetKind, targetKind } from './target';
import { named } from '../model/reference';

/** The instance of an ENI target is of a listed family. */
export const TM103: IMirrorCheck = {
  id: 'TM103',
  title: 'An ENI target\'s instance family is in the list',
  byEdition: true,
  run(model, facts, outcomes) {
    const types = new InstanceTypes(facts);
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        if (targetKind(model, target, sessions) !== TargetKind.INTERFACE) continue;
        const at = { path: sessions[0].path, stack: sessions[0].stack, subject: named(target) };
        const type = targetInstanceType(model, target, sessions);
        if (type === undefined) {
          outcomes.unknown(at, 'the target\'s instance type is not stated',
            'state instanceType with MirrorTarget.networkInterface(id, { instanceType }), or refer to the instance; nothing that runs is changed');
          continue;
        }
        const verdict = types.verdict(type);
        if (verdict.problem === undefined) {outcomes.pass();} else {
          outcomes.fail(at, typeFailure(verdict, `target ${named(target)}`,
            'put the sensor on a listed family, or acknowledge when it is known to receive; a new target is set in place', MirrorSeverity.WARNING));
        }
      }
    }
  },
};
