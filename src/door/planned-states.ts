import type { PlanDocument } from './plan-document';
import { forgets, isForgotten, PlannedRow } from './planned-row';
import { markOf, masked } from '../input/sensitive';
import type { FilterState, MirrorScope, MirrorState, SessionState } from '../effects/mirror-state';
import { matchOf } from '../checks/model-rules';
import { Direction, directionOf, FILTER_TYPE, INLINE_RULES, SESSION_TYPE } from '../model/mirror-model';
import { list } from '../model/terraform-form';
import { Scopes } from '../model/scope';
import { StackModel } from '../model/stack-model';
import type { PlacedRule } from '../net/packet';
import { gather } from '../net/gather';
import type { StackDocument } from '../model/document';
import { phrase, Words } from '../texts/phrase';

/** Sessions and filters before and after the apply of plans. */
export interface PlannedStates {
  readonly before: MirrorState & { readonly sessions: readonly SessionState[] };
  readonly after: MirrorState & { readonly sessions: readonly SessionState[] };
  /** Ids of sessions that change to a filter whose rules this apply creates, but that do not depend on these rules. */
  readonly unruled: ReadonlySet<string>;
  /** Undecided questions, one sentence each. */
  readonly undecided: readonly Words[];
}

const DIRECTIONS = ['inbound', 'outbound'] as const;
const SOURCES = 'traffic_mirror_source_ids';
const FILTER_ID = 'traffic_mirror_filter_id';

/** Reads the sessions and filters of plans that are applied at about the same time. */
export function plannedStates(plans: readonly PlanDocument[]): PlannedStates {
  const reader = new StateReader();
  for (const plan of plans) reader.read(plan);
  return reader.states();
}

/** Whether the apply creates an object at the address. */
export const makes = ({ actions }: PlannedRow): boolean => actions.includes('create');
/** Whether the apply deletes the object at the address. */
export const deletes = ({ actions }: PlannedRow): boolean => actions.includes('delete');
/** Whether the new object is created before the old one is deleted. */
export const makesFirst = ({ actions }: PlannedRow): boolean => actions[0] === 'create' && actions.includes('delete');

/** The values of a plan's rows, with references from its configuration in place of unknown values. */
export class PlannedValues {
  private scopes?: Scopes;
  private readonly byScope = new Map<object, MirrorScope>();

  constructor(private readonly plan: PlanDocument) {}

  public get label(): string {
    return this.plan.document.path;
  }

  /** The value before the apply. */
  public before({ before, sensitive }: PlannedRow, name: string): unknown {
    return masked(before?.[name] ?? undefined, markOf(sensitive.before, name));
  }

  /** The value after the apply. Undefined if it is unknown. If only its reference is known, a text that equals no id. */
  public after(row: PlannedRow, name: string): unknown {
    const unknown = markOf(row.unknown, name);
    if (unknown === true) return this.written(row, name);
    return masked(row.after?.[name] ?? undefined, markOf(row.sensitive.after, name));
  }

  /** The elements of a list after the apply. Undefined if their number is unknown. */
  public listAfter(row: PlannedRow, name: string): string[] | undefined {
    const unknown = markOf(row.unknown, name);
    const written = this.body(row)?.[name];
    const elements = row.after?.[name];
    if (unknown === true || !Array.isArray(elements)) {
      return Array.isArray(written) && written.every((w) => typeof w === 'string') ? written.map((w) => this.named(w)) : undefined;
    }
    const sensitive = markOf(row.sensitive.after, name);
    return elements.map((value, i) =>
      markOf(unknown, i) === true
        ? this.named(Array.isArray(written) ? written[i] : `${row.address}.${name}[${i}]`)
        : elementText(masked(value, markOf(sensitive, i))));
  }

  public listBefore(row: PlannedRow, name: string): string[] {
    const elements = row.before?.[name];
    const sensitive = markOf(row.sensitive.before, name);
    return Array.isArray(elements) ? elements.map((value, i) => elementText(masked(value, markOf(sensitive, i)))) : [];
  }

  /** The id of a row's object after the apply: the id if the object stays, otherwise a reference. */
  public idAfter(row: PlannedRow): string {
    return !makes(row) && typeof row.before?.id === 'string' ? row.before.id : this.named(`\${${row.local ?? row.address}.id}`);
  }

  /** The addresses in the document that a row depends on in the configuration. */
  public waitsFor(row: PlannedRow): readonly string[] {
    return this.body(row)?.depends_on ?? [];
  }

