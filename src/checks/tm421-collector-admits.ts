import { Arrival } from './arrival/arrival';
import { check } from './check';
import { isSure } from './counting';
import { sendingTargets } from './target';
import { Identity } from '../model/reference';

/** A collector that receives copies has rules that admit them, or other rules are verified to admit them. */
export const TM421 = check('TM421', {
  run(model, _facts, outcomes) {
    const sending = new Set<Identity>(sendingTargets(model).filter(({ sessions }) => sessions.some(isSure)).map(({ target }) => target));
    for (const stack of model.stacks) {
      for (const { path, target, admits } of stack.document.statements?.collectors ?? []) {
        const identity = stack.identity(target);
        if (!sending.has(identity)) continue;
        const at = { path, stack };
        if (admits || Arrival.of(model).isVerified(identity)) outcomes.pass(at);
        else outcomes.warn(at, 'nothingAllowed', { target: model.nameOf(identity) });
      }
    }
  },
});
