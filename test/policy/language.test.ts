import { App, Testing } from 'cdktf';
import { MirrorFilter, MirrorLanguage, MirrorPolicy, MirrorReport, MirrorSession } from '../../src';
import { filterIn, manifest, messageOf, newApp, newStack, source, target } from '../support/app';

/** What tells a synth that a test runs it. */
const RUNNERS = ['JEST_WORKER_ID', 'NODE_ENV', 'VITEST'];
const VARIABLES = [...RUNNERS, 'TRAFFIC_MIRROR_LANG', 'LANG', 'CDKTF_CONTEXT_JSON', 'CDKTF_OUTDIR'];
const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
const set = (name: string, value: string | undefined) => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};
afterEach(() => {
  VARIABLES.forEach((name) => set(name, before[name]));
  jest.restoreAllMocks();
});

/** As a person or a pipeline runs the app itself. */
function outsideTests(environment: Record<string, string> = {}): string[] {
  RUNNERS.forEach((name) => delete process.env[name]);
  Object.entries(environment).forEach(([name, value]) => set(name, value));
  const lines: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  return lines;
}

/** An app whose filter has no rules. */
function wrong(context: object = {}, language?: MirrorLanguage): App {
  const app = newApp({ context: context as Record<string, any> });
  if (language !== undefined) MirrorPolicy.of(app).language(language);
  new MirrorFilter(newStack(app), 'Filter', {});
  return app;
}

test.each<[string, Record<string, string>, object, MirrorLanguage | undefined, RegExp]>([
  ['English if nobody asks', {}, {}, undefined, /ERROR TM201/],
  ['the locale of the machine does not count', { LANG: 'zh_CN.UTF-8' }, {}, undefined, /ERROR TM201/],
  ['by code', {}, {}, MirrorLanguage.CHINESE, /错误 TM201 {2}\S+ 没有规则，不会复制任何报文\n {2}处理 请添加/],
  ['by the context', {}, { trafficMirror: { language: 'zh' } }, undefined, /错误 TM201/],
  ['the context overrides the code', {}, { trafficMirror: { language: 'en' } }, MirrorLanguage.CHINESE, /ERROR TM201/],
  ['by the environment', { TRAFFIC_MIRROR_LANG: 'zh' }, {}, undefined, /错误 TM201/],
  [
    'the environment overrides all',
    { TRAFFIC_MIRROR_LANG: 'en' },
    { trafficMirror: { language: 'zh' } },
    MirrorLanguage.CHINESE,
    /ERROR TM201/,
  ],
])('a refused synth: %s', (_, environment, context, language, text) => {
  outsideTests(environment);
  expect(messageOf(() => wrong(context, language).synth())).toMatch(text);
});

test('the line of success and annotations', () => {
  const lines = outsideTests({ TRAFFIC_MIRROR_LANG: 'zh' });
  const app = newApp();
  MirrorPolicy.of(app).acknowledge('TM201', '由他人写规则');
  filterIn(newStack(app));
  app.synth();
  expect(
    Object.values<any>(manifest(app).stacks)
      .flatMap((s) => s.annotations)
      .map((a: any) => a.message)
      .join('\n'),
  ).not.toMatch(/\b[a-z]+ [a-z]+ [a-z]+\b/);
  expect(lines.join('')).not.toMatch(/mirrored in/);
  expect(MirrorReport.of(app).html).toContain('<html lang="zh-CN">');
});

describe('outside of a test runner', () => {
  const right = (app: App): App => {
    const stack = newStack(app);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [source('eni-a')], target: target() });
    return app;
  };
  const annotations = (app: App): string[] =>
    Object.values<any>(manifest(app).stacks)
      .flatMap((s) => s.annotations)
      .map((a: any) => a.message);

  test('a synth that passes is one line on standard error', () => {
    const lines = outsideTests();
    const app = right(newApp());
    app.synth();
    expect(lines).toEqual([expect.stringMatching(/^\d+ interfaces? mirrored in \d+ stacks?, .*\n$/)]);
    expect(annotations(app).filter((text) => text.includes('mirrored in'))).toEqual([]);
  });

  test('under the CLI it is an annotation instead', () => {
    const lines = outsideTests({ CDKTF_CONTEXT_JSON: '{}', CDKTF_OUTDIR: 'cdktf.out' });
    const app = right(newApp());
    app.synth();
    expect(lines).toEqual([]);
    expect(annotations(app).filter((text) => text.includes('mirrored in'))).toHaveLength(1);
  });

  test.each<[string, (app: App) => void]>([
    ['evaluate()', (app) => void MirrorPolicy.of(app).evaluate()],
    ['a report', (app) => void MirrorReport.of(app).text],
  ])('%s prints nothing', (_, act) => {
    const lines = outsideTests();
    act(right(newApp()));
    expect(lines).toEqual([]);
  });

  test('an app of Testing prints nothing', () => {
    const lines = outsideTests();
    right(Testing.app()).synth();
    expect(lines).toEqual([]);
  });
});

test('test runners and apps of Testing get English', () => {
  set('TRAFFIC_MIRROR_LANG', 'zh');
  expect(messageOf(() => wrong({}, MirrorLanguage.CHINESE).synth())).toMatch(/ERROR TM201/);
  outsideTests({ TRAFFIC_MIRROR_LANG: 'zh' });
  const app = Testing.app();
  new MirrorFilter(newStack(app), 'Filter', {});
  expect(MirrorPolicy.of(app).evaluate().errors[0].problem).toMatch(/has no rules/);
});

test('fails: a wrong language', () => {
  outsideTests();
  expect(messageOf(() => MirrorPolicy.of(newApp()).language('fr' as MirrorLanguage))).toMatch(/The language of MirrorPolicy.*fr.*en, zh/);
  const app = newApp();
  expect(messageOf(() => MirrorPolicy.of(newStack(app)).language(MirrorLanguage.CHINESE))).toMatch(/Allowed: the app/);
  expect(messageOf(() => wrong({ trafficMirror: { language: 'fr' } }).synth())).toMatch(/language.*fr.*en or zh/);
  expect(messageOf(() => {
    set('TRAFFIC_MIRROR_LANG', 'fr');
    wrong().synth();
  })).toMatch(/TRAFFIC_MIRROR_LANG.*fr.*en, zh/);
});
