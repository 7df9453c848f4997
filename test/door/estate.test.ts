import { readFileSync } from 'fs';
import { join } from 'path';
import { estate, FACTS, FAULTS, OPTIONS, write } from './estate/estate';
import { isReport, isSarif, valid, xml, XUNIT } from '../report/formats';
import { temporaryFolder } from '../support/app';
import { MirrorFinding, MirrorPolicy } from '../../src';
import { run } from '../../src/cli/run';
import { FORMATS } from '../../src/report/formats';

const plan = (name: string): string => join(__dirname, 'fixtures', `${name}.json`);
const app = estate(join(temporaryFolder(), 'cdktf.out'));
write(app);
const SYNTH = MirrorPolicy.of(app).evaluate().findings;
const NETWORK = Object.entries(FACTS).flatMap(([kind, [path]]) => ['--network-facts', `${kind}=${path}`]);

function text(args: string[], format = 'json'): string {
  const out: string[] = [];
  run(['check', ...args, '--out', format], { out: (line) => out.push(line), error: () => undefined });
  return out.join('\n');
}
const check = (...args: string[]): MirrorFinding[] => JSON.parse(text(args)).findings;
const fingerprints = (findings: readonly MirrorFinding[]): string[] => findings.map((f) => `${f.severity} ${f.id} ${f.address} ${f.subject} ${f.fingerprint}`).sort();

/** Without the hash that cdktf puts into names. */
const canonical = (findings: readonly MirrorFinding[]): string[] => findings.map((f) => `${f.severity} ${f.id} ${f.address} ${f.subject} ${f.reason}`.replace(/_[0-9A-F]{8}\b/g, '')).sort();
const decided = (findings: readonly MirrorFinding[]): MirrorFinding[] => findings.filter(({ severity }) => severity !== 'undecided');

describe('an estate with more than twenty faults', () => {
  test('each fault is found at synth, and nothing else', () => {
    expect([...new Set(decided(SYNTH).map(({ id }) => id))].sort()).toEqual(Object.keys(FAULTS).sort());
    expect(Object.keys(FAULTS).length).toBeGreaterThanOrEqual(20);
    expect(decided(SYNTH)).toHaveLength(Object.keys(FAULTS).length);
  });

  test('the written stack and the plan that Terraform makes of it have the findings of the synth, with their fingerprints', () => {
    expect(fingerprints(check(app.outdir, ...NETWORK))).toEqual(fingerprints(SYNTH));
    expect(fingerprints(check(`estate=${plan('estate-plan')}`, '--statements', app.outdir, ...NETWORK))).toEqual(fingerprints(SYNTH));
  });

  test('the plan of the same estate as HCL by hand has the same findings, with the inventory in place of what constructs set', () => {
    const byHand = check(`estate=${plan('estate-hcl-plan')}`, ...OPTIONS);
    expect(canonical(decided(byHand))).toEqual(canonical(decided(SYNTH)));
    // The plan of the app, with the inventory as well: also what is undecided is the same.
    expect(canonical(byHand)).toEqual(canonical(check(`estate=${plan('estate-plan')}`, ...OPTIONS)));
    const open = new Set(canonical(SYNTH));
    expect(canonical(byHand).filter((f) => !open.has(f))).toEqual([]);
  });

  test('findings of the plan by hand have the file and line of their resource', () => {
    const folder = join(__dirname, 'estate');
    const lines = readFileSync(join(folder, 'main.tf'), 'utf8').split('\n');
    const found = check(`estate=${plan('estate-hcl-plan')}`, '--enrich', folder, ...OPTIONS);
    expect(found.length).toBeGreaterThan(40);
    for (const { address, location } of found) {
      const [type, name] = address!.split('.');
      expect(location!.file).toBe('test/door/estate/main.tf');
      expect(lines[location!.line - 1].replace(/\}$/, '')).toBe(`resource "${type}" "${name}" {`);
    }
  });

  test('every format takes the whole report, and the consumers of it would', () => {
    const args = [`estate=${plan('estate-hcl-plan')}`, '--enrich', join(__dirname, 'estate'), ...OPTIONS];
    const formats = Object.keys(FORMATS);
    const ids = Object.keys(FAULTS);
    for (const format of formats) {
      const report = text(args, format);
      // GitHub shows ten annotations of each kind.
      if (!['markdown-summary', 'github'].includes(format)) expect([format, ids.filter((id) => !report.includes(id))]).toEqual([format, []]);
      if (format === 'json') expect(valid(isReport, report).findings).toHaveLength(JSON.parse(text(args)).findings.length);
      else if (format.startsWith('sarif')) valid(isSarif, report);
      else if (format === 'junit') expect(xml(report).length).toBeGreaterThan(ids.length);
      else if (format === 'junit-strict') for (const { name, attributes } of xml(report)) expect([name, Object.keys(attributes).filter((key) => !XUNIT[name].includes(key))]).toEqual([name, []]);
      else if (format === 'codequality') expect(JSON.parse(report).every((f: any) => f.location.path === 'test/door/estate/main.tf' && f.location.lines.begin > 0 && /^[0-9a-f]+$/.test(f.fingerprint))).toBe(true);
    }
    expect(formats.length).toBeGreaterThan(10);
  });
});
