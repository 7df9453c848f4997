import { check } from './check';
import { filterRuleBlocks } from './filter-rules';
import { literalBoolean } from '../model/reference';
import { sessionForms } from '../model/session-forms';
import { Block, StackModel } from '../model/stack-model';

/** No resource sets `dry_run`, since it makes the apply fail. */
export const TM601 = check('TM601', {
  run(model, _facts, outcomes) {
    const runs = ({ body: { dry_run: written } }: Block): boolean =>
      written === undefined || literalBoolean(written) === false;
    const look = ({ block, stack }: { readonly block: Block; readonly stack: StackModel }): void => {
      const at = { path: block.path, stack, block };
      if (runs(block)) outcomes.pass(at);
      else if (literalBoolean(block.body.dry_run) === true) outcomes.error(at, 'dryRun');
      else outcomes.undecided(at, 'onlyAtApply');
    };
    for (const form of sessionForms(model)) {
      if (runs(form.first.block)) outcomes.passForm(form);
      else form.sessions.forEach(look);
    }
    for (const part of [...model.filters, ...filterRuleBlocks(model)]) look(part);
  },
});
