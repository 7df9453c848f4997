import { check } from './check';
import { packetWords, ruleSubject, ruleWords } from './filter-rules';
import { idleRules } from './idle-rules';

/** A rule decides about some packet. TM212 reports rules that are hidden by rules with the opposite action. */
export const TM211 = check('TM211', {
  run(model, _facts, outcomes) {
    for (const { filter, deciding, idle } of idleRules(model)) {
      outcomes.pass(filter.at, deciding);
      for (const { rule, blockers, opposed, witness } of idle) {
        if (opposed || blockers.length === 0) continue;
        outcomes.warn(ruleSubject(rule.rule), 'hidden', {
          rule: ruleWords(rule.rule),
          accepts: rule.accept,
          why: 'BLOCKED',
          blockers: blockers.map((b) => ruleWords(b.rule)),
          packet: packetWords(witness),
        });
      }
    }
  },
});
