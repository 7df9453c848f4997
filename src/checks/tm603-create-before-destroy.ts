import { check } from './check';
import { literalBoolean } from '../model/reference';

/** A session is not replaced by one that is made while it still holds its sources and its priority. */
export const TM603 = check('TM603', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const lifecycle = [session.block.body.lifecycle].flat()[0];
      if (literalBoolean(lifecycle?.create_before_destroy) === true) outcomes.error(session, 'createFirst');
      else outcomes.pass(session);
    }
  },
});
