import { isReport, isSarif, valid, xml, XUNIT } from './formats';
import { addSession, documents, right, SESSION } from '../checks/fixtures';
import { acknowledgement, evaluated, off } from '../checks/policy-examples';
import { MirrorEvaluation, MirrorFinding } from '../../src';
import { StackDocument } from '../../src/model/document';
import { annotationsReport } from '../../src/report/annotations-report';
import { codeQualityReport } from '../../src/report/code-quality-report';
import { FORMATS } from '../../src/report/formats';
import { jsonReport } from '../../src/report/json-report';
import { junitReport } from '../../src/report/junit-report';
import { markdownReport, MARKDOWN_LIMITS } from '../../src/report/markdown-report';
import { ReportData } from '../../src/report/report-data';
import { sarifReport } from '../../src/report/sarif-report';
import { textReport } from '../../src/report/text-report';

const SCREEN = { width: 0, colour: false };

function data(evaluation: MirrorEvaluation, more: Partial<ReportData> = {}): ReportData {
  return { evaluation, files: new Map(), kinds: ['1 synthesized stack'], incomplete: [], notes: [], version: '0.1.0', root: process.cwd(), ...more };
}

/** An app with a finding of each severity, one that is acknowledged, and names that every format must escape. */
const HOSTILE = 'a%0A::error::x\u001b[31m]]></failure><script>alert(1)</script>|`@team-->\u0000"&\ud800,:';
function mixed(): StackDocument[] {
  const f = right();
  const { resource } = f.terraform;
  resource[SESSION].web.traffic_mirror_source_ids = ['eni-bp1web', HOSTILE, HOSTILE];
  resource[SESSION].web['//'] = { metadata: { path: `net/${HOSTILE}` } };
  addSession(f, 'off', ['eni-2'], 200, { enabled: false });
  addSession(f, 'open', ['eni-3'], 300, { priority: '${var.priority}' });
  addSession(f, 'known', ['eni-4'], 400, { enabled: false });
  return documents(f);
}
const MIXED = data(evaluated(mixed(), { acknowledgements: [acknowledgement({ subject: '*.known', reason: HOSTILE, owner: 'x' })] }));
const states = (e: MirrorEvaluation) => [e.errors, e.warnings, e.undecided, e.acknowledged].map((f) => f.length > 0);

test('the app of these tests has all kinds of findings', () => {
  expect(states(MIXED.evaluation)).toEqual([true, true, true, true]);
});

describe('JSON', () => {
  test('is valid by the schema that is shipped, and holds every finding', () => {
    const json = valid(isReport, jsonReport(MIXED));
    const { findings, acknowledged } = MIXED.evaluation;
    expect(json.findings.map((f: any) => f.fingerprint).sort()).toEqual([...findings, ...acknowledged].map((f) => f.fingerprint).sort());
    expect(json.findings.find((f: any) => f.state === 'acknowledged')).toMatchObject({ acknowledged: HOSTILE.replace(/\ud800/, '\ud800'), acknowledgedBy: 'x' });
    valid(isReport, jsonReport(data(evaluated(documents(right())))));
  });

  test('a report with a wrong key value is refused by the schema', () => {
    expect(isReport({ ...JSON.parse(jsonReport(MIXED)), version: 2 })).toBe(false);
  });
});

