import { check } from './check';
import { literalBoolean } from '../model/reference';

/** A session has no create_before_destroy. The new session would be created while the old one still has its sources and priority. */
export const TM603 = check('TM603', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const lifecycle = [session.block.body.lifecycle].flat()[0];
      if (lifecycle === undefined && session.stack.document.withoutLifecycle) continue;
      if (literalBoolean(lifecycle?.create_before_destroy) === true) outcomes.error(session, 'createFirst');
      else outcomes.pass(session);
    }
  },
});
