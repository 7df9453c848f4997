import { IMirrorCheck } from './check';
import { filterRules } from './filter-rules';
import { handedTo } from '../model/network/modules';
import { isLiteral, isManaged, named } from '../model/reference';
import { sameScope, Scope } from '../model/scope';

/** A filter without rules copies nothing. */
export const TM201: IMirrorCheck = {
  id: 'TM201',
  title: 'A filter has rules',
  byEdition: false,
  run(model, _facts, outcomes) {
    const withRules = new Set<string>();
    // Rules that may belong to any filter of their account and region.
    const unbound = new Map<string, Scope>();
    for (const { rule, filter } of model.strayRules) {
      if (filter !== undefined && (isManaged(filter) || isLiteral(filter))) continue;
      const scope = model.scopeOf(rule.stack, rule.block);
      unbound.set(scope.key, scope);
    }
    for (const { identity, filter, rules, openEnded, scope, at } of filterRules(model)) {
      if (rules.length > 0) {
        withRules.add(identity);
        outcomes.pass();
      } else if (!filter) {
        continue;
      } else if (openEnded) {
        outcomes.unknown(at, 'its rules are made by a dynamic block, count or for_each', 'write the rules one by one');
      } else if (handedTo(model, identity) !== undefined) {
        outcomes.unknown(at, `module ${handedTo(model, identity)} is handed the filter, and whether it writes rules of it is not known`, 'accept this check where the module writes them');
      } else if ([...unbound.values()].some((s) => sameScope(s, scope) !== false)) {
        outcomes.unknown(at, 'rules of the app name their filter by an expression, and may be this one\'s', 'refer to the filter resource in traffic_mirror_filter_id of the rule');
      } else {
        outcomes.fail(at, {
          problem: 'the filter has no rule, and a filter without rules copies nothing',
          fix: 'add a rule that accepts what is to be mirrored; a stand-alone rule is added in place, and sessions that use the filter keep running',
        });
      }
    }
    for (const group of model.groups) {
      for (const [filter, sessions] of group.byFilter) {
        if (isManaged(filter) || withRules.has(filter)) continue;
        const reason = isLiteral(filter) ? `the rules of filter ${filter} are not in this app` : `which filter ${named(filter)} is, Terraform alone knows`;
        let stack;
        // Once a stack: the sessions of one filter all miss the same thing.
        for (const session of sessions) {
          if (session.stack === stack) continue;
          stack = session.stack;
          outcomes.unknown(session, reason, isLiteral(filter) ? 'import the filter and its rules into the app, or look at them in the console' : 'refer to the filter resource itself');
        }
      }
    }
  },
};
