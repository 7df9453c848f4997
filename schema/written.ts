// What of the provider's schema this repository writes or names.
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');

/**
 * Paths of a schema that a stack's Terraform JSON writes:
 * `alicloud_slb_listener.protocol`, `data.alicloud_zones.id`, `provider.region`.
 */
export function pathsOf(stack: any): Set<string> {
  const found = new Set<string>();
  const walk = (path: string, body: unknown, ignored: readonly string[]): void => {
    if (Array.isArray(body)) {for (const item of body) walk(path, item, ignored);} else if (body !== null && typeof body === 'object') {
      for (const [name, value] of Object.entries(body)) {
        if (ignored.includes(name) || value === undefined || value === null) continue;
        if (name === 'dynamic') {
          for (const [label, blocks] of Object.entries<any>(value)) {
            found.add(`${path}.${label}`);
            for (const block of [blocks].flat()) walk(`${path}.${label}`, block.content, []);
          }
          continue;
        }
        found.add(`${path}.${name}`);
        walk(`${path}.${name}`, value, []);
      }
    }
  };
  const meta = ['//', 'provider', 'depends_on', 'lifecycle', 'count', 'for_each', 'connection', 'provisioner', 'alias', 'version'];
  for (const [part, prefix] of [['resource', ''], ['data', 'data.']] as const) {
    for (const [type, bodies] of Object.entries<any>(stack[part] ?? {})) {
      if (!type.startsWith('alicloud_')) continue;
      found.add(`${prefix}${type}`);
      for (const body of Object.values(bodies)) walk(`${prefix}${type}`, body, meta);
    }
  }
  walk('provider', stack.provider?.alicloud ?? [], meta);
  for (const path of references(stack)) found.add(path);
  return found;
}

/** Attributes that expressions refer to: `${alicloud_instance.web.primary_ip_address}`. */
function references(stack: any): string[] {
  const text = JSON.stringify(stack);
  return [...text.matchAll(/(?<![\w.])(data\.)?(alicloud_\w+)\.[\w-]+(?:\[[^\]]*\])?\.([a-z]\w*)/g)]
    .filter(([, , , attribute]) => attribute !== 'input')
    .map(([, data = '', type, attribute]) => `${data}${type}.${attribute}`);
}

/** Every golden of the examples, by its file. */
export function goldens(): Map<string, any> {
  const found = new Map<string, any>();
  const examples = join(ROOT, 'examples');
  for (const example of readdirSync(examples)) {
    const folder = join(examples, example, 'golden');
    if (!existsSync(folder)) continue;
    for (const stack of readdirSync(folder)) {
      const file = join(folder, stack, 'cdk.tf.json');
      // The page of an example is a golden too.
      if (!existsSync(file)) continue;
      found.set(`examples/${example}/golden/${stack}`, JSON.parse(readFileSync(file, 'utf8')));
    }
  }
  return found;
}
