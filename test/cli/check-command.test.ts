import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { documents, right, SESSION } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';
import { TSX } from '../support/programs';
import { COMMANDS, run } from '../../src/cli/run';

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
const plan = (name: string): string => join(__dirname, '..', 'door', 'fixtures', `${name}.json`);
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
    expect(texts[0].out).toContain('1 session, 1 filter in 1 stack, from 1 synthesized stack');
    expect(texts.map((t) => t.code)).toEqual([0, 0, 0]);
  });

  test('Terraform JSON by hand is told in Terraform words', () => {
    const { terraform } = right();
    twice(terraform);
    const { code, out } = traffic('check', file('main.tf.json', JSON.stringify(terraform)));
    expect(code).toBe(1);
    expect(out).toMatch(/ERROR TM303 {2}alicloud_vpc_traffic_mirror_session\.web /);
  });

  test('one input of plain Terraform has addresses without a label, several have the label of each', () => {
    const { terraform } = right();
    terraform.resource.alicloud_instance = { a: { instance_type: 'ecs.g6.large' }, b: { instance_type: 'ecs.g6.large' } };
    const ids = ['a', 'b'].map((name) => `\${alicloud_instance.${name}.network_interface_id}`);
    terraform.resource[SESSION].web.traffic_mirror_source_ids = ids;
    terraform.resource[SESSION].twin = { ...terraform.resource[SESSION].web, enabled: false };
    const [one, two] = ['plain-one', 'plain-two'].map((name) => file(`${name}.tf.json`, JSON.stringify(terraform)));
    const { out } = traffic('check', one);
    expect(out).toContain(`TM304  ${SESSION}.twin has priority 100, which ${SESSION}.web already has`);
    expect(out).toContain(`  Also    ${SESSION}.twin (alicloud_instance.b), ${SESSION}.web (alicloud_instance.a)`);
    expect(out).toContain('free in this configuration');
    expect(out).not.toMatch(/plain-one\/|MirrorPolicy/);
    expect(traffic('check', one, two).out)
      .toContain(`TM304  plain-one/${SESSION}.twin has priority 100, which plain-one/${SESSION}.web already has`);
  });

  test('a rule that cannot be read is not taken for one that a block makes', () => {
    const { terraform } = right();
    const rules = terraform.resource.alicloud_vpc_traffic_mirror_filter_ingress_rule;
    rules.first = { ...rules['inbound-1'], action: 'drop', source_cidr_block: '10.0.0.1/8' };
    rules['inbound-1'].priority = 2;
    const { out } = traffic('check', file('malformed.tf.json', JSON.stringify(terraform)));
    expect(out).toMatch(/ERROR TM204 .*source_cidr_block is "10\.0\.0\.1\/8": host bits are set/);
    expect(out).toMatch(/UNDECIDED TM201 .*a value of a rule is malformed or known only at apply/);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /The file is empty/],
    ['a binary plan', Buffer.from([0x50, 0x4b, 3, 4, 0]), /terraform show -json/],
    [
      'a log of plan -json',
      '{"@level":"info","@message":"x"}\n{"@level":"info"}\n',
      /the log of terraform plan -json.*terraform plan -out=PLANFILE/,
    ],
    ['a raw state', '{"version":4,"lineage":"a","resources":[]}', /a raw Terraform state.*terraform show -json > state\.json/],
    ['a plan that is cut', '{"format_version":"1.2","resource_changes":[', /ends in the middle/],
    ['a later major', '{"format_version":"2.0","resource_changes":[]}', /format_version is "2\.0". Allowed: 1\.x/],
    ['an empty state', '{"format_version":"1.0"}', /without resources/],
    ['a list', '[]', /is a list/],
    ['other JSON', '{"name":"x"}', /JSON with the keys name/],
    ['text', 'Terraform will perform the following actions', /is not JSON/],
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
    expect(traffic('check', hcl)).toMatchObject({
      code: 2,
      error: expect.stringContaining('Run terraform plan -out=PLANFILE and terraform show -json PLANFILE > plan.json'),
    });
  });

  test('a file in which nothing of ours is looked at is never clean', () => {
    const path = file('other.tf.json', JSON.stringify({ resource: { alicloud_vpc: { a: {} } } }));
    expect(traffic('check', path)).toMatchObject({ code: 2, error: expect.stringContaining('no session and no filter was found') });
    expect(traffic('check', path, '--require-sessions', '0')).toMatchObject({ code: 0, error: '' });
    expect(traffic('check', written(), '--require-sessions', '2')).toMatchObject({
      code: 2,
      error: '1 session found, --require-sessions 2',
    });
  });

  test('two inputs of one label are told apart by the caller', () => {
    const [a, b] = [written(), written()];
    const path = (app: string) => join(app, 'stacks', 'net', 'cdk.tf.json');
    expect(traffic('check', path(a), path(b)).error).toContain('The label net occurs twice');
    // One interface in two accounts' plans: found over both.
    expect(traffic('check', path(a), `other=${path(b)}`).out).toContain('2 sessions, 2 filters in 2 stacks');
  });
});

