import { parseAddress, referenceSteps } from './address';
import { isObject, list } from '../model/terraform-form';
import { gather } from '../net/gather';

/** A row of `resource_changes`, as far as the order of writes needs it. */
export interface OrderedRow {
  readonly address: string;
  readonly actions: readonly string[];
  /** Set for an object that an earlier apply could not delete. Its deletion has no order. */
  readonly deposed?: string;
}

/** A write of an apply: the creation or change of an object, or its destruction. */
export type WriteEvent = string;

export const writeOf = (address: string): WriteEvent => `write ${address}`;
export const destructionOf = (address: string): WriteEvent => `destroy ${address}`;

/**
 * The order that Terraform gives to the writes of a plan, as far as the plan shows it: the references and `depends_on` of the
 * configuration, and the dependencies that the state records. A plan does not show where locals refer to. If the object exists,
 * its recorded dependencies are those of its locals, unless the configuration has changed.
 */
export class PlanOrder {
  private graph?: OrderGraph;

  /** @param plan the output of `terraform show -json` */
  constructor(private readonly plan: any, private readonly rows: readonly OrderedRow[]) {}

  /**
   * Those of some writes that happen before another one.
   *
   * @param more writes that are known to happen before, for a reason that the plan does not show
   * @param deletions whether the order of resources that are only deleted counts. `create_before_destroy` reverses it, also that of
   * a resource that depended on them, and a plan does not show it
   */
  public before(
    event: WriteEvent, among: ReadonlySet<WriteEvent>, more: (event: WriteEvent) => readonly WriteEvent[] = () => [], deletions = true,
  ): Set<WriteEvent> {
    this.graph ??= new OrderGraph(this.plan, this.rows);
    const found = new Set<WriteEvent>();
    const seen = new Set<WriteEvent>([event]);
    const queue = [event];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const earlier of [...this.graph.before(next, deletions), ...more(next)]) {
        if (seen.has(earlier)) continue;
        seen.add(earlier);
        if (among.has(earlier)) found.add(earlier);
        queue.push(earlier);
      }
    }
    return found;
  }

  /** The resources that an existing object depends on, directly or not, without keys. */
  public recorded(address: string): readonly string[] {
    this.graph ??= new OrderGraph(this.plan, this.rows);
    return this.graph.recordedOf(address);
  }
}

/** The resource of an address, without keys. */
export function resourceOf(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed) return address;
  const { modules, data, type, name } = parsed;
  return [...modules.map((m) => `module.${m.name}`), `${data ? 'data.' : ''}${type}.${name}`].join('.');
}

/** Events and resources with the ones before them. A resource stands for all writes of its instances. */
class OrderGraph {
  private readonly rows = new Map<string, OrderedRow>();
  /** The rows that write, by resource. */
  private readonly writers = new Map<string, string[]>();
  /** The rows that destroy, by resource. */
  private readonly destroyers = new Map<string, string[]>();
  /** The destroyed objects that depend on a resource. */
  private readonly dependents = new Map<string, string[]>();
  private readonly recordedBy: ReadonlyMap<string, readonly string[]>;
  private readonly configured: ReadonlyMap<string, readonly string[]>;

  constructor(plan: any, rows: readonly OrderedRow[]) {
    this.recordedBy = recordedDependencies(plan);
    this.configured = new ConfiguredDependencies(plan).all;
    for (const row of rows) {
      if (row.deposed !== undefined) continue;
      this.rows.set(row.address, row);
      if (writes(row)) gather(this.writers, resourceOf(row.address), row.address);
      if (!destroys(row)) continue;
      gather(this.destroyers, resourceOf(row.address), row.address);
      for (const on of this.recordedOf(row.address)) gather(this.dependents, on, row.address);
    }
  }

  public recordedOf(address: string): readonly string[] {
    return this.recordedBy.get(address) ?? [];
  }

  public before(event: string, deletions: boolean): string[] {
    const at = event.indexOf(' ');
    const [kind, address] = [event.slice(0, at), event.slice(at + 1)];
    if (kind === 'resource') {
      return [...(this.writers.get(address) ?? []).map(writeOf), ...(this.configured.get(address) ?? []).map((on) => `resource ${on}`)];
    }
    const row = this.rows.get(address);
    const resource = resourceOf(address);
    // What depends on an object goes before the object changes or goes.
    const dependents = (this.dependents.get(resource) ?? []).filter((one) => one !== address);
    if (kind === 'destroy') return row && createsFirst(row) ? [writeOf(address)] : dependents.map(destructionOf);
    const recorded = this.recordedOf(address);
    const configured = this.configured.get(resource) ?? [];
    return [
      ...row && destroys(row) && !createsFirst(row) ? [destructionOf(address)] : [],
      ...[...dependents, ...recorded.flatMap((on) => this.destroyers.get(on) ?? [])]
        .filter((one) => this.goesFirst(one, deletions)).map(destructionOf),
      ...[...configured, ...configured.some(isLocal) ? recorded : []].map((on) => `resource ${on}`),
    ];
  }

