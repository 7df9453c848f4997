import { check } from './check';
import { ruleName, ruleSubject } from './filter-rules';
import { idleRules } from './idle-rules';
import { packetText } from '../net/packet';

/** No rule is hidden by rules that do the opposite. */
export const TM212 = check('TM212', {
  run(model, _facts, outcomes) {
    for (const { filter, rules, idle } of idleRules(model)) {
      outcomes.pass(filter.at, rules.length - idle.length);
      for (const { rule, blockers, opposed, witness } of idle) {
        if (!opposed) continue;
        outcomes.warn(ruleSubject(rule.rule), 'contradicted', {
          rule: ruleName(rule.rule), accepts: rule.accept === true, blockers: blockers.map((b) => ruleName(b.rule)),
          opposed: blockers.filter((b) => b.accept !== rule.accept).map((b) => ruleName(b.rule)), packet: packetText(witness),
        });
      }
    }
  },
});
