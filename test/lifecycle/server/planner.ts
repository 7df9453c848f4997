import { BlockSchema, NestedBlockSchema } from './schema';
import { Unknown, UNKNOWN, Value, ValueObject, isObject, isZero, same } from './wire';

/** What is special about a resource at plan time. */
export interface PlanHooks {
  /** Attributes and blocks whose change replaces the resource. */
  readonly forceNew: readonly string[];
  /** What the provider plans where an attribute is not written. */
  readonly defaults?: Readonly<Record<string, Value>>;
  /** Attributes whose difference the provider ignores, so that the prior value stays. */
  suppress?(name: string, prior: ValueObject, proposed: ValueObject): boolean;
}

export interface Plan {
  readonly planned: ValueObject;
  readonly requiresReplace: readonly string[];
  /** Whether the plan strays from the configuration in a way that only providers of the old SDK may. */
  readonly legacy: boolean;
}

/** Marks as unknown what only the account can fill in. */
function markComputed(block: BlockSchema, value: ValueObject): ValueObject {
  const result = { ...value };
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    if (attribute.computed && result[name] === null) result[name] = UNKNOWN;
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    const inner = result[name];
    if (Array.isArray(inner)) {
      result[name] = inner.map((item) => markComputed(nested.block, item as ValueObject));
    } else if (isObject(inner)) {
      result[name] = markComputed(nested.block, inner);
    }
  }
  return result;
}

/** Whether two values of a block differ in what a user can write, computed members aside. */
function blockDiffers(nested: NestedBlockSchema, prior: Value, planned: Value): boolean {
  const written = Object.entries(nested.block.attributes ?? {})
    .filter(([, attribute]) => !(attribute.computed && !attribute.optional)).map(([name]) => name);
  const strip = (value: Value): Value => (isObject(value)
    ? Object.fromEntries(written.map((name) => [name, isZero(value[name]) ? null : value[name]]))
    : value);
  const items = (value: Value): Value[] => (Array.isArray(value) ? value : [value]).map(strip);
  const [before, after] = [items(prior), items(planned)];
  if (nested.nesting_mode !== 'set') return !same(before, after);
  return before.length !== after.length || !before.every((item) => after.some((other) => same(item, other)));
}

function sameSet(a: Value, b: Value): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item) => b.some((other) => same(item, other)));
}

function differs(block: BlockSchema, name: string, prior: ValueObject, planned: ValueObject): boolean {
  const nested = block.block_types?.[name];
  if (nested) return blockDiffers(nested, prior[name], planned[name]);
  const type = block.attributes?.[name]?.type;
  if (Array.isArray(type) && type[0] === 'set' && sameSet(prior[name], planned[name])) return false;
  if (planned[name] instanceof Unknown) return true;
  // The old SDK cannot tell null from a zero value.
  return !same(prior[name], planned[name]) && !(isZero(prior[name]) && isZero(planned[name]));
}

/** The plan of a creation (prior null) or an update, from the merge that Terraform proposes. */
export function plan(block: BlockSchema, hooks: PlanHooks, prior: ValueObject | null, written: ValueObject): Plan {
  const defaults = Object.entries(hooks.defaults ?? {}).filter(([name]) => written[name] === null);
  const proposed: ValueObject = { ...written, ...Object.fromEntries(defaults) };
  if (!prior) return { planned: markComputed(block, proposed), requiresReplace: [], legacy: defaults.length > 0 };

  const names = [...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {})];
  const planned: ValueObject = { ...proposed };
  const changed: string[] = [];
  let legacy = defaults.length > 0;
  for (const name of names) {
    // Timeouts travel beside the state in the real provider, so they are never a change of their own.
    const ignored = name === 'timeouts' || hooks.suppress?.(name, prior, proposed);
    if (!ignored && differs(block, name, prior, proposed)) {
      changed.push(name);
    } else if (!same(prior[name], proposed[name])) {
      planned[name] = prior[name];
      // Another order of a set is the same value to Terraform too.
      if (!sameSet(prior[name], proposed[name])) legacy = true;
    }
  }
  if (changed.length === 0) return { planned: prior, requiresReplace: [], legacy };
  // With a real change the new timeouts are stored along with it.
  if ('timeouts' in proposed) planned.timeouts = proposed.timeouts;
  return {
    planned: markComputed(block, planned),
    requiresReplace: changed.filter((name) => hooks.forceNew.includes(name)),
    legacy,
  };
}