  /** Whether the destruction of an object comes before the writes of what depends on it, and of what it depends on. */
  private goesFirst(address: string, deletions: boolean): boolean {
    const row = this.rows.get(address)!;
    return writes(row) ? !createsFirst(row) : deletions;
  }
}

/** Whether a dependency is a local value, which may refer to anything. */
function isLocal(dependency: string): boolean {
  return /(^|\.)local\.[^.]+$/.test(dependency);
}

export function writes({ actions }: Pick<OrderedRow, 'actions'>): boolean {
  return actions.includes('create') || actions.includes('update');
}

export function destroys({ actions }: Pick<OrderedRow, 'actions'>): boolean {
  return actions.includes('delete');
}

function createsFirst({ actions }: OrderedRow): boolean {
  return actions[0] === 'create' && actions.includes('delete');
}

/** The dependencies of existing objects, from the state before the plan. */
function recordedDependencies(plan: any): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const modules = [plan.prior_state?.values?.root_module];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of list(module?.resources)) {
      if (typeof resource?.address === 'string' && Array.isArray(resource.depends_on)) found.set(resource.address, resource.depends_on);
    }
    for (const child of list(module?.child_modules)) if (isObject(child)) modules.push(child);
  }
  return found;
}

/** The dependencies of resources in the configuration, without keys. */
class ConfiguredDependencies {
  public readonly all = new Map<string, string[]>();
  /** The modules by path, with their call. */
  private readonly modules = new Map<string, { readonly configuration: any; readonly call?: any; readonly around?: string }>();
  private readonly outputs = new Map<string, readonly string[]>();
  private readonly variables = new Map<string, readonly string[]>();

  constructor(plan: any) {
    const root = isObject(plan.configuration) ? plan.configuration.root_module : undefined;
    this.modules.set('', { configuration: root });
    // A map can grow while it is read.
    for (const [path, { configuration }] of this.modules) {
      for (const [name, call] of Object.entries<any>(isObject(configuration?.module_calls) ? configuration.module_calls : {})) {
        this.modules.set(below(path, `module.${name}`), { configuration: call?.module, call, around: path });
      }
    }
    for (const [path, { configuration }] of this.modules) {
      const calls = this.awaitedByCalls(path);
      for (const resource of list(configuration?.resources)) {
        if (typeof resource?.address !== 'string') continue;
        const references = [...referencesIn(resource.expressions), ...repetition(resource), ...list(resource.depends_on).map(String)];
        this.all.set(below(path, resource.address), [...new Set([...calls, ...references.flatMap((one) => this.followed(path, one))])]);
      }
    }
  }

  /** The dependencies of the calls of a module and of the modules around it. */
  private awaitedByCalls(path: string): string[] {
    const { call, around } = this.modules.get(path)!;
    if (around === undefined) return [];
    const references = [...repetition(call), ...list(call?.depends_on).map(String)];
    return [...references.flatMap((one) => this.followed(around, one)), ...this.awaitedByCalls(around)];
  }

  /** The resources behind a reference in a module. */
  private followed(path: string, reference: string): readonly string[] {
    const steps = referenceSteps(reference).filter((step) => !step.startsWith('['));
    const [first, second, third] = steps;
    if (second === undefined) return [];
    if (first === 'var') return this.variable(path, second);
    if (first === 'module') return this.output(below(path, `module.${second}`), third);
    return [below(path, first === 'data' ? `data.${second}.${third}` : `${first}.${second}`)];
  }

  private variable(path: string, name: string): readonly string[] {
    const { call, around } = this.modules.get(path)!;
    if (around === undefined) return [];
    return once(this.variables, `${path} ${name}`, () =>
      referencesIn(own(call?.expressions, name)).flatMap((one) => this.followed(around, one)));
  }

  /** The resources behind an output, or all resources of a module. */
  private output(path: string, name: string | undefined): readonly string[] {
    const module = this.modules.get(path);
    if (!module) return [];
    return once(this.outputs, `${path} ${name}`, () => {
      const expression = name === undefined ? undefined : own(module.configuration?.outputs, name)?.expression;
      if (expression !== undefined) return referencesIn(expression).flatMap((one) => this.followed(path, one));
      return list(module.configuration?.resources).map(({ address }) => below(path, String(address)));
    });
  }
}

function once(cache: Map<string, readonly string[]>, key: string, make: () => readonly string[]): readonly string[] {
  let found = cache.get(key);
  if (!found) {
    // A circle has no further references.
    cache.set(key, []);
    cache.set(key, found = make());
  }
  return found;
}

/** All references in an expression, or in the expressions of blocks. */
function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (!isObject(expression)) return [];
  const { references } = expression;
  if (Array.isArray(references)) return references.filter((one): one is string => typeof one === 'string');
  return Object.entries(expression).flatMap(([name, part]) => name === 'constant_value' ? [] : referencesIn(part));
}

/** The references in `count` and `for_each`. */
function repetition(of: any): string[] {
  return [...referencesIn(of?.count_expression), ...referencesIn(of?.for_each_expression)];
}

function own(of: any, name: string): any {
  return isObject(of) && Object.prototype.hasOwnProperty.call(of, name) ? of[name] : undefined;
}

function below(path: string, address: string): string {
  return path === '' ? address : `${path}.${address}`;
}
