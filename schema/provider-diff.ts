// What changed between two slices of the provider's schema: provider-diff.ts OLD NEW (versions of this folder, or files)
import { existsSync } from 'fs';
import { Place, places, ProviderSchema, readSlice, sliceFile } from './slice';

export interface Difference {
  readonly path: string;
  /** For example `gone`, `new`, `now deprecated`, `string, optional -> string, required`. */
  readonly change: string;
}

/** The differences of two schemas, by path. What lies in a resource or block that is itself new or gone is not repeated. */
export function differences(old: Map<string, Place>, now: Map<string, Place>): Difference[] {
  const found: Difference[] = [];
  const covered = (path: string, there: Map<string, Place>): boolean => {
    const parent = path.slice(0, Math.max(path.lastIndexOf('.'), 0));
    return !['', 'data', 'provider'].includes(parent) && !there.has(parent);
  };
  for (const { path, form, deprecated } of old.values()) {
    const after = now.get(path);
    if (!after) {
      if (!covered(path, now)) found.push({ path, change: 'gone' });
      continue;
    }
    if (after.form !== form) found.push({ path, change: `${form} -> ${after.form}` });
    if (after.deprecated && !deprecated) found.push({ path, change: 'now deprecated' });
    if (!after.deprecated && deprecated) found.push({ path, change: 'no longer deprecated' });
  }
  for (const path of now.keys()) if (!old.has(path) && !covered(path, old)) found.push({ path, change: `new, ${now.get(path)!.form}` });
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Whether a path is one that is written, or holds or lies in one. */
function concerns(written: ReadonlySet<string>, path: string): boolean {
  return written.has(path) || [...written].some((w) => w.startsWith(`${path}.`));
}

/** The page that the task prints. */
export function report(all: readonly Difference[], written: ReadonlySet<string>): string[] {
  const row = ({ path, change }: Difference): string => `  ${path}: ${change}`;
  const ours = all.filter(({ path }) => concerns(written, path));
  const required = all.filter(
    ({ path, change }) =>
      !ours.some((o) => o.path === path)
      && /^new, .*, required$| -> .*, required$/.test(change)
    && written.has(path.slice(0, path.lastIndexOf('.'))));
  const rest = all.filter((d) => !ours.includes(d) && !required.includes(d));
  return [
    `${ours.length} differences in what the library writes`, ...ours.map(row),
    ...required.length > 0 ? [`${required.length} newly required beside it`, ...required.map(row)] : [],
    `${rest.length} other differences`, ...rest.map(row),
  ];
}

/** Whether a provider can list mirroring resources, so that an adoption needs no API responses, or has actions for them. */
export function newKinds({ list_resource_schemas: lists = {}, action_schemas: actions = {} }: ProviderSchema): string {
  const named = (schemas: Readonly<Record<string, unknown>>): string =>
    Object.keys(schemas)
      .filter((type) => type.includes('traffic_mirror'))
      .sort()
      .join(', ') || 'none';
  return `traffic mirroring: list resources ${named(lists)}, actions ${named(actions)}`;
}

function main([old, now]: string[]): void {
  if (!old || !now) throw new Error('usage: npx projen provider-diff OLD NEW, each a version of schema/ or a file');
  const slices = [old, now].map((given) => readSlice(existsSync(given) ? given : sliceFile(given)));
  const [a, b] = slices.map(places);
  // The helpers of the tests tidy up after a test file; here that is when the process ends.
  Object.assign(globalThis, { afterAll: (tidy: () => void) => process.on('exit', tidy) });
  const { everythingWritten } = require('../test/support/everything') as typeof import('../test/support/everything');
  for (const line of [...report(differences(a, b), everythingWritten()), newKinds(slices[1])]) console.log(line);
}

if (require.main === module) main(process.argv.slice(2));
