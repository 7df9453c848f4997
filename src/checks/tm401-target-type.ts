import { Arrival } from './arrival/arrival';
import { check } from './check';
import { about } from './outcomes';
import { isEndpoint, misfits, shownType, wrongKind } from './target';
import { TARGET_TYPES } from '../catalog/limits';
import { named } from '../model/reference';
import { label } from '../texts/names';

const [, SLB] = TARGET_TYPES;

/** The target type matches the target's id, since the service looks for a target only in the list of its type. */
export const TM401 = check('TM401', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      for (const [target, sessions] of group.byTarget) {
        const kind = isEndpoint(model, target, sessions) ? undefined : wrongKind(target);
        if (kind === 'none') outcomes.error(about(sessions[0], named(target)), 'noId', { target: model.nameOf(target) });
        else if (kind !== undefined) outcomes.error(about(sessions[0], named(target)), 'otherKind', { target: model.nameOf(target), kind });
        if (kind !== undefined) continue;
        const wrong = misfits(model, target, sessions);
        if (wrong.length === 0 || isEndpoint(model, target, sessions)) continue;
        const fits = shownType(model, target)!;
        outcomes.error(about(wrong[0], named(target)), 'otherType', {
          target: model.nameOf(target), balanced: fits === SLB, fits, written: wrong[0].targetType!,
          sessions: wrong.map((s) => label(s.path)),
        });
      }
    }
    Arrival.of(model).report('TM401', outcomes);
  },
});
