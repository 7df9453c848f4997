import { createHash } from 'crypto';
import { parseAddress, referenceSteps } from './address';
import { StackDocument } from '../model/document';
import { isObject } from '../model/terraform-form';

/** A plan or a state as the Terraform JSON that would give it, and what that JSON cannot hold. */
export interface PlanDocument {
  readonly kind: 'plan' | 'state';
  readonly document: StackDocument;
  readonly terraformVersion: string;
  /** The real addresses of resources in modules and of copies, by the address that the document has for them. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Resources that Terraform forgets: they go on, but are no longer of this configuration. */
  readonly forgotten: ReadonlySet<string>;
  /** Resources that the plan creates, updates or replaces. */
  readonly changed: ReadonlySet<string>;
  /** Why counts over this document are not the whole truth. */
  readonly incomplete: readonly string[];
  /** What else a reader must know. */
  readonly notes: readonly string[];
  /** The changes of a plan, a row for each object. Empty for a state. */
  readonly changes: readonly PlannedRow[];
}

/** One object of a plan. */
export interface PlannedRow {
  readonly address: string;
  /** Its address in the document, if it is in it. */
  readonly local?: string;
  readonly type: string;
  /** Set for an object that an earlier apply replaced and could not delete. */
  readonly deposed?: string;
  /** As the plan has them, for example `delete` and `create` for a replacement that deletes first. */
  readonly actions: readonly string[];
  /** It is replaced because an apply failed after it was made. */
  readonly tainted?: true;
  readonly before?: Readonly<Record<string, any>>;
  readonly after?: Readonly<Record<string, any>>;
  readonly unknown: any;
  readonly sensitive: { readonly before: any; readonly after: any };
}

/** The configuration of one module as a plan holds it. */
interface ModuleConfiguration {
  readonly resources?: any[];
  readonly module_calls?: Record<string, { module?: ModuleConfiguration; expressions?: Record<string, any> }>;
  readonly outputs?: Record<string, { expression?: any }>;
}

/** One instance of a module. */
interface Place {
  readonly path: string;
  readonly configuration: ModuleConfiguration | undefined;
  /** The call in the module around it. */
  readonly call?: { readonly expressions?: Record<string, any> };
  readonly around?: Place;
}

/** One instance of a resource: a row of `resource_changes`, or of a state. */
interface Row {
  readonly address: string;
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly key: string;
  /** Its address in the document. */
  readonly local: string;
  readonly values: Record<string, any>;
  readonly unknown: any;
  readonly sensitive: any;
  readonly actions: readonly string[];
}

/** Reads `terraform show -json` of a plan. */
export function planDocument(plan: any, label: string): PlanDocument {
  const rows = new Rows();
  const forgotten = new Set<string>();
  const changed = new Set<string>();
  const changes: any[] = list(plan.resource_changes);
  const planned: PlannedRow[] = [];
  for (const row of changes) {
    if (row?.mode !== 'managed' || !isObject(row.change)) continue;
    const actions = list(row.change.actions).map(String);
    if (row.deposed !== undefined) {
      planned.push(plannedRow(row, actions));
      continue;
    }
    const gone = isForgotten({ actions });
    const local = gone ? rows.add(row.address, row.change.before, undefined, row.change.before_sensitive, actions)
      : isObject(row.change.after) || row.change.after_unknown === true ? rows.add(row.address, row.change.after, row.change.after_unknown, row.change.after_sensitive, actions) : undefined;
    planned.push(plannedRow(row, actions, local));
    if (local === undefined) continue;
    if (gone) forgotten.add(local);
    else if (actions.some((action) => action === 'create' || action === 'update')) changed.add(local);
  }
  const refreshOnly = changes.length === 0 && isObject(plan.prior_state?.values) && (plan.resource_drift !== undefined || list(plan.planned_values?.root_module?.resources).length === 0);
  if (refreshOnly) stateRows(plan.prior_state.values.root_module, rows);
  const managed = changes.filter((row) => row?.mode === 'managed');
  const destroys = managed.length > 0 && managed.every((row) => list(row.change?.actions).join() === 'delete');
  return {
    kind: 'plan', forgotten, changed, changes: planned, addresses: rows.real, terraformVersion: text(plan.terraform_version),
    document: { path: label, folder: label, plain: true, terraform: new Configuration(plan, rows).json },
    incomplete: [
      ...plan.complete === false ? ['the plan is not complete: it was made with -target or -exclude, or Terraform deferred changes'] : [],
      ...plan.errored === true ? ['the plan ended with an error'] : [],
      ...list(plan.deferred_changes).length > 0 ? ['the plan defers changes'] : [],
    ],
    notes: [...refreshOnly ? ['the plan changes nothing: the recorded state is checked'] : [], ...destroys ? ['the plan destroys everything'] : []],
  };
}

