// Each call of a policy: what it sets, where it holds, and what it refuses. No synth.
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Fn, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { MirrorEdition, MirrorLanguage, MirrorNetworkFacts, MirrorPolicy, MirrorPolicySeverity, MirrorQuotaName } from '../../src';
import { CONTEXT_KEY, policyVersion, PolicySettings, settingsAt, statedAccount, statedQuotas } from '../../src/policy/policy-settings';
import { policyStatement } from '../../src/policy/stated-policy';
import { messageOf, newApp, newStack, temporaryFolder } from '../support/app';

const { SOURCES_PER_SESSION, SESSIONS_PER_FILTER } = MirrorQuotaName;
const { EDITION_2023, EDITION_2026 } = MirrorEdition;

let app: App;
let stack: TerraformStack;
let policy: MirrorPolicy;
beforeEach(() => {
  app = newApp();
  stack = newStack(app);
  policy = MirrorPolicy.of(app);
});

const token = Fn.join('', ['a', 'b']);
const own = { id: 'OWNER', title: 'Each session has an owner', looksAt: 'session', check: () => [] } as never;
const withContext = (context: object): { app: App; stack: TerraformStack } => {
  const made = newApp({ context: { [CONTEXT_KEY]: context } });
  return { app: made, stack: newStack(made) };
};

