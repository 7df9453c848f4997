import { createHash } from 'crypto';
import { inModule, parseAddress, referenceSteps } from './address';
import type { Copies, Row, Rows } from './plan-rows';
import { markOf } from '../input/sensitive';
import { isObject, list, jsonText } from '../model/terraform-form';

/** The configuration of one module in a plan. */
interface ModuleConfiguration {
  readonly resources?: any[];
  readonly module_calls?: Record<string, { module?: ModuleConfiguration; expressions?: Record<string, any> }>;
  readonly outputs?: Record<string, { expression?: any }>;
}

/** An instance of a module. */
interface Place {
  readonly path: string;
  readonly configuration: ModuleConfiguration | undefined;
  /** The call in the parent module. */
  readonly call?: { readonly expressions?: Record<string, any> };
  readonly around?: Place;
}

/** The most instances of providers that are distinguished. */
const MOST_PROVIDERS = 500;

/** Begins the expression for a region that the plan does not show. The region of the options takes its place. */
export const OWN_PROVIDER = 'region_of_provider';

/** The limit for chains of references. */
const DEEPEST = 32;

/** Builds the Terraform JSON of a plan: the planned values, with references in place of values that are known only at apply. */
export class Configuration {
  public readonly json: any;
  private readonly places = new Map<string, Place>();
  private readonly expressions = new Map<ModuleConfiguration, Map<string, any>>();
  private readonly providers = new Map<string, string>();
  /** The providers whose arguments the plan does not show, by key and instance. */
  private readonly ownProviders = new Map<string, { readonly name: string; readonly alias: string; readonly region: string }>();

  private byLocal?: Map<string, Row>;
  /** References by id. Undefined for an id that two resources have. */
  private byId?: Map<string, string | undefined>;
  private readonly isState: boolean;

  constructor(private readonly plan: any, private readonly rows: Rows) {
    const root = isObject(plan.configuration) ? plan.configuration.root_module : undefined;
    this.places.set('', { path: '', configuration: isObject(root) ? root : undefined });
    this.isState = !isObject(root);
    const resource = bare();
    for (const row of rows.all) (resource[row.type] ??= bare())[row.local.slice(row.type.length + 1)] = this.body(row);
    const data = this.dataBlocks();
    this.json = { terraform: this.requirements(), provider: this.providerBlocks(), resource, data };
  }

  private body(row: Row): any {
    const place = this.place(row.module);
    const written = place.configuration && this.written(place.configuration, row);
    const body: Record<string, any> = {};
    const names = new Set([
      ...Object.keys(row.values),
      ...isObject(row.unknown) ? Object.keys(row.unknown) : [],
      ...Object.keys(written?.expressions ?? {}),
    ]);
    for (const name of names) {
      if (name === '__proto__') continue;
      const expression = written?.expressions?.[name];
      // Arguments that the configuration does not set are omitted. Blocks of a new resource that it does not show are dynamic ones.
      if (written && expression === undefined && !(row.actions.includes('create') && isBlocks(row.values[name]))) continue;
      const value = this.value(row.values[name], markOf(row.unknown, name), markOf(row.sensitive, name), expression, { row, place, name });
      if (value !== null && value !== undefined) body[name] = value;
    }
    if (row.local !== `${row.type}.${row.name}`) body['//'] = { metadata: { path: row.address } };
    const provider = written && this.provider(written.provider_config_key, row.key);
    if (provider !== undefined) body.provider = provider;
    const copies = row.configured?.copies;
    if (copies) body[copies.by] = copies.number ?? opaque({ row: { ...row, configured: undefined }, place, name: copies.by });
    const waits = (row.waits ?? list(written?.depends_on).filter((d) => typeof d === 'string')).flatMap((d) => this.addressesOf(
      d, row.waits ? this.place('') : place,
    ));
    if (waits.length > 0) body.depends_on = waits;
    // A plan shows create_before_destroy only in the order of these actions.
    if (row.actions[0] === 'create' && row.actions.includes('delete')) body.lifecycle = { create_before_destroy: true };
    return body;
  }

