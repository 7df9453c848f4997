import { check } from './check';
import { filterRuleBlocks } from './filter-rules';
import { literalBoolean } from '../model/reference';

/** No resource sets `dry_run`, since it makes the apply fail. */
export const TM601 = check('TM601', {
  run(model, _facts, outcomes) {
    for (const { block, stack } of [...model.sessions, ...model.filters, ...filterRuleBlocks(model)]) {
      const written = block.body.dry_run;
      const requested = literalBoolean(written);
      const at = { path: block.path, stack, block };
      if (written === undefined || written === null || requested === false) outcomes.pass(at);
      else if (requested === true) outcomes.error(at, 'dryRun');
      else outcomes.undecided(at, 'onlyAtApply');
    }
  },
});
