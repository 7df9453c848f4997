import { data, DIALECTS, isCodeQuality, PROFILES, results, SCREEN, valid, withFindings, xmlErrors } from './formats';
import { evaluated, off } from '../checks/policy-examples';
import { MirrorFinding, MirrorSeverity } from '../../src';
import { codeQualityReport } from '../../src/report/code-quality-report';
import { FORMATS } from '../../src/report/formats';
import { jsonReport } from '../../src/report/json-report';
import { junitReport } from '../../src/report/junit-report';
import { ReportData } from '../../src/report/report-data';

describe('20,000 sessions with a finding each', () => {
  const SESSIONS = 20_000;
  /** These tests take seconds, and more if the machine is busy. */
  const MINUTES = 300_000;
  const many = data(evaluated(off(SESSIONS)));
  const sarif = (report: string): any[] => JSON.parse(report).runs[0].results;
  const cases = (report: string): any[] => report.match(/<testcase /g)!;
  /** Of each format: the limit of its reader in bytes, the number of its entries, and how many more it tells of. */
  const TABLE: Record<string, { bytes: number; entries: (report: string) => number; expected: number; more?: RegExp; most?: number }> = {
    'text': {
      bytes: 20_000,
      entries: (report) => report.split('\nWARNING').length - 1,
      expected: 1,
      more: /and 19,994 more \(20,000 in all\)/,
    },
    'json': { bytes: Infinity, entries: (report) => JSON.parse(report).findings.length, expected: SESSIONS + 2 },
    'sarif': { bytes: Infinity, entries: (report) => sarif(report).length, expected: SESSIONS + 2 },
    'sarif-github': {
      bytes: 10_000_000,
      entries: (report) => sarif(report).length,
      expected: 5_000,
      most: 5_000,
      more: /"15,003 more findings are not in this report/,
    },
    'sarif-gitlab': {
      bytes: 10_000_000,
      entries: (report) => sarif(report).length,
      expected: 3,
      more: /TM305 at 20,000 places: \S+, \S+, \S+ and 19,997 more/,
    },
    'codequality': {
      bytes: 10_000_000,
      entries: (report) => JSON.parse(report).length,
      expected: 5_000,
      most: 5_000,
      more: /"15,003 more findings are not in this report/,
    },
    // Every other check has a passed case.
    'junit': {
      bytes: 30_000_000,
      entries: (report) => cases(report).length,
      expected: 10_000 + Object.keys(many.evaluation._passed).length - 3,
      more: /"10,003 more findings are not in this report/,
    },
    'junit-strict': {
      bytes: 30_000_000,
      entries: (report) => cases(report).length,
      expected: 10_000 + Object.keys(many.evaluation._passed).length - 3,
      more: /"10,003 more findings are not in this report/,
    },
    'github': {
      bytes: 20_000,
      entries: (report) => report.trimEnd().split('\n').length,
      expected: 12,
      more: /::and 19,991 more, see the summary/,
    },
    'html': {
      bytes: 10_000_000,
      entries: (report) => report.match(/<tr data-row="session">/g)!.length,
      expected: 5_000,
      more: /and 19,800 more/,
    },
    'markdown': {
      bytes: 65_536,
      entries: (report) => report.match(/^\| (?:error|warning)/gm)!.length,
      expected: 3,
      more: /and 19,980 more/,
    },
    'markdown-summary': {
      bytes: 1_000_000,
      entries: (report) => report.match(/^\| (?:error|warning)/gm)!.length,
      expected: 3,
      more: /and 19,980 more/,
    },
  };

  test.each(Object.entries(FORMATS))('%s is under the limit of its reader, and tells how many more there are', (name, { write }) => {
    const { bytes, entries, expected, more } = TABLE[name];
    const report = write(many, SCREEN);
    expect(Buffer.byteLength(report)).toBeLessThanOrEqual(bytes);
    expect(entries(report)).toBe(expected);
    if (more) expect(report).toMatch(more);
    else expect(bytes).toBe(Infinity);
  }, MINUTES);

  test('each has a fingerprint of its own, in every format that has fingerprints', () => {
    const { findings } = JSON.parse(jsonReport(many));
    expect(new Set(findings.map((f: any) => f.fingerprint)).size).toBe(SESSIONS + 2);
    for (const profile of PROFILES) {
      const all = results(many, profile);
      expect(new Set(all.map((r) => r.partialFingerprints.primaryLocationLineHash)).size).toBe(all.length);
    }
    const entries = valid(isCodeQuality, codeQualityReport(many));
    expect(new Set(entries.map((e: any) => e.fingerprint)).size).toBe(entries.length);
  }, MINUTES);

  test.each(DIALECTS)('JUnit %s is what libxml2 accepts', async (dialect) => {
    expect(await xmlErrors(junitReport(many, dialect), dialect)).toEqual([]);
  }, MINUTES);

  describe.each([['Chinese', '镜'], ['quotation marks', '"']])('long texts of %s', (_, character) => {
    const long = character.repeat(2_000);
    const [one] = many.evaluation.findings.filter(({ id }) => id === 'TM305');
    const given = (amount: number, more: (i: number) => Partial<MirrorFinding> = () => ({})): ReportData => withFindings(many.evaluation, {
      findings: Array.from({ length: amount }, (__, i): MirrorFinding => ({
        ...one,
        severity: MirrorSeverity.ERROR,
        path: `net/s${i}`,
        subject: `${i} ${long}`,
        problem: `${i} ${long}`,
        fix: long,
        effect: long,
        fingerprint: i.toString(16).padStart(32, '0'),
        ...more(i),
      })),
    });
    const numberLeft = (report: string): number =>
      Number(/([\d,]+) more findings are not in this report/.exec(report)![1].replace(/,/g, ''));
    const shown = (name: string, report: string): number =>
      (
        ({ codequality: () => JSON.parse(report).length, junit: () => report.match(/<failure /g)!.length + 1 })[name]
        ?? (() => sarif(report).length)
      )();

    test.each<[string, number, ReportData]>([
      ['sarif-github', 5_500, given(5_500)],
      ['codequality', 5_500, given(5_500)],
      ['junit', 10_500, given(10_500)],
      // One line for each finding.
      ['sarif-gitlab', 5_500, given(5_500, (i) => ({ location: { file: `src/${long.slice(0, 100)}.ts`, line: i + 1 } }))],
    ])('%s keeps to the bytes of its reader, and tells how many more there are', (name, amount, report) => {
      const text = FORMATS[name].write(report, SCREEN);
      const { bytes, most } = TABLE[name];
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
      expect(shown(name, text) - 1 + numberLeft(text)).toBe(amount);
      // The limit is used, not only kept.
      expect(shown(name, text) === most || Buffer.byteLength(text) > 0.98 * bytes).toBe(true);
    }, MINUTES);

    test.each(['text', 'markdown', 'markdown-summary', 'github', 'html'])('%s keeps to its bytes', (name) => {
      expect(Buffer.byteLength(FORMATS[name].write(given(1_000), SCREEN))).toBeLessThanOrEqual(Math.max(100_000, TABLE[name].bytes));
    }, MINUTES);
  });
});
