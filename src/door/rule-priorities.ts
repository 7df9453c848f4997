import type { PlanDocument } from './plan-document';
import { forgets, isForgotten, PlannedRow } from './planned-row';
import { destroys, destructionOf, WriteEvent, writeOf, writes } from './plan-order';
import { makesFirst, PlannedValues } from './planned-states';
import { OrderRisk, RiskKind } from '../effects/effects';
import { markOf, masked } from '../input/sensitive';
import { Direction, directionOf, FILTER_TYPE, INLINE_RULES } from '../model/mirror-model';
import { list } from '../model/terraform-form';
import { gather } from '../net/gather';
import { phrase, Words } from '../texts/phrase';

const FILTER_ID = 'traffic_mirror_filter_id';
const PRIORITY = 'priority';

/** What becomes of rules that take a priority that another rule has before the apply. */
export interface RuleClashes {
  /** The other rule frees it in the same apply, and nothing orders the two writes, or the wrong one comes first. */
  readonly risks: readonly OrderRisk[];
  /** The other rule keeps it. */
  readonly refused: readonly RefusedRule[];
  /** Rules whose filter or priority is known only after the apply. */
  readonly undecided: readonly Words[];
}

/** A rule that the service refuses, because another rule keeps its priority. */
export interface RefusedRule {
  readonly address: string;
  readonly filter: string;
  readonly direction: Direction;
  readonly priority: string;
  /** The resource of the other rule. Undefined if no resource of the plans has it. */
  readonly holder?: string;
}

/** A rule before the apply. */
export interface RuleHolder {
  readonly plan: PlanDocument;
  readonly row: PlannedRow;
  readonly filter: string;
  readonly direction: Direction;
  readonly priority: string;
  readonly name?: string;
  /** Whether the row is a separate resource, and not in its filter. */
  readonly resource: boolean;
  /** The write that frees the priority. Undefined if the rule keeps it. */
  readonly freed?: WriteEvent;
}

/** A rule that gets another filter or priority than before. */
export interface RuleTaker {
  readonly plan: PlanDocument;
  readonly row: PlannedRow;
  readonly direction: Direction;
  /** Undefined if it may be any. */
  readonly filter?: string;
  readonly priority?: string;
}

/** Finds the rules of plans that take a priority that another rule of their filter and direction has before the apply. */
export function ruleClashes({ holders, takers, names }: RuleReader): RuleClashes {
  const [risks, refused, undecided]: [OrderRisk[], RefusedRule[], Words[]] = [[], [], []];
  for (const taker of takers) {
    const { row: { address }, direction, filter: id, priority } = taker;
    const { all, unlessReversed } = notFreedBefore(taker, holders.of(taker));
    if (all.length === 0) continue;
    if (id === undefined || priority === undefined) {
      undecided.push(phrase('ruleAfterApply', { address }));
      continue;
    }
    const filter = names.get(id) ?? id;
    for (const one of all) {
      const { name, freed } = one;
      if (unlessReversed.has(one)) undecided.push(phrase('ruleMayGoLast', { address, priority, holder: name! }));
      else if (freed === undefined) refused.push({ address, filter, direction, priority, ...name !== undefined && { holder: name } });
      else risks.push({ kind: RiskKind.RULE, what: priority, rulesOf: { filter, direction }, frees: named(name!), takes: named(address) });
    }
  }
  return { risks, refused, undecided };
}

/**
 * The rules whose priority is not certainly free before the write of a taker, and those of them whose priority is free before,
 * unless `create_before_destroy` reverses the order of a deletion.
 */
function notFreedBefore(
  { plan, row }: RuleTaker, holders: readonly RuleHolder[],
): { all: RuleHolder[]; unlessReversed: ReadonlySet<RuleHolder> } {
  const others = holders.filter((holder) => holder.row !== row || makesFirst(row) || forgets(row));
  const freed = new Set(others.flatMap((holder) => holder.plan === plan && holder.freed !== undefined ? [holder.freed] : []));
  if (freed.size === 0) return { all: others, unlessReversed: new Set() };
  const orders = [false, true].map((deletions) => plan.order.before(writeOf(row.address), freed, undefined, deletions));
  const [sure, likely] = orders.map((before) => new Set(others.filter((holder) =>
    holder.plan === plan && holder.freed !== undefined && before.has(holder.freed))));
  const all = others.filter((holder) => !sure.has(holder));
  return { all, unlessReversed: new Set(all.filter((holder) => likely.has(holder))) };
}

/** Rules before the apply, found by filter, direction and priority, as far as they are known. */
class Holders {
  private readonly bySlot = new Map<string, RuleHolder[]>();

