import { check } from './check';
import { isSure } from './counting';
import { dynamicRules } from './filter-rules';
import { label } from '../texts/names';

/** The rules of a filter are either all inline or all resources of their own. */
export const TM205 = check('TM205', {
  run(model, _facts, outcomes) {
    for (const filter of model.filters) {
      const { block, stack, rules } = filter;
      const inline = rules.filter((r) => r.inline).length;
      const alone = rules.find((r) => !r.inline && isSure(r)) ?? rules.find((r) => !r.inline);
      if ((inline > 0 || dynamicRules(filter)) && alone && !(isSure(alone) && inline > 0)) {
        outcomes.undecided({ path: block.path, stack, block }, 'perhapsBoth', { example: label(alone.block.path) });
      } else if ((inline > 0 || dynamicRules(filter)) && alone) {
        outcomes.error({ path: block.path, stack, block }, 'both', { inline: inline || undefined, alone: rules.length - inline, example: label(alone.block.path) });
      } else {
        outcomes.pass();
      }
    }
  },
});