  /** Whether the configuration sets an argument. Unknown for an object that is deleted. */
  public sets(row: PlannedRow, name: string): boolean {
    return row.local === undefined || this.body(row)?.[name] !== undefined;
  }

  /** The account and region of an object. Of an object that is deleted only if all providers have the same. */
  public scope(row: PlannedRow): MirrorScope | undefined {
    this.scopes ??= new Scopes(new StackModel(providersOnly(this.plan.document), () => undefined));
    const { all } = this.scopes;
    const body = this.body(row);
    // The first scope is that of resources without a provider configuration.
    const of = body ? [this.scopes.of(body.provider)] : all.length > 1 ? all.slice(1) : all;
    const [{ region, account }] = of;
    if (!of.every((one) => one.region === region && one.account.key === account.key)) return undefined;
    let scope = this.byScope.get(of[0]);
    if (!scope) {
      this.byScope.set(of[0], scope = { ...region !== undefined && { region }, ...account.kind === 'uid' && { account: account.key } });
    }
    return scope;
  }

  private written(row: PlannedRow, name: string): string | undefined {
    const text = this.body(row)?.[name];
    return typeof text === 'string' ? this.named(text) : undefined;
  }

  /** A text with the label of its plan, so that references of two plans are never equal. */
  private named(text: unknown): string {
    return `${this.label}: ${String(text)}`;
  }

  private body({ type, local }: PlannedRow): any {
    return local === undefined ? undefined : this.plan.document.terraform?.resource?.[type]?.[local.slice(type.length + 1)];
  }
}

/** The document without resources, which the scopes of its providers do not need. */
function providersOnly(document: StackDocument): StackDocument {
  return { ...document, terraform: { provider: { alicloud: document.terraform?.provider?.alicloud ?? [] } } };
}

class StateReader {
  private readonly before: SessionState[] = [];
  private readonly after: SessionState[] = [];
  private readonly rulesBefore = new Map<string, PlannedRule[]>();
  private readonly rulesAfter = new Map<string, PlannedRule[]>();
  /** The filters of the plans by id, with their address. Other filters may have rules that no plan shows. */
  private readonly names = new Map<string, string>();
  /** References of rules to their filter after the apply, which may lead to any filter unless one of the plans has it. */
  private readonly references = new Set<string>();
  /** The rules of each filter that its state lists, and that its configuration does not set. */
  private readonly others = new Map<string, PlannedRule[]>();
  private readonly unruled = new Set<string>();
  private readonly deletedFilters = new Set<string>();
  private readonly undecided: Words[] = [];

  public read(plan: PlanDocument): void {
    const values = new PlannedValues(plan);
    /** The addresses in the document of the new rules of each filter. */
    const newRules = new Map<string, string[]>();
    for (const row of plan.changes) {
      const direction = directionOf(row.type);
      if (row.type === FILTER_TYPE) this.readFilter(row, values);
      else if (direction !== undefined) this.readRule(row, direction, values, newRules);
    }
    for (const row of plan.changes) if (row.type === SESSION_TYPE) this.readSession(row, values, newRules);
  }

  /** Whether a rule may belong to any filter after the apply. */
  private get unbound(): boolean {
    return [...this.references].some((reference) => !this.names.has(reference));
  }

  public states(): PlannedStates {
    this.addOthers();
    for (const id of this.deletedFilters) this.rulesAfter.set(id, []);
    this.undecided.push(...this.emptiedFilters());
    const filters = (
      of: ReadonlyMap<string, PlannedRule[]>, complete: boolean, gone: ReadonlySet<string> = new Set(),
    ): FilterState[] => [...of].map(([id, rules]) => {
      const name = this.names.get(id);
      // A filter whose rules all drop copies nothing, as one without rules.
      const accepting = rules.filter(({ placed }) => placed?.accept !== false);
      return { id, rules: accepting.map((r) => r.key), ...name !== undefined && { name, ...complete && !gone.has(id) && placedOf(rules) } };
    });
    return {
      before: { sessions: this.before, filters: filters(this.rulesBefore, true) },
      after: { sessions: this.after, filters: filters(this.rulesAfter, !this.unbound, this.deletedFilters) },
      unruled: this.unruled,
      undecided: [...this.undecided, ...this.unknownFilters().map((address) => phrase('rulesAfterApply', { address }))],
    };
  }

