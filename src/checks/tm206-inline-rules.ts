import { check } from './check';
import { DIRECTIONS, dynamicRules, mixedDirections } from './filter-rules';

/** Rules are separate resources, since a change of an inline rule replaces the filter. */
export const TM206 = check('TM206', {
  run(model, _facts, outcomes) {
    for (const filter of model.filters) {
      const { rules, block, stack } = filter;
      const inline = rules.filter((r) => r.inline).length;
      const isDynamic = DIRECTIONS.some((direction) => dynamicRules(filter, direction));
      // TM205 reports a filter that has both kinds in one direction.
      if (inline === 0 && !isDynamic || mixedDirections(filter).length > 0) outcomes.pass(block);
      else outcomes.warn({ path: block.path, stack, block }, 'inline', { rules: inline || undefined });
    }
  },
});