/** Reads `terraform show -json` of a state. */
export function stateDocument(state: any, label: string): PlanDocument {
  const rows = new Rows();
  stateRows(state.values?.root_module, rows);
  return {
    kind: 'state', forgotten: new Set(), changed: new Set(), changes: [], addresses: rows.real, terraformVersion: text(state.terraform_version),
    document: { path: label, folder: label, plain: true, terraform: new Configuration({}, rows).json }, incomplete: [], notes: [],
  };
}

/** Whether Terraform forgets the object at the address, which goes on. */
export function isForgotten({ actions }: Pick<PlannedRow, 'actions'>): boolean {
  return actions.includes('forget') && !actions.includes('create');
}

function plannedRow({ address, type, deposed, change, action_reason: why }: any, actions: readonly string[], local?: string): PlannedRow {
  return {
    address: text(address), type: text(type), actions, unknown: change.after_unknown, sensitive: { before: change.before_sensitive, after: change.after_sensitive },
    ...local !== undefined && { local }, ...deposed !== undefined && { deposed: String(deposed) }, ...why === 'replace_because_tainted' && { tainted: true as const },
    ...isObject(change.before) && { before: change.before }, ...isObject(change.after) && { after: change.after },
  };
}

function stateRows(root: any, rows: Rows): void {
  const modules = [root];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of list(module?.resources)) {
      if (resource?.mode === 'managed') rows.add(resource.address, resource.values, undefined, resource.sensitive_values, ['no-op']);
    }
    for (const child of list(module?.child_modules)) modules.push(child);
  }
}

/** The rows with an address of their own in one flat module. */
class Rows {
  public readonly all: Row[] = [];
  public readonly real = new Map<string, string>();
  private readonly byAddress = new Map<string, Row>();

  public add(address: unknown, values: any, unknown: any, sensitive: any, actions: readonly string[]): string | undefined {
    const parsed = typeof address === 'string' ? parseAddress(address) : undefined;
    if (!parsed || parsed.data) return undefined;
    const { module, type, name, key } = parsed;
    const plain = module === '' && key === '' && name !== '__proto__';
    const local = plain ? `${type}.${name}` : `${type}.${name === '__proto__' ? 'proto' : name}__${this.real.size}`;
    if (!plain) this.real.set(local, address as string);
    const row: Row = { address: address as string, module, type, name, key, local, values: isObject(values) ? values : {}, unknown, sensitive, actions };
    this.all.push(row);
    this.byAddress.set(row.address, row);
    return local;
  }

  public get(address: string): Row | undefined {
    return this.byAddress.get(address);
  }
}

/** References that lead on and on. */
const DEEPEST = 32;

/** Builds the Terraform JSON of a plan: what is planned, with references in place of what only apply tells. */
class Configuration {
  public readonly json: any;
  private readonly places = new Map<string, Place>();
  private readonly expressions = new Map<ModuleConfiguration, Map<string, any>>();
  private readonly providers = new Map<string, string>();

  private byLocal?: Map<string, Row>;

  constructor(private readonly plan: any, private readonly rows: Rows) {
    const root = isObject(plan.configuration) ? plan.configuration.root_module : undefined;
    this.places.set('', { path: '', configuration: isObject(root) ? root : undefined });
    const resource: Record<string, any> = {};
    for (const row of rows.all) (resource[row.type] ??= {})[row.local.slice(row.type.length + 1)] = this.body(row);
    this.json = { terraform: this.requirements(), provider: this.providerBlocks(), resource, data: this.dataBlocks() };
  }

