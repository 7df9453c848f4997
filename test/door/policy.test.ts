import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { estate, FACTS, write } from './estate/estate';
import { filterIn, newApp, newStack, source, synth, target, temporaryFolder } from '../support/app';
import { MirrorEdition, MirrorPolicy, MirrorPolicySeverity, MirrorQuotaName, MirrorSession } from '../../src';
import { run } from '../../src/cli/run';

interface Ran {
  readonly code: number;
  readonly json: any;
  readonly error: string;
}

function check(...args: string[]): Ran {
  const out: string[] = [];
  const error: string[] = [];
  const code = run(['check', ...args, '--out', 'json'], { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, json: out.length === 0 ? undefined : JSON.parse(out.join('\n')), error: error.join('\n') };
}

/** What became of each finding, in the synth. */
function atSynth(app: App): string[] {
  const { findings, acknowledged, baselined } = MirrorPolicy.of(app).evaluate();
  return [
    ...findings.map((f) => `open ${f.severity} ${f.id} ${f.subject} ${f.fingerprint} `),
    ...acknowledged.map((f) => `acknowledged ${f.severity} ${f.id} ${f.subject} ${f.fingerprint} ${f.acknowledged}`),
    ...baselined.map((f) => `baselined ${f.severity} ${f.id} ${f.subject} ${f.fingerprint} `),
  ].sort();
}

/** And in the command. */
const inCommand = ({ json }: Ran): string[] =>
  json.findings.map((f: any) => `${f.state} ${f.severity} ${f.id} ${f.subject} ${f.fingerprint} ${f.acknowledged ?? ''}`).sort();

const policyOf = (app: App, stack = 'stack') =>
  JSON.parse(readFileSync(join(app.outdir, 'stacks', stack, 'traffic-mirror.json'), 'utf8')).policy;

function session(scope: Construct, id: string, priority: number, more: object = {}): MirrorSession {
  return new MirrorSession(scope, id, {
    filter: filterIn(scope, `${id}Filter`),
    sources: [source(`eni-${id.toLowerCase()}`)],
    target: target(),
    priority,
    virtualNetworkId: priority,
    ...more,
  });
}

/** Two stacks with a finding for each part of a policy. */
function faulty(app: App): { one: TerraformStack; two: TerraformStack } {
  const [one, two] = [newStack(app, 'zone-one'), newStack(app, 'zone-two')];
  session(one, 'Off', 1, { enabled: false });
  session(one, 'Wide', 2, { sources: Array.from({ length: 12 }, (_, i) => source(`eni-wide${i}`)) });
  session(one, 'Open', 3, { sources: [source('eni-open', { instanceType: undefined })] });
  session(two, 'Off', 4, { enabled: false });
  session(two, 'Old', 5, { sources: [source('eni-old', { instanceType: 'ecs.g8i.large' })] });
  return { one, two };
}

function synthesized(choose: (app: App, stacks: ReturnType<typeof faulty>) => void, context?: object): App {
  const app = newApp(context === undefined ? {} : { context: { trafficMirror: context } });
  const stacks = faulty(app);
  choose(app, stacks);
  try {
    app.synth();
  } catch { /* A refused synth writes as well. */ }
  return app;
}

const CASES: [string, (app: App, stacks: ReturnType<typeof faulty>) => void, object?][] = [
  ['nothing', () => undefined],
  ['an edition', (app) => MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026)],
  ['an edition of the context over one in code', (app) => MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023), { edition: '2026' }],
  ['strict', (app) => MirrorPolicy.of(app).strict()],
  ['severities', (app) => MirrorPolicy.of(app).severity('TM305', MirrorPolicySeverity.ERROR).severity('TM501', MirrorPolicySeverity.OFF)],
  [
    'severities of the context',
    (app) => MirrorPolicy.of(app).severity('TM305', MirrorPolicySeverity.ERROR),
    { severities: { TM305: 'off', TM102: 'warning' } },
  ],
  ['a raised quota of one stack', (_app, { one }) => MirrorPolicy.of(one).quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, 12)],
  ['accounts', (_app, { one, two }) => {
    MirrorPolicy.of(one).account('one');
    MirrorPolicy.of(two).account('two');
  }],
  [
    'an acknowledgement for the app',
    (app) => MirrorPolicy.of(app).acknowledge('TM305', 'off on purpose', { owner: 'network team', expires: '2999-01-01' }),
  ],
  ['one for a stack, and one that matches nothing there', (_app, { one, two }) => {
    MirrorPolicy.of(two).acknowledge('TM305', 'off on purpose').acknowledge('TM501', 'not here');
    MirrorPolicy.of(one).acknowledgeUndecided('TM102', 'the type is known to the team');
  }],
  ['one with a subject', (app) => MirrorPolicy.of(app).acknowledge('TM305', 'off on purpose', { subject: 'zone-two/*' })],
  ['one that has expired', (app) => MirrorPolicy.of(app).acknowledge('TM305', 'off on purpose', { expires: '2026-01-01' })],
  ['one at a scope without a stack', (app) => MirrorPolicy.of(new Construct(app, 'Nothing')).acknowledge('TM305', 'off on purpose')],
  ['demands of several scopes', (app, { one }) => {
    MirrorPolicy.of(app).govern({ requiredTags: { owner: '*' }, monthlyCost: 1 }).govern({ sourcesPerTarget: 3 });
    MirrorPolicy.of(one).govern({ targets: ['lb-other'], sourcesPerTarget: 2 });
    MirrorPolicy.of(app).acknowledge('TM802', 'tags come next month', { subject: 'zone-one/*' });
  }, { governance: { monthlyCost: 10 } }],
  ['sessions of the account', (app) => MirrorPolicy.of(app).govern({ foreignSessions: { exports: [foreign()] } })],
];

