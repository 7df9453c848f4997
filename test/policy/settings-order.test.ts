// The context of cdktf.json over the code, the code over the policy file: each setting in each order.
import { writeFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdktf';
import { newApp, newStack, temporaryFolder } from '../support/app';
import { MirrorEdition, MirrorLanguage, MirrorPolicy, MirrorPolicySeverity, MirrorQuotaName } from '../../src';
import { POLICY_VARIABLE } from '../../src/policy/policy-file';
import { CONTEXT_KEY, PolicySettings, policyVersion, statedAccount, statedQuotas } from '../../src/policy/policy-settings';
import { LANGUAGE_VARIABLE } from '../../src/texts/language';

const fileOf = (settings: object) => {
  const path = join(temporaryFolder(), 'policy.json');
  writeFileSync(path, JSON.stringify(settings));
  return path;
};

/** An app with settings in the context, in code and in a file that the code names. */
function appWith(context: object, inCode: (policy: MirrorPolicy) => unknown, inFile: object, app?: App): App {
  const made = app ?? newApp({ context: { [CONTEXT_KEY]: context } });
  const policy = MirrorPolicy.of(made);
  policy.file(fileOf(inFile));
  inCode(policy);
  return made;
}

/** A setting of the context, of the code and of the file: those that are given, as each of them holds it. */
const layers = <T>(key: string, set: (policy: MirrorPolicy, value: T) => unknown) =>
  (context: T | undefined, code: T | undefined, file: T | undefined) =>
    appWith({ [key]: context }, (policy) => code === undefined || set(policy, code), { [key]: file });

const [OLD, NEW] = [MirrorEdition.EDITION_2023, MirrorEdition.EDITION_2026];
test.each<[MirrorEdition | undefined, MirrorEdition | undefined, MirrorEdition | undefined, string, string | undefined]>([
  [undefined, undefined, undefined, '2023', undefined],
  [undefined, undefined, NEW, '2026', undefined],
  [undefined, OLD, NEW, '2023', '2023'],
  [undefined, NEW, undefined, '2026', '2026'],
  [NEW, OLD, OLD, '2026', '2026'],
  [OLD, NEW, NEW, '2023', '2023'],
  [NEW, undefined, undefined, '2026', '2026'],
])('of the editions %p, %p and %p, %s is in force', (context, code, file, edition, overFile) => {
  const app = layers<MirrorEdition>('edition', (policy, value) => policy.edition(value))(context, code, file);
  const settings = PolicySettings.of(app);
  expect([settings.edition, settings.overFile.edition, PolicySettings.editionOf(newStack(app))]).toEqual([edition, overFile, edition]);
});

test.each<[boolean | undefined, boolean | undefined, boolean | undefined, boolean, boolean | undefined]>([
  [undefined, undefined, undefined, false, undefined],
  [undefined, undefined, true, true, undefined],
  [undefined, false, true, false, false],
  [undefined, true, false, true, true],
  [false, true, true, false, false],
  [true, false, false, true, true],
  [true, undefined, false, true, true],
])('of strict %p, %p and %p, %p is in force', (context, code, file, strict, overFile) => {
  const settings = PolicySettings.of(layers<boolean>('strict', (policy, value) => policy.strict(value))(context, code, file));
  expect([settings.strict, settings.overFile.strict]).toEqual([strict, overFile]);
});

test.each<[string | undefined, string | undefined, string | undefined, string | undefined]>([
  [undefined, undefined, undefined, undefined], [undefined, undefined, 'file', 'file'], [undefined, 'code', 'file', 'code'],
  ['context', 'code', 'file', 'context'], ['context', undefined, undefined, 'context'],
])('of the accounts %p, %p and %p, %p is in force', (context, code, file, account) => {
  const app = layers<string>('account', (policy, value) => policy.account(value))(context, code, file);
  const stack = newStack(app);
  expect([PolicySettings.of(app).accountOf(stack), statedAccount(stack)]).toEqual([account, account]);
  expect(PolicySettings.of(app).overFile.account(stack)).toBe(context ?? code);
});

test('severities and quotas are merged, the context last', () => {
  const quotas = (limit: number) => ({ 'cn-hangzhou': { sourcesPerSession: limit } });
  const app = appWith(
    { severities: { TM305: 'error' }, quotas: quotas(1) },
    (policy) => policy.severity('TM305', MirrorPolicySeverity.OFF).severity('TM306', MirrorPolicySeverity.OFF)
      .quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, 2).quota('cn-beijing', MirrorQuotaName.SOURCES_PER_SESSION, 1),
    {
      severities: { TM306: 'error', TM307: 'off' },
      quotas: { ...quotas(3), 'cn-beijing': { sourcesPerSession: 3, sessionsPerFilter: 4 } },
    },
  );
  const settings = PolicySettings.of(app);
  expect(Object.fromEntries(settings.severities)).toEqual({ TM305: 'error', TM306: 'off', TM307: 'off' });
  expect(settings.overFile.severities).toEqual({ TM305: 'error', TM306: 'off' });
  const stack = newStack(app);
  const merged = { ...quotas(1), 'cn-beijing': { sourcesPerSession: 1, sessionsPerFilter: 4 } };
  expect([settings.quotasOf(stack), statedQuotas(stack)]).toEqual([merged, merged]);
  expect(settings.overFile.quotas(stack)).toEqual({ ...quotas(1), 'cn-beijing': { sourcesPerSession: 1 } });
});

