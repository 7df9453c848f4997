import { IMirrorCheck } from './check';
import { dynamicRules } from './filter-rules';
import { MirrorSeverity } from './finding';
import { counted } from './wording';

/** Rules are resources of their own: a change of an inline rule replaces the filter. */
export const TM206: IMirrorCheck = {
  id: 'TM206',
  title: 'Rules are resources of their own',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const filter of model.filters) {
      const { rules, block, stack } = filter;
      const inline = rules.filter((r) => r.inline).length;
      // Where both kinds are there, TM205 says so.
      if (inline === 0 && !dynamicRules(filter) || inline < rules.length) {
        outcomes.pass();
        continue;
      }
      outcomes.fail({ path: block.path, stack }, {
        severity: MirrorSeverity.WARNING,
        problem: `the filter has ${inline > 0 ? counted(inline, 'inline rule') : 'inline rules from a dynamic block'}: a change of one replaces the filter, which fails while a session uses it`,
        fix: 'make them stand-alone rules, take the filter out of the state (terraform state rm) and import it and each rule as <filter id>:<rule id>; the plan is empty then and sessions keep running',
      });
    }
  },
};