  /**
   * If no resource is for a rule of a filter, its rules are those that its state lists: of the console, or no longer in the
   * configuration. They stay as long as the filter. Other filters may have such rules too, but a state that was not refreshed
   * also lists rules that are gone. So they do not count as rules that stay in place of the ones that go.
   */
  private addOthers(): void {
    for (const [id, others] of this.others) {
      if (this.rulesBefore.get(id)!.length > 0) continue;
      this.rulesBefore.set(id, others);
      if (!this.deletedFilters.has(id)) this.rulesAfter.set(id, [...others, ...this.rulesAfter.get(id) ?? []]);
    }
  }

  /** Filters that stay, and whose rules change in a way that is not known. */
  private unknownFilters(): string[] {
    const written = (rules: readonly PlannedRule[]) => rules.map((r) => `${r.key} ${r.written}`).sort().join('\n');
    return [...this.names].flatMap(([id, address]) => {
      const [was, is] = [this.rulesBefore.get(id), this.rulesAfter.get(id)];
      if (!was || !is || this.deletedFilters.has(id)) return [];
      const known = placedOf(was).placed && placedOf(is).placed && !this.unbound;
      return known || (!this.unbound && written(was) === written(is)) ? [] : [address];
    });
  }

  /** Filters of running sessions that lose all rules in the plans, and that may have rules elsewhere. */
  private emptiedFilters(): Words[] {
    const used = new Set(this.before.map(({ filter }) => filter));
    return [...this.rulesBefore.keys()].filter((id) => used.has(id) && !this.names.has(id) && !this.rulesAfter.has(id))
      .map((filter) => phrase('rulesElsewhere', { filter }));
  }

  private readFilter(row: PlannedRow, values: PlannedValues): void {
    // The provider reads rule resources back as inline rules.
    const own = DIRECTIONS.filter((direction) => values.sets(row, INLINE_RULES[direction]));
    const { before, after, sensitive } = row;
    if (before && typeof before.id === 'string') {
      this.names.set(before.id, row.address);
      if (deletes(row)) this.deletedFilters.add(before.id);
      // A filter in this plan for which no rule is found has no rules.
      if (!this.rulesBefore.has(before.id)) this.rulesBefore.set(before.id, []);
      for (const rule of inlineRules(before, sensitive.before, own)) gather(this.rulesBefore, before.id, rule);
      this.others.set(before.id, inlineRules(before, sensitive.before, DIRECTIONS.filter((direction) => !own.includes(direction))));
    }
    if (forgets(row) && before) {
      for (const rule of inlineRules(before, sensitive.before, own)) gather(this.rulesAfter, String(before.id), rule);
    }
    if (!isForgotten(row) && after && row.deposed === undefined) {
      const id = values.idAfter(row);
      this.names.set(id, row.address);
      if (!this.rulesAfter.has(id)) this.rulesAfter.set(id, []);
      for (const rule of inlineRules(after, sensitive.after, own)) gather(this.rulesAfter, id, rule);
    }
  }

  private readRule(row: PlannedRow, direction: Direction, values: PlannedValues, newRules: Map<string, string[]>): void {
    const { address, deposed } = row;
    const was = values.before(row, FILTER_ID);
    const key = deposed === undefined ? address : `${address} (deposed ${deposed})`;
    const old = { key, direction, ...placedRule((name) => values.before(row, name)) };
    if (was !== undefined) gather(this.rulesBefore, String(was), old);
    if (forgets(row)) gather(this.rulesAfter, String(was), old);
    if (isForgotten(row)) return;
    if (row.after && deposed === undefined) {
      const now = values.after(row, FILTER_ID);
      if (markOf(row.unknown, FILTER_ID) === true) this.references.add(String(now));
      if (now === undefined) return;
      // If the new rule is created before the old one is deleted, the filter is never without it.
      gather(this.rulesAfter, String(now), {
        key: makes(row) && deletes(row) && !(makesFirst(row) && was === now) ? `${key} (new)` : key,
        direction,
        ...placedRule((name) => values.after(row, name)),
      });
      if (makes(row) && row.local !== undefined) gather(newRules, String(now), row.local);
    }
  }

