import { writeFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { filterIn, findings, messageOf, newApp, newStack, source, synth, target, temporaryFolder } from '../support/app';
import { MirrorEdition, MirrorLedger, MirrorPolicy, MirrorQuotaName, MirrorSession, MirroredFleet } from '../../src';
import { CONTEXT_KEY, PolicySettings, statedQuotas } from '../../src/policy/policy-settings';

const { SOURCES_PER_SESSION, SESSIONS_PER_FILTER } = MirrorQuotaName;

function appWith(context?: unknown): App {
  return newApp(context === undefined ? {} : { context: { [CONTEXT_KEY]: context } });
}

describe('the edition', () => {
  test('is 2023 unless one is chosen, in code or by the context, which wins', () => {
    const of = (app: App) => ({ edition: PolicySettings.of(app).edition, chosen: PolicySettings.of(app).editionChosen });
    expect(of(appWith())).toEqual({ edition: '2023', chosen: false });
    const app = appWith();
    MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
    expect(of(app)).toEqual({ edition: '2026', chosen: true });
    expect(of(appWith({ edition: '2026' }))).toEqual({ edition: '2026', chosen: true });
    // A number is what JSON invites to.
    expect(of(appWith({ edition: 2026 }))).toEqual({ edition: '2026', chosen: true });
    const both = appWith({ edition: '2023' });
    MirrorPolicy.of(both).edition(MirrorEdition.EDITION_2026);
    expect(of(both)).toEqual({ edition: '2023', chosen: true });
  });

  test('fails below the app, and for one that does not exist', () => {
    const app = appWith();
    expect(messageOf(() => MirrorPolicy.of(newStack(app)).edition(MirrorEdition.EDITION_2026))).toMatch(
      /\[stack\] The scope of MirrorPolicy\.edition is .*Write MirrorPolicy\.of\(app\)\.edition/,
    );
    expect(messageOf(() => MirrorPolicy.of(app).edition('2024' as MirrorEdition))).toContain('is "2024". Allowed: 2023 or 2026');
  });

  test('fails to change once a fleet is placed by it; the same one may be said again', () => {
    const app = appWith();
    const stack = newStack(app);
    new MirroredFleet(stack, 'Fleet', {
      filter: filterIn(stack),
      sources: [source('eni-1')],
      targets: [target()],
      ledger: MirrorLedger.inMemory(),
    });
    expect(messageOf(() => MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026))).toContain('Choose the edition right after new App()');
    MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
  });
});

describe('the context', () => {
  test.each<[string, unknown, RegExp]>([
    ['a text', '2026', /context key trafficMirror is "2026". Allowed: an object/],
    ['a list', [], /Allowed: an object/],
    ['nothing', null, /is null. Allowed: an object/],
    [
      'a key that does not exist',
      { editon: '2026' },
      /has the unknown key "editon". Allowed: the keys edition, strict, account, quotas.* Fix: Write edition\.$/,
    ],
    ['an edition that does not exist', { edition: '2025' }, /context key trafficMirror\.edition is "2025". Allowed: 2023 or 2026/],
    ['strict as text', { strict: 'yes' }, /context key trafficMirror\.strict is "yes". Allowed: true or false/],
    [
      'a quota that does not exist',
      { quotas: { 'cn-hangzhou': { sources: 20 } } },
      /quotas\.cn-hangzhou is "sources". Allowed: sourcesPerSession/,
    ],
    [
      'a quota of 0',
      { quotas: { 'cn-hangzhou': { sourcesPerSession: 0 } } },
      /quotas\.cn-hangzhou\.sourcesPerSession is 0. Allowed: a whole number from 1/,
    ],
    ['quotas as a text', { quotas: 'many' }, /context key trafficMirror\.quotas is "many"/],
    ['quotas of a region as a number', { quotas: { 'cn-hangzhou': 20 } }, /context key trafficMirror\.quotas\.cn-hangzhou is 20/],
  ])('fails for %s, and the synth says so', (_, context, message) => {
    expect(messageOf(() => PolicySettings.of(appWith(context)))).toMatch(message);
    const app = appWith(context);
    const stack = newStack(app);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-1')], target: target() });
    expect(messageOf(() => app.synth())).toMatch(message);
  });
});

describe('an account', () => {
  const accountOf = (app: App, stack: TerraformStack) => PolicySettings.of(app).accountOf(stack);

  test('is the one that is stated nearest to the stack, but the context wins', () => {
    const app = appWith();
    const team = new Construct(app, 'Team');
    const [own, nested, lone] = [newStack(team, 'own'), newStack(team, 'nested'), newStack(app, 'lone')];
    MirrorPolicy.of(app).account('app');
    MirrorPolicy.of(team).account('team');
    MirrorPolicy.of(own).account('own');
    expect([own, nested, lone].map((s) => accountOf(app, s))).toEqual(['own', 'team', 'app']);
    const given = appWith({ account: 1234567890 });
    const stack = newStack(given);
    MirrorPolicy.of(stack).account('own');
    expect(accountOf(given, stack)).toBe('1234567890');
  });

  test('is unknown where nobody states it', () => {
    const app = appWith();
    expect(accountOf(app, newStack(app))).toBeUndefined();
  });
});

