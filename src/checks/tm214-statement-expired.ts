import { check } from './check';
import { filterStatements } from './filter-statements';
import { about } from './outcomes';

/** No statement of an intent is in force after its last day. */
export const TM214 = check('TM214', {
  run(model, _facts, outcomes) {
    for (const { at, statement } of filterStatements(model)) {
      if (!statement.expired?.length) outcomes.pass(at);
      for (const expired of statement.expired ?? []) outcomes.warn(about(at, expired.statement), 'expired', expired);
    }
  },
});
