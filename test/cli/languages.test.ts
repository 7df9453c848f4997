import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Fixture, INBOUND, right, rule, SESSION } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';
import { readArguments } from '../../src/cli/arguments';
import { checkCommand } from '../../src/cli/check';
import { languageOf } from '../../src/cli/language';
import { run } from '../../src/cli/run';
import { FRAMEWORK } from '../../src/net/framework';

const variables = ['TRAFFIC_MIRROR_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'];
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
beforeEach(() => variables.forEach((name) => delete process.env[name]));
afterEach(() => variables.forEach((name) => {
  if (before[name] === undefined) delete process.env[name];
  else process.env[name] = before[name];
}));

function traffic(...args: string[]): { code: number; out: string; error: string } {
  const [out, error]: string[][] = [[], []];
  const code = run(args, { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

/** The output of a synth with one stack. */
function written(change: (f: Fixture) => void = () => {}): string {
  const folder = temporaryFolder();
  const f = right();
  change(f);
  mkdirSync(join(folder, 'stacks', 'net'), { recursive: true });
  writeFileSync(join(folder, 'stacks', 'net', 'cdk.tf.json'), JSON.stringify(f.terraform));
  writeFileSync(join(folder, 'stacks', 'net', 'traffic-mirror.json'), JSON.stringify(f.statements));
  return folder;
}

const OFF = written((f) => { f.terraform.resource[SESSION].web.enabled = false; });
const RIGHT = written();
/** Words of a sentence in English. */
const ENGLISH = /\b[a-z]+ [a-z]+ [a-z]+\b/;

describe('check', () => {
  test('in English unless somebody asks', () => {
    expect(traffic('check', OFF).out).toContain('WARNING TM305');
    process.env.LANG = 'zh_CN.UTF-8';
    // The locale of a machine that runs tests does not count.
    expect(traffic('check', OFF).out).toContain('WARNING TM305');
  });

  test('--lang, before TRAFFIC_MIRROR_LANG, before the policy', () => {
    expect(traffic('check', OFF, '--lang', 'zh').out).toMatch(/^1 个栈中有 1 个会话、1 个筛选条件，读取自 .*\n\n警告 TM305 {2}\S+ 已关闭/);
    process.env.TRAFFIC_MIRROR_LANG = 'zh';
    expect(traffic('check', OFF).out).toContain('警告 TM305');
    expect(traffic('check', OFF, '--lang', 'en').out).toContain('WARNING TM305');
    const policy = join(temporaryFolder(), 'policy.json');
    writeFileSync(policy, '{"language": "zh"}');
    process.env.TRAFFIC_MIRROR_LANG = 'en';
    expect(traffic('check', OFF, '--policy', policy).out).toContain('WARNING TM305');
    delete process.env.TRAFFIC_MIRROR_LANG;
    expect(traffic('check', OFF, '--policy', policy).out).toContain('警告 TM305');
  });

  test('people read the language of the environment, programs English unless the option is given', () => {
    process.env.TRAFFIC_MIRROR_LANG = 'zh';
    const folder = temporaryFolder();
    const file = (name: string) => join(folder, name);
    const outs = ['json', 'sarif', 'junit', 'html', 'markdown', 'text'].flatMap((format) => ['--out', `${format}=${file(format)}`]);
    const texts = () => Object.fromEntries(readdirSync(folder).map((name) => [name, /已关闭/.test(readFileSync(file(name), 'utf8'))]));
    const { error } = traffic('check', OFF, ...outs);
    expect(error).toMatch(new RegExp(`^1 个栈中有 1 个会话、1 个筛选条件，读取自 1 个 ${FRAMEWORK.module} 生成的栈`));
    expect(texts()).toEqual({ json: false, sarif: false, junit: false, html: true, markdown: true, text: true });
    traffic('check', OFF, ...outs, '--lang', 'zh');
    expect(texts()).toEqual({ json: true, sarif: true, junit: true, html: true, markdown: true, text: true });
    traffic('check', OFF, ...outs, '--lang', 'en');
    expect(Object.values(texts())).toEqual(Array(6).fill(false));
  });

  test('a baseline is the same in every language', () => {
    const [en, zh] = ['en', 'zh'].map((language) => {
      const file = join(temporaryFolder(), 'baseline.json');
      traffic('check', OFF, '--write-baseline', file, '--lang', language);
      return readFileSync(file, 'utf8');
    });
    expect(zh).toBe(en);
    expect(en).toContain('TM305');
  });

  test('fails: a language without texts', () => {
    expect(traffic('check', OFF, '--lang', 'fr')).toMatchObject({ code: 2, error: expect.stringMatching(/--lang.*fr.*en, zh/) });
    process.env.TRAFFIC_MIRROR_LANG = 'fr';
    expect(traffic('check', OFF)).toMatchObject({ code: 2, error: expect.stringMatching(/TRAFFIC_MIRROR_LANG.*fr.*en, zh/) });
  });

  test('the locale of a machine counts outside tests', () => {
    const given = readArguments(checkCommand, []);
    expect(
      [{ LANG: 'zh_CN.UTF-8' }, { LANG: 'C' }, { LANG: 'zh_CN', TRAFFIC_MIRROR_LANG: 'en' }, { LC_ALL: 'zh_CN', JEST_WORKER_ID: '1' }].map(
        (env) => languageOf(given, 'check', undefined, env).people,
      ),
    ).toEqual(['zh', 'en', 'en', 'en']);
    expect(languageOf(given, 'check', 'en', { LANG: 'zh_CN.UTF-8' })).toEqual({ people: 'en', programs: 'en' });
  });
});

test('checks lists titles, and prints pages', () => {
  expect(traffic('checks', '--lang', 'zh').out).toMatch(/^TM501 {2}会话的镜像源数不超过配额$/m);
  expect(traffic('checks', 'tm501', '--lang', 'zh').out).toMatch(/^# TM501：会话的镜像源数不超过配额\n\n例如，/);
  expect(traffic('checks', 'TM501').out).toMatch(/^# TM501: A session has/);
});

test('explain and search', () => {
  const packet = ['--from', '192.0.2.1', '--to', '10.10.0.4', '--protocol', 'tcp', '--port', '443'];
  const { out, code } = traffic('explain', RIGHT, ...packet, '--lang', 'zh');
  expect(code).toBe(0);
  expect(out).toMatch(/^TCP 192\.0\.2\.1:49152 -> 10\.10\.0\.4:443\n镜像 {2}eni-bp1web 入方向\n {2}MIRRORED {2}会话 /);
  expect(out).not.toMatch(ENGLISH);
  const none = traffic(
    'explain', RIGHT, '--from', '192.0.2.1', '--to', '192.0.2.2', '--protocol', 'tcp', '--port', '1', '--lang', 'zh',
  ).out;
  expect(none).toMatch(/不镜像\n {2}NO_INTERFACE {2}没有镜像源的主私网 IP 是 192\.0\.2\.1 或 192\.0\.2\.2/);
  expect(traffic('explain', RIGHT, '--lang', 'zh').out).toMatch(/复制全部|没有需要提示/);
  expect(traffic('search', RIGHT, '--copied', '--port', '443', '--lang', 'zh').out).toMatch(/MIRRORED {2}会话/);
  expect(traffic('search', OFF, '--copied', '--port', '443', '--lang', 'zh')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/该流量没有被复制的报文$/m),
  });
  // A program gets English unless the option is given.
  process.env.TRAFFIC_MIRROR_LANG = 'zh';
  expect(JSON.parse(traffic('explain', RIGHT, ...packet, '--json').out).answers[0].text).toMatch(/^session /);
  expect(traffic('explain', RIGHT, ...packet).out).toContain('会话');
});

test('diff, affected', () => {
  const now = written((f) => { f.terraform.resource[INBOUND].more = rule(2, { destination_port_range: '8443/8443' }); });
  const { out } = traffic('diff', RIGHT, now, '--lang', 'zh');
  expect(out).toMatch(/^筛选条件 \S+ 入方向：|^没有筛选条件的规则发生变更/m);
  expect(out).not.toMatch(ENGLISH);
  expect(traffic('diff', RIGHT, RIGHT, '--lang', 'zh').out).toMatch(/^没有筛选条件的规则发生变更/);
  const more = written();
  mkdirSync(join(more, 'stacks', 'more'), { recursive: true });
  writeFileSync(join(more, 'stacks', 'more', 'cdk.tf.json'), '{}');
  expect(traffic('affected', RIGHT, more, '--lang', 'zh').out).toBe('more（新增）');
  expect(traffic('affected', more, RIGHT, '--lang', 'zh').out).toBe('more（已移除：请用仍包含它的代码销毁）');
});

test('forecast', () => {
  const session = (enabled: boolean) => ({
    traffic_mirror_source_ids: ['eni-1'],
    traffic_mirror_target_id: 'lb-1',
    traffic_mirror_filter_id: 'tmf-1',
    priority: 1,
    enabled,
    id: 'tms-1',
  });
  const plan = join(temporaryFolder(), 'plan.json');
  const address = `${SESSION}.web`;
  writeFileSync(plan, JSON.stringify({
    format_version: '1.2', terraform_version: '1.11.4', planned_values: { root_module: {} }, errored: true,
    resource_changes: [
      {
        address,
        mode: 'managed',
        type: SESSION,
        name: 'web',
        change: {
          actions: ['update'],
          before: session(true),
          after: session(false),
          after_unknown: {},
          before_sensitive: {},
          after_sensitive: {},
        },
      },
    ],
  }));
  const { out, error, code } = traffic('forecast', plan, '--max-lost', '0', '--lang', 'zh');
  expect(code).toBe(1);
  expect(out).toMatch(/^apply 之前有 1 个会话，读取自 1 个计划（Terraform 1\.11\.4）\n/);
  expect(out).toContain('不再镜像：1 个镜像源（eni-1），因为其会话被关闭');
  expect(out).toContain('不完整：计划以错误结束');
  expect(out).not.toMatch(ENGLISH);
  expect(error).toBe('1 个镜像源将不再镜像，而 --max-lost 允许 0');
  expect(traffic('forecast', plan).out).toContain('no longer mirrored: 1 source (eni-1), since their session is switched off');
});