describe('a raised quota', () => {
  test('is merged from the app down to the stack, and the context wins', () => {
    const app = appWith({ quotas: { 'cn-beijing': { sourcesPerSession: 50 } } });
    const stack = newStack(app);
    MirrorPolicy.of(app)
      .quota('cn-hangzhou', SOURCES_PER_SESSION, 20)
      .quota('cn-hangzhou', SESSIONS_PER_FILTER, 2_000)
      .quota('cn-beijing', SOURCES_PER_SESSION, 30);
    MirrorPolicy.of(stack).quota('cn-hangzhou', SOURCES_PER_SESSION, 40);
    const quotas = PolicySettings.of(app).quotasOf(stack);
    expect(quotas).toEqual({ 'cn-hangzhou': { sourcesPerSession: 40, sessionsPerFilter: 2_000 }, 'cn-beijing': { sourcesPerSession: 50 } });
    expect(statedQuotas(stack)).toEqual(quotas);
  });

  test.each([0, -1, 1.5, NaN, Infinity])('fails for %d', (limit) => {
    expect(messageOf(() => MirrorPolicy.of(appWith()).quota('cn-hangzhou', SOURCES_PER_SESSION, limit))).toMatch(
      /MirrorPolicy\.quota\(cn-hangzhou\)\.sourcesPerSession is .*. Allowed: a whole number from 1/,
    );
  });

  test('lets eleven sources pass where it is raised, and only there', () => {
    const elevenSources = (region: string) => {
      const app = appWith();
      const stack = newStack(app);
      MirrorPolicy.of(stack).quota(region, SOURCES_PER_SESSION, 11);
      new MirrorSession(stack, 'Session', {
        filter: filterIn(stack),
        sources: Array.from({ length: 11 }, (_, i) => source(`eni-${i}`)),
        target: target(),
      });
      try {
        synth(app);
      } catch { /* What is found is looked at. */ }
      return findings(app).map((f) => f.id);
    };
    expect(elevenSources('cn-hangzhou')).toEqual([]);
    expect(elevenSources('cn-beijing')).toEqual(['TM501']);
  });
});

describe('strict', () => {
  const stackOf = (app: App) => {
    const stack = newStack(app);
    new MirrorSession(stack, 'Session', {
      filter: filterIn(stack),
      sources: [source('eni-1', { instanceType: undefined })],
      target: target(),
    });
  };

  test('makes an error of what cannot be decided, in code and by the context', () => {
    const plain = appWith();
    stackOf(plain);
    synth(plain);
    expect(findings(plain)).toMatchObject([{ id: 'TM102', severity: 'undecided' }]);
    const strict = appWith();
    MirrorPolicy.of(strict).strict();
    stackOf(strict);
    expect(messageOf(() => strict.synth())).toMatch(/ERROR TM102 {2}Cannot check .* source eni-1: /);
    const byContext = appWith({ strict: true });
    stackOf(byContext);
    expect(messageOf(() => byContext.synth())).toContain('TM102');
    const lenient = appWith({ strict: false });
    MirrorPolicy.of(lenient).strict();
    stackOf(lenient);
    synth(lenient);
  });

  test('does not make an error of what is acknowledged', () => {
    const app = appWith({ strict: true });
    stackOf(app);
    MirrorPolicy.of(app)
      .acknowledgeUndecided('TM102', 'the types are known to the team')
      .acknowledgeUndecided('TM406', "the sensors are another team's");
    synth(app);
    expect(MirrorPolicy.of(app).evaluate().acknowledged).toMatchObject([
      { id: 'TM102', severity: 'undecided', acknowledged: 'the types are known to the team' },
      { id: 'TM406', severity: 'undecided' },
    ]);
  });

  test('is turned off again in code, over a policy file', () => {
    const path = join(temporaryFolder(), 'policy.json');
    writeFileSync(path, JSON.stringify({ strict: true }));
    const strictOf = (choose: (policy: MirrorPolicy) => void, context?: unknown) => {
      const app = appWith(context);
      MirrorPolicy.of(app).file(path);
      choose(MirrorPolicy.of(app));
      return PolicySettings.of(app).strict;
    };
    expect([strictOf(() => undefined), strictOf((p) => p.strict(false)), strictOf((p) => p.strict(false), { strict: true })]).toEqual([
      true,
      false,
      true,
    ]);
    expect(messageOf(() => MirrorPolicy.of(appWith()).strict('no' as unknown as boolean))).toContain(
      'The argument of MirrorPolicy.strict is "no". Allowed: true or false',
    );
  });

  test('fails below the app', () => {
    expect(messageOf(() => MirrorPolicy.of(newStack(appWith())).strict())).toContain('Write MirrorPolicy.of(app).strict(...)');
  });
});