  private value(given: any, unknown: any, sensitive: any, expression: any, at: At): any {
    if (sensitive === true) return `\${sensitive[${JSON.stringify(`${at.row.address}.${at.name}`)}]}`;
    if (unknown === true) {
      // A configuration does not show constant elements of a list.
      const texts = at.row.configured && at.name.endsWith('s') ? undefined : this.references(expression, at);
      if (/_ids$|s$/.test(at.name) && texts && texts.length > 0 && this.isListOf(texts, at)) return texts;
      return texts?.length === 1 ? texts[0] : opaque(at);
    }
    if (Array.isArray(given)) return this.listed(given, unknown, sensitive, expression, at);
    if (isObject(given)) {
      const names = new Set([...Object.keys(given), ...isObject(unknown) ? Object.keys(unknown) : []]);
      return Object.fromEntries([...names].filter((n) => n !== '__proto__')
        .map((name) => [
          name,
          this.value(given[name], markOf(unknown, name), markOf(sensitive, name), markOf(expression, name), {
            ...at, name: `${at.name}.${name}`,
          }),
        ]));
    }
    // A resource has the same name before and after it is created.
    if (typeof given === 'string' && isIdentifying(at.name)) {
      const texts = this.references(expression, at);
      if (texts?.length === 1 && this.knownAs(texts[0]) === given) return texts[0];
      if (this.isState && at.name !== 'id') return this.ofId(given);
    }
    return given;
  }