  public add(holder: RuleHolder): void {
    const { filter, direction, priority } = holder;
    for (const key of [[filter, priority], [filter, undefined], [undefined, priority], []]) {
      gather(this.bySlot, JSON.stringify([direction, ...key]), holder);
    }
  }

  public of({ direction, filter, priority }: Pick<RuleTaker, 'direction' | 'filter' | 'priority'>): readonly RuleHolder[] {
    const key = filter === undefined && priority === undefined ? [] : [filter, priority];
    return this.bySlot.get(JSON.stringify([direction, ...key])) ?? [];
  }
}

/** The rules of plans that have a priority before the apply, and those that get one. */
export class RuleReader {
  public readonly holders = new Holders();
  public readonly takers: RuleTaker[] = [];
  /** The addresses of filters by id, or by reference before they exist. */
  public readonly names = new Map<string, string>();
  public readonly values: ReadonlyMap<PlanDocument, PlannedValues>;

  constructor(plans: readonly PlanDocument[]) {
    this.values = new Map(plans.map((plan) => [plan, new PlannedValues(plan)]));
    for (const [plan, values] of this.values) {
      for (const row of plan.changes) if (row.type === FILTER_TYPE && row.deposed === undefined) this.nameFilter(row, values);
    }
    for (const [plan, values] of this.values) {
      for (const row of plan.changes) {
        const direction = directionOf(row.type);
        if (direction !== undefined) this.readRule(plan, row, direction, values);
      }
    }
    for (const [plan, values] of this.values) {
      for (const row of plan.changes) if (row.type === FILTER_TYPE) this.readOthers(plan, row, values);
    }
  }

  private nameFilter(row: PlannedRow, values: PlannedValues): void {
    if (typeof row.before?.id === 'string') this.names.set(row.before.id, row.address);
    if (writes(row)) this.names.set(values.idAfter(row), row.address);
  }

  private readRule(plan: PlanDocument, row: PlannedRow, direction: Direction, values: PlannedValues): void {
    const [filter, priority] = [FILTER_ID, PRIORITY].map((name) => textOf(values.before(row, name)));
    const taker = this.taker(plan, row, direction, values);
    const stays = taker !== undefined && taker.filter === filter && taker.priority === priority && !row.actions.includes('create');
    if (filter !== undefined && priority !== undefined) {
      const name = row.deposed === undefined ? row.address : `${row.address} (deposed ${row.deposed})`;
      const freed = forgets(row) ? undefined : destroys(row) ? destructionOf(name) : taker && !stays ? writeOf(row.address) : undefined;
      this.holders.add({ plan, row, filter, direction, priority, name, resource: true, ...freed !== undefined && { freed } });
    }
    if (taker && !stays) this.takers.push(taker);
  }

  private taker(plan: PlanDocument, row: PlannedRow, direction: Direction, values: PlannedValues): RuleTaker | undefined {
    if (!writes(row) || isForgotten(row) || row.deposed !== undefined || !row.after) return undefined;
    const filter = textOf(values.after(row, FILTER_ID));
    const priority = markOf(row.unknown, PRIORITY) === true ? undefined : textOf(values.after(row, PRIORITY));
    // A reference to a filter that this apply does not create may be to any filter.
    const isKnown = markOf(row.unknown, FILTER_ID) !== true || this.names.has(filter ?? '');
    return { plan, row, direction, ...isKnown && { filter }, priority };
  }

  /** The rules that a filter has and that no resource is for: the provider reads all rules of a filter back into it. */
  private readOthers(plan: PlanDocument, row: PlannedRow, values: PlannedValues): void {
    const { before } = row;
    if (typeof before?.id !== 'string') return;
    for (const direction of ['inbound', 'outbound'] as const) {
      const block = INLINE_RULES[direction];
      const marks = markOf(row.sensitive.before, block);
      const rules = Array.isArray(before[block]) ? list(before[block]) : [];
      rules.forEach((rule, i) => {
        if (textOf(rule?.[PRIORITY]) === undefined) return;
        const priority = String(masked(rule[PRIORITY], markOf(markOf(marks, i), PRIORITY)));
        if (this.holders.of({ direction, filter: before.id, priority }).length > 0) return;
        this.holders.add({
          plan, row, filter: before.id, direction, priority, resource: false,
          ...values.sets(row, block) && { name: `${row.address}.${block}` },
          ...destroys(row) && { name: row.address, freed: destructionOf(row.address) },
        });
      });
    }
  }
}

/** Addresses are unique. */
function named(address: string): { id: string; name: string } {
  return { id: address, name: address };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
