import { check } from './check';
import { ruleName, ruleSubject } from './filter-rules';
import { idleRules } from './idle-rules';
import { packetText } from '../net/packet';

/** A rule decides about some packet. If a rule that does the opposite hides it, that is TM212's. */
export const TM211 = check('TM211', {
  run(model, _facts, outcomes) {
    for (const { filter, rules, idle } of idleRules(model)) {
      outcomes.pass(filter.at, rules.length - idle.length);
      for (const { rule, blockers, opposed, witness } of idle) {
        if (opposed || blockers.length === 0) continue;
        outcomes.warn(ruleSubject(rule.rule), 'hidden', { rule: ruleName(rule.rule), blockers: blockers.map((b) => ruleName(b.rule)), packet: packetText(witness) });
      }
    }
  },
});
