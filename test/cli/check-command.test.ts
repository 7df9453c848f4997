import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { documents, right, SESSION } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';
import { run } from '../../src/cli/run';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function traffic(...args: string[]): Ran {
  const out: string[] = [];
  const error: string[] = [];
  const code = run(args, { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

/** A folder as cdktf writes it, with one stack. */
function written(change: (terraform: any) => void = () => {}): string {
  const folder = temporaryFolder();
  const f = right();
  change(f.terraform);
  mkdirSync(join(folder, 'stacks', 'net'), { recursive: true });
  writeFileSync(join(folder, 'stacks', 'net', 'cdk.tf.json'), JSON.stringify(f.terraform));
  writeFileSync(join(folder, 'stacks', 'net', 'traffic-mirror.json'), JSON.stringify(f.statements));
  return folder;
}

const off = (terraform: any) => { terraform.resource[SESSION].web.enabled = false; };
const twice = (terraform: any) => { terraform.resource[SESSION].web.traffic_mirror_source_ids = ['eni-bp1web', 'eni-bp1web']; };
const folder = temporaryFolder();
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('what is read', () => {
  test('a written stack: its folder, that of the app, and its file give the same', () => {
    const app = written(off);
    const texts = [app, join(app, 'stacks', 'net'), join(app, 'stacks', 'net', 'cdk.tf.json')].map((path) => traffic('check', path));
    expect(new Set(texts.map((t) => t.out)).size).toBe(1);
    expect(texts[0].out).toContain('WARNING TM305');
    expect(texts[0].out).toContain('1 session, 1 filter in 1 stack, from 1 stack that cdktf wrote');
    expect(texts.map((t) => t.code)).toEqual([0, 0, 0]);
  });

  test('Terraform JSON by hand is told in Terraform words', () => {
    const { terraform } = right();
    twice(terraform);
    const { code, out } = traffic('check', file('main.tf.json', JSON.stringify(terraform)));
    expect(code).toBe(1);
    expect(out).toMatch(/ERROR TM303 {2}alicloud_vpc_traffic_mirror_session\.web /);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /got "nothing"/],
    ['a binary plan', Buffer.from([0x50, 0x4b, 3, 4, 0]), /terraform show -json/],
    ['a log of plan -json', '{"@level":"info","@message":"x"}\n{"@level":"info"}\n', /the log of terraform plan -json.*terraform plan -out=PLANFILE/],
    ['a raw state', '{"version":4,"lineage":"a","resources":[]}', /a raw Terraform state.*terraform show -json > state\.json/],
    ['a plan that is cut', '{"format_version":"1.2","resource_changes":[', /ends in the middle/],
    ['a later major', '{"format_version":"2.0","resource_changes":[]}', /format_version: got "2\.0"; allowed: 1\.x/],
    ['an empty state', '{"format_version":"1.0"}', /without resources/],
    ['a list', '[]', /got "a list"/],
    ['other JSON', '{"name":"x"}', /JSON with the keys name/],
    ['text', 'Terraform will perform the following actions', /which is not JSON/],
    ['deep nesting', `{"resource":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, /200 levels/],
  ])('fails with one line for %s', (name, content, message) => {
    const { code, out, error } = traffic('check', file(`${name.replace(/\W/g, '-')}.json`, content));
    expect(error).toMatch(message);
    expect(error.split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });

  test('UTF-16, as PowerShell writes it, is read', () => {
    const path = file('utf16.json', Buffer.from(`\ufeff${JSON.stringify(right().terraform)}`, 'utf16le'));
    expect(traffic('check', path)).toMatchObject({ code: 0, error: '' });
  });

  test('a folder of HCL leads to the plan', () => {
    const hcl = temporaryFolder();
    writeFileSync(join(hcl, 'main.tf'), '');
    expect(traffic('check', hcl)).toMatchObject({ code: 2, error: expect.stringContaining('run terraform plan -out=PLANFILE and terraform show -json PLANFILE > plan.json') });
  });

  test('a file in which nothing of ours is looked at is never clean', () => {
    const path = file('other.tf.json', JSON.stringify({ resource: { alicloud_vpc: { a: {} } } }));
    expect(traffic('check', path)).toMatchObject({ code: 2, error: expect.stringContaining('no session and no filter was found') });
    expect(traffic('check', path, '--require-sessions', '0')).toMatchObject({ code: 0, error: '' });
    expect(traffic('check', written(), '--require-sessions', '2')).toMatchObject({ code: 2, error: '1 session found, --require-sessions 2' });
  });

  test('two inputs of one label are told apart by the caller', () => {
    const [a, b] = [written(), written()];
    const path = (app: string) => join(app, 'stacks', 'net', 'cdk.tf.json');
    expect(traffic('check', path(a), path(b)).error).toContain('the label: got "net twice"');
    // One interface in two accounts' plans: found over both.
    expect(traffic('check', path(a), `other=${path(b)}`).out).toContain('2 sessions, 2 filters in 2 stacks');
  });
});

describe('exit codes', () => {
  test('by the least severity that fails', () => {
    const app = written(off);
    expect(traffic('check', app).code).toBe(0);
    expect(traffic('check', app, '--fail-on', 'warning').code).toBe(1);
    expect(traffic('check', written(twice), '--fail-on', 'never').code).toBe(0);
    expect(traffic('check', written(twice), '--exit-zero').code).toBe(0);
    expect(traffic('check', app, '--fail-on', 'all')).toMatchObject({ code: 2, error: expect.stringContaining('--fail-on: got "all"; allowed: error, warning, never') });
  });

  test('3 if something is only undecided and that is to fail, 1 under --strict', () => {
    const app = written((t) => { t.resource[SESSION].web.priority = '${var.priority}'; });
    expect(traffic('check', app).code).toBe(0);
    expect(traffic('check', app, '--fail-on-undecided').code).toBe(3);
    expect(traffic('check', app, '--strict').code).toBe(1);
  });
});

describe('reports', () => {
  test('several from one run; a machine format is alone on standard output', () => {
    const app = written(off);
    const [json, junit] = [join(folder, 'deep', 'r.json'), join(folder, 'r.xml')];
    const { out, error } = traffic('check', app, '--out', 'sarif', '--out', `json=${json}`, '--out', `junit=${junit}`);
    expect(JSON.parse(out).version).toBe('2.1.0');
    expect(error).toContain('1 session, 1 filter in 1 stack');
    expect(JSON.parse(readFileSync(json, 'utf8')).findings.some((f: any) => f.id === 'TM305')).toBe(true);
    expect(readFileSync(junit, 'utf8')).toContain('<testsuites');
    expect(traffic('check', app, '--out', 'json', '--out', 'sarif').error).toContain('two reports on standard output');
    expect(traffic('check', app, '--out', 'pdf').error).toContain('got "pdf"');
    expect(traffic('check', app, '--out', 'json=').error).toContain('name the file');
  });
});

describe('the policy file', () => {
  const policy = (json: object): string => file(`policy-${Object.keys(json).join('-')}.json`, JSON.stringify(json));

  test('chooses severities, the edition and acknowledgements, and is named', () => {
    const app = written(off);
    const error = traffic('check', app, '--policy', policy({ severities: { TM305: 'error' } }));
    expect(error).toMatchObject({ code: 1, out: expect.stringContaining('ERROR TM305') });
    expect(traffic('check', app, '--policy', policy({ severities: { TM305: 'off' }, edition: '2026' })).out).toMatch(/Policy .*\n.*\n0 errors {3}0 warnings .*edition 2026/);
    const acknowledged = traffic('check', app, '--policy', policy({ acknowledgements: [{ check: 'TM305', subject: '*.web', reason: 'by hand', owner: 'net', expires: '2999-01-01' }] }), '--fail-on', 'warning');
    expect(acknowledged).toMatchObject({ code: 0, out: expect.stringMatching(/Reason {2}by hand/) });
  });

  test.each<[string, object, RegExp]>([
    ['a key', { editon: 1 }, /the policy: got "editon"; allowed: the keys edition/],
    ['a check', { severities: { TM999: 'off' } }, /severities: got "TM999"/],
    ['a severity', { severities: { TM305: 'low' } }, /severities\.TM305: got "low"/],
    ['a day', { acknowledgements: [{ check: 'TM305', subject: '*', reason: 'x', expires: '2026-02-30' }] }, /expires: got "2026-02-30"/],
    ['no reason', { acknowledgements: [{ check: 'TM305', subject: '*', reason: ' ' }] }, /reason: got " "/],
    ['no subject', { acknowledgements: [{ check: 'TM305', reason: 'x' }] }, /subject: got nothing/],
  ])('is refused for %s', (_, json, message) => {
    expect(traffic('check', written(), '--policy', policy(json))).toMatchObject({ code: 2, error: expect.stringMatching(message) });
  });
});

test('a baseline covers what was there, and only that', () => {
  const baseline = join(folder, 'baseline.json');
  const app = written((t) => { off(t); twice(t); });
  expect(traffic('check', app, '--write-baseline', baseline).code).toBe(1);
  expect(traffic('check', app, '--baseline', baseline, '--fail-on', 'warning')).toMatchObject({ code: 0, out: expect.stringContaining('Baseline: 2 known findings') });
  const more = written((t) => { off(t); twice(t); t.resource[SESSION].web.dry_run = true; });
  expect(traffic('check', more, '--baseline', baseline)).toMatchObject({ code: 1, out: expect.stringMatching(/^ERROR TM601/) });
  expect(traffic('check', written(off), '--baseline', baseline).out).toContain('1 entry fixed');
  expect(traffic('check', app, '--baseline', file('bad.json', '{}')).error).toContain('the baseline: got nothing');
});

test('checks lists them, and prints a page', () => {
  expect(traffic('checks').out).toMatch(/TM101 +\S/);
  expect(traffic('checks', 'tm301').out).toMatch(/^# TM301: /);
  expect(traffic('checks', 'TM999')).toMatchObject({ code: 2, error: expect.stringContaining('got "TM999"') });
});

test('documents have labels that all doors share', () => {
  expect(documents(right())[0].folder).toBe('net');
});