describe('in a process that is no test', () => {
  const names = ['JEST_WORKER_ID', 'NODE_ENV', LANGUAGE_VARIABLE];
  const saved = names.map((name) => process.env[name]);
  const { argv } = process;
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  beforeEach(() => {
    names.forEach((name) => set(name, undefined));
    process.argv = [argv[0], 'main.js'];
  });
  afterEach(() => {
    names.forEach((name, i) => set(name, saved[i]));
    process.argv = argv;
  });

  type Choice = 'en' | 'zh' | undefined;
  test.each<[Choice, Choice, Choice, Choice, string]>([
    [undefined, undefined, undefined, undefined, 'en'],
    [undefined, undefined, undefined, 'zh', 'zh'],
    [undefined, undefined, 'zh', 'en', 'zh'],
    [undefined, undefined, 'en', 'zh', 'en'],
    [undefined, 'zh', 'en', 'en', 'zh'],
    [undefined, 'en', 'zh', 'zh', 'en'],
    ['zh', 'en', 'en', 'en', 'zh'],
    ['en', 'zh', 'zh', 'zh', 'en'],
    ['zh', undefined, undefined, undefined, 'zh'],
  ])('of the languages %p, %p, %p and %p, %s is in force', (environment, context, code, file, language) => {
    const app = layers<'en' | 'zh'>('language', (policy, value) => policy.language(value as MirrorLanguage))(context, code, file);
    set(LANGUAGE_VARIABLE, environment);
    expect(PolicySettings.of(app).language).toBe(language);
  });

  test('a stubbed app is in English, and so is every app of a test', () => {
    set(LANGUAGE_VARIABLE, 'zh');
    const apps = [Testing.app(), Testing.app({ stubVersion: true }), Testing.app({ stubVersion: false })];
    expect(apps.map((app) => PolicySettings.of(app).language)).toEqual(['en', 'en', 'zh']);
    set('NODE_ENV', 'test');
    expect(PolicySettings.of(newApp()).language).toBe('en');
  });
});

describe('the policy file', () => {
  const saved = process.env[POLICY_VARIABLE];
  afterEach(() => {
    if (saved === undefined) delete process.env[POLICY_VARIABLE];
    else process.env[POLICY_VARIABLE] = saved;
  });

  test('is read by a test if it is named, in code or by the environment', () => {
    expect(PolicySettings.of(appWith({}, () => undefined, { edition: '2026' }, Testing.app())).edition).toBe('2026');
    process.env[POLICY_VARIABLE] = fileOf({ edition: '2026' });
    for (const app of [Testing.app(), newApp()]) expect(PolicySettings.of(app).edition).toBe('2026');
    delete process.env[POLICY_VARIABLE];
    for (const app of [Testing.app(), newApp()]) expect(PolicySettings.of(app).edition).toBe('2023');
  });

  test('is read once for an app', () => {
    const path = fileOf({ edition: '2026' });
    process.env[POLICY_VARIABLE] = path;
    const app = newApp();
    expect(PolicySettings.of(app).edition).toBe('2026');
    writeFileSync(path, '{"edition": "2023"}');
    expect([app, newApp()].map((one) => PolicySettings.of(one).edition)).toEqual(['2026', '2023']);
  });
});

test('the version of a policy differs after each change, and only then', () => {
  const app = newApp();
  const stack = newStack(app);
  const versions = [policyVersion(app)];
  const strict = () => MirrorPolicy.of(app).strict();
  for (const change of [() => MirrorPolicy.of(stack).account('a'), strict, strict]) {
    change();
    expect(policyVersion(app)).toBe(policyVersion(app));
    versions.push(policyVersion(app));
  }
  expect(new Set(versions).size).toBe(4);
  expect(versions.every(Number.isInteger)).toBe(true);
});
