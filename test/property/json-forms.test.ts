import * as fc from 'fast-check';
import { BREAKS, documents, FILTER, Fixture, INBOUND, MORE_BREAKS, right } from '../checks/fixtures';
import '../support/recorded-inputs';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { played } from '../support/runs';

// Terraform accepts many forms of one configuration. Every wrong app has the same findings in each of them.

type Json = any;
/** Chooses a number from 0, below a bound. */
type Choose = (bound: number) => number;

/** The parts of a configuration, with the number of labels before a body. */
const PARTS: Record<string, number> = { resource: 2, data: 2, module: 1, output: 1, variable: 1, provider: 1, terraform: 0, locals: 0 };

/** Blocks in bodies. Every other object is the value of an argument. */
const BLOCKS = [
  'ingress_rules', 'egress_rules', 'network_interfaces', 'servers', 'ingress_acl_entries', 'egress_acl_entries', 'lifecycle',
  'assume_role',
];

const isObject = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object as it is, in a list, or in a list with one object for each of its keys. */
function listed(value: Json, choose: Choose): Json {
  if (!isObject(value)) return value;
  const form = choose(3);
  const keys = Object.keys(value);
  return form === 0 ? value : form === 1 || keys.length < 2 ? [value] : keys.map((key) => ({ [key]: value[key] }));
}

function labelled(value: Json, labels: number, choose: Choose, body: (value: Json) => Json): Json {
  if (labels === 0) return body(value);
  // A provider may have several bodies, and a body that is in a list already stays there.
  const inside = Object.fromEntries(Object.entries<Json>(value).map(([label, one]) =>
    [label, label === '//' || Array.isArray(one) ? one : labelled(one, labels - 1, choose, body)]));
  return listed(inside, choose);
}

/** The local values that arguments are moved to. */
type Locals = Record<string, Json>;

/** An argument: written, as a text, or as a local value. */
function argument(name: string, value: Json, choose: Choose, locals: Locals): Json {
  if (value === undefined || value === null || name === 'tags' || typeof value === 'string' && value.includes('${')) return value;
  const form = choose(4);
  if (form === 1 && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  if (
    form === 2
    && (typeof value !== 'object' || (Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes('${'))))
  ) {
    const local = `v${Object.keys(locals).length}`;
    locals[local] = value;
    return `\${local.${local}}`;
  }
  return value;
}

/** Blocks of one kind: single, in a list, or dynamic over literal values. */
function block(name: string, value: Json, choose: Choose): { [name: string]: Json } {
  const all: Json[] = [value].flat();
  const keys = Object.keys(all[0] ?? {});
  const form = choose(4);
  const plain = all.every((one) => isObject(one) && Object.keys(one).join() === keys.join() && !JSON.stringify(one).includes('${'));
  if (form >= 2 && name !== 'lifecycle' && all.length > 0 && plain) {
    const iterator = form === 2 ? name : 'it';
    const content = Object.fromEntries(keys.map((key) => [key, `\${${iterator}.value.${key}}`]));
    const one = { for_each: all, ...form === 3 && { iterator }, content: choose(2) === 0 ? content : [content] };
    return { dynamic: choose(2) === 0 ? { [name]: one } : [{ [name]: [one] }] };
  }
  return { [name]: all.length === 1 ? form === 0 ? all[0] : all : value };
}

/** A configuration in another form. */
function disguised(terraform: Json, choose: Choose): Json {
  const locals: Locals = {};
  const body = (value: Json): Json => {
    if (!isObject(value)) return value;
    const changed: Record<string, Json> = {};
    for (const [name, one] of Object.entries<Json>(value)) {
      if (!BLOCKS.includes(name)) {
        changed[name] = ['//', 'for_each', 'count', 'provider', 'depends_on', 'dynamic', 'source'].includes(name)
          ? one
          : argument(name, one, choose, locals);
        continue;
      }
      const { dynamic, ...rest } = block(name, one, choose);
      Object.assign(changed, rest);
      // Several dynamic blocks of one body.
      if (dynamic) changed.dynamic = [changed.dynamic ?? [], dynamic].flat();
    }
    return choose(2) === 0 ? changed : [changed];
  };
  const whole: Record<string, Json> = {};
  for (const [part, value] of Object.entries<Json>(terraform)) {
    const labels = PARTS[part];
    if (labels === undefined || part === 'terraform' || part === 'locals' || Array.isArray(value)) whole[part] = value;
    else if (part === 'provider') whole[part] = listed(value, choose);
    else whole[part] = labelled(value, labels, choose, part === 'resource' ? body : (one) => one);
  }
  if (Object.keys(locals).length > 0) whole.locals = [whole.locals ?? [], listed(locals, choose)].flat();
  return whole;
}

/** The findings of documents, in any order. */
function found(app: readonly StackDocument[], edition: MirrorEdition | undefined): string[] {
  const { findings, passed } = runChecks(new MirrorModel([...app]), edition ?? MirrorEdition.EDITION_2023);
  return [
    ...findings.map(({ id, severity, reason, path, count }) => `${severity} ${id} ${reason} ${path} ${count}`).sort(),
    ...Object.entries(passed).map(([id, count]) => `pass ${id} ${count}`),
  ];
}

/** The filter of the right app with two inline rules instead of its stand-alone one. */
function inline(): StackDocument[] {
  const f: Fixture = right();
  const { traffic_mirror_filter_id: _, ...rule } = f.terraform.resource[INBOUND]['inbound-1'];
  delete f.terraform.resource[INBOUND];
  f.terraform.resource[FILTER].web.ingress_rules = [rule, { ...rule, priority: 2, action: 'drop' }];
  f.terraform.resource[FILTER].web.egress_rules = rule;
  return documents(f);
}

const APPS = [...BREAKS, ...MORE_BREAKS, { id: 'inline', app: inline, edition: undefined }].map(({ id, app, edition }) => ({
  id,
  app,
  edition,
}));

test('every wrong app has the same findings in every form of its Terraform', () => {
  fc.assert(fc.property(fc.constantFrom(...APPS), fc.infiniteStream(fc.nat()), ({ app, edition }, stream) => {
    const choose: Choose = (bound) => (stream.next().value as number) % bound;
    const plain = app();
    const other = plain.map((document) => document.terraform === undefined ? document
      : { ...document, terraform: disguised(structuredClone(document.terraform), choose) });
    expect(found(other, edition)).toEqual(found(plain, edition));
  }), played(250, 41));
});
