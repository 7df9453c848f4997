import { isObject, Json } from './fields';
import { described, refusal } from '../net/refusal';

/** A resource of a Terraform state, in any module. */
export interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly values: Json;
  /** Which of the values are sensitive: `true` in place of a value, in the structure of the values. */
  readonly sensitive: unknown;
  /** Terraform replaces it with the next apply (tainted). */
  readonly tainted: boolean;
  /** Terraform's key of an object that remains to be destroyed after a failed apply. Undefined for any other object. */
  readonly deposed?: string;
}

/**
 * The managed resources in the output of `terraform show -json` for a state.
 *
 * @param source its name in errors
 * @throws if the input is a plan, a raw state file or something else
 */
export function* stateResources(source: string, body: unknown): Iterable<StateResource> {
  if (!isObject(body) || !('format_version' in body)) {
    const raw = isObject(body) && 'lineage' in body;
    throw wrongState(source, raw ? described('is the state file itself') : body, 'write it with: terraform show -json > state.json');
  }
  refuseFormat(body.format_version, source);
  if ('planned_values' in body || 'resource_changes' in body) {
    throw wrongState(source, described('is a plan'), 'show the state, without a plan file: terraform show -json > state.json');
  }
  if (body.values === undefined) return;
  const root = isObject(body.values) ? body.values.root_module : undefined;
  // A module is in the list of its parent. An explicit stack allows any depth.
  const modules: unknown[] = [root ?? {}];
  while (modules.length > 0) {
    const module = modules.pop();
    if (!isObject(module)) throw wrongState(source, module, 'store the unchanged output');
    for (const child of list(source, module, 'child_modules')) modules.push(child);
    for (const resource of list(source, module, 'resources')) {
      if (!isObject(resource)) throw wrongState(source, resource, 'store the unchanged output');
      if (resource.mode === 'data') continue;
      yield {
        type: text(resource.type), name: text(resource.name), address: text(resource.address ?? resource.type),
        values: isObject(resource.values) ? resource.values : {}, sensitive: resource.sensitive_values,
        tainted: resource.tainted === true, ...resource.deposed_key !== undefined && { deposed: String(resource.deposed_key) },
      };
    }
  }
}

/** Throws for a format with another major version. Major 0 is that of Terraform 0.12 to 1.0, which has the same fields. */
export function refuseFormat(format: unknown, path: string): void {
  const version = String(format).split('.')[0];
  if (version === '1' || version === '0') return;
  throw refusal({
    path,
    what: 'format_version',
    got: format,
    allowed: '1.x',
    fix: 'use a newer version of this package, or an older version of Terraform',
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

function list(source: string, module: Json, name: string): unknown[] {
  const value = module[name] ?? [];
  if (!Array.isArray(value)) {
    throw refusal({ path: source, what: `${name} of a module`, got: value, allowed: 'a list', fix: 'store the unchanged output' });
  }
  return value;
}

function wrongState(path: string, got: unknown, fix: string): Error {
  return refusal({ path, what: 'a Terraform state', got, allowed: 'the output of terraform show -json', fix });
}