describe('options of reports', () => {
  const app = written(off);
  const stack = join('stacks', 'net', 'cdk.tf.json');
  const location = (...more: string[]) =>
    JSON.parse(traffic('check', join(app, stack), '--out', 'codequality', ...more).out)[0].location.path;

  test('--root: paths are relative to a folder', () => {
    expect(location('--root', app)).toBe('stacks/net/cdk.tf.json');
    expect(location('--root', join(app, 'stacks'))).toBe('net/cdk.tf.json');
    expect(traffic('check', app, '--root', join(app, 'nowhere'))).toMatchObject({ code: 2, error: expect.stringContaining('--root is "') });
  });

  test('--category: the name of the report in code scanning and in comments', () => {
    const { out } = traffic('check', app, '--category', 'production', '--out', 'sarif-github');
    expect(JSON.parse(out).runs[0].automationDetails.id).toBe('traffic-mirror/production/');
    expect(traffic('check', app, '--category', 'production', '--out', 'markdown').out.split('\n')[0]).toBe(
      '<!-- traffic-mirror:production -->',
    );
    expect(traffic('check', app, '--category', 'a b')).toMatchObject({ code: 2, error: expect.stringContaining('--category is "a b"') });
  });

  test('--max-bytes: Markdown for readers with other limits', () => {
    const many = written((t) => {
      const { web } = t.resource[SESSION];
      for (let i = 0; i < 30; i++) {
        t.resource[SESSION][`s${i}`] = {
          ...web,
          traffic_mirror_source_ids: [`eni-${i}`],
          enabled: false,
          priority: 200 + i,
          virtual_network_id: 500 + i,
        };
      }
    });
    const size = (...more: string[]) => Buffer.byteLength(traffic('check', many, '--out', 'markdown', ...more).out);
    expect(size()).toBeGreaterThan(1_500);
    expect(size('--max-bytes', '1500')).toBeLessThanOrEqual(1_500);
    expect(traffic('check', many, '--max-bytes', '999')).toMatchObject({ code: 2, error: expect.stringContaining('--max-bytes is "999"') });
  });
});

describe('standard input', () => {
  const piped = (input: string, ...args: string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [TSX, join(__dirname, '..', '..', 'src', 'cli', 'main.ts'), ...args], {
      encoding: 'utf8',
      input,
    });
    return { out: stdout, error: stderr, code: status };
  };
  const fixture = (name: string): string => readFileSync(join(__dirname, '..', 'door', 'fixtures', `${name}.json`), 'utf8');

  test('check - and forecast - read it, with or without a label', () => {
    expect(piped(fixture('no-op'), 'check', '-', '--fail-on', 'never')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^3 sessions, 1 filter in 1 stack, from 1 plan of Terraform/),
    });
    expect(piped(fixture('no-op'), 'check', 'net=-', '--fail-on', 'never', '--out', 'json').out).toContain('"stack":"net"');
    expect(piped(fixture('destroy'), 'forecast', '-', '--max-lost', '2')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^3 sessions before the apply/),
    });
    expect(piped('', 'check', '-')).toMatchObject({ code: 2, error: expect.stringContaining('[standard input] The file is empty') });
  });
});

test('two plans in one call: each headline has the name of its stack', () => {
  const { terraform } = right();
  twice(terraform);
  const [one, two] = ['one', 'two'].map((name) => file(`${name}.tf.json`, JSON.stringify(terraform)));
  expect(traffic('check', `a=${one}`).out).toContain(`ERROR TM303  ${SESSION}.web `);
  const { out } = traffic('check', `a=${one}`, `b=${two}`);
  expect(out).toContain(`ERROR TM303  a/${SESSION}.web `);
  expect(out).toContain(`b/${SESSION}.web`);
  const problems = JSON.parse(traffic('check', `a=${one}`, `b=${two}`, '--out', 'json').out)
    .findings.filter(({ id }: any) => id === 'TM303')
    .map(({ problem }: any) => problem.split(' ')[0]);
  expect(problems).toEqual([`a/${SESSION}.web`, `b/${SESSION}.web`]);
});

