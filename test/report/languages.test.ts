import { addSession, documents, right, SESSION } from '../checks/fixtures';
import { acknowledgement, evaluated } from '../checks/policy-examples';
import { MirrorEdition } from '../../src';
import { Baseline } from '../../src/policy/baseline';
import { FORMATS } from '../../src/report/formats';
import { ReportData } from '../../src/report/report-data';
import { COMMANDS as COMMANDS_ZH } from '../../src/texts/zh/commands';
import { MESSAGES as MESSAGES_ZH } from '../../src/texts/zh/messages';
import { REPORT as REPORT_ZH } from '../../src/texts/zh/report';
import { phrase } from '../../src/texts/phrase';
import { FRAMEWORK } from '../../src/net/framework';

const f = right();
f.terraform.resource[SESSION].web.traffic_mirror_source_ids = ['eni-bp1web', 'eni-bp1web'];
addSession(f, 'off', ['eni-2'], 200, { enabled: false });
addSession(f, 'open', ['eni-3'], 300, { priority: '${var.priority}' });
addSession(f, 'known', ['eni-4'], 400, { enabled: false });
const more = {
  acknowledgements: [acknowledgement({ subject: '*.known', reason: '下季度开启', owner: '网络团队', expires: '2026-12-31' })],
  baseline: Baseline.parse('{"version":1,"findings":[]}', 'baseline.json'),
};
const evaluation = evaluated(documents(f), more);
const data = (language: 'en' | 'zh'): ReportData => ({
  evaluation: evaluation._in(language),
  files: new Map(),
  kinds: [phrase('stacks', { amount: 2 }), phrase('plans', { amount: 1, version: 'Terraform 1.11.4' })],
  incomplete: [phrase('planErrored', {})], notes: [phrase('planDestroysAll', { sources: 3 })], version: '0.1.0', root: process.cwd(),
});
const write = (format: string, language: 'en' | 'zh') => FORMATS[format].write(data(language), { width: 0, colour: false });

/** All texts of a JSON document. */
function textsIn(json: unknown): string[] {
  return typeof json === 'string' ? [json] : typeof json === 'object' && json !== null ? Object.values(json).flatMap(textsIn) : [];
}

/** The words of a report that are neither code, ids nor keys. */
function words(text: string): string[] {
  if (/^[{[]/.test(text)) return textsIn(JSON.parse(text)).flatMap(words);
  const plain = text.replace(/<style>[^]*?<\/style>|<script>[^]*?<\/script>|<[^>]*>/g, ' ').replace(/`[^`]*`|\([^()]*\)|\{[^{}]*\}/g, ' ')
    .replace(/traffic-mirror(?: [\w-]+)*/g, ' ').replace(/suites?|testcase/g, ' ');
  return plain.match(/\b[A-Z]?[a-z]+(?: [a-z]+){2,}\b/g) ?? [];
}

test.each(Object.keys(FORMATS))('%s in Chinese has the same findings, and no English sentence', (format) => {
  const [en, zh] = (['en', 'zh'] as const).map((language) => write(format, language));
  expect(zh).not.toBe(en);
  expect(zh).toMatch(/会话|镜像源/);
  expect(words(zh)).toEqual([]);
  expect(words(en)).not.toEqual([]);
  const ids = (text: string) => text.match(/TM\d{3}(?!\.md)/g)!.length;
  expect(ids(zh)).toBe(ids(en));
});

test('programs get the same keys, fingerprints and parameters in every language', () => {
  const [en, zh] = (['en', 'zh'] as const).map((language) => JSON.parse(write('json', language)));
  const stable = ({ findings }: any) => findings.map(({ problem: _p, fix: _f, effect: _e, help: _h, ...rest }: any) => rest);
  expect(stable(zh)).toEqual(stable(en));
  expect([en.language, zh.language]).toEqual(['en', 'zh']);
  expect(JSON.parse(write('codequality', 'zh')).map((e: any) => [e.fingerprint, e.severity])).toEqual(
    JSON.parse(write('codequality', 'en')).map((e: any) => [e.fingerprint, e.severity]),
  );
  const results = (language: 'en' | 'zh') =>
    JSON.parse(write('sarif', language)).runs[0].results.map((r: any) => [r.ruleId, r.level, r.partialFingerprints]);
  expect(results('zh')).toEqual(results('en'));
});

test('the page names its language', () => {
  expect(write('html', 'zh')).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
  expect(write('html', 'en')).toMatch(/^<!doctype html>\n<html lang="en">/);
});

test('a line for a terminal', () => {
  expect(write('text', 'zh').split('\n')[0])
    .toBe(`1 个栈中有 4 个会话、1 个筛选条件，读取自 2 个 ${FRAMEWORK.module} 生成的栈、1 个计划（Terraform 1.11.4）；不完整：计划以错误结束，因此无法判定数量和配额；计划会销毁全部资源：3 个镜像源将不再镜像`);
  expect(write('text', 'zh').split('\n').slice(-3)).toEqual([
    '',
    '基线：0 个已知结果',
    expect.stringMatching(/^1 个错误 {3}\d+ 个警告 {3}\d+ 项无法判定 {3}1 项已确认 {3}（2023 版）$/),
  ]);
  expect(
    evaluated(documents(f), { edition: MirrorEdition.EDITION_2023, editionChosen: false, language: 'zh' }).findings[0].problem,
  ).toMatch(/镜像源|会话/);
});

test('lines are as wide as the terminal: a Chinese character takes two columns, and no mark begins a line', () => {
  const columns = (line: string) => [...line].reduce((sum, c) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(c) ? 2 : 1), 0);
  const lines = FORMATS.text.write(data('zh'), { width: 70, colour: false }).split('\n');
  const long = lines.filter((line) => columns(line) > 70);
  // A path or command is not cut.
  expect(long.filter((line) => !/\S{40,}/.test(line))).toEqual([]);
  expect(lines.filter((line) => /^\s*[，。：；、）”？！]/.test(line))).toEqual([]);
  expect(lines.some((line) => /^ {7}\S/.test(line))).toBe(true);
  const whole = FORMATS.text.write(data('zh'), { width: 0, colour: false });
  expect(lines.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''));
});

test('a part of an evaluation keeps its language', () => {
  const below = evaluation._in('zh')._below('net');
  expect(below.findings.map((x) => x.problem)).toEqual(evaluation._in('zh').findings.map((x) => x.problem));
  expect(below._in('en').findings.map((x) => x.problem)).toEqual(evaluation.findings.map((x) => x.problem));
  expect(evaluation._in('zh')._below('nowhere').findings).toEqual([]);
});

test('fixed texts around findings and of commands are Chinese', () => {
  const latin = ['zh-CN', 'VNI', '{all} 个中的 {n} 个'];
  expect(
    [MESSAGES_ZH, REPORT_ZH, COMMANDS_ZH].flatMap(textsIn).filter((text) => !/[\u4e00-\u9fff：]/.test(text) && !latin.includes(text)),
  ).toEqual([]);
});
