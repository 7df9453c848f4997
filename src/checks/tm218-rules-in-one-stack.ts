import { check } from './check';
import { isSure } from './counting';
import { filterName, filterRules } from './filter-rules';
import { RuleModel } from '../model/mirror-model';
import { sameScope } from '../model/scope';
import { StackModel } from '../model/stack-model';

/** All stand-alone rules of a filter are in one stack, since the rules of two stacks are not written one after the other. */
export const TM218 = check('TM218', {
  run(model, _facts, outcomes) {
    for (const filter of filterRules(model)) {
      const { rules, at } = filter;
      const alone = rules.filter((rule) => !rule.inline);
      if (alone.length === 0) continue;
      // An equal id in an account that is certainly another one is not the same filter.
      const [first] = alone;
      const scope = model.scopeOf(first.stack, first.block);
      const here = (rule: RuleModel) => sameScope(model.scopeOf(rule.stack, rule.block), scope) !== false;
      const [writing, perhaps] = [alone.filter(here), model.openRules.filter(here)];
      const sure = new Set<StackModel>(writing.filter(isSure).map((rule) => rule.stack));
      const all = new Set<StackModel>([...writing, ...perhaps].map((rule) => rule.stack));
      const pathsOf = (stacks: Set<StackModel>): string[] => [...stacks].map(({ path }) => path).sort();
      if (all.size === 1) outcomes.pass(at);
      else if (sure.size > 1) outcomes.warn(at, 'severalStacks', { filter: filterName(filter), stacks: pathsOf(sure) });
      else outcomes.undecided(at, 'perhapsSeveral', { filter: filterName(filter), stacks: pathsOf(all) });
    }
  },
});
