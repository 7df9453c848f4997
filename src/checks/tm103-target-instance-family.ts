import { check } from './check';
import { InstanceTypes } from './instance-type';
import { atTarget, targetInstanceType, TargetKind, targetKind, wrongKind } from './target';

/** The instance family of each ENI target is listed. */
export const TM103 = check('TM103', {
  byEdition: true,
  run(model, facts, outcomes) {
    const types = new InstanceTypes(facts);
    for (const group of model.groups) {
      for (const [identity, sessions] of group.byTarget) {
        // TM401 reports an id of another kind.
        if (targetKind(model, identity, sessions) !== TargetKind.INTERFACE || wrongKind(identity) !== undefined) continue;
        const at = atTarget(model, sessions, identity);
        const target = model.nameOf(identity);
        const type = targetInstanceType(model, identity, sessions);
        if (type === undefined) {
          outcomes.undecided(at, 'notSpecified', { target });
          continue;
        }
        const verdict = types.verdict(type);
        if (verdict.standing === 'ok') {
          outcomes.pass(at);
        } else if (verdict.standing === 'malformed') {
          outcomes.error(at, 'malformed', { target, type });
        } else if (verdict.standing === 'undocumented') {
          outcomes.warn(at, 'undocumented', { target, type, family: verdict.family, edition: facts.edition });
        } else {
          outcomes.warn(at, 'notListed', { target, type, family: verdict.family, edition: facts.edition });
        }
      }
    }
  },
});
