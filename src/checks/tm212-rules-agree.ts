import { check } from './check';
import { packetWords, ruleSubject, ruleWords } from './filter-rules';
import { idleRules } from './idle-rules';

/** No rule is hidden by rules with the opposite action. */
export const TM212 = check('TM212', {
  run(model, _facts, outcomes) {
    for (const { filter, deciding, idle } of idleRules(model)) {
      outcomes.pass(filter.at, deciding);
      for (const { rule, blockers, opposed, witness } of idle) {
        if (!opposed) continue;
        outcomes.warn(ruleSubject(rule.rule), 'contradicted', {
          rule: ruleWords(rule.rule), accepts: rule.accept === true, why: 'BLOCKED', blockers: blockers.map((b) => ruleWords(b.rule)),
          opposed: blockers.filter((b) => b.accept !== rule.accept).map((b) => ruleWords(b.rule)), packet: packetWords(witness),
        });
      }
    }
  },
});