  private body(row: Row): any {
    const place = this.place(row.module);
    const written = place.configuration && this.written(place.configuration, row);
    const body: Record<string, any> = {};
    const names = new Set([...Object.keys(row.values), ...isObject(row.unknown) ? Object.keys(row.unknown) : [], ...Object.keys(written?.expressions ?? {})]);
    for (const name of names) {
      if (name === '__proto__') continue;
      const expression = written?.expressions?.[name];
      // What the configuration does not set is not written; of a new resource, blocks that it does not show are dynamic ones.
      if (written && expression === undefined && !(row.actions.includes('create') && isBlocks(row.values[name]))) continue;
      const value = this.value(row.values[name], part(row.unknown, name), part(row.sensitive, name), expression, { row, place, name });
      if (value !== null && value !== undefined) body[name] = value;
    }
    if (row.local !== `${row.type}.${row.name}`) body['//'] = { metadata: { path: row.address } };
    const provider = written && this.provider(written.provider_config_key);
    if (provider !== undefined) body.provider = provider;
    const waits = list(written?.depends_on).filter((d) => typeof d === 'string').flatMap((d) => this.addressesOf(d, place));
    if (waits.length > 0) body.depends_on = waits;
    // The one place where a plan shows it.
    if (row.actions[0] === 'create' && row.actions.includes('delete')) body.lifecycle = { create_before_destroy: true };
    return body;
  }

  private value(given: any, unknown: any, sensitive: any, expression: any, at: At): any {
    if (sensitive === true) return `\${sensitive[${JSON.stringify(`${at.row.address}.${at.name}`)}]}`;
    if (unknown === true) {
      const texts = this.references(expression, at);
      if (/_ids$|s$/.test(at.name) && texts && texts.length > 0 && this.isListOf(texts, at)) return texts;
      return texts?.length === 1 ? texts[0] : opaque(at);
    }
    if (Array.isArray(given)) return this.listed(given, unknown, sensitive, expression, at);
    if (isObject(given)) {
      const names = new Set([...Object.keys(given), ...isObject(unknown) ? Object.keys(unknown) : []]);
      return Object.fromEntries([...names].filter((n) => n !== '__proto__').map((name) => [name, this.value(given[name], part(unknown, name), part(sensitive, name), part(expression, name), { ...at, name: `${at.name}.${name}` })]));
    }
    // One thing has one name, whether it is there already or not.
    if (typeof given === 'string' && isIdentifying(at.name)) {
      const texts = this.references(expression, at);
      if (texts?.length === 1 && this.knownAs(texts[0]) === given) return texts[0];
    }
    return given;
  }

  private listed(given: any[], unknown: any, sensitive: any, expression: any, at: At): any[] {
    const blocks = Array.isArray(expression) ? expression : undefined;
    const open = given.map((_, i) => unknown?.[i] === true);
    const texts = blocks ? undefined : isIdentifying(at.name) ? this.references(expression, at) : undefined;
    const known = texts?.map((reference) => this.knownAs(reference));
    const waiting = texts?.filter((_, i) => known![i] === undefined || !given.includes(known![i]));
    const every = waiting !== undefined && waiting.length === open.filter(Boolean).length;
    return given.map((value, i) => {
      const where = { ...at, name: `${at.name}[${i}]` };
      if (open[i] && part(sensitive, i) !== true) return every ? waiting.shift() : opaque(where);
      const same = typeof value === 'string' && known ? known.indexOf(value) : -1;
      return same >= 0 && part(sensitive, i) !== true ? texts![same] : this.value(value, part(unknown, i), part(sensitive, i), blocks?.[i], where);
    });
  }

