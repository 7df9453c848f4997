import { check } from './check';
import { filterStatements } from './filter-statements';
import { about } from './outcomes';

/** Every statement of an intent decides about some packet. */
export const TM215 = check('TM215', {
  run(model, _facts, outcomes) {
    for (const { at, statement: { idle = [] } } of filterStatements(model)) {
      if (idle.length === 0) outcomes.pass(at);
      for (const { statement, blockers, opposed, packet } of idle) {
        if (blockers.length > 0) outcomes.warn(about(at, statement), 'hidden', { statement, why: 'BLOCKED', blockers, opposed, packet });
        else outcomes.warn(about(at, statement), 'empty', { statement, why: 'EMPTY_BY_ITSELF', packet });
      }
    }
  },
});