describe('what a call refuses', () => {
  test.each<[string, (of: MirrorPolicy) => unknown]>([
    ['edition', (of) => of.edition(EDITION_2023)],
    ['strict', (of) => of.strict()],
    ['language', (of) => of.language(MirrorLanguage.CHINESE)],
    ['severity', (of) => of.severity('TM305', MirrorPolicySeverity.OFF)],
    ['file', (of) => of.file('x')],
    ['addCheck', (of) => of.addCheck(own)],
  ])('%s is for the app', (name, call) => {
    expect(messageOf(() => call(MirrorPolicy.of(stack)))).toBe(
      `[stack] The scope of MirrorPolicy.${name} is "stack". Allowed: the app. Fix: Write MirrorPolicy.of(app).${name}(...).`,
    );
  });

  test.each<[string, (of: MirrorPolicy) => unknown, string]>([
    [
      'an edition', (of) => of.edition('2024' as MirrorEdition),
      'The edition of MirrorPolicy is "2024". Allowed: 2023 or 2026. Fix: Choose',
    ],
    [
      'a language', (of) => of.language('fr' as MirrorLanguage),
      'The language of MirrorPolicy is "fr". Allowed: en, zh. Fix: Use MirrorLanguage.',
    ],
    [
      'strict', (of) => of.strict('yes' as never),
      'The argument of MirrorPolicy.strict is "yes". Allowed: true or false. Fix: Write one of them.',
    ],
    ['a severity', (of) => of.severity('TM305', 'low' as MirrorPolicySeverity),
      'The severity of MirrorPolicy.severity is "low". Allowed: error, warning, off. Fix: Use MirrorPolicySeverity.'],
    [
      'a check of a severity', (of) => of.severity('TM999', MirrorPolicySeverity.OFF),
      'The check of MirrorPolicy.severity is "TM999". Allowed: TM109, TM',
    ],
    ['a region', (of) => of.quota(token, SOURCES_PER_SESSION, 1), 'The region of MirrorPolicy.quota is'],
    [
      'a quota', (of) => of.quota('r', SOURCES_PER_SESSION, 0),
      'MirrorPolicy.quota(r).sourcesPerSession is 0. Allowed: a whole number from 1',
    ],
    ['an account', (of) => of.account(token), 'The account of MirrorPolicy.account is'],
    [
      'facts', (of) => of.networkFacts(token as never),
      'The facts of MirrorPolicy.networkFacts are a token. Allowed: MirrorNetworkFacts. Fix: Write MirrorNetworkFacts.fromFiles({ ... }).',
    ],
    ['a path', (of) => of.file(token), 'The path of MirrorPolicy.file is'],
    ['a file', (of) => of.file('/none.json'), '[/none.json] The policy is "ENOENT"'],
    [
      'governance', (of) => of.govern([] as never),
      'The governance of MirrorPolicy.govern is []. Allowed: an object. Fix: Write what MirrorGovernance has.',
    ],
    [
      'a demand', (of) => of.govern({ monthlyCost: -1 }),
      'monthlyCost of MirrorPolicy.govern is -1. Allowed: a number from 0. Fix: Write the amount.',
    ],
    ['a check to acknowledge', (of) => of.acknowledge('TM999', 'x'), 'The check to acknowledge is "TM999". Allowed: TM109, TM219'],
    ['a check to acknowledge as undecided', (of) => of.acknowledgeUndecided('TM999', 'x'), 'Fix: Use the id in the finding.'],
    [
      'one\'s own check that is not added', (of) => of.acknowledge('OWNER', 'x'),
      'Fix: Use the id in the finding. Add your own check first, with',
    ],
    [
      'no reason', (of) => of.acknowledge('TM305', ' '),
      'The reason to acknowledge TM305 is " ". Allowed: any text. Fix: Explain why the finding is acknowledged.',
    ],
    ['a reason of Terraform', (of) => of.acknowledge('TM305', token), 'The reason to acknowledge TM305 is'],
    ['an end', (of) => of.acknowledge('TM305', 'x', { expires: 'soon' }),
      'The expiry to acknowledge TM305 is "soon". Allowed: a day as YYYY-MM-DD. Fix: Write the last day on which it holds.'],
    ['an end of Terraform', (of) => of.acknowledge('TM305', 'x', { expires: token }), 'The expiry to acknowledge TM305 is'],
    ['an owner of Terraform', (of) => of.acknowledge('TM305', 'x', { owner: token }), 'The owner to acknowledge TM305 is'],
    ['a subject of Terraform', (of) => of.acknowledge('TM305', 'x', { subject: token }), 'The subject to acknowledge TM305 is'],
    ['a check twice', (of) => of.addCheck(own).addCheck(own),
      'The id of the check of MirrorPolicy.addCheck is "OWNER". Allowed: a unique id (the check "Each session has an owner" has it). '
      + 'Fix: Choose another id, or add the check once.'],
  ])('%s', (_, call, message) => {
    expect(messageOf(() => call(policy))).toContain(message);
    if (message.includes(' is "') && !/^\[/.test(message)) expect(messageOf(() => call(policy))).not.toMatch(/^\[/);
  });

  test('with the path of its scope', () => {
    const of = MirrorPolicy.of(stack);
    for (const call of [() => of.account(token), () => of.acknowledge('TM999', 'x'), () => of.acknowledge('TM305', ''),
      () => of.acknowledge('TM305', 'x', { expires: 'x' }), () => of.govern({ monthlyCost: -1 }), () => of.networkFacts(token as never)]) {
      expect(messageOf(call)).toMatch(/^\[stack\] /);
    }
  });

  test('an edition or a file after something was placed by the quotas', () => {
    PolicySettings.editionOf(stack);
    policy.edition(EDITION_2023);
    expect(messageOf(() => policy.edition(EDITION_2026))).toBe(
      'MirrorPolicy.edition comes after the first MirroredFleet or intent of a filter. '
      + 'Allowed: before it: fleets and intents keep the quotas of the edition. Fix: Choose the edition right after new App().');
    expect(messageOf(() => policy.file('x'))).toBe('MirrorPolicy.file comes after the first MirroredFleet or intent of a filter. '
      + 'Allowed: before it: they keep the quotas of the policy. Fix: Name the file right after new App().');
    const other = newApp();
    MirrorPolicy.of(other).edition(EDITION_2026);
    expect(PolicySettings.editionOf(newStack(other))).toBe('2026');
    expect(messageOf(() => MirrorPolicy.of(other).edition(EDITION_2023))).toContain('comes after');
    MirrorPolicy.of(other).edition(EDITION_2026);
  });

  test.each<[string, () => unknown, string]>([
    ['a region', () => policy.quota(token, SOURCES_PER_SESSION, 1), 'Write the region id, for example cn-hangzhou'],
    ['an account', () => policy.account(token), 'Write the account\'s id, or any name for it'],
    ['a path', () => policy.file(token), 'Write the path of the file'],
    ['a reason', () => policy.acknowledge('TM305', token), 'Explain why the finding is acknowledged'],
    ['an owner', () => policy.acknowledge('TM305', 'x', { owner: token }), 'Write it as a plain text, or leave it out'],
  ])('%s of Terraform, and tells what to write', (_, call, fix) => {
    const message = messageOf(call);
    expect(message.slice(message.indexOf(' Allowed: '))).toBe(` Allowed: a text that is known at synth. Fix: ${fix}.`);
  });
});

test('a policy knows its scope', () => {
  expect(MirrorPolicy.of(stack)._scope).toBe(stack);
});

describe('what a call sets', () => {
  test('counts, so that an evaluation is made again', () => {
    const before = policyVersion(app);
    policy.strict().account('x');
    expect([before, policyVersion(app)]).toEqual([0, 2]);
    settingsAt(stack);
    expect(policyVersion(app)).toBe(2);
  });

  test('strictness, language, severities and checks of the app', () => {
    expect(PolicySettings.of(app)).toMatchObject({ strict: false, edition: '2023', editionChosen: false, language: 'en', checks: [] });
    policy.strict().severity('TM305', MirrorPolicySeverity.OFF).addCheck(own).severity('OWNER', MirrorPolicySeverity.ERROR);
    expect(PolicySettings.of(app)).toMatchObject({
      strict: true, severities: new Map([['TM305', 'off'], ['OWNER', 'error']]), checks: [{ id: 'OWNER' }],
    });
    expect(PolicySettings.of(app).overFile).toMatchObject({ strict: true, severities: { TM305: 'off', OWNER: 'error' } });
    policy.strict(false).language(MirrorLanguage.CHINESE);
    // A test runner gets English.
    expect([PolicySettings.of(app).strict, settingsAt(app).language, PolicySettings.of(app).language]).toEqual([false, 'zh', 'en']);
  });

  test('acknowledgements, with their place', () => {
    policy.acknowledge('TM305', 'why');
    MirrorPolicy.of(stack).acknowledgeUndecided('TM102', 'because', { owner: 'team', expires: '2999-01-01', subject: 'x' });
    expect(PolicySettings.of(app).acknowledgements).toEqual([
      { id: 'TM305', reason: 'why', undecided: false, scope: '', where: 'MirrorPolicy.of(app)' },
      {
        id: 'TM102', reason: 'because', undecided: true, owner: 'team', expires: '2999-01-01', subject: 'x', scope: 'stack',
        where: 'MirrorPolicy.of(stack)',
      },
    ]);
  });

  test('accounts and quotas at a scope and below; the context wins', () => {
    const team = new Construct(app, 'Team');
    const inner = newStack(team, 'inner');
    policy.account('app').quota('r', SOURCES_PER_SESSION, 11).quota('r', SESSIONS_PER_FILTER, 12);
    MirrorPolicy.of(team).account('team').quota('r', SOURCES_PER_SESSION, 13);
    const settings = PolicySettings.of(app);
    expect([settings.accountOf(stack), settings.accountOf(inner), statedAccount(inner), settings.overFile.account(inner)]).toEqual(
      ['app', 'team', 'team', 'team'],
    );
    const quotas = { r: { sourcesPerSession: 13, sessionsPerFilter: 12 } };
    expect([settings.quotasOf(inner), statedQuotas(inner), settings.overFile.quotas(inner)]).toEqual([quotas, quotas, quotas]);
    const given = withContext({ account: 'context', quotas: { r: { sourcesPerSession: 99 } } });
    MirrorPolicy.of(given.stack).account('stack').quota('r', SOURCES_PER_SESSION, 5);
    const over = PolicySettings.of(given.app);
    expect([over.accountOf(given.stack), statedAccount(given.stack), over.overFile.account(given.stack)]).toEqual(Array(3).fill('context'));
    expect([over.quotasOf(given.stack), over.overFile.quotas(given.stack)]).toEqual(Array(2).fill({ r: { sourcesPerSession: 99 } }));
  });

  test('facts and demands for the stacks that they concern', () => {
    const [one, two] = [newStack(app, 'one'), newStack(app, 'two')];
    const facts = MirrorNetworkFacts.fromFiles({});
    policy.networkFacts(facts).govern({ monthlyCost: 1 });
    MirrorPolicy.of(one).networkFacts(facts).govern({ monthlyCost: 2 });
    const settings = PolicySettings.of(app);
    expect([settings.networkOf(one).length, settings.networkOf(two).length]).toEqual([2, 1]);
    expect([settings.governanceOf(one), settings.governanceOf(two)]).toEqual([
      [{ scope: '', monthlyCost: 1 }, { scope: 'one', monthlyCost: 2 }], [{ scope: '', monthlyCost: 1 }],
    ]);
  });

  test('over the policy file, and under the context', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'policy.json');
    writeFileSync(join(folder, 'base.json'), JSON.stringify({ version: 1, findings: [] }));
    writeFileSync(file, JSON.stringify({
      edition: '2026', strict: true, account: 'file', quotas: { r: { sourcesPerSession: 2, sessionsPerFilter: 2 } },
      severities: { TM305: 'off', TM102: 'off', TM103: 'off' }, baseline: 'base.json', governance: { monthlyCost: 1, sourcesPerTarget: 2 },
      acknowledgements: [{ check: 'TM305', subject: '*', reason: 'file' }],
    }));
    policy.file(file);
    const settings = () => PolicySettings.of(app);
    expect(settings()).toMatchObject({ edition: '2026', editionChosen: true, strict: true, file, acknowledgements: [{ reason: 'file' }] });
    expect([settings().accountOf(stack), statedAccount(stack), settings().quotasOf(stack), settings().baseline?.size]).toEqual([
      'file', 'file', { r: { sourcesPerSession: 2, sessionsPerFilter: 2 } }, 0,
    ]);
    expect(settings().overFile).toMatchObject({
      file, edition: undefined, strict: undefined, severities: {}, acknowledgements: [], governance: [],
    });
    expect([settings().overFile.account(stack), settings().overFile.quotas(stack)]).toEqual([undefined, {}]);
    policy.edition(EDITION_2023).strict(false).account('code').quota('r', SOURCES_PER_SESSION, 3)
      .severity('TM305', MirrorPolicySeverity.ERROR)
      .govern({ monthlyCost: 5 }).acknowledge('TM305', 'code');
    expect(settings()).toMatchObject({
      edition: '2023', strict: false, severities: new Map([['TM305', 'error'], ['TM102', 'off'], ['TM103', 'off']]),
      acknowledgements: [{ reason: 'file' }, { reason: 'code' }],
    });
    expect([settings().accountOf(stack), settings().quotasOf(stack), settings().governanceOf(stack)]).toEqual([
      'code', { r: { sourcesPerSession: 3, sessionsPerFilter: 2 } }, [{ scope: '', monthlyCost: 5, sourcesPerTarget: 2 }],
    ]);
    const given = withContext({ edition: '2026', strict: true, severities: { TM305: 'warning' }, governance: { monthlyCost: 9 } });
    MirrorPolicy.of(given.app).edition(EDITION_2023).strict(false).severity('TM305', MirrorPolicySeverity.ERROR).govern({ monthlyCost: 5 });
    const over = PolicySettings.of(given.app);
    expect(over).toMatchObject({ edition: '2026', strict: true, severities: new Map([['TM305', 'warning']]) });
    expect(over.overFile).toMatchObject({
      edition: '2026', strict: true, severities: { TM305: 'warning' }, governance: [{ monthlyCost: 9 }],
    });
    expect([over.governanceOf(given.stack), PolicySettings.editionOf(given.stack)]).toEqual([[{ scope: '', monthlyCost: 9 }], '2026']);
  });

  test('the edition of a file and of a test', () => {
    const file = join(temporaryFolder(), 'policy.json');
    writeFileSync(file, JSON.stringify({ edition: '2026' }));
    expect(PolicySettings.editionOf(stack)).toBe('2023');
    const other = newApp();
    MirrorPolicy.of(other).file(file);
    expect(PolicySettings.editionOf(newStack(other))).toBe('2026');
    process.env.TRAFFIC_MIRROR_POLICY = file;
    try {
      expect(PolicySettings.of(newApp())).toMatchObject({ edition: '2026', file });
    } finally {
      delete process.env.TRAFFIC_MIRROR_POLICY;
    }
    expect(PolicySettings.of(newApp()).file).toBeUndefined();
  });
});

