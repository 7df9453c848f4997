import { inModule } from './address';
import { Configuration } from './plan-configuration';
import { PlanOrder } from './plan-order';
import { Copies, Rows, stateRows, unchangedRow } from './plan-rows';
import { forgets, isForgotten, PlannedRow, plannedRow } from './planned-row';
import { StackDocument } from '../model/document';
import { SESSION_TYPE } from '../model/mirror-model';
import { isObject, list, jsonText } from '../model/terraform-form';
import { phrase, Words } from '../texts/phrase';

/** A plan, a state or a configuration as equivalent Terraform JSON, with the facts that Terraform JSON cannot represent. */
export interface PlanDocument {
  readonly kind: 'plan' | 'state' | 'configuration';
  readonly document: StackDocument;
  /** The program that made it, with its version. Empty if the file does not show it. */
  readonly madeBy: string;
  /** The real addresses of resources in modules and of copies, by their address in the document. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Resources that Terraform forgets. They still exist, but no longer belong to this configuration. */
  readonly forgotten: ReadonlySet<string>;
  /** The addresses before `moved` blocks, by the real address now. */
  readonly former: ReadonlyMap<string, string>;
  /** Resources that the plan creates, updates or replaces. */
  readonly changed: ReadonlySet<string>;
  /** Why counts over this document may be incomplete. */
  readonly incomplete: readonly Words[];
  /** Other notes for the reader. */
  readonly notes: readonly Words[];
  /** The changes of a plan, one row for each object. Empty for a state. */
  readonly changes: readonly PlannedRow[];
  /** Ids of the objects that exist before the apply. */
  readonly ids: ReadonlySet<string>;
  /** The order of the writes of a plan. */
  readonly order: PlanOrder;
}

