import { check } from './check';
import { isSure, sourceKinds } from './counting';
import { PerhapsSame } from './perhaps-same';
import { atTarget, TargetKind, targetKind } from './target';
import { isLiteral, isManaged } from '../model/reference';
import { label } from '../texts/names';

/** No interface is both source and target. */
export const TM302 = check('TM302', {
  run(model, _facts, outcomes) {
    const perhapsSame = PerhapsSame.of(model);
    for (const group of model.groups) {
      const sources = sourceKinds(group);
      // A list that is known only at apply may contain the target. TM501 reports it.
      const unlisted = perhapsSame.together(group).some(({ sessions }) => sessions.some((s) => !s.sources));
      for (const [target, sessions] of group.byTarget) {
        const mirrored = group.bySource.get(target);
        const at = atTarget(model, [...sessions, ...mirrored ?? []], target);
        if (mirrored && !(sessions.some(isSure) && mirrored.some(isSure))) {
          outcomes.undecided(at, 'copiesOnlyAtApply', {
            sessions: [...sessions, ...mirrored].filter((s) => !isSure(s)).map((s) => label(s.path)),
          });
          continue;
        }
        if (mirrored) {
          outcomes.error(at, 'sourceAndTarget', {
            target: model.nameOf(target), sessions: sessions.map((s) => label(s.path)), mirroredBy: mirrored.map((s) => label(s.path)),
          });
          continue;
        }
        // A load balancer is not an interface, so it cannot be a source.
        if (targetKind(model, target, sessions) === TargetKind.LOAD_BALANCER) {
          outcomes.pass(at);
          continue;
        }
        const decided = isLiteral(target) ? !sources.managed && !sources.opaque
          : isManaged(target) ? !sources.literal && !sources.opaque : group.bySource.size === 0;
        // TM110 reports a target that is a source in another account that may be the same.
        if (decided && (unlisted || perhapsSame.stacksOf(group, 'bySource', target).size > 0)) continue;
        if (decided) outcomes.pass(at);
        else outcomes.undecided(at, 'mixedNames');
      }
    }
  },
});