  /** A state has no expressions. A value that equals the id of one of its resources refers to that resource. */
  private ofId(id: string): string {
    if (!this.byId) {
      this.byId = new Map();
      for (const { type, local, values } of this.rows.all) {
        for (const attribute of type === 'alicloud_instance' ? ['id', 'network_interface_id'] : ['id']) {
          const own = values[attribute];
          // The id of an attachment contains the id of the attached resource, and is sometimes equal to it.
          if (typeof own === 'string' && own !== '') this.byId.set(own, this.byId.has(own) ? undefined : `\${${local}.${attribute}}`);
        }
      }
    }
    return this.byId.get(id) ?? id;
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
      if (open[i] && markOf(sensitive, i) !== true) return every ? waiting.shift() : opaque(where);
      const same = typeof value === 'string' && known ? known.indexOf(value) : -1;
      return same >= 0 && markOf(sensitive, i) !== true
        ? texts![same]
        : this.value(value, markOf(unknown, i), markOf(sensitive, i), blocks?.[i], where);
    });
  }

  /** Whether a list of ids is unknown as a whole although each of its elements is one reference. */
  private isListOf(texts: readonly string[], { name }: At): boolean {
    return name.endsWith('_ids') && texts.every((reference) => /\.(id|network_interface_id)\}$/.test(reference));
  }

  /** The id behind a reference, if it is known. */
  private knownAs(reference: string): unknown {
    const m = /^\$\{([^.]+\.[^.]+)\.([^.]+)\}$/.exec(reference);
    const row = m && this.rowOfLocal(m[1]);
    return row ? row.values[m![2]] : undefined;
  }

  private rowOfLocal(local: string): Row | undefined {
    this.byLocal ??= new Map(this.rows.all.map((row) => [row.local, row]));
    return this.byLocal.get(local);
  }

  /** The references of an expression, as expressions of the document. Undefined if one of them cannot be followed. */
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
      const inner = this.place(inModule(place.path, `module.${second}${key}`));
      const output = rest.length === 1 ? inner.configuration?.outputs?.[rest[0]]?.expression : undefined;
      return output && this.references(output, { ...at, place: inner }, depth + 1);
    }
    if (first === 'data' || first === 'local' || first === 'each' || first === 'self' || first === 'path' || first === 'terraform') {
      return undefined;
    }
    let key = rest[0]?.startsWith('[') ? rest.shift()! : '';
    if (key === '' && ownKey && rest.length === 0) {
      key = at.row.key;
      rest.push('id');
    }
    const row = this.rows.get(inModule(place.path, `${first}.${second}${key}`));
    if (row?.configured?.copies) {
      return ownKey && at.row.configured?.copies && rest.length === 1
        ? [`\${${row.local}[${copyKey(at.row.configured.copies)}].${rest[0]}}`]
        : undefined;
    }
    return row && rest.length === 1 ? [`\${${row.local}.${rest[0]}}`] : undefined;
  }

  /** The instances that an entry of `depends_on` refers to. */
  private addressesOf(reference: string, place: Place): string[] {
    const [type, name, key = ''] = referenceSteps(reference);
    const row = type !== undefined && name !== undefined && type !== 'module'
      ? this.rows.get(inModule(place.path, `${type}.${name}${key}`))
      : undefined;
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

  /**
   * The `provider` argument of a resource.
   *
   * @param instance the key of the resource, if it has one
   */
  private provider(key: unknown, instance = ''): string | undefined {
    const configs = this.plan.configuration?.provider_config;
    if (typeof key !== 'string' || !isObject(configs)) return undefined;
    const config = Object.prototype.hasOwnProperty.call(configs, key) ? configs[key] : undefined;
    if (config === undefined) return /^[\w-]+$/.test(key) ? undefined : this.ownProvider(key, providerName(key), '');
    if (instance !== '' && isPerInstance(config?.expressions)) return this.ownProvider(key, String(config.name), instance);
    if (!isObject(config) || (config.alias === undefined && config.module_address === undefined)) return undefined;
    let alias = this.providers.get(key);
    if (alias === undefined) {
      const wanted = config.module_address === undefined ? String(config.alias) : key.replace(/[^\w-]+/g, '_');
      this.providers.set(key, alias = `${String(config.name)}.${wanted}`);
    }
    return alias;
  }

  /** A provider whose arguments the plan does not show: of a key without a configuration, or an instance of a repeated one. */
  private ownProvider(key: string, name: string, instance: string): string {
    const found = this.ownProviders.get(`${key}${instance}`);
    if (found) return `${name}.${found.alias}`;
    // Every two providers are compared with each other. All further instances count as one.
    if (instance !== '' && this.ownProviders.size >= MOST_PROVIDERS) return this.ownProvider(key, name, '');
    const alias = `${key.replace(/[^\w-]+/g, '_')}__${this.ownProviders.size}`;
    const region = `\${${OWN_PROVIDER}[${JSON.stringify(`${key}${instance}.region`)}]}`;
    this.ownProviders.set(`${key}${instance}`, { name, alias, region });
    return `${name}.${alias}`;
  }

  /** The required providers and their versions. */
  private requirements(): any {
    const configs = this.plan.configuration?.provider_config;
    const required: Record<string, object> = {};
    for (const config of Object.values<any>(isObject(configs) ? configs : {})) {
      if (!isObject(config)
        || typeof config.name !== 'string'
        || config.name === '__proto__'
        || config.alias !== undefined
        || config.module_address !== undefined) {
        continue;
      }
      if (typeof config.version_constraint !== 'string') continue;
      const source = jsonText(config.full_name).split('/').slice(-2).join('/');
      required[config.name] = { ...source !== '' && { source }, version: config.version_constraint };
    }
    return { required_providers: required };
  }

  private providerBlocks(): Record<string, any[]> {
    const blocks = bare();
    const configs = this.plan.configuration?.provider_config;
    for (const [key, config] of Object.entries<any>(isObject(configs) ? configs : {})) {
      if (!isObject(config) || typeof config.name !== 'string' || config.name === '__proto__') continue;
      const block: Record<string, any> = {};
      for (const [name, expression] of Object.entries<any>(isObject(config.expressions) ? config.expressions : {})) {
        if (name === '__proto__') continue;
        const value = Array.isArray(expression)
          ? expression.filter(isObject).map((e) => this.argumentsOf(key, e))
          : this.argument(`${key}.${name}`, expression);
        // A key identifies the account, but must not be shown.
        block[name] = typeof value === 'string' && /key|token|secret/.test(name) && !value.startsWith('${')
          ? `key-${createHash('sha256').update(value).digest('hex').slice(0, 12)}`
          : value;
      }
      const alias = this.provider(key)?.slice(config.name.length + 1);
      (blocks[config.name] ??= []).push({ ...block, ...alias !== undefined && { alias } });
    }
    for (const { name, ...block } of this.ownProviders.values()) (blocks[name] ??= []).push(block);
    return blocks;
  }

  private argumentsOf(at: string, expressions: Record<string, any>): Record<string, any> {
    return Object.fromEntries(Object.entries(expressions)
      .filter(([n]) => n !== '__proto__')
      .map(([name, expression]) => [name, this.argument(`${at}.${name}`, expression)]));
  }

  private argument(at: string, expression: any): any {
    if (expression?.constant_value !== undefined) return expression.constant_value;
    const [reference, ...more] = whole(list(expression?.references).map(String));
    const [root, name, ...rest] = reference === undefined ? [] : referenceSteps(reference);
    const variables = this.plan.variables;
    if (root === 'var'
      && more.length === 0
      && rest.length === 0
      && isObject(variables)
      && Object.prototype.hasOwnProperty.call(variables, name)
      && this.plan.configuration?.root_module?.variables?.[name]?.sensitive !== true && !at.includes(':')) return variables[name]?.value;
    return `\${provider_argument[${JSON.stringify(at)}]}`;
  }

  private dataBlocks(): Record<string, any> {
    const data = bare();
    for (const { type, name, address, values, sensitive_values: sensitive } of this.rows.data) {
      if (typeof type !== 'string' || typeof name !== 'string') continue;
      const row: Row = {
        address: jsonText(address),
        module: '',
        type,
        name,
        key: '',
        local: `${type}.${name}`,
        values,
        unknown: undefined,
        sensitive,
        actions: [],
      };
      const at = { row, place: this.place('') };
      (data[type] ??= bare())[name] = Object.fromEntries(Object.keys(values)
        .filter((key) => key !== '__proto__')
        .map((key) => [key, this.value(values[key], undefined, markOf(sensitive, key), undefined, { ...at, name: key })]));
    }
    const modules: [string, ModuleConfiguration | undefined][] = [['', this.place('').configuration]];
    for (let next = modules.pop(); next !== undefined; next = modules.pop()) {
      const [prefix, configuration] = next;
      for (const resource of list(configuration?.resources)) {
        if (resource?.mode !== 'data'
          || typeof resource.type !== 'string'
          || typeof resource.name !== 'string'
          || resource.name === '__proto__') {
          continue;
        }
        const provider = this.provider(resource.provider_config_key);
        const literals = Object.entries<any>(isObject(resource.expressions) ? resource.expressions : {}).filter(([n, e]) =>
          n !== '__proto__' && e?.constant_value !== undefined);
        const name = prefix === '' ? resource.name : `${prefix.replace(/[^\w-]+/g, '_')}_${resource.name}`;
        (data[resource.type] ??= bare())[name] = {
          ...Object.fromEntries(literals.map(([n, e]) => [n, e.constant_value])),
          ...provider !== undefined && { provider },
        };
      }
      for (const [name, call] of Object.entries(configuration?.module_calls ?? {})) {
        if (isObject(call)) modules.push([inModule(prefix, `module.${name}`), call.module]);
      }
    }
    return data;
  }
}

