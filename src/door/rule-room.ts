import { afterKinds, memoriesOf } from './filter-writes';
import type { PlannedRow } from './planned-row';
import { destroys, destructionOf, WriteEvent, writeOf } from './plan-order';
import { makesFirst } from './planned-states';
import { RuleHolder, RuleReader, RuleTaker } from './rule-priorities';
import { OrderRisk, RiskKind } from '../effects/effects';
import { gather } from '../net/gather';

/**
 * Filters whose rules fit before and after the apply, and that may have too many rules meanwhile: some are deleted and others created,
 * and nothing orders the writes.
 *
 * @param limitOf the quota of rules of a filter in a region
 */
export function ruleRooms({ takers, holders, names, values }: RuleReader, limitOf: (region?: string) => number): OrderRisk[] {
  const created = new Map<string, RuleTaker[]>();
  for (const taker of takers) {
    if (taker.filter !== undefined && taker.row.actions.includes('create')) gather(created, taker.filter, taker);
  }
  return [...created].flatMap(([filter, makers]) => {
    const before = (['inbound', 'outbound'] as const).flatMap((direction) => holders.of({ direction, filter }));
    // A new filter has no old rules.
    if (before.length === 0) return [];
    const [{ plan, row }] = makers;
    const limit = limitOf(values.get(plan)!.scope(row)?.region);
    const gone = before.filter((one) => one.freed !== undefined && destroys(one.row)).length;
    if (before.length + makers.length <= limit || before.length - gone + makers.length > limit) return [];
    return most(before, makers) > limit ? [{ kind: RiskKind.RULES, what: names.get(filter) ?? filter }] : [];
  });
}

/** The most rules that a filter has after the creation of one of them, in any order of the writes. */
function most(before: readonly RuleHolder[], makers: readonly RuleTaker[]): number {
  const orders = new Map(makers.map((one) => [one, earlierThan(one, before, makers)]));
  return Math.max(...makers.map((now) => {
    const earlier = orders.get(now)!;
    const there = new Map<PlannedRow | RuleHolder, number>();
    for (const one of before) if (one.freed === undefined || !earlier.has(one.freed)) there.set(one.resource ? one.row : one, 1);
    for (const one of makers) {
      if (one !== now && one.plan === now.plan && orders.get(one)!.has(writeOf(now.row.address))) continue;
      // A rule that is deleted before it is created again is one at any time.
      there.set(one.row, Math.min((there.get(one.row) ?? 0) + 1, makesFirst(one.row) ? 2 : 1));
    }
    return [...there.values()].reduce((sum, count) => sum + count, 0);
  }));
}

/** The writes that certainly come before the creation of a rule. */
function earlierThan({ plan, row }: RuleTaker, before: readonly RuleHolder[], makers: readonly RuleTaker[]): ReadonlySet<WriteEvent> {
  const rows = [...before, ...makers].flatMap((one) => one.plan === plan ? [one.row] : []);
  const events = rows.flatMap(({ address }) => [writeOf(address), destructionOf(address)]);
  return plan.order.before(writeOf(row.address), new Set(events), afterKinds(plan.order, rows, memoriesOf(plan)));
}
