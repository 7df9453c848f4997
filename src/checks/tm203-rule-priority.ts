import { check } from './check';
import { copiesOf, DIRECTIONS, filterRules, ruleSubject } from './filter-rules';
import { FreeNumbers } from './free-numbers';
import { Outcomes } from './outcomes';
import { RULE_PRIORITY, within } from '../catalog/limits';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { RuleModel } from '../model/mirror-model';
import { literalNumber } from '../model/reference';
import { label } from '../texts/names';

/** The priority of a rule is within bounds and unique in its direction. TM202 reports a direction with too many rules. */
export const TM203 = check('TM203', {
  run(model, facts, outcomes) {
    const perDirection = facts.catalog.quota(MirrorQuotaName.RULES_PER_DIRECTION).limit!;
    for (const { rules, openEnded, perhapsMore } of filterRules(model)) {
      for (const direction of DIRECTIONS) {
        const own = rules.filter((r) => r.direction === direction);
        let count = 0;
        for (const rule of own) count += copiesOf(rule) ?? 1;
        if (count <= perDirection) checkDirection(own, openEnded || perhapsMore.includes(direction), outcomes);
      }
    }
  },
});

/** @param openEnded there may be other rules with any priority, which TM202 reports */
function checkDirection(rules: readonly RuleModel[], openEnded: boolean, outcomes: Outcomes<'TM203'>): void {
  const first = new Map<number, RuleModel>();
  let numbers: FreeNumbers | undefined;
  const freeNear = (priority: number): number | undefined => {
    if (!numbers) {
      numbers = new FreeNumbers(RULE_PRIORITY);
      for (const rule of rules) numbers.take(literalNumber(rule.priority));
    }
    return numbers.near(priority);
  };
  for (const rule of rules) {
    const priority = literalNumber(rule.priority);
    const copies = copiesOf(rule);
    const at = ruleSubject(rule);
    const { direction } = rule;
    if (priority === undefined) {
      if (rule.priority === undefined || rule.priority === null) outcomes.error(at, 'missing', { direction, ...RULE_PRIORITY });
      else outcomes.undecided(at, 'onlyAtApply');
    } else if (!within(RULE_PRIORITY, priority)) {
      outcomes.error(at, 'outside', { direction, priority, ...RULE_PRIORITY, free: freeNear(priority) });
    } else if (copies === undefined) {
      outcomes.undecided(at, 'perhapsCopies', { priority });
    } else if (first.has(priority)) {
      const { inline, block } = first.get(priority)!;
      outcomes.error(at, 'taken', { direction, priority, other: label(block.path), inline, free: freeNear(priority) });
    } else if (copies > 1) {
      outcomes.error(at, 'copies', { direction, priority, copies, free: freeNear(priority) });
    } else {
      first.set(priority, rule);
      if (!openEnded) outcomes.pass(at);
    }
  }
}