// A callback with fewer parameters than a row would get `done` of the runner.
const POLICIES = CASES.map(([name, choose, context]) => ({ name, choose, context }));

function foreign(): string {
  const file = join(temporaryFolder(), 'sessions.json');
  writeFileSync(file, JSON.stringify({
    RequestId: 'x', TotalCount: 1, TrafficMirrorSessions: [{
      TrafficMirrorSessionId: 'tms-bp1old',
      Priority: 7,
      VirtualNetworkId: 7,
      TrafficMirrorTargetId: 'eni-bp1laptop',
      TrafficMirrorSourceIds: ['eni-bp1db'],
    }],
  }));
  return file;
}

test.each(POLICIES)('the command applies the policy of the code and of cdktf.json to a written stack: $name', ({ choose, context }) => {
  const app = synthesized(choose, context);
  const ran = check(app.outdir);
  expect(inCommand(ran)).toEqual(atSynth(app));
  const { ok, edition } = MirrorPolicy.of(app).evaluate();
  expect(ran.code).toBe(ok ? 0 : 1);
  expect(ran.json.policy.edition).toBe(edition);
});

test('each of these policies changes something', () => {
  const [, ...rest] = POLICIES;
  const plain = atSynth(synthesized(() => undefined)).join('\n');
  expect(
    rest.filter(({ name, choose, context }) => name !== 'accounts' && atSynth(synthesized(choose, context)).join('\n') === plain),
  ).toEqual([]);
});