test('--edition decides, before the policy', () => {
  const { terraform } = right();
  const path = file('edition.tf.json', JSON.stringify(terraform));
  const policy = file('edition-policy.json', JSON.stringify({ edition: '2023' }));
  const editionOf = (...args: string[]): string => JSON.parse(traffic('check', path, '--out', 'json', ...args).out).policy.edition;
  expect([editionOf('--policy', policy), editionOf('--policy', policy, '--edition', '2026')]).toEqual(['2023', '2026']);
  expect(traffic('check', path, '--edition', '2024')).toMatchObject({ code: 2, error: expect.stringContaining('Allowed: 2023, 2026') });
});

test('the help tells the four commands about changes apart', () => {
  const { code, out } = traffic('--help');
  const lines = out.slice(out.indexOf('Effects of a change:')).split('\n').slice(1, 5).map((line) => line.trim().split(/ {2,}/));
  expect([code, lines]).toEqual([0, [
    ['affected', expect.stringContaining('after the synth')], ['diff', expect.stringContaining('after the synth')],
    ['ledger diff', expect.stringContaining('without a plan')], ['forecast', expect.stringContaining('after the plan')],
  ]]);
});

const HELPS = COMMANDS.map((command) => [command.words, command] as const);

test.each(HELPS)('the help of %s fits a screen and lists every option', (words, command) => {
  const { code, out } = traffic(...words.split(' '), '--help');
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  const named = [...out.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
  expect(named).toEqual([...command.options.map(({ name }) => name), 'help']);
  // What the arguments are is said for each command, not taken from another one.
  for (const name of command.files ?? []) expect(out).toContain(name);
  expect(/folders or files to compare/.test(out)).toBe(words === 'diff');
});

describe('exit codes', () => {
  test('by the least severity that fails', () => {
    const app = written(off);
    expect(traffic('check', app).code).toBe(0);
    expect(traffic('check', app, '--fail-on', 'warning').code).toBe(1);
    expect(traffic('check', written(twice), '--fail-on', 'never').code).toBe(0);
    expect(traffic('check', written(twice), '--exit-zero').code).toBe(0);
    expect(traffic('check', app, '--fail-on', 'all')).toMatchObject({
      code: 2,
      error: expect.stringContaining('--fail-on is "all". Allowed: error, warning, never'),
    });
  });

  test('2 before 1: findings of an incomplete plan may have their reason in what it lacks', () => {
    const incomplete = file(
      'incomplete.json',
      JSON.stringify({ ...JSON.parse(readFileSync(plan('estate-plan'), 'utf8')), complete: false }),
    );
    expect(traffic('check', plan('estate-plan')).code).toBe(1);
    for (const more of [[], ['--exit-zero'], ['--fail-on', 'never'], ['--fail-on-undecided']]) {
      const { code, out } = traffic('check', incomplete, ...more);
      expect([code, /^ERROR /m.test(out), /incomplete: /.test(out)]).toEqual([2, true, true]);
    }
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
    expect(traffic('check', app, '--out', 'json', '--out', 'sarif').error).toContain('two reports to standard output');
    expect(traffic('check', app, '--out', 'pdf').error).toContain('is "pdf"');
    expect(traffic('check', app, '--out', 'json=').error).toContain('Add the file');
  });
});

describe('the policy file', () => {
  const policy = (json: object): string => file(`policy-${Object.keys(json).join('-')}.json`, JSON.stringify(json));

  test('chooses severities, the edition and acknowledgements, and is named', () => {
    const app = written(off);
    const error = traffic('check', app, '--policy', policy({ severities: { TM305: 'error' } }));
    expect(error).toMatchObject({ code: 1, out: expect.stringContaining('ERROR TM305') });
    expect(traffic('check', app, '--policy', policy({ severities: { TM305: 'off' }, edition: '2026' })).out).toMatch(
      /Policy .*\n.*\n0 errors {3}0 warnings .*edition 2026/,
    );
    const acknowledged = traffic(
      'check',
      app,
      '--policy',
      policy({ acknowledgements: [{ check: 'TM305', subject: '*.web', reason: 'by hand', owner: 'net', expires: '2999-01-01' }] }),
      '--fail-on',
      'warning',
    );
    expect(acknowledged).toMatchObject({ code: 0, out: expect.stringMatching(/Reason {2}by hand/) });
  });

  test.each<[string, object, RegExp]>([
    ['a key', { editon: 1 }, /The policy has the unknown key "editon". Allowed: the keys edition.* Fix: Write edition\./],
    ['a check', { severities: { TM999: 'off' } }, /severities is "TM999"/],
    ['a severity', { severities: { TM305: 'low' } }, /severities\.TM305 is "low"/],
    ['a day', { acknowledgements: [{ check: 'TM305', subject: '*', reason: 'x', expires: '2026-02-30' }] }, /expires is "2026-02-30"/],
    ['no reason', { acknowledgements: [{ check: 'TM305', subject: '*', reason: ' ' }] }, /reason is " "/],
    ['no subject', { acknowledgements: [{ check: 'TM305', reason: 'x' }] }, /subject is not set/],
  ])('is refused for %s', (_, json, message) => {
    expect(traffic('check', written(), '--policy', policy(json))).toMatchObject({ code: 2, error: expect.stringMatching(message) });
  });
});

test('a baseline covers what was there, and only that', () => {
  const baseline = join(folder, 'baseline.json');
  const app = written((t) => { off(t); twice(t); });
  expect(traffic('check', app, '--write-baseline', baseline).code).toBe(1);
  expect(traffic('check', app, '--baseline', baseline, '--fail-on', 'warning')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Baseline: 2 known findings'),
  });
  const more = written((t) => { off(t); twice(t); t.resource[SESSION].web.dry_run = true; });
  expect(traffic('check', more, '--baseline', baseline)).toMatchObject({ code: 1, out: expect.stringMatching(/\n\nERROR TM601/) });
  expect(traffic('check', written(off), '--baseline', baseline).out).toContain('1 entry fixed');
  expect(traffic('check', app, '--baseline', file('bad.json', '{}')).error).toContain('The baseline is not set');
});

