import { openSync, closeSync, ftruncateSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { temporaryFolder } from '../support/app';
import { played } from '../support/runs';
import { run } from '../../src/cli/run';
import { readInput } from '../../src/door/read-input';
import { FORMATS } from '../../src/report/formats';

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const fixture = (name: string): string => join(__dirname, 'fixtures', `${name}.json`);
const CREATE = readFileSync(fixture('create'), 'utf8');
const folder = temporaryFolder();
let files = 0;
const file = (content: string | Buffer, name = `input-${++files}.json`): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

interface Ran { readonly code: number; readonly out: string; readonly error: string }
function traffic(...args: string[]): Ran {
  const out: string[] = [];
  const error: string[] = [];
  const code = run(args, { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

/** What reads plans. */
const COMMANDS = ['check', 'forecast'] as const;

describe('D13: another file than a plan is refused in one line that names the right command', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /is empty\. .*Run the command that writes the file again/],
    ['blanks', ' \n\n', /The file is empty/],
    [
      'a plan in binary form',
      Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8]),
      /is a binary Terraform plan\. .*Run terraform show -json .* > plan\.json/,
    ],
    ['compressed JSON', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), /is not JSON: .*terraform show -json PLANFILE > plan\.json/],
    ['a plan that is cut', CREATE.slice(0, CREATE.length / 2), /JSON that ends in the middle\. .*Write the file again/],
    [
      'the log of plan -json',
      `${JSON.stringify({ '@level': 'info', '@message': 'Terraform 1.11.4' })}\n${JSON.stringify({ '@level': 'info' })}\n`,
      /the log of terraform plan -json"?\. .*plan -out=PLANFILE, then terraform show -json PLANFILE/,
    ],
    ['the text of a plan', 'Terraform used the selected providers to generate the following execution plan.', /is not JSON/],
    [
      'a raw state',
      JSON.stringify({ version: 4, terraform_version: '1.11.4', serial: 3, lineage: 'a', outputs: {}, resources: [], check_results: null }),
      /a raw Terraform state"?\. .*terraform show -json > state\.json/,
    ],
    [
      'a redacted plan',
      JSON.stringify({ plan_format_version: '1.1', resource_changes: [], provider_schemas: {}, provider_format_version: '1.0' }),
      /a plan of HCP Terraform without its configuration.*terraform show -json PLANFILE/,
    ],
    [
      'the bookmark of a remote plan',
      JSON.stringify({ remote_plan_format: 1, run_id: 'run-abc', hostname: 'app.terraform.io' }),
      /the bookmark of a plan of HCP Terraform"?\. .*terraform show -json PLANFILE/,
    ],
    ['an empty state', '{"format_version":"1.0"}', /without resources\. .*Apply first, or run terraform plan/],
    ['a list', '[{}]', /is a list/],
    ['a number', '1e999', /The file is null/],
    ['other JSON', '{"name":"x","__proto__":{"resource":{}}}', /JSON with the keys name, __proto__\./],
    ['lists in lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, /is a list/],
    ['objects in objects', `{"resource_changes":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, /200 levels/],
  ])('%s', (_name, content, message) => {
    const path = file(content);
    for (const command of COMMANDS) {
      const { code, out, error } = traffic(command, path);
      expect(error).toMatch(message);
      expect([error.split('\n').length, code, out]).toEqual([1, 2, '']);
    }
  });

  test('the binary plan that the command leaves in the folder of a stack is named with that folder', () => {
    writeFileSync(join(folder, 'cdk.tf.json'), '{}');
    expect(traffic('check', file(Buffer.from([0x50, 0x4b, 3, 4]), 'plan')).error).toContain(
      `Run terraform -chdir=${folder} show -json plan > plan.json`,
    );
  });

  test.each<[string, (text: string) => Buffer]>([
    ['UTF-8 with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with one', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big-endian UTF-16 with one', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 without', (text) => Buffer.from(text, 'utf16le')],
    ['big-endian UTF-16 without', (text) => Buffer.from(text, 'utf16le').swap16()],
  ])('a plan in %s is read', (_name, encoded) => {
    const kinds = readInput([file(encoded(CREATE))]);
    expect(kinds.documents[0].terraform).toEqual(readInput([fixture('create')]).documents[0].terraform);
  });
});

describe('size', () => {
  test('a gigabyte is refused before it is read, with the size that works', () => {
    const path = file('');
    const handle = openSync(path, 'r+');
    ftruncateSync(handle, 1024 ** 3);
    closeSync(handle);
    for (const command of COMMANDS) {
      expect(traffic(command, path)).toEqual({
        code: 2,
        out: '',
        error: expect.stringMatching(/The size is 1024 MiB. Allowed: up to 400 MiB. .*several Terraform states/),
      });
    }
  });

  test('each file of a synthesized stack and of a folder of Terraform JSON is read no further than that', () => {
    const mostBytes = 1_000;
    const large = JSON.stringify({ resource: { terraform_data: { a: { input: 'x'.repeat(2 * mostBytes) } } } });
    const small = '{"resource":{}}';
    const folderOf = (contents: Record<string, string>): string => {
      const path = temporaryFolder();
      for (const [name, text] of Object.entries(contents)) writeFileSync(join(path, name), text);
      return path;
    };
    const size = /The size is 0 MiB|The size is at least 0 MiB/;
    expect(() => readInput([folderOf({ 'cdk.tf.json': large })], { mostBytes })).toThrow(size);
    expect(() => readInput([folderOf({ 'cdk.tf.json': small, 'traffic-mirror.json': large })], { mostBytes })).toThrow(size);
    expect(() => readInput([folderOf({ 'cdk.tf.json': small, '.terraform.lock.hcl': large })], { mostBytes })).toThrow(size);
    expect(() => readInput([folderOf({ 'a.tf.json': small, 'b.tf.json': large })], { mostBytes })).toThrow(size);
    expect(readInput([folderOf({ 'cdk.tf.json': small })], { mostBytes }).documents).toHaveLength(1);
  });

  test('a pipe, which has no size, is read no further than that', () => {
    expect(() => readInput(['/dev/zero'], { mostBytes: 9 * 1024 * 1024 })).toThrow(/The size is at least \d+ MiB. Allowed: up to 9 MiB/);
  });
});

/** A plan with the values of one session changed. */
function changed(change: (row: any, plan: any) => void): string {
  const plan = JSON.parse(CREATE);
  change(plan.resource_changes.find((r: any) => r.address === `${SESSION}.web`), plan);
  return file(JSON.stringify(plan));
}

test('control characters and marks in keys and values are in no output', () => {
  const hostile = 'a\u001b[31m\u0007\u202e\r\nERROR TM999\u0000';
  const path = changed((row, plan) => {
    row.address = `${SESSION}.web[${JSON.stringify(hostile)}]`;
    row.change.after.traffic_mirror_source_ids = [hostile, hostile];
    plan.checks = [{ address: { to_display: `check.${hostile}` }, status: 'fail', instances: [{ problems: [{ message: hostile }] }] }];
    plan.resource_changes.push({
      ...row,
      address: `${SESSION}.gone[${JSON.stringify(hostile)}]`,
      action_reason: hostile,
      change: { ...row.change, actions: ['delete', 'create'], before: { ...row.change.after, id: 'tms-1' } },
    });
  });
  for (const format of Object.keys(FORMATS)) {
    const { out, error } = traffic('check', path, '--out', format);
    // Strings of JSON are data, and are shown by whoever reads them.
    const shown = /^[{[]/.test(out)
      ? /[\u0000-\u0009\u000b-\u001f]|^ERROR TM999/m
      : /[\u0000-\u0009\u000b-\u001f\u007f\u202e]|^ERROR TM999/m;
    expect(`${format} ${shown.test(out + error)}`).toBe(`${format} false`);
  }
  for (const more of [[], ['--json']]) {
    const { out, error } = traffic('forecast', path, ...more);
    expect(out).toContain('gone');
    expect((out + error).match(/[\u0000-\u0009\u000b-\u001f\u007f]|^ERROR TM999/m)).toBeNull();
  }
});

test('numbers that no argument takes are findings, and no crash', () => {
  for (const number of ['1e999', '-1e999', '1e308', '12345678901234567890', '-0', '0.1']) {
    const path = file(
      CREATE.replace(/"priority": 100/g, `"priority": ${number}`).replace(/"virtual_network_id": 100/g, `"virtual_network_id": ${number}`),
    );
    const { code, out, error } = traffic('check', path, '--out', 'json');
    expect([number, code, error.includes(' at ')]).toEqual([number, 1, false]);
    expect(JSON.parse(out).findings.some((f: any) => f.id === 'TM304' && f.severity === 'error')).toBe(true);
    expect(traffic('forecast', path).error).not.toContain(' at ');
  }
});

test('names of the language itself are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  for (const name of names) {
    const text = CREATE.replace(/"twice"/g, JSON.stringify(name)).replace(/session\.twice/g, `session.${name}`)
      .replace(/alicloud_vpc_traffic_mirror_filter_ingress_rule/g, name).replace(/"eni-bp1web"/g, JSON.stringify(name))
      .replace('"variables": {', `"variables": {"${name}": {"value": "x"},`)
      .replace(
        '"provider_config": {',
        `"provider_config": {"${name}": {"name": "${name}", "alias": "${name}", "expressions": {"${name}": {"constant_value": 1}}},`,
      );
    const path = file(text);
    const { out } = traffic('check', `${name}=${path}`, '--out', 'json');
    const found = JSON.parse(out).findings;
    expect([name, found.some((f: any) => f.id === 'TM304' && f.severity === 'error')]).toEqual([name, true]);
    expect(traffic('forecast', `${name}=${path}`).code).not.toBe(2);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as any).alicloud_vpc_traffic_mirror_session).toBeUndefined();
});

/** Every place in a JSON document. */
function places(json: any, at: (string | number)[] = []): (string | number)[][] {
  if (json === null || typeof json !== 'object') return [at];
  return [at, ...Object.keys(json).flatMap((key) => places(json[key], [...at, Array.isArray(json) ? Number(key) : key]))];
}

/** Documents that are read as Terraform writes them, with a few places changed. */
const WHOLE = ['create', 'modules', 'replaced', 'deposed', 'regions', 'checks', 'state', 'refresh-only', 'destroy'].map((name) =>
  JSON.parse(readFileSync(fixture(name), 'utf8')),
);
const PLACES = WHOLE.map((json) => places(json).filter((at) => at.length > 0));
const VALUES: readonly any[] = [
  null, true, false, 0, -1, 1e308, '', 'x', '${', '${a.b.c[',
  '\u0000',
  [],
  [null],
  [[]],
  {},
  { __proto: {} },
  JSON.parse('{"__proto__":{"a":1}}'),
  { references: [null, 1, 'a.b', 'each.key'] },
  { constant_value: null },
  'delete',
];

test('a plan or state with any part exchanged is read, or refused in one line', () => {
  const seen = new Set<number>();
  fc.assert(fc.property(
    fc.nat(WHOLE.length - 1), fc.array(fc.tuple(fc.nat(), fc.nat(VALUES.length - 1)), { minLength: 1, maxLength: 6 }),
    (which, changes) => {
      const json = JSON.parse(JSON.stringify(WHOLE[which]));
      for (const [n, value] of changes) {
        const at = PLACES[which][n % PLACES[which].length];
        let holder = json;
        for (const step of at.slice(0, -1)) holder = holder !== null && typeof holder === 'object' ? holder[step] : undefined;
        if (holder !== null && typeof holder === 'object') holder[at[at.length - 1]] = VALUES[value];
      }
      const path = file(JSON.stringify(json), 'changed.json');
      for (const command of COMMANDS) {
        const { code, error } = traffic(command, path, ...command === 'check' ? ['--out', 'json'] : ['--json']);
        seen.add(code);
        expect(`${command} ${error}`).not.toMatch(/\n\s+at /);
        expect([0, 1, 2, 3]).toContain(code);
      }
    },
  ), played(60, 13));
  expect([...seen].sort()).toEqual(expect.arrayContaining([0, 1, 2]));
});

test('parts that a plan never has are read as missing', () => {
  const parts: readonly [string, (plan: any) => void][] = [
    ['an inline rule', (plan) => { plan.resource_changes[0].change.before = { id: 'tmf-1', ingress_rules: [null] }; }],
    ['the call of a module', (plan) => { plan.configuration.root_module.module_calls = { m: null }; }],
    ['a provider', (plan) => { plan.configuration.provider_config = { alicloud: null }; }],
    ['a text', (plan) => { plan.resource_changes.forEach((row: any) => { row.change.after.priority = { toString: 1 }; }); }],
    ['an action', (plan) => { plan.resource_changes[0].change.actions = [{ toString: 1 }]; }],
  ];
  for (const [name, change] of parts) {
    const plan = JSON.parse(CREATE);
    change(plan);
    const path = file(JSON.stringify(plan));
    for (const command of COMMANDS) expect([name, traffic(command, path).error]).toEqual([name, expect.not.stringMatching(/\n\s+at /)]);
  }
  const state = file(
    JSON.stringify({
      format_version: '1.0',
      values: { root_module: { resources: [{ type: SESSION, name: { toString: 1 }, values: { priority: { toString: 1 } } }] } },
    }),
  );
  expect(traffic('ledger', 'diff', '--base', state).error).not.toMatch(/\n\s+at /);
});