  private readSession(row: PlannedRow, values: PlannedValues, newRules: ReadonlyMap<string, readonly string[]>): void {
    const { address, deposed, before, after } = row;
    const id = deposed === undefined ? `${values.label} ${address}` : `${values.label} ${address} (deposed ${deposed})`;
    const name = deposed === undefined ? address : `${address} (deposed)`;
    if (before) {
      this.before.push({
        id,
        name,
        sources: values.listBefore(row, SOURCES),
        ...fieldsOf((field) => values.before(row, field)),
        stack: values.label,
        scope: values.scope(row),
        ...row.reason !== undefined && deletes(row) && !makes(row) && { removal: row.reason },
      });
    }
    if (forgets(row) && before) this.after.push(this.before[this.before.length - 1]);
    if (isForgotten(row)) return;
    if (!after || deposed !== undefined) return;
    let sources = values.listAfter(row, SOURCES);
    if (!sources) {
      this.undecided.push(phrase('sourcesAfterApply', { address }));
      sources = [...values.listBefore(row, SOURCES), `${address}.${SOURCES}`];
    }
    const unknownSwitch = markOf(row.unknown, 'enabled') === true;
    if (unknownSwitch) this.undecided.push(phrase('switchAfterApply', { address }));
    const fields = fieldsOf((field) => values.after(row, field), unknownSwitch);
    const coming = makesFirst(row) || forgets(row);
    const now: SessionState = {
      id: coming ? `${id} (new)` : id,
      name: coming ? `${name} (its replacement)` : name,
      sources,
      ...fields,
      stack: values.label,
      scope: values.scope(row),
      ...makes(row) && deletes(row) && !coming && { replaced: true },
    };
    this.after.push(now);
    const rules = fields.filter === undefined ? undefined : newRules.get(fields.filter);
    if (before && rules && values.before(row, FILTER_ID) !== fields.filter && !values.waitsFor(row).some((d) => rules.includes(d))) {
      this.unruled.add(now.id);
    }
  }
}

type Values = Readonly<Record<string, unknown>>;

/** A rule of a filter at one moment. */
interface PlannedRule {
  readonly key: string;
  readonly direction: Direction;
  /** Undefined if a value is unknown. */
  readonly placed?: PlacedRule;
  /** Its arguments, for a comparison. */
  readonly written: string;
}

/** The rules in blocks of a filter. */
function inlineRules(of: Values, sensitive: unknown, directions: readonly Direction[]): PlannedRule[] {
  return directions.flatMap((direction) => {
    const block = INLINE_RULES[direction];
    const marks = markOf(sensitive, block);
    return list(of[block]).map((rule, i) => ({
      key: `${block}[${i}]`, direction,
      ...placedRule((name) => masked(rule?.[name], markOf(markOf(marks, i), name))),
    }));
  });
}

/** The packets that a rule matches, by its arguments in Terraform. */
function placedRule(value: (name: string) => unknown): Pick<PlannedRule, 'placed' | 'written'> {
  const priority = value('priority');
  const given = {
    action: value('action'), protocol: value('protocol'),
    sourceCidr: value('source_cidr_block'), destinationCidr: value('destination_cidr_block'),
    sourcePorts: value('source_port_range'), destinationPorts: value('destination_port_range'),
  };
  const { accept, box, known } = matchOf(given);
  const written = JSON.stringify({ ...given, priority });
  return known && accept !== undefined && typeof priority === 'number' ? { written, placed: { accept, box, priority } } : { written };
}

/** The rules of a filter, if all of them are known. */
function placedOf(rules: readonly PlannedRule[]): Pick<FilterState, 'placed'> {
  if (rules.some((r) => r.placed === undefined)) return {};
  const of = (direction: Direction) => rules.flatMap((r) => r.direction === direction ? r.placed! : []);
  return { placed: { inbound: of('inbound'), outbound: of('outbound') } };
}

function fieldsOf(value: (name: string) => unknown, unknownSwitch = false): Omit<SessionState, 'id' | 'name' | 'sources'> {
  const text = (name: string): string | undefined => {
    const v = value(name);
    return v === undefined ? undefined : String(v);
  };
  const number = (name: string): number | undefined => {
    const v = value(name);
    return typeof v === 'number' ? v : undefined;
  };
  return {
    target: text('traffic_mirror_target_id'),
    filter: text(FILTER_ID),
    priority: number('priority'),
    vni: number('virtual_network_id'),
    packetLength: number('packet_length'),
    // A session is off if the argument is not set.
    enabled: unknownSwitch ? undefined : value('enabled') === true,
  };
}

/** An element of a list of ids. */
function elementText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
