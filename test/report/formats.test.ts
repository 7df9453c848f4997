import {
  Command, commandOf, data, DIALECTS, isCodeQuality, isReport, isSarif, PROFILES, results, SCREEN, valid, withFindings, xml,
  xmlErrors,
} from './formats';
import { addSession, documents, right, SESSION } from '../checks/fixtures';
import { acknowledgement, evaluated, off } from '../checks/policy-examples';
import { MirrorFinding, MirrorSeverity } from '../../src';
import type { MirrorEvaluation } from '../../src';
import { StackDocument } from '../../src/model/document';
import { Baseline } from '../../src/policy/baseline';
import { annotationsReport } from '../../src/report/annotations-report';
import { codeQualityReport } from '../../src/report/code-quality-report';
import { FORMATS } from '../../src/report/formats';
import { drawing } from '../../src/report/html-drawing';
import { jsonReport } from '../../src/report/json-report';
import { junitReport } from '../../src/report/junit-report';
import { markdownReport, MARKDOWN_LIMITS } from '../../src/report/markdown-report';
import { categoryOf, ReportData } from '../../src/report/report-data';
import { SarifProfile, sarifReport, SECURITY } from '../../src/report/sarif-report';
import { textReport } from '../../src/report/text-report';
import { checkIds } from '../../src/texts/catalogue';

/** An app with a finding of each severity, one that is acknowledged, one in the baseline, and names that every format must escape. */
const HOSTILE = 'a\n::error::y%0A::error::x\u001b[31m]]></failure><script>alert(1)</script>|`@team-->\u0000"&\ud800,:\u202e';
function mixed(): StackDocument[] {
  const f = right();
  const { resource } = f.terraform;
  resource[SESSION].web.traffic_mirror_source_ids = ['eni-bp1web', HOSTILE, HOSTILE];
  resource[SESSION].web['//'] = { metadata: { path: `net/${HOSTILE}` } };
  addSession(f, 'off', ['eni-2'], 200, { enabled: false });
  addSession(f, 'open', ['eni-3'], 300, { priority: '${var.priority}' });
  addSession(f, 'known', ['eni-4'], 400, { enabled: false });
  addSession(f, 'old', ['eni-5'], 500, { enabled: false });
  return documents(f);
}
const KNOWN = acknowledgement({ subject: '*.known', reason: HOSTILE, owner: 'x' });
const old = evaluated(mixed()).findings.find(({ address }) => address?.endsWith('.old'))!;
const MIXED = data(evaluated(mixed(), { acknowledgements: [KNOWN], baseline: Baseline.parse(Baseline.textOf([old]), 'baseline.json') }));
const states = (e: MirrorEvaluation) => [e.errors, e.warnings, e.undecided, e.acknowledged, e.baselined].map((f) => f.length > 0);

test('the app of these tests has all kinds of findings', () => {
  expect(states(MIXED.evaluation)).toEqual([true, true, true, true, true]);
});

/** libxml2 runs in a thread, which a busy machine starts late. */
const MINUTE = 60_000;

