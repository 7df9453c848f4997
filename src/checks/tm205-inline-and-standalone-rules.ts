import { IMirrorCheck } from './check';
import { dynamicRules } from './filter-rules';

/** The rules of a filter are either all inline or all resources of their own. */
export const TM205: IMirrorCheck = {
  id: 'TM205',
  title: 'A filter\'s rules are not both inline and stand-alone',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const filter of model.filters) {
      const inline = filter.rules.filter((r) => r.inline).length;
      const alone = filter.rules.find((r) => !r.inline);
      if ((inline > 0 || dynamicRules(filter)) && alone) {
        outcomes.fail({ path: filter.block.path, stack: filter.stack }, {
          problem: `the filter has ${inline || 'dynamic'} inline and ${filter.rules.length - inline} stand-alone rules (such as ${alone.block.path}): each apply undoes what the other one wrote`,
          fix: 'make the inline rules stand-alone too, take the filter out of the state (terraform state rm) and import it and each rule as <filter id>:<rule id>; then nothing is replaced and sessions keep running',
        });
      } else {
        outcomes.pass();
      }
    }
  },
};
