import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import { filterIn, messageOf, newApp, newStack, source, synth, target, temporaryFolder } from '../support/app';
import { MirrorEdition, MirrorPolicy, MirrorPolicySeverity, MirrorSession } from '../../src';
import { run } from '../../src/cli/run';
import { Baseline } from '../../src/policy/baseline';
import { verifiedText } from '../../src/policy/evaluation-text';
import { findPolicyFile, POLICY_FILE, policyFile } from '../../src/policy/policy-file';
import { PolicySettings } from '../../src/policy/policy-settings';
import { FRAMEWORK } from '../../src/net/framework';

const isPolicy = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, '..', '..', 'schema', 'policy-1.schema.json'), 'utf8')));

function file(json: unknown, folder = temporaryFolder()): string {
  writeFileSync(join(folder, POLICY_FILE), JSON.stringify(json));
  return join(folder, POLICY_FILE);
}

const FULL = {
  $schema: `./node_modules/${FRAMEWORK.packageName}/schema/policy-1.schema.json`,
  edition: '2026',
  strict: false,
  account: '1234567890123456',
  quotas: { 'cn-hangzhou': { sourcesPerSession: 20 } }, severities: { TM305: 'error', TM206: 'off' },
  baseline: 'traffic-mirror.baseline.json',
  acknowledgements: [
    {
      check: 'TM403',
      subject: 'stack/*',
      reason: 'the network team owns the groups',
      undecided: true,
      owner: 'network team',
      expires: '2999-01-01',
    },
  ],
};

test('a file with everything is valid by the schema that editors use, and is read', () => {
  expect([isPolicy(FULL), isPolicy.errors]).toEqual([true, null]);
  expect(policyFile(file(FULL))).toMatchObject({
    edition: '2026',
    account: '1234567890123456',
    severities: FULL.severities,
    acknowledgements: [{ id: 'TM403', undecided: true, owner: 'network team' }],
  });
});

test.each<[string, unknown]>([
  ['a key', { editon: '2026' }], ['an edition', { edition: '2024' }], ['a severity', { severities: { TM305: 'low' } }],
  ['an acknowledgement without a reason', { acknowledgements: [{ check: 'TM305', subject: '*' }] }],
  ['a quota', { quotas: { 'cn-hangzhou': { sourcesPerSession: 0 } } }],
])('%s that is wrong is refused by the schema and by the reader', (_, json) => {
  expect(isPolicy(json)).toBe(false);
  expect(messageOf(() => policyFile(file(json)))).toMatch(/policy/);
});

test('it is searched upward, no further than the root of the git repository', () => {
  const root = temporaryFolder();
  const inner = join(root, 'repository', 'apps', 'one');
  mkdirSync(inner, { recursive: true });
  const above = file({}, root);
  expect(findPolicyFile(inner)).toBe(above);
  mkdirSync(join(root, 'repository', '.git'));
  expect(findPolicyFile(inner)).toBeUndefined();
  const own = file({}, join(root, 'repository'));
  expect(findPolicyFile(inner)).toBe(own);
  expect(policyFile(undefined, { TRAFFIC_MIRROR_POLICY: above }, inner).file).toBe(above);
  expect(messageOf(() => policyFile(undefined, { TRAFFIC_MIRROR_POLICY: 'no-such-file.json' }, inner))).toContain('ENOENT');
});

