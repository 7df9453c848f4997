import { allReported, Capacity, cut, fitting, placeOf, printable, Reported, ReportData } from './report-data';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { sentencesOf } from '../policy/finding-text';
import { reportWords } from '../texts/catalogue';
import { label } from '../texts/names';
import { gather } from '../net/gather';

/** `strict` has only elements that the schema of Jenkins' xUnit plugin allows. */
export type JUnitDialect = 'default' | 'strict';

/** Readers reject files of 30 MB and more. */
const MOST: Capacity = { entries: 10_000, bytes: 30_000_000 };
/** Bytes around the cases of a suite, at most. */
const SUITE = 300;
const MOST_TEXT = 700;

/** JUnit XML: a suite for each check, a case for each finding. Errors fail. Warnings and undecided outcomes pass with output. */
export function junitReport(data: ReportData, dialect: JUnitDialect): string {
  const words = reportWords(data.evaluation._language);
  const all = allReported(data);
  const found = new Set(all.map(({ finding }) => finding.id));
  // A check without findings is a passed case, because a report without cases is an error for some readers.
  const passing = Object.keys(data.evaluation._passed).filter((id) => !found.has(id)).sort();
  const suites = passing.map((id) => suite(id, [passedCase(id, words.allPassed)], 0, 0));
  const room = [...suites].reduce((sum, text) => sum + Buffer.byteLength(text) + 1, SUITE * (found.size + 2));
  const cases = casesOf(all, data, dialect);
  const amount = fitting(cases, { ...MOST, bytes: MOST.bytes - room });
  const kept = all.slice(0, amount);
  const byId = new Map<string, number[]>();
  kept.forEach(({ finding }, i) => gather(byId, finding.id, i));
  const failing = [...byId].sort(([a], [b]) => a < b ? -1 : 1).map(([id, places]) => {
    const own = places.map((i) => kept[i]);
    return suite(id, places.map((i) => cases[i]), own.filter(isFailure).length, own.filter(isSkipped).length);
  });
  const left = all.length - amount;
  const more = left > 0 ? [suite('more', [passedCase('more', words.left(left))], 0, 0)] : [];
  const total = amount + passing.length + more.length;
  const counts = dialect === 'strict' ? '' : ` skipped="${kept.filter(isSkipped).length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="traffic-mirror" tests="${total}" failures="${kept.filter(isFailure).length}" errors="0"${counts}>\n${[...failing, ...suites, ...more].join('\n')}\n</testsuites>\n`;
}

function isFailure({ finding, state }: Reported): boolean {
  return state === 'open' && finding.severity === MirrorSeverity.ERROR;
}

function isSkipped({ state }: Reported): boolean {
  return state !== 'open';
}

function suite(id: string, cases: readonly string[], failures: number, skipped: number): string {
  return `  <testsuite name="${id}" tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}">\n${cases.join('\n')}\n  </testsuite>`;
}

function passedCase(id: string, name: string): string {
  return `    <testcase classname="${id}" name="${attribute(name)}"/>`;
}

function casesOf(all: readonly Reported[], data: ReportData, dialect: JUnitDialect): string[] {
  const { _language: language } = data.evaluation;
  const { inBaseline, labelled, severity: severities } = reportWords(language);
  const names = new Set<string>();
  const uniqueName = ({ id, path, subject, reason, fingerprint }: MirrorFinding): string => {
    let name = cut(printable(subject === '' ? `${label(path)} ${reason}` : `${label(path)} ${subject} ${reason}`), MOST_TEXT);
    // Most readers drop a second case with the same name.
    if (names.has(`${id} ${name}`)) name = `${name} ${fingerprint.slice(0, 8)}`;
    for (let n = 2; names.has(`${id} ${name}`); n++) name = `${name.replace(/ #\d+$/, '')} #${n}`;
    names.add(`${id} ${name}`);
    return name;
  };
  return all.map((reported) => {
    const { finding, state } = reported;
    const { id, problem, severity, acknowledged } = finding;
    const place = placeOf(finding, data);
    const file =
      dialect === 'strict' ? '' : ` file="${attribute(printable(place.file))}"${finding.location ? ` line="${place.line}"` : ''}`;
    const text = cut(printable(sentencesOf(finding, language)), 2 * MOST_TEXT);
    const body = state !== 'open' ? `<skipped message="${attribute(cut(printable(acknowledged ?? inBaseline), MOST_TEXT))}"/>`
      : isFailure(reported) ? `<failure message="${attribute(cut(printable(problem), MOST_TEXT))}" type="${id}">${content(text)}</failure>`
        : `<system-out>${content(labelled(severities[severity], text))}</system-out>`;
    return `    <testcase classname="${id}" name="${attribute(uniqueName(finding))}"${file}>${body}</testcase>`;
  });
}

/** The text of an element. Characters that XML 1.0 does not allow are removed before. */
function content(text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '\ufffd').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function attribute(text: string): string {
  return content(text).replace(/"/g, '&quot;');
}
