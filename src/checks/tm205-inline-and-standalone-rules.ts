import { check } from './check';
import { isSure } from './counting';
import { hasInlineRules, mixedDirections } from './filter-rules';
import { label } from '../texts/names';

/** The rules of a filter in one direction are either all inline or all separate resources. */
export const TM205 = check('TM205', {
  run(model, _facts, outcomes) {
    for (const filter of model.filters) {
      const { block, stack } = filter;
      const at = { path: block.path, stack, block };
      const [direction] = mixedDirections(filter);
      // A stand-alone rule whose filter is known only at apply may belong to this filter.
      const perhaps = model.openRules.find((rule) => hasInlineRules(filter, rule.direction));
      if (direction === undefined) {
        if (perhaps) outcomes.undecided(at, 'perhapsBoth', { example: label(perhaps.block.path) });
        else outcomes.pass(at);
        continue;
      }
      const rules = filter.rules.filter((r) => r.direction === direction);
      const alone = rules.filter((r) => !r.inline);
      const inline = rules.length - alone.length;
      const sure = alone.find(isSure);
      if (sure && inline > 0) outcomes.error(at, 'both', { direction, inline, alone: alone.length, example: label(sure.block.path) });
      else outcomes.undecided(at, 'perhapsBoth', { example: label((sure ?? alone[0]).block.path) });
    }
  },
});