describe('its baseline', () => {
  /** An app with a session that is off, of which the policy makes an error, and its baseline beside the policy file. */
  const appWith = (expires?: string) => {
    const folder = temporaryFolder();
    const make = (baseline?: string) => {
      const app = newApp();
      MirrorPolicy.of(app).file(file({ severities: { TM305: 'error' }, ...baseline !== undefined && { baseline } }, folder));
      const stack = newStack(app);
      new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target(), enabled: false });
      return app;
    };
    const { errors } = MirrorPolicy.of(make()).evaluate();
    expect(errors.map(({ id }) => id)).toEqual(['TM305']);
    mkdirSync(join(folder, 'known'));
    writeFileSync(join(folder, 'known', 'baseline.json'), Baseline.textOf(errors, expires));
    return { make, app: make('known/baseline.json') };
  };

  test('lets a synth pass, by a path relative to the policy file', () => {
    const { app, make } = appWith('2999-01-01');
    synth(app);
    const { ok, baselined, fixedSinceBaseline } = MirrorPolicy.of(app).evaluate();
    expect({ ok, baselined: baselined.map(({ id }) => id), fixedSinceBaseline }).toEqual({
      ok: true,
      baselined: ['TM305'],
      fixedSinceBaseline: 0,
    });
    expect(messageOf(() => make().synth())).toContain('ERROR TM305');
    expect(messageOf(() => make('no-baseline.json').synth())).toMatch(/no-baseline\.json\] The baseline of the policy does not exist/);
  });

  test('covers nothing after its last day', () => {
    const { app } = appWith('2026-01-01');
    expect(messageOf(() => app.synth())).toContain('ERROR TM305');
    const { errors, warnings, baselined } = MirrorPolicy.of(app).evaluate();
    expect([errors, warnings, baselined].map((all) => all.map(({ id }) => id))).toEqual([['TM305'], ['TM904'], []]);
  });

  test('counts for the command as well', () => {
    const { app } = appWith();
    synth(app);
    const out: string[] = [];
    expect(run(['check', app.outdir], { out: (line) => out.push(line), error: () => undefined })).toBe(0);
    expect(out.join('\n')).toContain('Baseline: 1 known finding');
    expect(out.join('\n')).not.toContain('TM305');
  });
});

test('code overrides the file, and the context of cdktf.json overrides both', () => {
  const app = newApp({ context: { trafficMirror: { severities: { TM206: 'error' } } } });
  MirrorPolicy.of(app)
    .file(file({ ...FULL, baseline: undefined }))
    .edition(MirrorEdition.EDITION_2023)
    .severity('TM305', MirrorPolicySeverity.WARNING);
  const settings = PolicySettings.of(app);
  expect([settings.edition, settings.severities.get('TM305'), settings.severities.get('TM206')]).toEqual(['2023', 'warning', 'error']);
  expect(settings.accountOf(newStack(app))).toBe('1234567890123456');
});

test('it is in force for a synth, and the verdict names it', () => {
  const app = newApp();
  const path = file({ severities: { TM305: 'error' } });
  MirrorPolicy.of(app).file(path);
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target(), enabled: false });
  expect(messageOf(() => app.synth())).toMatch(new RegExp(`ERROR TM305[^]*\\n *Policy ${path}`));
  expect(MirrorPolicy.of(app).evaluate().text).toContain(`Policy ${path}`);
  // Fixed by the file as well.
  const other = newApp();
  MirrorPolicy.of(other).file(file({ severities: { TM305: 'off' } }));
  const quiet = newStack(other);
  new MirrorSession(quiet, 'Session', { filter: filterIn(quiet), sources: [source('eni-1')], target: target(), enabled: false });
  synth(other);
  const evaluation = MirrorPolicy.of(other).evaluate();
  expect(evaluation.warnings).toEqual([]);
});

test('the success message names it, in both languages', () => {
  const app = newApp();
  const path = file({ severities: { TM101: 'error' } });
  MirrorPolicy.of(app).file(path);
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target() });
  synth(app);
  const evaluation = MirrorPolicy.of(app).evaluate();
  expect(verifiedText(evaluation)).toMatch(new RegExp(`^1 interface mirrored in 1 stack, .*; edition 2023, policy ${path}$`));
  expect(verifiedText(evaluation._in('zh'))).toContain(`，策略 ${path}`);
});

test('it is for an app, before anything is placed by it', () => {
  const app = newApp();
  expect(messageOf(() => MirrorPolicy.of(newStack(app)).file(file({})))).toContain('Write MirrorPolicy.of(app).file(...)');
  expect(messageOf(() => MirrorPolicy.of(app).severity('TM999', MirrorPolicySeverity.OFF))).toContain('is "TM999"');
});