describe('what is written next to a stack', () => {
  const statement = (of = stack, all = [stack]) => policyStatement(PolicySettings.of(app), of, all, '/out/stacks/stack');

  test('is nothing without a policy', () => {
    expect(statement()).toBeUndefined();
  });

  test('has each choice, sorted', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x'));
    writeFileSync(join(folder, 'x', 'p.json'), '{}');
    policy.file(join(folder, 'x', 'p.json')).edition(EDITION_2026).strict(false).account('a').quota('r', SOURCES_PER_SESSION, 2)
      .quota('q', SESSIONS_PER_FILTER, 3).severity('TM305', MirrorPolicySeverity.OFF).severity('TM102', MirrorPolicySeverity.ERROR)
      .acknowledge('TM305', 'why').govern({ requiredTags: { b: '*', a: '*' }, monthlyCost: 1 });
    MirrorPolicy.of(stack).acknowledgeUndecided('TM102', 'y', { subject: 's', owner: 'o', expires: '2999-01-01' });
    const written = policyStatement(PolicySettings.of(app), stack, [stack], folder);
    expect(written).toStrictEqual({
      stacks: ['stack'], path: 'stack', file: 'x/p.json', edition: '2026', strict: false, account: 'a',
      quotas: { q: { sessionsPerFilter: 3 }, r: { sourcesPerSession: 2 } }, severities: { TM102: 'error', TM305: 'off' },
      acknowledgements: [
        { check: 'TM305', scope: '', reason: 'why', where: 'MirrorPolicy.of(app)' },
        {
          check: 'TM102', scope: 'stack', subject: 's', reason: 'y', undecided: true, owner: 'o', expires: '2999-01-01',
          where: 'MirrorPolicy.of(stack)',
        },
      ],
      governance: [{ index: 0, monthlyCost: 1, requiredTags: { a: '*', b: '*' }, scope: '' }],
    });
    expect(Object.keys(written!.quotas!)).toEqual(['q', 'r']);
    expect(Object.keys(written!.severities!)).toEqual(['TM102', 'TM305']);
    expect(Object.keys(written!.governance![0])).toEqual(['index', 'monthlyCost', 'requiredTags', 'scope']);
    expect(Object.keys(written!.governance![0].requiredTags!)).toEqual(['a', 'b']);
  });

  test('has what concerns the stack; a scope without a stack is at the first one', () => {
    const two = newStack(app, 'a-second');
    MirrorPolicy.of(two).acknowledge('TM305', 'two').govern({ monthlyCost: 2 });
    MirrorPolicy.of(new Construct(app, 'Nothing')).acknowledge('TM305', 'nothing');
    policy.acknowledge('TM305', 'both').govern({ monthlyCost: 1 });
    const all = [stack, two];
    const shown = (of: TerraformStack) => {
      const { stacks, acknowledgements = [], governance = [] } = statement(of, all)!;
      return [
        stacks, acknowledgements.map(({ reason }) => reason).sort(),
        governance.map(({ index, monthlyCost }) => [index, monthlyCost]),
      ];
    };
    expect([shown(stack), shown(two)]).toEqual([
      [['a-second', 'stack'], ['both', 'nothing'], [[0, 1]]],
      [['a-second', 'stack'], ['both', 'two'], [[0, 1], [1, 2]]],
    ]);
  });

  test('has the sessions of the account once', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 's.json'), JSON.stringify({ RequestId: 'x', TotalCount: 0, TrafficMirrorSessions: [] }));
    policy.govern({ foreignSessions: { exports: [join(folder, 's.json')] } });
    const all = [stack, newStack(app, 'second')];
    expect(all.map((of) => statement(of, all)!.governance![0].foreignSessions)).toEqual([{ sessions: [], allowed: [] }, undefined]);
  });
});