describe('every format', () => {
  test.each(Object.entries(FORMATS))(
    "%s has no control character, and no line that GitHub's runner takes for a command",
    (name, { write }) => {
      for (const options of [SCREEN, { width: 60, colour: false }]) {
        const report = write(MIXED, options);
        expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|[\ud800-\udbff](?![\udc00-\udfff])/);
        const commands = report.split('\n').map(commandOf).filter((c) => c !== undefined);
        expect(name === 'github' || commands.length === 0).toBe(true);
        for (const { properties, message } of commands) {
          expect([properties.title, message]).not.toContainEqual(expect.stringMatching(/^[xy]/));
        }
      }
    });

  test.each(['html', 'markdown', 'markdown-summary', 'junit', 'junit-strict'])('%s has no markup of a name', (name) => {
    const report = FORMATS[name].write(MIXED, SCREEN);
    expect(report).not.toMatch(/<script>alert|\]\]>/);
    expect(report).toContain('alert');
    if (name.startsWith('markdown')) expect(report).not.toContain('@team');
  });

  /** Where each format shows acknowledged findings and those of the baseline. */
  const LEFT_OUT = '1 acknowledged finding and 1 finding of the baseline are not listed here';
  const kept =
    (profile: SarifProfile) =>
      (report: string): unknown =>
        JSON.parse(report).runs[0].results.filter(
          (r: any) => r.suppressions || r.baselineState || / And .*1 acknowledged, 1 in the baseline\.$/.test(r.message.text),
        ).length === (profile === 'standard' ? 2 : 1);
  const counted = (report: string): unknown => {
    const { acknowledged, baselined } = JSON.parse(report).runs[0].properties.summary;
    return acknowledged === 1 && baselined === 1;
  };
  const SHOWN: Record<string, (report: string) => unknown> = {
    'text': (report) => report.includes('1 acknowledged') && report.includes('Baseline: 1 known finding'),
    'json': (report) => ['acknowledged', 'baselined'].every((state) => JSON.parse(report).findings.some((f: any) => f.state === state)),
    'sarif': (report) => counted(report) && kept('standard')(report),
    'sarif-github': counted,
    'sarif-gitlab': (report) => counted(report) && kept('gitlab')(report),
    'codequality': (report) => JSON.parse(report).some((entry: any) => entry.severity === 'info' && entry.description === LEFT_OUT),
    'junit': (report) => xml(report).filter(({ name }) => name === 'skipped').length === 2,
    'junit-strict': (report) => xml(report).filter(({ name }) => name === 'skipped').length === 2,
    'github': (report) => report.includes(`::notice title=traffic-mirror::${LEFT_OUT}\n`),
    'html': (report) => /<b>1<\/b> acknowledged.*<b>1<\/b> in the baseline/s.test(report),
    'markdown': (report) => report.includes('1 acknowledged, 1 in the baseline'),
    'markdown-summary': (report) => report.includes('1 acknowledged, 1 in the baseline'),
  };

  test('shows or counts acknowledged findings and those of the baseline', () => {
    expect(Object.keys(SHOWN)).toEqual(Object.keys(FORMATS));
    const open = withFindings(MIXED.evaluation, { acknowledged: [], baselined: [] });
    for (const [name, { write }] of Object.entries(FORMATS)) {
      expect([name, SHOWN[name](write(MIXED, SCREEN))]).toEqual([name, true]);
      expect([name, SHOWN[name](write(open, SCREEN))]).toEqual([name, false]);
    }
  });

  test('has the effect of a fix', () => {
    const f = right();
    f.terraform.resource[SESSION].web.traffic_mirror_source_ids = Array.from({ length: 12 }, (_, i) => `eni-${i}`);
    const evaluation = evaluated(documents(f));
    const { effect } = evaluation.findings.find(({ id }) => id === 'TM501')!;
    expect(effect).toMatch(/interrupted/);
    for (const [name, { write }] of Object.entries(FORMATS)) {
      const report = write(data(evaluation), SCREEN).replace(/\\([*_`.()[\]-])/g, '$1');
      expect([name, report.includes(effect!)]).toEqual([name, true]);
    }
  });

  test('is written for an app without findings', () => {
    const none = data(evaluated(documents(right())));
    for (const [name, format] of Object.entries(FORMATS)) expect(`${name}: ${typeof format.write(none, SCREEN)}`).toBe(`${name}: string`);
  });
});

describe('JSON', () => {
  test('is valid by the schema that is shipped, and holds every finding', () => {
    const json = valid(isReport, jsonReport(MIXED));
    const { findings, acknowledged, baselined } = MIXED.evaluation;
    expect(json.findings.map((f: any) => f.fingerprint).sort()).toEqual(
      [...findings, ...acknowledged, ...baselined].map((f) => f.fingerprint).sort(),
    );
    expect(json.findings.find((f: any) => f.state === 'acknowledged')).toMatchObject({ acknowledged: HOSTILE, acknowledgedBy: 'x' });
    valid(isReport, jsonReport(data(evaluated(documents(right())))));
  });

  test('a report with a wrong key value is refused by the schema', () => {
    expect(isReport({ ...JSON.parse(jsonReport(MIXED)), version: 2 })).toBe(false);
  });
});

describe('SARIF', () => {
  test.each(PROFILES)('is valid in the profile %s, with correct indexes and no empty text', (profile) => {
    const { runs: [{ tool: { driver: { rules } }, results: all, automationDetails }] } = valid(isSarif, sarifReport(MIXED, profile));
    expect(automationDetails.id).toBe('traffic-mirror/net/');
    for (const result of all) {
      expect(rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe('');
      expect(result.message.text).not.toMatch(/[\u0000-\u001f]/);
      const [{ physicalLocation: { artifactLocation: { uri }, region } }] = result.locations;
      expect(uri).not.toMatch(/^\/|^\w+:/);
      expect(region.startLine).toBe(region.endLine);
    }
    for (const rule of rules) {
      for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown]) {
        expect(text).toMatch(/\S/);
      }
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1_024);
      expect(['error', 'warning', 'recommendation']).toContain(rule.properties['problem.severity']);
    }
  });

  test('GitHub gets open findings only, since it ignores suppressions and baselines; the standard marks them', () => {
    expect(results(MIXED, 'github').map((r) => r.properties.state)).toEqual(MIXED.evaluation.findings.map(() => 'open'));
    expect(results(MIXED, 'standard').filter((r) => r.suppressions)).toMatchObject([
      { ruleId: 'TM305', suppressions: [{ kind: 'external', status: 'accepted' }] },
    ]);
    expect(results(MIXED, 'standard').filter((r) => r.baselineState)).toMatchObject([{ ruleId: 'TM305', baselineState: 'unchanged' }]);
  });

  /** GitLab's identity of a result. */
  const identity = (r: any): string => {
    const [{ physicalLocation: { artifactLocation: { uri }, region: { startLine, endLine } } }] = r.locations;
    return `${r.ruleId} ${uri}:${startLine}:${endLine}`;
  };

  test('GitLab gets one result for each check and line, with its places', () => {
    const all = results(data(evaluated(off(43))), 'gitlab');
    expect(new Set(all.map(identity)).size).toBe(all.length);
    expect(all.find((r) => r.ruleId === 'TM305').message.text).toMatch(/ TM305 at 43 places: \S+, \S+, \S+ and 40 more\.$/);
  });

  test('an open finding is not hidden by an acknowledged or old one of its check and line', () => {
    const all = results(MIXED, 'gitlab');
    expect(new Set(all.map(identity)).size).toBe(all.length);
    const [one, ...others] = all.filter((r) => r.ruleId === 'TM305');
    expect(others).toEqual([]);
    expect(one).toMatchObject({ level: 'warning', properties: { state: 'open' } });
    expect(one.suppressions).toBeUndefined();
    expect(one.message.text).toMatch(/^net\/alicloud_vpc_traffic_mirror_session\.off is off .* And 1 acknowledged, 1 in the baseline\.$/);
    for (const state of ['acknowledged', 'baselined'] as const) {
      const closed = results(
        withFindings(MIXED.evaluation, { findings: [], acknowledged: [], baselined: [], [state]: MIXED.evaluation[state] }),
        'gitlab',
      );
      expect(closed).toMatchObject([
        { ruleId: 'TM305', suppressions: [{ kind: 'external', status: 'accepted', justification: expect.stringMatching(/\S/) }] },
      ]);
    }
  });

  test('GitLab: of violated and undecided findings at one line, the worst decides, and the others are counted', () => {
    const [finding] = MIXED.evaluation.errors;
    const one = (severity: MirrorSeverity, n: number): MirrorFinding => ({
      ...finding,
      severity,
      path: `net/s${n}`,
      fingerprint: `${n}`,
      problem: `problem ${n}`,
    });
    const given = withFindings(MIXED.evaluation, {
      findings: [MirrorSeverity.UNDECIDED, MirrorSeverity.WARNING, MirrorSeverity.ERROR, MirrorSeverity.UNDECIDED].map(one),
      acknowledged: [],
      baselined: [],
    });
    expect(results(given, 'gitlab')).toMatchObject([
      {
        level: 'error',
        rank: 80,
        message: { text: expect.stringMatching(/^problem 2\. .* at 2 places: net\/s2, net\/s1\..* And 2 undecided\.$/) },
      },
    ]);
  });

  test('findings of one line keep fingerprints of their own', () => {
    expect(new Set(results(data(evaluated(off(50))), 'github').map((r) => r.partialFingerprints.primaryLocationLineHash)).size).toBe(50);
  });

  test('only checks of exposure have a security severity', () => {
    expect(SECURITY).toEqual({ TM801: '7.0', TM803: '5.0', TM809: '8.0', TM810: '5.0' });
    expect(checkIds()).toEqual(expect.arrayContaining(Object.keys(SECURITY)));
    const [finding] = MIXED.evaluation.errors;
    const given = withFindings(MIXED.evaluation, {
      findings: ['TM801', 'TM411'].map((id) => ({ ...finding, id })),
      acknowledged: [],
      baselined: [],
    });
    const { rules } = JSON.parse(sarifReport(given, 'github')).runs[0].tool.driver;
    expect(rules.map((r: any) => [r.id, r.properties['security-severity']])).toEqual([['TM411', undefined], ['TM801', '7.0']]);
  });
});

describe('the category', () => {
  const of = (...folders: string[]): string => {
    const { _model: model } = MIXED.evaluation;
    const stacks = folders.map((folder) => ({ ...model.stacks[0], path: folder, document: { ...model.stacks[0].document, folder } }));
    const evaluation = Object.create(MIXED.evaluation, { _model: { value: Object.create(model, { stacks: { value: stacks } }) } });
    return categoryOf(data(evaluation));
  };

  test('is that of the stacks, and differs for other stacks', () => {
    expect([of('net'), of('net', 'web', 'db')]).toEqual(['net', 'net+web+db']);
    const fours = [of('a', 'b', 'c', 'd'), of('a', 'b', 'c', 'e'), of('a', 'b', 'c', 'd', 'e')];
    expect(new Set(fours).size).toBe(3);
    for (const name of fours) expect(name).toMatch(/^a\+[34]-[0-9a-f]{8}$/);
  });

  test('is the user\'s, if one is set, in SARIF and in the mark of a comment', () => {
    const named = data(MIXED.evaluation, { category: 'production' });
    expect(JSON.parse(sarifReport(named, 'github')).runs[0].automationDetails.id).toBe('traffic-mirror/production/');
    expect(markdownReport(named, MARKDOWN_LIMITS.comment).split('\n')[0]).toBe('<!-- traffic-mirror:production -->');
  });
});

describe('GitLab code quality', () => {
  test('has the fields that GitLab requires, and a fingerprint for each entry', () => {
    const entries = valid(isCodeQuality, codeQualityReport(MIXED));
    const { findings } = MIXED.evaluation;
    expect(entries.map((e: any) => e.check_name).sort()).toEqual([...findings.map((f) => f.id), 'traffic-mirror'].sort());
    expect(new Set(entries.map((e: any) => e.fingerprint)).size).toBe(entries.length);
  });

  test('the schema refuses an absolute path and a line 0', () => {
    const [entry] = JSON.parse(codeQualityReport(MIXED));
    for (const location of [
      { path: '/tmp/x', lines: { begin: 1 } },
      { path: './x', lines: { begin: 1 } },
      { path: 'x', lines: { begin: 0 } },
    ]) {
      expect(isCodeQuality([{ ...entry, location }])).toBe(false);
    }
  });
});

describe('JUnit', () => {
  test.each(DIALECTS)('%s is one well-formed document with names that are unique', async (dialect) => {
    const report = junitReport(MIXED, dialect);
    expect(await xmlErrors(report, dialect)).toEqual([]);
    const elements = xml(report);
    expect(elements.filter((e) => e.name === 'testsuites')).toHaveLength(1);
    const cases = elements.filter((e) => e.name === 'testcase').map((e) => `${e.attributes.classname} ${e.attributes.name}`);
    expect(new Set(cases).size).toBe(cases.length);
    const { errors, acknowledged, baselined } = MIXED.evaluation;
    expect(elements.filter((e) => e.name === 'failure')).toHaveLength(errors.length);
    expect(elements.filter((e) => e.name === 'skipped')).toHaveLength(acknowledged.length + baselined.length);
    // Readers show the content, not the message.
    for (const failure of elements.filter((e) => e.name === 'failure')) expect(failure.text).toContain('Fix: ');
  }, MINUTE);

  test('the counts of suites are those of their cases', () => {
    const [all, ...elements] = xml(junitReport(MIXED, 'default'));
    const suites = elements.filter((e) => e.name === 'testsuite');
    for (const count of ['tests', 'failures', 'skipped']) {
      expect(suites.reduce((sum, { attributes }) => sum + Number(attributes[count]), 0)).toBe(Number(all.attributes[count]));
    }
    expect(elements.filter((e) => e.name === 'testcase')).toHaveLength(Number(all.attributes.tests));
  });

  test('only strict is what the schema of Jenkins\' xUnit plugin allows', async () => {
    expect(await xmlErrors(junitReport(MIXED, 'default'), 'strict')).toContainEqual(
      expect.stringContaining("The attribute 'file' is not allowed"),
    );
    expect(await xmlErrors('<a>]]></b>', 'default')).not.toEqual([]);
  }, MINUTE);
});

describe('GitHub annotations', () => {
  const commands = (given: ReportData): Command[] => annotationsReport(given).trimEnd().split('\n').map((line) => commandOf(line)!);

  test('keep to ten of a kind, the last of which tells how many more', () => {
    const lines = annotationsReport(data(evaluated(off(43)))).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[9]).toBe('::warning title=traffic-mirror::and 34 more, see the summary');
  });

  test('keep to ten notices with the one about acknowledged findings', () => {
    const [finding] = MIXED.evaluation.undecided;
    const notices = (n: number) =>
      commands(withFindings(MIXED.evaluation, { findings: Array.from({ length: n }, () => finding) })).map(({ message }) => message);
    expect(notices(9)).toHaveLength(10);
    expect(notices(10).slice(7)).toEqual([
      expect.stringContaining(finding.problem),
      'and 2 more, see the summary',
      expect.stringMatching(/not listed here$/),
    ]);
  });

  test('are what the runner reads back, and cannot be left by a name', () => {
    const all = commands(MIXED);
    const { findings } = MIXED.evaluation;
    expect(all).toHaveLength(findings.length + 1);
    expect(all.slice(0, -1).map(({ properties }) => properties.title).sort()).toEqual(findings.map((f) => f.id).sort());
    for (const { command, properties } of all.slice(0, -1)) {
      expect(['error', 'warning', 'notice']).toContain(command);
      expect(Object.keys(properties)).toEqual(['file', 'line', 'title']);
    }
    expect(all.some(({ message }) => message.includes('a ::error::y%0A::error::x\\u001b'))).toBe(true);
  });
});

describe('Markdown', () => {
  test('starts with the mark by which a comment is replaced, and holds no markup of names', () => {
    const text = markdownReport(MIXED, MARKDOWN_LIMITS.comment);
    expect(text.split('\n')[0]).toBe('<!-- traffic-mirror:net -->');
    expect(text).not.toContain('<script>');
    expect(text).not.toMatch(/@team/);
    const rows = text.split('\n').filter((l) => l.startsWith('| error') || l.startsWith('| warning'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  test('has the help of a finding, and the file and line of its places', () => {
    const { evaluation } = data(evaluated(off(1)));
    const located = withFindings(evaluation, {
      findings: evaluation.findings.map((f) => ({ ...f, location: { file: 'src/app.ts', line: 12 } })),
    });
    const text = markdownReport(located, MARKDOWN_LIMITS.comment);
    expect(text).toContain('**Help.** traffic-mirror checks TM305, or docs/checks/TM305.md in the package');
    expect(text).toContain(', src/app.ts:12');
    expect(FORMATS.html.write(located, SCREEN)).toContain(
      '<dt>Help</dt><dd>traffic-mirror checks TM305, or docs/checks/TM305.md in the package</dd>',
    );
  });

  test('that fits nowhere is cut down to its counts', () => {
    const text = markdownReport(MIXED, 600);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
    expect(text).toContain('<!-- traffic-mirror:net -->');
  });
});

describe('the drawing of the page', () => {
  test('has the end of a long name, the whole name on hover, and one session as one', () => {
    const filter = `estate/${SESSION.replace('session', 'filter')}.Web`;
    const flow = { from: 'estate', filter, target: 'lb-bp1sensors', sessions: 1, sources: 1 };
    const svg = drawing([flow], 'en');
    expect(svg).toContain(`<title>${filter}</title>`);
    expect(svg).toMatch(/>…[^<]{20,}_filter\.Web<\/text><text class="small"[^>]*>1 session, 1 source<\/text>/);
    expect(drawing([{ ...flow, sessions: 2_000, sources: 3 }], 'en')).toContain('>2,000 sessions, 3 sources<');
  });
});

describe('text', () => {
  test('has colours only if they are wanted, and no control characters of names', () => {
    expect(textReport(MIXED, SCREEN)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(textReport(MIXED, { width: 0, colour: true }).replace(/\u001b\[\d+m/g, '')).toBe(textReport(MIXED, SCREEN));
    expect(textReport(MIXED, { width: 0, colour: true })).toContain('\u001b[31mERROR\u001b[0m');
  });

  test('keeps to the width of the terminal', () => {
    const text = textReport(data(evaluated(off(3))), { width: 80, colour: false });
    expect(text.split('\n').filter((l) => l.length > 80 && l.trim().includes(' '))).toEqual([]);
    expect(text.replace(/\s+/g, ' ')).toBe(textReport(data(evaluated(off(3))), SCREEN).replace(/\s+/g, ' '));
  });
});
