import { TerraformJson } from './document';

/**
 * Terraform JSON in one form: every body is an object, labels are not lists, and no argument is null. Terraform accepts many
 * forms of the same configuration. The forms of cdktf stay as they are. Those of other generators (a body in a list,
 * `dynamic` in a list, several `locals`) are rewritten. Unchanged parts are not copied.
 */
export function oneForm(json: TerraformJson | undefined): TerraformJson {
  if (!isObject(json)) return {};
  const form: Record<string, any> = { ...json };
  for (const [part, depth] of Object.entries(LABELS)) {
    if (json[part] !== undefined) {
      form[part] = labelled(json[part], depth, part === 'provider' ? listOfBodies : part === 'locals' ? same : bodyOf);
    }
  }
  const { terraform } = form;
  if (terraform?.backend !== undefined) form.terraform = { ...terraform, backend: labelled(terraform.backend, 1, bodyOf) };
  if (Array.isArray(terraform?.cloud)) form.terraform = { ...form.terraform, cloud: bodyOf(terraform.cloud) };
  return form;
}

/** The number of labels before the body, for each part. */
const LABELS: Record<string, number> = { terraform: 0, locals: 0, provider: 1, output: 1, module: 1, variable: 1, resource: 2, data: 2 };

const COMMENT = '//';

function labelled(value: unknown, depth: number, body: (value: unknown) => unknown): any {
  if (Array.isArray(value)) {
    // A label may have several blocks only for providers. All others have one.
    return value.map((part) => labelled(part, depth, body)).reduce((all, part) => joined(all, part, depth), {});
  }
  if (!isObject(value)) return {};
  if (depth === 0) return body(value);
  let changed: Record<string, any> | undefined;
  for (const label in value) {
    const given = value[label];
    const one = label === COMMENT ? undefined : depth === 1 ? body(given) : labelled(given, depth - 1, body);
    if (one === given) continue;
    changed ??= { ...value };
    if (one === undefined) delete changed[label];
    else changed[label] = one;
  }
  return changed ?? value;
}

function joined(a: Record<string, any>, b: Record<string, any>, depth: number): Record<string, any> {
  const all = { ...a };
  for (const [label, value] of Object.entries(b)) {
    const there = all[label];
    all[label] = Array.isArray(there) && Array.isArray(value)
      ? [...there, ...value]
      : depth > 1 ? joined(there, value, depth - 1) : value;
  }
  return all;
}

function same(value: unknown): unknown {
  return value;
}

function listOfBodies(value: unknown): unknown {
  return Array.isArray(value) ? value.filter(isObject).map(bodyOf) : [bodyOf(value)];
}

/** The body of a block, whether it is in a list or not. */
export function bodyOf(value: unknown): any {
  if (Array.isArray(value)) return Object.assign({}, ...value.map(bodyOf));
  if (!isObject(value)) return {};
  let changed: Record<string, any> | undefined;
  for (const name in value) {
    const given = value[name];
    const one = given === null
      ? undefined
      : (name === 'dynamic' || name === 'lifecycle') && Array.isArray(given) ? Object.assign({}, ...given.filter(isObject)) : given;
    if (one === given) continue;
    changed ??= { ...value };
    if (one === undefined) delete changed[name];
    else changed[name] = one;
  }
  return changed ?? value;
}

/** Nested blocks of one kind: a list, a single one, or none. */
export function blocksOf(blocks: unknown): any[] {
  return Array.isArray(blocks) ? blocks.filter(isObject) : isObject(blocks) ? [blocks] : [];
}

/** A reference in an argument that needs no expression (`provider`, `depends_on`, `ignore_changes`), with or without `${}`. */
export function bare(text: string): string {
  return text.replace(/^\$\{\s*(.*?)\s*\}$/, '$1');
}

export function isObject(value: unknown): value is Record<string, any> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A list, or none for any other value. */
export function list(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}

/** A text, or an empty one for any other value. */
export function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