/** Runs on a day. */
function on<T>(day: string, action: () => T): T {
  process.env.SOURCE_DATE_EPOCH = String(Date.parse(`${day}T12:00:00Z`) / 1000);
  try {
    return action();
  } finally {
    delete process.env.SOURCE_DATE_EPOCH;
  }
}

describe('fixed entries of a baseline', () => {
  const baseline = join(folder, 'pruned.json');
  const both = written((t) => { off(t); twice(t); });
  const ids = (): string[] => JSON.parse(readFileSync(baseline, 'utf8')).findings.map((f: any) => f.id).sort();
  beforeEach(() => { traffic('check', both, '--write-baseline', baseline, '--expires', '2999-01-01'); });

  test('are removed, and nothing else of the file', () => {
    expect(ids()).toEqual(['TM303', 'TM305']);
    const { code, error } = traffic('check', written(off), '--baseline', baseline, '--prune-baseline');
    expect({ code, error }).toEqual({ code: 0, error: `Baseline ${baseline}: 1 fixed entry removed, 1 entry left` });
    expect(ids()).toEqual(['TM305']);
    expect(JSON.parse(readFileSync(baseline, 'utf8')).expires).toBe('2999-01-01');
    expect(traffic('check', written(off), '--baseline', baseline, '--prune-baseline').error).toBe(
      `Baseline ${baseline}: 0 fixed entries removed, 1 entry left`,
    );
    // What comes back is new.
    expect(traffic('check', both, '--baseline', baseline).code).toBe(1);
  });

  test('are kept if the finding is only switched off or acknowledged', () => {
    const policy = file(
      'policy-kept.json',
      JSON.stringify({ severities: { TM305: 'off' }, acknowledgements: [{ check: 'TM303', subject: '*.web', reason: 'agreed' }] }),
    );
    traffic('check', both, '--policy', policy, '--baseline', baseline, '--prune-baseline');
    expect(ids()).toEqual(['TM303', 'TM305']);
  });

  test('are kept if their stack is not among the inputs', () => {
    const elsewhere = join(written(), 'stacks', 'net', 'cdk.tf.json');
    expect(traffic('check', `other=${elsewhere}`, '--baseline', baseline, '--prune-baseline').error).toBe(
      `Baseline ${baseline}: 0 fixed entries removed, 2 entries left`,
    );
  });

  test('need a baseline', () => {
    expect(traffic('check', both, '--prune-baseline')).toMatchObject({
      code: 2,
      error: expect.stringContaining('--prune-baseline has no baseline'),
    });
  });
});

