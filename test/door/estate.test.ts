import { readFileSync } from 'fs';
import { join } from 'path';
import { estate, FACTS, FAULTS, OPTIONS, write } from './estate/estate';
import { commandOf, isCodeQuality, isReport, isSarif, valid, xml, xmlErrors } from '../report/formats';
import { temporaryFolder } from '../support/app';
import { MirrorFinding, MirrorPolicy } from '../../src';
import { run } from '../../src/cli/run';
import { FORMATS } from '../../src/report/formats';

const plan = (name: string): string => join(__dirname, 'fixtures', `${name}.json`);
const app = estate(join(temporaryFolder(), 'cdktf.out'));
write(app);
const SYNTH = MirrorPolicy.of(app).evaluate().findings;
const NETWORK = Object.entries(FACTS).flatMap(([kind, [path]]) => ['--network-facts', `${kind}=${path}`]);

function text(args: string[]): string {
  const out: string[] = [];
  run(['check', ...args, '--out', 'json'], { out: (line) => out.push(line), error: () => undefined });
  return out.join('\n');
}
const check = (...args: string[]): MirrorFinding[] => JSON.parse(text(args)).findings;
const fingerprints = (findings: readonly MirrorFinding[]): string[] =>
  findings.map((f) => `${f.severity} ${f.id} ${f.address} ${f.subject} ${f.fingerprint}`).sort();

/** Without the hash that cdktf puts into names. */
const canonical = (findings: readonly MirrorFinding[]): string[] =>
  findings.map((f) => `${f.severity} ${f.id} ${f.address} ${f.subject} ${f.reason}`.replace(/_[0-9A-F]{8}\b/g, '')).sort();
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

  test('every format takes the whole report, and the consumers of it would', async () => {
    const args = [`estate=${plan('estate-hcl-plan')}`, '--enrich', join(__dirname, 'estate'), ...OPTIONS];
    const ids = Object.keys(FAULTS);
    const all: MirrorFinding[] = check(...args);
    const fingerprintsOf = (findings: readonly MirrorFinding[]): string[] => findings.map((f) => f.fingerprint).sort();
    const sarif = (profile: string) => (report: string): void => {
      const { results } = valid(isSarif, report).runs[0];
      expect(results.length).toBeGreaterThanOrEqual(ids.length);
      if (profile !== 'gitlab') {
        expect(results.map((r: any) => r.partialFingerprints['trafficMirror/v1']).sort()).toEqual(fingerprintsOf(all));
      }
    };
    const junit = (dialect: 'default' | 'strict') => async (report: string): Promise<void> => {
      expect(await xmlErrors(report, dialect)).toEqual([]);
      expect(xml(report).filter(({ name }) => name === 'failure')).toHaveLength(all.filter(({ severity }) => severity === 'error').length);
    };
    const consumers: Record<string, (report: string) => void | Promise<void>> = {
      'text': (report) =>
        expect(report.split('\n').filter((line) => /^(?:ERROR|WARNING) /.test(line)).length).toBeGreaterThanOrEqual(ids.length),
      'json': (report) => expect(fingerprintsOf(valid(isReport, report).findings)).toEqual(fingerprintsOf(all)),
      'sarif': sarif('standard'),
      'sarif-github': sarif('github'),
      'sarif-gitlab': sarif('gitlab'),
      'codequality': (report) =>
        expect(valid(isCodeQuality, report).map((f: any) => f.location.path)).toEqual(all.map(() => 'test/door/estate/main.tf')),
      'junit': junit('default'),
      'junit-strict': junit('strict'),
      'github': (report) => {
        const commands = report.trimEnd().split('\n').map((line) => commandOf(line)!);
        expect(commands.every((c) => c !== undefined && c.message !== '')).toBe(true);
        const kinds = commands.map(({ command }) => command);
        for (const kind of ['error', 'warning', 'notice']) expect(kinds.filter((k) => k === kind).length).toBeLessThanOrEqual(10);
        const placed = commands.filter(({ properties }) => properties.title !== 'traffic-mirror');
        expect(placed.every(({ properties }) => properties.file === 'test/door/estate/main.tf' && Number(properties.line) > 0)).toBe(true);
      },
      'html': (report) => expect(report.match(/<details class="finding /g)!.length).toBeGreaterThanOrEqual(ids.length),
      'markdown': markdown,
      'markdown-summary': markdown,
    };
    expect(Object.keys(consumers)).toEqual(Object.keys(FORMATS));
    const folder = temporaryFolder();
    // The plan is read once for all of them.
    const outs = Object.keys(FORMATS).flatMap((format) => ['--out', `${format}=${join(folder, format)}`]);
    run(['check', ...args, ...outs], { out: () => undefined, error: () => undefined });
    for (const [format, consumer] of Object.entries(consumers)) {
      const report = readFileSync(join(folder, format), 'utf8');
      // GitHub shows ten annotations of each kind.
      if (format !== 'github') expect([format, ids.filter((id) => !report.includes(id))]).toEqual([format, []]);
      await consumer(report);
    }

    /** A table with a row for each check and reason, and all folds closed. */
    function markdown(report: string): void {
      const rows = report.split('\n').filter((line) => /^\| (?:error|warning|undecided) /.test(line));
      expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length))).toEqual(new Set([6]));
      expect(ids.filter((id) => !rows.some((row) => row.includes(id)))).toEqual([]);
      expect(report.match(/<details>/g)!.length).toBe(report.match(/<\/details>/g)!.length);
      expect(report).toContain(', test/door/estate/main.tf:');
    }
  }, 120_000);
});