test('a plan with --statements has them too', () => {
  const app = estate(join(temporaryFolder(), 'cdktf.out'));
  const stack = app.node.findChild('estate') as TerraformStack;
  MirrorPolicy.of(app)
    .edition(MirrorEdition.EDITION_2026)
    .severity('TM305', MirrorPolicySeverity.ERROR)
    .govern({ requiredTags: { owner: '*' } });
  const { errors } = MirrorPolicy.of(app).evaluate();
  MirrorPolicy.of(stack).acknowledge(errors[0].id, 'agreed').acknowledge('TM802', 'tags come next month', { subject: '*Off*' });
  write(app);
  const facts = Object.entries(FACTS).flatMap(([kind, [path]]) => ['--network-facts', `${kind}=${path}`]);
  const fates = atSynth(app);
  expect(fates.filter((fate) => fate.startsWith('acknowledged')).length).toBeGreaterThan(0);
  expect(inCommand(check(app.outdir, ...facts))).toEqual(fates);
  expect(inCommand(check(`estate=${join(__dirname, 'fixtures', 'estate-plan.json')}`, '--statements', app.outdir, ...facts))).toEqual(
    fates,
  );
});

describe('the order', () => {
  const app = synthesized((a) =>
    MirrorPolicy.of(a).severity('TM305', MirrorPolicySeverity.ERROR).edition(MirrorEdition.EDITION_2026).govern({ monthlyCost: 1_000_000 }),
  );
  const file = join(temporaryFolder(), 'policy.json');
  const fates = (...args: string[]): string =>
    inCommand(check(app.outdir, ...args))
      .map((fate) => fate.replace(/ [0-9a-f]{32} /, ' '))
      .join('\n');

  test('the code is over the file, and adds up with its lists', () => {
    writeFileSync(file, JSON.stringify({
      edition: '2023', severities: { TM305: 'off', TM501: 'off' }, governance: { monthlyCost: 0, requiredTags: { owner: '*' } },
      acknowledgements: [{ check: 'TM802', subject: 'zone-one/Off', reason: 'by file' }],
    }));
    expect(fates()).toContain('open error TM501');
    const found = fates('--policy', file);
    expect(check(app.outdir, '--policy', file).json.policy.edition).toBe('2026');
    expect(found).toContain('open error TM305');
    expect(found).not.toContain('TM501');
    expect(found).not.toContain('TM806');
    expect(found).toContain('open error TM802');
    expect(found).toMatch(/acknowledged error TM802 +by file/);
  });

  test('the options are over both', () => {
    expect(check(app.outdir, '--edition', '2023').json.policy.edition).toBe('2023');
    expect(fates('--quota', 'cn-hangzhou:sourcesPerSession=12')).not.toContain('TM501');
    expect(fates()).toContain('undecided TM102');
    expect(fates('--strict')).not.toContain('undecided TM102');
    const lenient = synthesized((a) => MirrorPolicy.of(a).strict(false));
    expect(policyOf(lenient, 'zone-one').strict).toBe(false);
    expect(inCommand(check(lenient.outdir, '--strict')).filter((fate) => fate.includes('undecided'))).toEqual([]);
    writeFileSync(file, JSON.stringify({ strict: true }));
    expect(inCommand(check(lenient.outdir, '--policy', file)).filter((fate) => fate.includes('undecided')).length).toBeGreaterThan(0);
  });

  test('a policy file that the code names is the one of the command, in any working directory', () => {
    const named = join(temporaryFolder(), 'named.json');
    writeFileSync(named, JSON.stringify({ severities: { TM305: 'off' } }));
    const other = synthesized((a) => MirrorPolicy.of(a).file(named));
    expect(policyOf(other, 'zone-one').file).toMatch(/^(\.\.\/)+.*named\.json$/);
    expect(inCommand(check(other.outdir))).toEqual(atSynth(other));
    expect(inCommand(check(other.outdir)).join('\n')).not.toContain('TM305');
  });
});

