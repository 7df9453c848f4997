import { IMirrorCheck } from './check';
import { filterRuleBlocks } from './filter-rules';
import { literalBoolean } from '../model/reference';

/** Nothing asks for a dry run: the apply fails by it. */
export const TM601: IMirrorCheck = {
  id: 'TM601',
  title: 'Nothing asks for a dry run',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const { block, stack } of [...model.sessions, ...model.filters, ...filterRuleBlocks(model)]) {
      const written = block.body.dry_run;
      const asked = literalBoolean(written);
      const at = { path: block.path, stack };
      if (written === undefined || written === null || asked === false) {
        outcomes.pass();
      } else if (asked === true) {
        outcomes.fail(at, {
          problem: 'dry_run = true: the service answers DryRunOperation, which the provider takes for a failed apply',
          fix: 'leave dry_run out; terraform plan is the dry run, and running sessions are not touched by it',
        });
      } else {
        outcomes.unknown(at, 'dry_run is known to Terraform alone', 'leave it out');
      }
    }
  },
};