/** An object without a prototype, because its keys come from the plan. */
function bare(): Record<string, any> {
  return Object.create(null) as Record<string, any>;
}

/** The place of a value. */
interface At {
  readonly row: Row;
  readonly place: Place;
  readonly name: string;
}

/** The complete references: Terraform lists a reference and all of its prefixes. */
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

/** A unique expression for a value that is known only at apply. It equals no other expression. */
function opaque({ row, name }: At): string {
  const copies = row.configured?.copies;
  return `\${known_after_apply[${JSON.stringify(`${row.address}.${name}`)}]${copies ? `[${copyKey(copies)}]` : ''}}`;
}

/** The expression that differs for each copy. */
function copyKey({ by }: Copies): string {
  return by === 'count' ? 'count.index' : 'each.key';
}

/** The name of the provider in a key such as `module.a:alicloud.hz`. */
function providerName(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1).split('.')[0];
}

/** Whether the arguments of a provider differ between its instances, as with `for_each` of OpenTofu. */
function isPerInstance(expressions: unknown): boolean {
  return Object.values<any>(isObject(expressions) ? expressions : {}).flat().some((one) =>
    list(one?.references).some((reference) => /^each\./.test(String(reference))) || isObject(one) && !one.references && isPerInstance(one));
}

function isIdentifying(name: string): boolean {
  return /(^|_)ids?(\[\d+\])?$/.test(name);
}

function isBlocks(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}
