import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { BREAKS } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';
import { MirrorEdition } from '../../src';
import { fingerprintOf, Found } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { readInput } from '../../src/door/read-input';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';

const REFERENCE = /^\$\{((?:[a-z]\w*)\.[\w-]+(?:\[[^\]]*\])?)\.(\w+)\}$/;

/** The plan that Terraform makes of configuration whose expressions are single references: all of it is new. */
function planOf(terraform: any): object | undefined {
  const resources: any[] = [];
  const changes: any[] = [];
  let plain = true;
  const expression = (value: any): any => {
    if (Array.isArray(value) && value.some((v) => v !== null && typeof v === 'object')) return value.map(expressions);
    const references = [value].flat().flatMap((v) => {
      const m = typeof v === 'string' ? REFERENCE.exec(v) : null;
      if (!m && typeof v === 'string' && v.includes('${')) plain = false;
      return m ? [`${m[1]}.${m[2]}`, m[1]] : [];
    });
    return references.length > 0 ? { references } : { constant_value: value };
  };
  const expressions = (body: any): any => Object.fromEntries(Object.entries<any>(body).map(([k, v]) => [k, v !== null && typeof v === 'object' && !Array.isArray(v) ? { constant_value: v } : expression(v)]));
  const isOpen = (v: any) => typeof v === 'string' && REFERENCE.test(v);
  for (const [type, byName] of Object.entries<any>(terraform.resource ?? {})) {
    for (const [name, written] of Object.entries<any>(byName)) {
      const { lifecycle, depends_on, provider, count, for_each, dynamic, '//': comment, ...body } = written;
      // What a plan does not show, or shows as copies.
      if (lifecycle || count !== undefined || for_each !== undefined || dynamic || comment) plain = false;
      const after: any = {};
      const unknown: any = {};
      for (const [k, v] of Object.entries<any>(body)) {
        if (isOpen(v)) {
          unknown[k] = true;
        } else if (Array.isArray(v)) {
          after[k] = v.map((item) => isOpen(item) ? null : item);
          unknown[k] = v.map(isOpen);
        } else {
          after[k] = v;
        }
      }
      resources.push({ address: `${type}.${name}`, mode: 'managed', type, name, provider_config_key: provider === undefined ? 'alicloud' : String(provider).replace(/^\$\{|\}$/g, ''), expressions: expressions(body), ...depends_on && { depends_on } });
      changes.push({ address: `${type}.${name}`, mode: 'managed', type, name, change: { actions: ['create'], before: null, after, after_unknown: unknown, before_sensitive: false, after_sensitive: {} } });
    }
  }
  for (const [type, byName] of Object.entries<any>(terraform.data ?? {})) {
    for (const [name, body] of Object.entries<any>(byName)) resources.push({ address: `data.${type}.${name}`, mode: 'data', type, name, provider_config_key: 'alicloud', expressions: expressions(body) });
  }
  const requirement = (name: string) => {
    const { source, version } = terraform.terraform?.required_providers?.[name] ?? {};
    return { ...source && { full_name: `registry.terraform.io/${source}` }, ...version && { version_constraint: version } };
  };
  const providers: any = {};
  for (const [name, configs] of Object.entries<any>(terraform.provider ?? {})) {
    for (const config of [configs].flat()) {
      const { alias, ...rest } = config;
      if (name !== 'alicloud' || providers[alias === undefined ? name : `${name}.${alias}`]) plain = false;
      providers[alias === undefined ? name : `${name}.${alias}`] = { name, ...requirement(name), ...alias !== undefined && { alias }, expressions: expressions(rest) };
    }
  }
  if (terraform.locals || terraform.module || terraform.output) plain = false;
  return plain ? { format_version: '1.2', terraform_version: '1.11.4', planned_values: {}, resource_changes: changes, configuration: { provider_config: providers, root_module: { resources } }, complete: true } : undefined;
}

function found(documents: StackDocument[]): string[] {
  return runChecks(new MirrorModel(documents), MirrorEdition.EDITION_2023).findings.map((f: Found) => `${f.severity} ${f.id} ${f.reason} ${fingerprintOf(f)}`).sort();
}

const APPS = BREAKS.map(({ id, fact, app }) => ({ id, fact, documents: app() }));

/** Written as cdktf does, and with the plan of each stack in its folder, as cdktf leaves it. */
function folders(documents: StackDocument[]): { app: string; plans: string[] | undefined } {
  const app = temporaryFolder();
  const plans = documents.map(({ folder, terraform, statements }) => {
    const stack = join(app, 'stacks', folder!);
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(terraform));
    if (statements) writeFileSync(join(stack, 'traffic-mirror.json'), JSON.stringify(statements));
    const plan = planOf(terraform);
    if (plan) writeFileSync(join(stack, 'plan.json'), JSON.stringify(plan));
    return plan ? join(stack, 'plan.json') : undefined;
  });
  return { app, plans: plans.every((p) => p !== undefined) ? plans as string[] : undefined };
}

/** What the user states of the app goes with the policy, not with the files. */
const stated = (documents: readonly StackDocument[], read: readonly StackDocument[]): StackDocument[] => read.map((d) => {
  const { account, quotas, network, lock } = documents.find((o) => o.folder === d.folder)!;
  return { ...d, account, quotas, network, lock };
});

test('the same findings, with the same fingerprints, at synth and on the written stack', () => {
  const differ = APPS.filter(({ documents }) => new Set(documents.map((d) => d.folder)).size === documents.length && documents.every((d) => d.terraform)).filter(({ documents }) => {
    const { app } = folders(documents);
    return JSON.stringify(found(documents)) !== JSON.stringify(found(stated(documents, readInput([app]).documents)));
  });
  expect(differ.map(({ id, fact }) => `${id}: ${fact}`)).toEqual([]);
});

test('the same findings, with the same fingerprints, on the plan', () => {
  let compared = 0;
  const differ = APPS.filter(({ documents }) => {
    if (documents.some((d) => !d.terraform || !d.folder)) return false;
    const { plans } = folders(documents);
    if (!plans || new Set(documents.map((d) => d.folder)).size !== documents.length) return false;
    compared++;
    return JSON.stringify(found(documents)) !== JSON.stringify(found(stated(documents, readInput(plans).documents)));
  });
  expect(differ.map(({ id, fact }) => `${id}: ${fact}`)).toEqual([]);
  expect(compared).toBeGreaterThan(BREAKS.length / 2);
});
