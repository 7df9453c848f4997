import { check } from './check';
import { mixedDirections } from './filter-rules';
import { label } from '../texts/names';

/** The rules of a filter in one direction are either all inline or all resources of their own. */
export const TM205 = check('TM205', {
  run(model, _facts, outcomes) {
    for (const filter of model.filters) {
      const { block, stack } = filter;
      const [direction] = mixedDirections(filter);
      if (direction === undefined) {
        outcomes.pass();
        continue;
      }
      const rules = filter.rules.filter((r) => r.direction === direction);
      const alone = rules.filter((r) => !r.inline);
      outcomes.error({ path: block.path, stack, block }, 'both', {
        direction, inline: rules.length - alone.length || undefined, alone: alone.length, example: label(alone[0].block.path),
      });
    }
  },
});
