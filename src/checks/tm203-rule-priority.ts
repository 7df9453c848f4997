import { IMirrorCheck } from './check';
import { copiesOf, DIRECTIONS, filterRules, ruleSubject } from './filter-rules';
import { FreeNumbers } from './free-numbers';
import { Outcomes } from './outcomes';
import { RULE_PRIORITY, within } from '../catalog/limits';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { RuleModel } from '../model/mirror-model';
import { literalNumber } from '../model/reference';
import { shown } from '../net/refusal';

/** The priority of a rule is within bounds and unique in its direction. A direction with too many rules is TM202's. */
export const TM203: IMirrorCheck = {
  id: 'TM203',
  title: 'A rule\'s priority is unique in its direction',
  byEdition: false,
  run(model, facts, outcomes) {
    const perDirection = facts.catalog.quota(MirrorQuotaName.RULES_PER_DIRECTION).limit!;
    for (const { rules } of filterRules(model)) {
      for (const direction of DIRECTIONS) {
        const own = rules.filter((r) => r.direction === direction);
        let count = 0;
        for (const rule of own) count += copiesOf(rule) ?? 1;
        if (count <= perDirection) checkDirection(own, outcomes);
      }
    }
  },
};

function checkDirection(rules: readonly RuleModel[], outcomes: Outcomes): void {
  const first = new Map<number, RuleModel>();
  const free = new FreeNumbers(RULE_PRIORITY);
  for (const rule of rules) free.take(literalNumber(rule.priority));
  for (const rule of rules) {
    const priority = literalNumber(rule.priority);
    const copies = copiesOf(rule);
    if (priority === undefined) {
      if (rule.priority === undefined || rule.priority === null) {
        outcomes.fail(ruleSubject(rule), { problem: `the ${rule.direction} rule has no priority`, fix: `write a priority of ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}` });
      } else {
        outcomes.unknown(ruleSubject(rule), 'the rule\'s priority is known to Terraform alone', 'write it as a number');
      }
    } else if (!within(RULE_PRIORITY, priority)) {
      outcomes.fail(ruleSubject(rule), {
        problem: `the ${rule.direction} rule has priority ${priority}, outside ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max}`,
        fix: `${takeFree(free, priority)}; a stand-alone rule is updated in place, and sessions keep running`,
      });
    } else if (copies === undefined) {
      outcomes.unknown(ruleSubject(rule), `count or for_each gives every copy priority ${priority}`, 'write the rules one by one, each with its own priority');
    } else if (first.has(priority) || copies > 1) {
      const other = first.get(priority);
      outcomes.fail(ruleSubject(rule), {
        problem: other
          ? `priority ${priority} is taken twice among the filter's ${rule.direction} rules, first by ${other.inline ? 'an inline rule of ' : ''}${other.block.path}`
          : `${copies} copies of the ${rule.direction} rule share priority ${shown(priority)}`,
        fix: `${takeFree(free, priority)}; a stand-alone rule is updated in place, and sessions keep running`,
      });
    } else {
      first.set(priority, rule);
      outcomes.pass();
    }
  }
}

function takeFree(free: FreeNumbers, near: number): string {
  const number = free.near(near);
  return number === undefined ? 'no priority of this direction is free: remove a rule' : `take ${number}, which is free`;
}
