import { parseAddress } from './address';
import { isForgotten, PlannedRow } from './planned-row';
import { directionOf, FILTER_TYPE, INLINE_RULES } from '../model/mirror-model';
import { isObject, list } from '../model/terraform-form';

/** An instance of a resource: a row of `resource_changes`, or of a state. */
export interface Row {
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
  /** The addresses of its dependencies, as the state records them. */
  readonly waits?: readonly string[];
  /** Set for a resource of a configuration, which may have several copies. */
  readonly configured?: { readonly copies?: Copies };
}

/** Copies of a resource in a configuration. */
export interface Copies {
  readonly by: 'count' | 'for_each';
  /** The number of copies, if it is constant. */
  readonly number?: number;
}

/** The rows of all modules, each with a unique address in one flat module. */
export class Rows {
  public readonly all: Row[] = [];
  public readonly real = new Map<string, string>();
  /** Data sources of a state. */
  public readonly data: any[] = [];
  private readonly byAddress = new Map<string, Row>();

  public add(
    address: unknown,
    values: any,
    unknown: any,
    sensitive: any,
    actions: readonly string[],
    configured?: Row['configured'],
    waits?: readonly string[],
  ): string | undefined {
    const row = this.row(address, values, false);
    if (!row) return undefined;
    const added: Row = { ...row, unknown, sensitive, actions, configured, waits };
    this.all.push(added);
    this.byAddress.set(added.address, added);
    return added.local;
  }

  /** Adds an object that Terraform forgets. A new object at its address may be added too. */
  public addForgotten(address: unknown, values: any, sensitive: any, actions: readonly string[]): string | undefined {
    const row = this.row(address, values, !isForgotten({ actions }));
    if (!row) return undefined;
    this.all.push({ ...row, unknown: undefined, sensitive, actions });
    if (isForgotten({ actions })) this.byAddress.set(row.address, this.all[this.all.length - 1]);
    return row.local;
  }

  /** Removes inline rules that also have a resource: the provider reads rule resources back into their filter. */
  public dropInlineCopies(): void {
    const alone = new Set<string>();
    for (const { type, values } of this.all) {
      const direction = directionOf(type);
      if (direction === undefined) continue;
      alone.add(`${String(values.traffic_mirror_filter_id)} ${INLINE_RULES[direction]} ${String(values.priority)}`);
    }
    this.all.forEach((row, at) => {
      if (row.type !== FILTER_TYPE) return;
      const kept = Object.values(INLINE_RULES).filter((block) => Array.isArray(row.values[block]))
        .map((block) => [
          block,
          row.values[block].filter((rule: any) => !alone.has(`${String(row.values.id)} ${block} ${String(rule?.priority)}`)),
        ]);
      this.all[at] = { ...row, values: { ...row.values, ...Object.fromEntries(kept) } };
    });
  }

  /** Ids of all objects. */
  public get ids(): string[] {
    return this.all.flatMap(({ values }) => typeof values.id === 'string' ? [values.id] : []);
  }

  private row(
    address: unknown, values: any, apart: boolean,
  ): Pick<Row, 'address' | 'module' | 'type' | 'name' | 'key' | 'local' | 'values'> | undefined {
    const parsed = typeof address === 'string' ? parseAddress(address) : undefined;
    if (!parsed || parsed.data || parsed.type === '__proto__') return undefined;
    const { module, type, name, key } = parsed;
    const plain = module === '' && key === '' && name !== '__proto__' && !apart;
    const local = plain ? `${type}.${name}` : `${type}.${name === '__proto__' ? 'proto' : name}__${this.real.size}`;
    if (!plain) this.real.set(local, address as string);
    return { address: address as string, module, type, name, key, local, values: isObject(values) ? values : {} };
  }

  public get(address: string): Row | undefined {
    return this.byAddress.get(address);
  }
}

export function stateRows(root: any, rows: Rows): void {
  const modules = [root];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const resource of list(module?.resources)) {
      if (resource?.mode === 'managed') {
        rows.add(
          resource.address,
          resource.values,
          undefined,
          resource.sensitive_values,
          ['no-op'],
          undefined,
          list(resource.depends_on).map(String),
        );
      } else if (resource?.mode === 'data' && isObject(resource.values)) {
        rows.data.push(resource);
      }
    }
    for (const child of list(module?.child_modules)) modules.push(child);
  }
}

/** The row of an object that a plan does not change. */
export function unchangedRow({ address, type, local, values, sensitive, actions }: Row): PlannedRow {
  return {
    address, type, local, actions, before: values, after: values, unknown: undefined, sensitive: { before: sensitive, after: sensitive },
  };
}
