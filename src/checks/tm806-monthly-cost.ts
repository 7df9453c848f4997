import { check } from './check';
import { leastMonthlyCost, mayCostMore } from './cost';
import { governed } from './governed';

/** The monthly cost of the sessions of a scope is within the budget. */
export const TM806 = check('TM806', {
  byEdition: true,
  run(model, { edition }, outcomes) {
    for (const { rule: { scope, monthlyCost: budget, gigabytesPerMonth = 0 }, sessions } of governed(model)) {
      if (budget === undefined || sessions.length === 0) continue;
      const { stack } = sessions[0];
      const at = { path: scope || stack.path, stack, subject: 'monthly cost' };
      const { total, totalText, currency } = leastMonthlyCost(sessions, edition, gigabytesPerMonth);
      if (total > budget) outcomes.error(at, 'over', { cost: totalText, currency, budget, sessions: sessions.length });
      else if (mayCostMore(sessions)) outcomes.undecided(at, 'onlyAtApply', { cost: totalText, currency, budget });
      else outcomes.pass(at);
    }
  },
});
