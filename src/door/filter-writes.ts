import type { PlanDocument } from './plan-document';
import type { PlannedRow } from './planned-row';
import { destroys, destructionOf, PlanOrder, resourceOf, WriteEvent, writeOf, writes } from './plan-order';
import { PlannedValues } from './planned-states';
import { OrderRisk, RiskKind } from '../effects/effects';
import { directionOf, FILTER_TYPE } from '../model/mirror-model';
import { isObject } from '../model/terraform-form';
import { gather } from '../net/gather';

const FILTER_ID = 'traffic_mirror_filter_id';

/** Filters on which the apply of a plan may write at the same time. The service refuses such a write, and the provider repeats it. */
export function filterWrites(plan: PlanDocument): OrderRisk[] {
  const memories = memoriesOf(plan);
  return [...writesByFilter(plan)].flatMap(([filter, rows]) => {
    const writers = rows.length < 2 ? [] : meeting(plan, rows, memories);
    return writers.length === 0 ? [] : [{ kind: RiskKind.WRITES, what: nameOf(filter), writers }];
  });
}

/** Resources that may be the memory of the kinds of a filter's rules. */
export function memoriesOf(plan: PlanDocument): PlannedRow[] {
  return plan.changes.filter((row) => row.type === 'terraform_data' && writes(row) && isObject(row.after?.input));
}

/** The rows that write on each filter: on the filter itself, and on its rules. */
function writesByFilter(plan: PlanDocument): Map<string, PlannedRow[]> {
  const values = new PlannedValues(plan);
  const found = new Map<string, PlannedRow[]>();
  for (const row of plan.changes) {
    if (row.deposed !== undefined || !writes(row) && !destroys(row)) continue;
    const filters = row.type === FILTER_TYPE
      ? [destroys(row) ? row.before?.id : undefined, writes(row) ? values.idAfter(row) : undefined]
      : directionOf(row.type) === undefined ? [] : [
        destroys(row) ? values.before(row, FILTER_ID) : undefined, writes(row) ? values.after(row, FILTER_ID) : undefined,
      ];
    for (const filter of new Set(filters)) if (filter !== undefined) gather(found, String(filter), row);
  }
  return found;
}

/** Those rows of a filter that have no certain order. */
function meeting({ order }: PlanDocument, rows: readonly PlannedRow[], memories: readonly PlannedRow[]): string[] {
  const events = rows.flatMap((row) => [
    ...destroys(row) ? [{ row, event: destructionOf(row.address) }] : [], ...writes(row) ? [{ row, event: writeOf(row.address) }] : [],
  ]);
  const among = new Set(events.map(({ event }) => event));
  const after = afterKinds(order, rows, memories);
  const before = new Map(events.map(({ event }) => [event, order.before(event, among, after)]));
  const ordered = (a: WriteEvent, b: WriteEvent): boolean => before.get(a)!.has(b) || before.get(b)!.has(a);
  const meets = events.filter((one) => events.some((other) => one.row !== other.row && !ordered(one.event, other.event)));
  return [...new Set(meets.map(({ row }) => row.address))].sort();
}

/**
 * The constructs replace a rule by a `terraform_data` with the kinds of the filter's rules, by direction and priority. A plan does not
 * show `replace_triggered_by`. The destroyed rules of the state show which resource it is.
 */
export function afterKinds(
  order: PlanOrder, rows: readonly PlannedRow[], memories: readonly PlannedRow[],
): (event: WriteEvent) => readonly WriteEvent[] {
  const recorded = new Set(rows.flatMap((row) => destroys(row) ? order.recorded(row.address) : []));
  const kinds = memories.filter(({ address }) => recorded.has(resourceOf(address)));
  const keys = new Map(rows.filter(writes).map((row) => [writeOf(row.address), `${directionOf(row.type)}-${String(row.after?.priority)}`]));
  return (event) => {
    const key = keys.get(event);
    return key === undefined ? [] : kinds.filter(({ after }) => Object.hasOwn(after!.input, key)).map(({ address }) => writeOf(address));
  };
}

/** A filter that does not exist yet has the name of its reference. */
function nameOf(filter: string): string {
  return /^.*?: \$\{(.+)\.id\}$/.exec(filter)?.[1] ?? filter;
}
