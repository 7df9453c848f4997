import { IMirrorCheck } from './check';
import { literalBoolean } from '../model/reference';

/** A session is not replaced by one that is made while it still holds its sources and its priority. */
export const TM603: IMirrorCheck = {
  id: 'TM603',
  title: 'A session is not created before it is destroyed',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const lifecycle = [session.block.body.lifecycle].flat()[0];
      if (literalBoolean(lifecycle?.create_before_destroy) !== true) {
        outcomes.pass();
        continue;
      }
      outcomes.fail(session, {
        problem: 'lifecycle.create_before_destroy: a replacement is made while the old session still holds the priority and the sources, and is refused',
        fix: 'leave create_before_destroy out; a replaced session is dark for a while either way, and one that is not replaced keeps running',
      });
    }
  },
};
