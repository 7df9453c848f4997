import { check } from './check';
import { commonKeys, sourceKinds } from './counting';
import { about } from './outcomes';
import { TargetKind, targetKind } from './target';
import { isLiteral, isManaged, named } from '../model/reference';
import { label } from '../texts/names';

/** No interface is source and target at once. */
export const TM302 = check('TM302', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      const sources = sourceKinds(group);
      for (const [target, sessions] of group.byTarget) {
        const at = about(sessions[0], named(target));
        const mirrored = group.bySource.get(target);
        if (mirrored) {
          outcomes.error(at, 'sourceAndTarget', {
            target: model.nameOf(target), sessions: sessions.map((s) => label(s.path)), mirroredBy: mirrored.map((s) => label(s.path)),
          });
          continue;
        }
        // A load balancer is no interface, so it is nobody's source.
        if (targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER) {
          outcomes.pass();
          continue;
        }
        const decided = isLiteral(target) ? !sources.managed && !sources.opaque
          : isManaged(target) ? !sources.literal && !sources.opaque : group.bySource.size === 0;
        if (decided) outcomes.pass();
        else outcomes.undecided(at, 'mixedNames');
      }
    }
    for (const [a, b] of model.possiblySame()) {
      for (const [from, to] of [[a, b], [b, a]] as const) {
        for (const target of commonKeys<unknown>(from.byTarget, to.bySource)) {
          outcomes.undecided(about(from.byTarget.get(target)![0], named(target)), 'sameAccountUndecided', { stack: to.scope.stackPath });
        }
      }
    }
  },
});