describe('SARIF', () => {
  test.each(['standard', 'github', 'gitlab'] as const)('is valid in the profile %s, with correct indexes and no empty text', (profile) => {
    const { runs: [{ tool: { driver: { rules } }, results, automationDetails }] } = valid(isSarif, sarifReport(MIXED, profile));
    expect(automationDetails.id).toBe('traffic-mirror/net/');
    for (const result of results) {
      expect(rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe('');
      expect(result.message.text).not.toMatch(/[\u0000-\u001f]/);
      const [{ physicalLocation: { artifactLocation: { uri }, region } }] = result.locations;
      expect(uri).not.toMatch(/^\/|^\w+:/);
      expect(region.startLine).toBe(region.endLine);
    }
    for (const rule of rules) {
      for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown]) expect(text).toMatch(/\S/);
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1_024);
      expect(['error', 'warning', 'recommendation']).toContain(rule.properties['problem.severity']);
    }
  });

  test('GitHub gets nothing acknowledged, since it ignores suppressions; the standard marks it', () => {
    const of = (profile: 'standard' | 'github') => JSON.parse(sarifReport(MIXED, profile)).runs[0].results;
    expect(of('github')).toHaveLength(MIXED.evaluation.findings.length);
    expect(of('standard').filter((r: any) => r.suppressions)).toMatchObject([{ ruleId: 'TM305', suppressions: [{ kind: 'external', status: 'accepted' }] }]);
  });

  test('GitLab gets one result for each check and line, with its places', () => {
    const { results } = JSON.parse(sarifReport(data(evaluated(off(43))), 'gitlab')).runs[0];
    const keys = results.map((r: any) => `${r.ruleId} ${r.level} ${JSON.stringify(r.locations[0].physicalLocation)}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(results.find((r: any) => r.ruleId === 'TM305').message.text).toMatch(/TM305 at 43 places: \S+, \S+, \S+ and 40 more/);
  });

  test('findings of one line keep fingerprints of their own', () => {
    const { results } = JSON.parse(sarifReport(data(evaluated(off(50))), 'github')).runs[0];
    expect(new Set(results.map((r: any) => r.partialFingerprints.primaryLocationLineHash)).size).toBe(50);
  });
});

describe('GitLab code quality', () => {
  test('has the fields that the widget needs, and a fingerprint for each', () => {
    const entries = JSON.parse(codeQualityReport(MIXED));
    expect(entries).toHaveLength(MIXED.evaluation.findings.length);
    for (const entry of entries) {
      expect(entry).toEqual({ description: expect.any(String), check_name: expect.stringMatching(/^TM\d{3}$/), fingerprint: expect.any(String), severity: expect.stringMatching(/^(?:critical|minor|info)$/), location: { path: expect.any(String), lines: { begin: expect.any(Number) } } });
    }
    expect(new Set(entries.map((e: any) => e.fingerprint)).size).toBe(entries.length);
  });
});

describe('JUnit', () => {
  test.each(['default', 'strict'] as const)('%s is one well-formed document with names that are unique', (dialect) => {
    const elements = xml(junitReport(MIXED, dialect));
    expect(elements.filter((e) => e.name === 'testsuites')).toHaveLength(1);
    const cases = elements.filter((e) => e.name === 'testcase').map((e) => `${e.attributes.classname} ${e.attributes.name}`);
    expect(new Set(cases).size).toBe(cases.length);
    expect(elements.filter((e) => e.name === 'failure')).toHaveLength(MIXED.evaluation.errors.length);
    expect(elements.filter((e) => e.name === 'skipped')).toHaveLength(MIXED.evaluation.acknowledged.length);
    // Readers show the content, not the message.
    for (const failure of elements.filter((e) => e.name === 'failure')) expect(failure.text).toContain('Fix: ');
  });

  test('strict has what the xUnit plugin takes and nothing else', () => {
    for (const { name, attributes } of xml(junitReport(MIXED, 'strict'))) {
      expect(Object.keys(XUNIT)).toContain(name);
      expect(XUNIT[name]).toEqual(expect.arrayContaining(Object.keys(attributes)));
    }
    expect(xml(junitReport(MIXED, 'default')).some((e) => e.attributes.file !== undefined)).toBe(true);
  });
});

describe('GitHub annotations', () => {
  test('keep to ten of a kind, the last of which tells how many more', () => {
    const lines = annotationsReport(data(evaluated(off(43)))).trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[9]).toBe('::warning title=traffic-mirror::and 34 more, see the summary');
  });

  test('cannot be left by a name', () => {
    const lines = annotationsReport(MIXED).trimEnd().split('\n');
    expect(lines).toHaveLength(MIXED.evaluation.findings.length);
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) file=[^:,]*,line=\d+,title=TM\d+::/);
    // The text of the name itself is escaped, so that the runner gives it back as it was.
    expect(lines.join('\n')).toContain('a%250A::error::x');
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

describe('20,000 findings', () => {
  /** An evaluation with many findings: whatever made them, a report must hold them. */
  const many = (() => {
    const [one] = evaluated(off(1)).findings;
    const findings = Array.from({ length: 20_000 }, (_, i): MirrorFinding => ({ ...one, path: `net/Fleet/s${i}`, subject: `eni-${i}`, problem: `net/Fleet/s${i} is off`, fingerprint: i.toString(16).padStart(32, '0') }));
    return data(Object.assign(Object.create(MirrorEvaluation.prototype), evaluated(off(1)), { findings }));
  })();

  test('stay under every limit, and each report tells how many more there are', () => {
    expect(JSON.parse(jsonReport(many)).findings).toHaveLength(20_000);
    const github = sarifReport(many, 'github');
    expect(JSON.parse(github).runs[0].results).toHaveLength(5_000);
    expect(JSON.parse(github).runs[0].results[4_999].message.text).toBe('15,001 more findings are not in this report. The JSON report has all of them.');
    expect(JSON.parse(codeQualityReport(many))).toHaveLength(5_000);
    const junit = junitReport(many, 'default');
    expect(Buffer.byteLength(junit)).toBeLessThan(30_000_000);
    for (const [name, most] of Object.entries(MARKDOWN_LIMITS)) {
      const text = markdownReport(many, most);
      expect(`${name} ${Buffer.byteLength(text) <= most}`).toBe(`${name} true`);
      expect(text).toContain('20,000');
    }
    expect(textReport(many, SCREEN).split('\n').length).toBeLessThan(40);
  });

  test('Markdown that fits nowhere is cut down to its counts', () => {
    const text = markdownReport(MIXED, 600);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
    expect(text).toContain('<!-- traffic-mirror:net -->');
  });
});

test('every format writes an app without findings', () => {
  const none = data(evaluated(documents(right())));
  for (const [name, format] of Object.entries(FORMATS)) expect(`${name}: ${typeof format.write(none, SCREEN)}`).toBe(`${name}: string`);
});