/** A text, or the texts of a value, with the real addresses of resources in place of those in the document. */
export function withRealAddresses<T>(value: T, addresses: PlanDocument['addresses']): T {
  if (addresses.size === 0) return value;
  const real = (given: unknown): unknown => {
    if (typeof given === 'string') return given.replace(/[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*__\d+/g, (local) => addresses.get(local) ?? local);
    if (Array.isArray(given)) return given.map(real);
    return typeof given === 'object' && given !== null
      ? Object.fromEntries(Object.entries(given).map(([name, one]) => [name, real(one)]))
      : given;
  };
  return real(value) as T;
}

/** A finding with the address that its resource had before it moved. */
export function withFormerAddress<T extends { readonly address?: string; readonly subject: string }>(
  found: T, former: PlanDocument['former'],
): T & { readonly former?: { readonly address: string; readonly subject: string } } {
  if (former.size === 0 || found.address === undefined) return found;
  const subject = found.subject.replace(/[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*/g, (address) => former.get(address) ?? address);
  const address = former.get(found.address) ?? found.address;
  return address === found.address && subject === found.subject ? found : { ...found, former: { address, subject } };
}

/** Reads `terraform show -json` of a plan. */
export function planDocument(plan: any, label: string): PlanDocument {
  const rows = new Rows();
  const forgotten = new Set<string>();
  const changed = new Set<string>();
  const changes: any[] = list(plan.resource_changes);
  const planned: PlannedRow[] = [];
  const former = new Map<string, string>();
  for (const row of changes) {
    if (row?.mode !== 'managed' || !isObject(row.change)) continue;
    const actions = list(row.change.actions).map(String);
    if (typeof row.previous_address === 'string') former.set(jsonText(row.address), row.previous_address);
    if (row.deposed !== undefined) {
      planned.push(plannedRow(row, actions));
      continue;
    }
    if (forgets({ actions })) {
      const local = rows.addForgotten(row.address, row.change.before, row.change.before_sensitive, actions);
      if (local !== undefined) forgotten.add(local);
    }
    const comes = !isForgotten({ actions }) && (isObject(row.change.after) || row.change.after_unknown === true);
    const local = comes
      ? rows.add(row.address, row.change.after, row.change.after_unknown, row.change.after_sensitive, actions)
      : undefined;
    planned.push(plannedRow(row, actions, local));
    if (local !== undefined && actions.some((action) => action === 'create' || action === 'update')) changed.add(local);
  }
  const refreshOnly = changes.length === 0
    && isObject(plan.prior_state?.values)
    && (plan.resource_drift !== undefined || list(plan.planned_values?.root_module?.resources).length === 0);
  if (refreshOnly) {
    stateRows(plan.prior_state.values.root_module, rows);
    planned.push(...rows.all.map(unchangedRow));
  }
  const managed = changes.filter((row) => row?.mode === 'managed');
  const destroys = managed.length > 0 && managed.every((row) => list(row.change?.actions).join() === 'delete');
  return {
    kind: 'plan', forgotten, former, changed, changes: planned, order: new PlanOrder(plan, planned), addresses: rows.real,
    madeBy: madeBy(plan, [...list(plan.resource_changes), ...Object.values(plan.configuration?.provider_config ?? {})]),
    document: {
      path: label, folder: label, plain: true, withoutLifecycle: true, terraform: new Configuration(plan, rows).json, standing: forgotten,
    },
    incomplete: [
      ...plan.complete === false ? [phrase('planIncomplete', {})] : [],
      ...plan.errored === true ? [phrase('planErrored', {})] : [],
      ...list(plan.deferred_changes).length > 0 ? [phrase('planDefers', {})] : [],
    ],
    notes: [
      ...refreshOnly ? [phrase('planOnlyRefreshes', {})] : [],
      ...destroys ? [phrase('planDestroysAll', { sources: mirroredSources(planned) })] : [],
      ...importNotes(managed), ...checkNotes(plan.checks),
      ...planned.filter(({ deposed, type }) => deposed !== undefined && /_traffic_mirror_/.test(type))
        .map(({ address }) => phrase('deposedStays', { address })),
    ],
    ids: new Set([...planned.flatMap(({ before }) => typeof before?.id === 'string' ? [before.id] : []), ...refreshOnly ? rows.ids : []]),
  };
}

/** The fields of a plan in a document without one: no change. */
function unplanned(): Pick<PlanDocument, 'forgotten' | 'former' | 'changed' | 'changes' | 'order'> {
  return { forgotten: new Set(), former: new Map(), changed: new Set(), changes: [], order: new PlanOrder({}, []) };
}

/** Reads `terraform show -json` of a state. */
export function stateDocument(state: any, label: string): PlanDocument {
  const rows = new Rows();
  stateRows(state.values?.root_module, rows);
  rows.dropInlineCopies();
  return {
    kind: 'state',
    ...unplanned(),
    addresses: rows.real,
    madeBy: madeBy(state, list(state.values?.root_module?.resources)),
    document: { path: label, folder: label, plain: true, withoutLifecycle: true, terraform: new Configuration({}, rows).json },
    incomplete: [],
    notes: checkNotes(state.checks),
    ids: new Set(rows.ids),
  };
}

/** Reads `tofu show -config -json`: arguments that are constant or refer to one resource. All other arguments are undecided. */
export function configurationDocument(given: any, label: string): PlanDocument {
  const configuration = isObject(given.root_module) ? given : given.configuration;
  const rows = new Rows();
  const modules: { path: string; module: any; repeated: boolean }[] = [{ path: '', module: configuration.root_module, repeated: false }];
  for (let next = modules.pop(); next !== undefined; next = modules.pop()) {
    const { path, module, repeated } = next;
    for (const resource of list(module?.resources)) {
      if (resource?.mode !== 'managed' || !isObject(resource.expressions)) continue;
      const { values, unknown } = constants(resource.expressions);
      rows.add(
        inModule(path, `${jsonText(resource.type)}.${jsonText(resource.name)}`),
        values,
        unknown,
        undefined,
        ['create'],
        { copies: copiesOf(resource, repeated) },
      );
    }
    for (const [name, call] of Object.entries<any>(isObject(module?.module_calls) ? module.module_calls : {})) {
      if (name === '__proto__' || !isObject(call)) continue;
      modules.push({ path: inModule(path, `module.${name}`), module: call.module, repeated: repeated || isRepeated(call) });
    }
  }
  return {
    kind: 'configuration',
    ...unplanned(),
    addresses: rows.real,
    madeBy: '',
    incomplete: [],
    document: {
      path: label,
      folder: label,
      plain: true,
      withoutLifecycle: true,
      terraform: new Configuration({ configuration }, rows).json,
    },
    notes: [],
    ids: new Set(),
  };
}

function isRepeated({ count_expression: count, for_each_expression: each }: any): boolean {
  return count !== undefined || each !== undefined;
}

/** The copies of a resource in a configuration: a number, or an expression. Undefined for a resource without copies. */
function copiesOf(resource: any, moduleRepeated: boolean): Copies | undefined {
  const { count_expression: count, for_each_expression: each } = resource;
  if (each !== undefined || moduleRepeated) return { by: 'for_each' };
  if (count === undefined) return undefined;
  return { by: 'count', ...typeof count.constant_value === 'number' && { number: count.constant_value } };
}

/** The constant arguments of a resource or block, and marks for all others. */
function constants(expressions: Record<string, any>): { values: Record<string, any>; unknown: Record<string, any> } {
  const values: Record<string, any> = {};
  const unknown: Record<string, any> = {};
  for (const [name, given] of Object.entries<any>(expressions)) {
    if (name === '__proto__') continue;
    const blocks = Array.isArray(given) ? given.filter(isObject).map(constants) : undefined;
    if (blocks) {
      values[name] = blocks.map((block) => block.values);
      unknown[name] = blocks.map((block) => block.unknown);
    } else if (given?.constant_value !== undefined) {
      values[name] = given.constant_value;
    } else if (isObject(given) && given.references === undefined && Object.keys(given).length > 0) {
      ({ values: values[name], unknown: unknown[name] } = constants(given));
    } else {
      unknown[name] = true;
    }
  }
  return { values, unknown };
}

function importNotes(changes: readonly any[]): Words[] {
  const count = changes.filter(({ change }) => isObject(change?.importing)).length;
  return count === 0 ? [] : [phrase('objectsImported', { amount: count })];
}

/** The checks and conditions of the configuration that fail, as evaluated by Terraform. */
function checkNotes(checks: unknown): Words[] {
  return list(checks).flatMap((check) => {
    const address = jsonText(check?.address?.to_display);
    const status = jsonText(check?.status);
    if (address === '' || status === 'pass' || status === '') return [];
    if (status === 'unknown') return [phrase('checkAtApply', { address })];
    const problems = list(check.instances)
      .flatMap((instance) => list(instance?.problems))
      .map((problem) => jsonText(problem?.message))
      .filter((message) => message !== '');
    return [phrase('checkFails', { address, problems: problems.length > 0 ? problems.join(' ') : undefined })];
  });
}

/** The number of mirrored sources before the apply. */
function mirroredSources(rows: readonly PlannedRow[]): number {
  return new Set(rows.flatMap(({ type, before }) => type === SESSION_TYPE && before?.enabled === true
    ? list(before.traffic_mirror_source_ids) : [])).size;
}

/** OpenTofu writes its version as `terraform_version`, but its providers come from a registry of its project. */
function madeBy(json: any, withProviders: readonly any[]): string {
  const version = jsonText(json.terraform_version);
  if (version === '') return '';
  const isOpenTofu = withProviders.some((one) => jsonText(one?.provider_name ?? one?.full_name).startsWith('registry.opentofu.org/'));
  return `${isOpenTofu ? 'OpenTofu' : 'Terraform'} ${version}`;
}