  /** A list of ids that is unknown as a whole, though each of its elements is one reference. */
  private isListOf(texts: readonly string[], { name }: At): boolean {
    return name.endsWith('_ids') && texts.every((reference) => /\.(id|network_interface_id)\}$/.test(reference));
  }

  /** What the id behind a reference is, as far as it is known. */
  private knownAs(reference: string): unknown {
    const m = /^\$\{([^.]+\.[^.]+)\.([^.]+)\}$/.exec(reference);
    const row = m && this.rowOfLocal(m[1]);
    return row ? row.values[m![2]] : undefined;
  }

  private rowOfLocal(local: string): Row | undefined {
    this.byLocal ??= new Map(this.rows.all.map((row) => [row.local, row]));
    return this.byLocal.get(local);
  }

  /** The references of an expression as expressions of the document; undefined if one of them cannot be followed. */
  private references(expression: any, at: At, depth = 0): string[] | undefined {
    const references = whole(list(expression?.references).filter((r: unknown): r is string => typeof r === 'string'));
    if (references.length === 0 || depth > DEEPEST) return undefined;
    const ownKey = references.includes('each.key') || references.includes('count.index');
    const found: string[] = [];
    for (const reference of references) {
      if (reference === 'each.key' || reference === 'count.index') continue;
      const texts = this.followed(reference, at, ownKey, depth);
      if (texts === undefined) return undefined;
      found.push(...texts);
    }
    return found;
  }

  private followed(reference: string, at: At, ownKey: boolean, depth: number): string[] | undefined {
    const [first, second, ...rest] = referenceSteps(reference);
    if (first === undefined || second === undefined) return undefined;
    const { place } = at;
    if (first === 'var') {
      if (!place.around || rest.length > 0) return undefined;
      return this.references(place.call?.expressions?.[second], { ...at, place: place.around }, depth + 1);
    }
    if (first === 'module') {
      const key = rest[0]?.startsWith('[') ? rest.shift()! : '';
      const inner = this.place(join(place.path, `module.${second}${key}`));
      const output = rest.length === 1 ? inner.configuration?.outputs?.[rest[0]]?.expression : undefined;
      return output && this.references(output, { ...at, place: inner }, depth + 1);
    }
    if (first === 'data' || first === 'local' || first === 'each' || first === 'self' || first === 'path' || first === 'terraform') return undefined;
    let key = rest[0]?.startsWith('[') ? rest.shift()! : '';
    if (key === '' && ownKey && rest.length === 0) {
      key = at.row.key;
      rest.push('id');
    }
    const row = this.rows.get(join(place.path, `${first}.${second}${key}`));
    return row && rest.length === 1 ? [`\${${row.local}.${rest[0]}}`] : undefined;
  }

  /** The instances that an entry of `depends_on` names. */
  private addressesOf(reference: string, place: Place): string[] {
    const [type, name, key = ''] = referenceSteps(reference);
    const row = type !== undefined && name !== undefined && type !== 'module' ? this.rows.get(join(place.path, `${type}.${name}${key}`)) : undefined;
    return row ? [row.local] : [];
  }

  private place(path: string): Place {
    let place = this.places.get(path);
    if (!place) {
      const modules = parseAddress(`${path}.x.x`)?.modules ?? [];
      const last = modules[modules.length - 1];
      const around = this.place(modules.slice(0, -1).map((m) => `module.${m.name}${m.key}`).join('.'));
      const calls = around.configuration?.module_calls;
      const call = last && calls && Object.prototype.hasOwnProperty.call(calls, last.name) ? calls[last.name] : undefined;
      this.places.set(path, place = { path, configuration: call?.module, call, around });
    }
    return place;
  }

  private written(configuration: ModuleConfiguration, { type, name }: Row): any {
    let byAddress = this.expressions.get(configuration);
    if (!byAddress) {
      byAddress = new Map(list(configuration.resources).filter(isObject).map((r) => [String(r.address), r]));
      this.expressions.set(configuration, byAddress);
    }
    return byAddress.get(`${type}.${name}`);
  }

  /** The `provider` argument for a key of `provider_config`. */
  private provider(key: unknown): string | undefined {
    const configs = this.plan.configuration?.provider_config;
    if (typeof key !== 'string' || !isObject(configs)) return undefined;
    const config = Object.prototype.hasOwnProperty.call(configs, key) ? configs[key] : undefined;
    if (config === undefined || config.alias === undefined && config.module_address === undefined) return undefined;
    let alias = this.providers.get(key);
    if (alias === undefined) {
      const wanted = config.module_address === undefined ? String(config.alias) : key.replace(/[^\w-]+/g, '_');
      this.providers.set(key, alias = `${String(config.name)}.${wanted}`);
    }
    return alias;
  }

  /** Which providers, and which versions of them, the configuration takes. */
  private requirements(): any {
    const configs = this.plan.configuration?.provider_config;
    const required: Record<string, object> = {};
    for (const config of Object.values<any>(isObject(configs) ? configs : {})) {
      if (!isObject(config) || typeof config.name !== 'string' || config.name === '__proto__' || config.alias !== undefined || config.module_address !== undefined) continue;
      if (typeof config.version_constraint !== 'string') continue;
      const source = text(config.full_name).split('/').slice(-2).join('/');
      required[config.name] = { ...source !== '' && { source }, version: config.version_constraint };
    }
    return { required_providers: required };
  }

  private providerBlocks(): Record<string, any[]> {
    const blocks: Record<string, any[]> = {};
    const configs = this.plan.configuration?.provider_config;
    for (const [key, config] of Object.entries<any>(isObject(configs) ? configs : {})) {
      if (!isObject(config) || typeof config.name !== 'string' || config.name === '__proto__') continue;
      const block: Record<string, any> = {};
      for (const [name, expression] of Object.entries<any>(isObject(config.expressions) ? config.expressions : {})) {
        if (name === '__proto__') continue;
        const value = Array.isArray(expression) ? expression.filter(isObject).map((e) => this.argumentsOf(key, e)) : this.argument(`${key}.${name}`, expression);
        // A key decides which account it is, and must not be shown.
        block[name] = typeof value === 'string' && /key|token|secret/.test(name) && !value.startsWith('${') ? `key-${createHash('sha256').update(value).digest('hex').slice(0, 12)}` : value;
      }
      const alias = this.provider(key)?.slice(config.name.length + 1);
      (blocks[config.name] ??= []).push({ ...block, ...alias !== undefined && { alias } });
    }
    return blocks;
  }

  private argumentsOf(at: string, expressions: Record<string, any>): Record<string, any> {
    return Object.fromEntries(Object.entries(expressions).filter(([n]) => n !== '__proto__').map(([name, expression]) => [name, this.argument(`${at}.${name}`, expression)]));
  }

  private argument(at: string, expression: any): any {
    if (expression?.constant_value !== undefined) return expression.constant_value;
    const [reference, ...more] = whole(list(expression?.references).map(String));
    const [root, name, ...rest] = reference === undefined ? [] : referenceSteps(reference);
    const variables = this.plan.variables;
    if (root === 'var' && more.length === 0 && rest.length === 0 && isObject(variables) && Object.prototype.hasOwnProperty.call(variables, name)
      && this.plan.configuration?.root_module?.variables?.[name]?.sensitive !== true && !at.includes(':')) return variables[name]?.value;
    return `\${provider_argument[${JSON.stringify(at)}]}`;
  }

  private dataBlocks(): Record<string, any> {
    const data: Record<string, any> = {};
    const modules: [string, ModuleConfiguration | undefined][] = [['', this.place('').configuration]];
    for (let next = modules.pop(); next !== undefined; next = modules.pop()) {
      const [prefix, configuration] = next;
      for (const resource of list(configuration?.resources)) {
        if (resource?.mode !== 'data' || typeof resource.type !== 'string' || typeof resource.name !== 'string' || resource.name === '__proto__') continue;
        const provider = this.provider(resource.provider_config_key);
        const constants = Object.entries<any>(isObject(resource.expressions) ? resource.expressions : {}).filter(([n, e]) => n !== '__proto__' && e?.constant_value !== undefined);
        const name = prefix === '' ? resource.name : `${prefix.replace(/[^\w-]+/g, '_')}_${resource.name}`;
        (data[resource.type] ??= {})[name] = { ...Object.fromEntries(constants.map(([n, e]) => [n, e.constant_value])), ...provider !== undefined && { provider } };
      }
      for (const [name, call] of Object.entries(configuration?.module_calls ?? {})) modules.push([join(prefix, `module.${name}`), call.module]);
    }
    return data;
  }
}

/** Where a value stands. */
interface At {
  readonly row: Row;
  readonly place: Place;
  readonly name: string;
}

/** Terraform lists a reference and each of its beginnings. */
function whole(references: string[]): string[] {
  const all = [...new Set(references)];
  const beginnings = new Set<string>();
  for (const reference of all) {
    const steps = referenceSteps(reference);
    let beginning = '';
    for (const step of steps.slice(0, -1)) {
      beginning += step.startsWith('[') ? step : beginning === '' ? step : `.${step}`;
      beginnings.add(beginning);
    }
  }
  return all.filter((reference) => !beginnings.has(reference));
}

/** An expression that stands for a value that only apply tells: equal to no other. */
function opaque({ row, name }: At): string {
  return `\${known_after_apply[${JSON.stringify(`${row.address}.${name}`)}]}`;
}

function isIdentifying(name: string): boolean {
  return /(^|_)ids?(\[\d+\])?$/.test(name);
}

function isBlocks(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** One value of the marks that a plan has beside its values: a mark on the whole is one on each part. */
export function part(of: any, name: string | number): any {
  if (of === true) return true;
  return of !== null && typeof of === 'object' && Object.prototype.hasOwnProperty.call(of, name) ? of[name] : undefined;
}

function join(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

function list(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