describe('a part of an app, and several apps', () => {
  test('what holds for the whole app is not unmatched in one of its stacks', () => {
    const app = synthesized((a, { two }) => {
      MirrorPolicy.of(a).acknowledge('TM102', 'the family is tested');
      MirrorPolicy.of(two).acknowledge('TM501', 'not here');
    });
    const part = (stack: string) => inCommand(check(join(app.outdir, 'stacks', stack))).filter((fate) => fate.includes('TM902'));
    expect([part('zone-one').length, part('zone-two').length]).toEqual([0, 1]);
  });

  test('the sessions of an account are foreign only to all stacks of an app', () => {
    const app = synthesized((a) => MirrorPolicy.of(a).govern({ foreignSessions: { exports: [foreign()] } }));
    expect(inCommand(check(app.outdir)).join('\n')).toContain('TM810');
    for (const stack of ['zone-one', 'zone-two']) {
      expect(inCommand(check(join(app.outdir, 'stacks', stack))).join('\n')).not.toContain('TM810');
    }
  });

  const single = (name: string, choose: (policy: MirrorPolicy) => void): App => {
    const app = newApp();
    session(newStack(app, name), 'Off', 1, { enabled: false });
    choose(MirrorPolicy.of(app));
    synth(app);
    return app;
  };

  test('each app keeps its own acknowledgements and severities', () => {
    const a = single('a', (policy) => policy.acknowledge('TM305', 'app a'));
    const b = single('b', () => undefined);
    const c = single('c', (policy) => policy.severity('TM305', MirrorPolicySeverity.OFF));
    const { json } = check(a.outdir, b.outdir, c.outdir);
    expect(
      json.findings
        .filter((f: any) => f.id === 'TM305')
        .map((f: any) => `${f.stack} ${f.state}`)
        .sort(),
    ).toEqual(['a acknowledged', 'b open']);
  });

  test('one edition holds for all', () => {
    const a = single('a', (policy) => policy.edition(MirrorEdition.EDITION_2026));
    const b = single('b', (policy) => policy.edition(MirrorEdition.EDITION_2023));
    const { code, error } = check(a.outdir, b.outdir);
    expect([code, error]).toEqual([
      2,
      expect.stringContaining('The edition is 2026 in stack a and 2023 in stack b. Allowed: one for all inputs'),
    ]);
    expect(check(a.outdir, b.outdir, '--edition', '2026').json.policy.edition).toBe('2026');
    const c = single('c', () => undefined);
    expect(check(a.outdir, c.outdir).json.policy.edition).toBe('2026');
  });
});

test('the commands about packets apply the edition and the quotas of the code', () => {
  const app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
  session(newStack(app), 'Old', 1, { sources: [source('eni-old', { mtu: 1500 })], packetLength: 1500 });
  synth(app);
  const explained = (...args: string[]): string => {
    const out: string[] = [];
    run(
      [
        'explain', app.outdir, '--interface', 'eni-old', '--protocol', 'tcp', '--from', '10.0.0.1', '--to', '10.10.0.4', '--port',
        '443', ...args,
      ],
      { out: (line) => out.push(line), error: (line) => out.push(line) },
    );
    return out.join('\n');
  };
  expect(explained()).toBe(explained('--edition', '2026'));
  expect(explained()).not.toBe(explained('--edition', '2023'));
});

test('it has its keys in one order, and nothing is written without a policy', () => {
  const texts = [['TM305', 'TM206'], ['TM206', 'TM305']].map((ids) => {
    const app = newApp();
    session(newStack(app), 'Off', 1, { enabled: false });
    for (const id of ids) MirrorPolicy.of(app).severity(id, MirrorPolicySeverity.WARNING);
    MirrorPolicy.of(app).quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, 12);
    synth(app);
    return JSON.stringify(policyOf(app));
  });
  expect(texts).toEqual(Array(2).fill(JSON.stringify({
    path: 'stack',
    quotas: { 'cn-hangzhou': { sourcesPerSession: 12 } },
    severities: { TM206: 'warning', TM305: 'warning' },
    stacks: ['stack'],
  })));
  const app = newApp();
  session(newStack(app), 'Off', 1, { enabled: false });
  MirrorPolicy.of(app);
  synth(app);
  expect(policyOf(app)).toBeUndefined();
});