describe('what ends soon', () => {
  const app = written((t) => { off(t); twice(t); });
  const policy = file('policy-ending.json', JSON.stringify({
    acknowledgements: [
      { check: 'TM305', subject: '*.web', reason: 'until the move', owner: 'net', expires: '2026-12-31' },
      { check: 'TM303', subject: '*.web', reason: 'for ever' },
      { check: 'TM601', subject: '*.web', reason: 'matches nothing', expires: '2026-12-31' },
    ],
  }));
  const check = (day: string, ...more: string[]): Ran => on(day, () => traffic('check', app, '--policy', policy, ...more));
  const line = '2026-12-31 (in 30 days)  TM305 at *.web, 1 finding, owner net: until the move';

  test('is listed from 30 days before, until its last day', () => {
    expect(check('2026-11-30').out).not.toContain('2026-12-31');
    expect(check('2026-12-01').out).toContain(`Ends within 30 days\n  ${line}\n`);
    expect(check('2026-12-31').out).toContain('2026-12-31 (today)  TM305');
    expect(check('2027-01-01').out).not.toContain('Ends within');
  });

  test('within the days that are asked for', () => {
    expect(check('2026-11-30', '--expiring', '31').out).toContain('2026-12-31 (in 31 days)');
    expect(check('2026-12-01', '--expiring', '29').out).not.toContain('Ends within');
    expect(check('2026-12-01', '--expiring', 'soon').error).toContain('--expiring is "soon". Allowed: a whole number of days from 0');
  });

  test('fails if that is asked for, within the same days', () => {
    const fails = (day: string, ...more: string[]) => check(day, '--fail-on', 'never', '--fail-on-expiring', ...more);
    expect(fails('2026-11-30')).toMatchObject({ code: 0, error: '' });
    expect(fails('2026-12-01')).toMatchObject({ code: 1, error: '--fail-on-expiring: 1 acknowledgement or baseline ends within 30 days' });
    expect(fails('2026-12-01', '--expiring', '29').code).toBe(0);
    expect(fails('2026-12-01', '--exit-zero').code).toBe(0);
    // What has ended is a finding, whose severity the policy sets.
    const strict = file(
      'policy-ended.json',
      JSON.stringify({ ...JSON.parse(readFileSync(policy, 'utf8')), severities: { TM303: 'off', TM901: 'error' } }),
    );
    const ended = (day: string) => on(day, () => traffic('check', app, '--policy', strict)).code;
    expect([ended('2026-12-31'), ended('2027-01-01')]).toEqual([0, 1]);
  });

  test('in JSON and HTML too, and a baseline with it', () => {
    const baseline = join(folder, 'ending.json');
    traffic(
      'check',
      written((t) => {
        t.resource[SESSION].web.virtual_network_id = 0;
      }),
      '--write-baseline', baseline, '--expires', '2026-12-02',
    );
    const dry = written((t) => { off(t); twice(t); t.resource[SESSION].web.virtual_network_id = 0; });
    const out = on('2026-12-01', () =>
      traffic('check', dry, '--policy', policy, '--baseline', baseline, '--out', 'json', '--out', `html=${join(folder, 'ending.html')}`),
    ).out;
    expect(JSON.parse(out).ending.map(({ check: id, days, findings }: any) => [id, days, findings])).toEqual([
      [undefined, 1, 1],
      ['TM305', 30, 1],
    ]);
    const html = readFileSync(join(folder, 'ending.html'), 'utf8');
    expect(html).toContain('<h2>Ends within 30 days</h2>');
    expect(html).toContain(`2026-12-02 (in 1 day)  baseline ${baseline}, 1 finding`);
  });
});

test('checks lists them, and prints a page', () => {
  expect(traffic('checks').out).toMatch(/TM101 +\S/);
  expect(traffic('checks', 'tm301').out).toMatch(/^# TM301: /);
  expect(traffic('checks', 'TM999')).toMatchObject({ code: 2, error: expect.stringContaining('is "TM999"') });
});

test('documents have labels that all doors share', () => {
  expect(documents(right())[0].folder).toBe('net');
});
