import { check } from './check';
import { byTarget, governed } from './governed';
import { aboutPart } from './outcomes';
import { PublicWays } from './public-ways';

/** No target is reachable from the internet, or has a public address. */
export const TM809 = check('TM809', {
  run(model, _facts, outcomes) {
    for (const { rule: { forbidPublicTargets }, sessions } of governed(model)) {
      if (!forbidPublicTargets) continue;
      const ways = new PublicWays(model);
      for (const session of sessions) if (session.target === undefined) outcomes.undecided(session, 'targetOnlyAtApply');
      for (const [target, own] of byTarget(sessions)) {
        const at = aboutPart(model, own[0], target);
        const { way, by, unknown } = ways.of(target, own);
        const names = { target: model.nameOf(target) };
        if (way === 'group') outcomes.error(at, 'groupOpen', { ...names, group: by! });
        else if (way === 'address') outcomes.error(at, 'address', { ...names, by });
        else if (way === 'loadBalancer') outcomes.error(at, 'loadBalancer', names);
        else if (unknown !== undefined) outcomes.undecided(at, 'notKnown', { ...names, unknown });
        else outcomes.pass(at);
      }
    }
  },
});
