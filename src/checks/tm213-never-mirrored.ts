import { check } from './check';
import { packetWords, ruleSubject, ruleWords } from './filter-rules';
import { idleRules } from './idle-rules';

/** No rule matches only traffic that the service never mirrors. */
export const TM213 = check('TM213', {
  run(model, _facts, outcomes) {
    for (const { filter, deciding, idle } of idleRules(model)) {
      outcomes.pass(filter.at, deciding);
      for (const { rule, blockers, witness } of idle) {
        if (blockers.length === 0) {
          outcomes.warn(ruleSubject(rule.rule), 'onlyDhcp', {
            rule: ruleWords(rule.rule), accepts: rule.accept, why: 'ONLY_NEVER_MIRRORED', packet: packetWords(witness),
          });
        }
      }
    }
  },
});
