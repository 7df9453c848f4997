import { attributeKind, prefixOf } from '../../src/catalog/id-kinds';

const REFERENCE = /^\$\{((?:[a-z]\w*)\.[\w-]+(?:\[[^\]]*\])?)\.(\w+)\}$/;
/** Arguments that a plan does not have as values. */
const META = ['lifecycle', 'depends_on', 'provider', 'count', 'for_each', 'dynamic', '//'];

/** What a plan of some configuration is made for. */
export interface PlanOptions {
  /** Everything is there already, as it is written. */
  readonly applied?: boolean;
  /** `lifecycle` and comments are left out, as Terraform does, rather than giving no plan. */
  readonly withoutLifecycle?: boolean;
}

/** What the service, or a data source, answers for an attribute of a resource that is there. */
function known(reference: string): string {
  const [, address, attribute] = REFERENCE.exec(reference)!;
  const [type, name] = address.split('.');
  const kind = attributeKind(type, attribute);
  if (type === 'alicloud_instance' && attribute === 'network_interface_id') return `eni-primary${name}`;
  if (kind === 'attachment') return `eni-${name}:i-${name}`;
  if (kind === undefined) return /_ip(_address)?$/.test(attribute) ? '10.10.0.9' : `${attribute}-${name}`;
  return `${prefixOf(kind)}${name}`;
}

const isOpen = (value: any): boolean => typeof value === 'string' && REFERENCE.test(value);
const refers = (value: any): boolean =>
  typeof value === 'string' ? isOpen(value) : value !== null && typeof value === 'object' && Object.values(value).some(refers);

/** A value after the apply. */
function after(value: any): any {
  if (isOpen(value)) return known(value);
  if (Array.isArray(value)) return value.map(after);
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, after(v)])) : value;
}

/** Configuration as Terraform shows it in a plan. */
class Written {
  /** Whether it is as simple as these functions understand: expressions are single references, and nothing is repeated. */
  public plain = true;

  public expression(value: any): any {
    if (Array.isArray(value) && value.some((v) => v !== null && typeof v === 'object')) return value.map((v) => this.expressions(v));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      if (refers(value)) this.plain = false;
      return { constant_value: value };
    }
    const references = [value].flat().flatMap((v) => {
      const m = typeof v === 'string' ? REFERENCE.exec(v) : null;
      if (!m && typeof v === 'string' && v.includes('${')) this.plain = false;
      return m ? [`${m[1]}.${m[2]}`, m[1]] : [];
    });
    return references.length > 0 ? { references } : { constant_value: value };
  }

  public expressions(body: any): any {
    return Object.fromEntries(Object.entries<any>(body).map(([k, v]) => [k, this.expression(v)]));
  }
}

/** The plan that Terraform makes of configuration whose expressions are single references: all of it is new, unless it was applied. */
export function planOf(given: any, { applied = false, withoutLifecycle = false }: PlanOptions = {}): any {
  // Without what is undefined, as a file has it.
  const terraform = JSON.parse(JSON.stringify(given));
  const written = new Written();
  const resources: any[] = [];
  const changes: any[] = [];
  for (const [type, byName] of Object.entries<any>(terraform.resource ?? {})) {
    for (const [name, block] of Object.entries<any>(byName)) {
      const { lifecycle, depends_on, provider, count, for_each, dynamic, '//': comment } = block;
      if (count !== undefined || for_each !== undefined || dynamic || !withoutLifecycle && (lifecycle || comment)) written.plain = false;
      const body = Object.fromEntries(Object.entries<any>(block).filter(([key]) => !META.includes(key)));
      const address = `${type}.${name}`;
      const values: any = applied
        ? {
          id: known(`\${${address}.id}`),
          ...(type === 'alicloud_instance' && { network_interface_id: `eni-primary${name}` }),
          ...after(body),
        }
        : {};
      const unknown: any = {};
      if (!applied) {
        for (const [k, v] of Object.entries<any>(body)) {
          if (isOpen(v)) {
            unknown[k] = true;
          } else if (Array.isArray(v)) {
            values[k] = v.map((item) => isOpen(item) ? null : item);
            unknown[k] = v.map(isOpen);
          } else {
            values[k] = v;
          }
        }
      }
      resources.push({
        address,
        mode: 'managed',
        type,
        name,
        provider_config_key: provider === undefined ? 'alicloud' : String(provider).replace(/^\$\{|\}$/g, ''),
        expressions: written.expressions(body),
        ...(depends_on && { depends_on }),
      });
      changes.push({
        address,
        mode: 'managed',
        type,
        name,
        change: {
          actions: [applied ? 'no-op' : 'create'],
          before: applied ? values : null,
          after: values,
          after_unknown: unknown,
          before_sensitive: false,
          after_sensitive: {},
        },
      });
    }
  }
  for (const [type, byName] of Object.entries<any>(terraform.data ?? {})) {
    for (const [name, body] of Object.entries<any>(byName)) {
      resources.push({
        address: `data.${type}.${name}`,
        mode: 'data',
        type,
        name,
        provider_config_key: 'alicloud',
        expressions: written.expressions(body),
      });
    }
  }
  const requirement = (name: string) => {
    const { source, version } = terraform.terraform?.required_providers?.[name] ?? {};
    return { ...source && { full_name: `registry.terraform.io/${source}` }, ...version && { version_constraint: version } };
  };
  const providers: any = {};
  for (const [name, configs] of Object.entries<any>(terraform.provider ?? {})) {
    for (const config of [configs].flat()) {
      const { alias, ...rest } = config;
      if (name !== 'alicloud' || providers[alias === undefined ? name : `${name}.${alias}`]) written.plain = false;
      providers[alias === undefined ? name : `${name}.${alias}`] = {
        name,
        ...requirement(name),
        ...(alias !== undefined && { alias }),
        expressions: written.expressions(rest),
      };
    }
  }
  if (terraform.locals || terraform.module || terraform.output) written.plain = false;
  if (!written.plain) return undefined;
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {},
    resource_changes: changes,
    configuration: { provider_config: providers, root_module: { resources } },
    complete: true,
  };
}

/** The state after the apply of such configuration. */
export function stateOf(terraform: any): any {
  const plan = planOf(terraform, { applied: true, withoutLifecycle: true });
  if (!plan) return undefined;
  const { resources: configured } = plan.configuration.root_module;
  const dependencies = (address: string): string[] => {
    const { expressions, depends_on = [] } = configured.find((r: any) => r.address === address);
    return [
      ...depends_on,
      ...Object.values<any>(expressions)
        .flatMap((e) => e.references ?? [])
        .filter((r: string) => r.split('.').length === 2),
    ];
  };
  const resources = [
    ...plan.resource_changes.map(({ change, ...resource }: any) => ({
      ...resource,
      values: change.after,
      sensitive_values: {},
      depends_on: dependencies(resource.address),
    })),
    ...Object.entries<any>(terraform.data ?? {}).flatMap(([type, byName]) =>
      Object.entries<any>(byName).map(([name, body]) => ({
        address: `data.${type}.${name}`,
        mode: 'data',
        type,
        name,
        values: after(body),
        sensitive_values: {},
      })),
    ),
  ];
  return { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } };
}
