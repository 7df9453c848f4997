import { allReported, cut, placeOf, printable, Reported, ReportData } from './report-data';
import { MirrorSeverity } from '../checks/finding';
import { messages, reportWords } from '../texts/catalogue';
import { label } from '../texts/names';
import { gather } from '../net/gather';

/** `strict` has only elements that the schema of Jenkins' xUnit plugin allows. */
export type JUnitDialect = 'default' | 'strict';

/** Readers reject files of 30 MB and more. */
const MOST_CASES = 10_000;
const MOST_TEXT = 700;

/** JUnit XML: a suite for each check, a case for each finding. Errors fail. Warnings and undecided outcomes pass with output. */
export function junitReport(data: ReportData, dialect: JUnitDialect): string {
  const words = reportWords(data.evaluation._language);
  const all = allReported(data);
  const kept = all.length > MOST_CASES ? all.slice(0, MOST_CASES - 1) : all;
  const byId = new Map<string, Reported[]>();
  for (const reported of kept) gather(byId, reported.finding.id, reported);
  // A check without findings is a passed case, because a report without cases is an error for some readers.
  const passing = Object.entries(data.evaluation._passed).filter(([id]) => !byId.has(id)).map(([id]) => id).sort();
  const suites = [...byId].sort(([a], [b]) => a < b ? -1 : 1).map(([id, cases]) => suiteOf(id, cases, data, dialect));
  const failures = kept.filter(isFailure).length;
  const skipped = kept.filter(({ state }) => state !== 'open').length;
  const left = all.length - kept.length;
  const rest = [
    ...passing.map(
      (id) =>
        `  <testsuite name="${id}" tests="1" failures="0" errors="0" skipped="0">\n    <testcase classname="${id}" name="${words.allPassed}"/>\n  </testsuite>`,
    ),
    ...left > 0
      ? [
        `  <testsuite name="more" tests="1" failures="0" errors="0" skipped="0">\n    <testcase classname="more" name="${words.left(left)}"/>\n  </testsuite>`,
      ]
      : [],
  ];
  const total = kept.length + passing.length + (left > 0 ? 1 : 0);
  const counts = dialect === 'strict' ? '' : ` skipped="${skipped}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="traffic-mirror" tests="${total}" failures="${failures}" errors="0"${counts}>\n${[...suites, ...rest].join('\n')}\n</testsuites>\n`;
}

function isFailure({ finding, state }: Reported): boolean {
  return state === 'open' && finding.severity === MirrorSeverity.ERROR;
}

function suiteOf(id: string, cases: readonly Reported[], data: ReportData, dialect: JUnitDialect): string {
  const { _language: language } = data.evaluation;
  const { lines, sentences } = messages(language);
  const { inBaseline, labelled, severity: severities } = reportWords(language);
  const names = new Set<string>();
  const rows = cases.map((reported) => {
    const { finding, state } = reported;
    const { path, subject, reason, problem, fix, effect, severity, acknowledged } = finding;
    // Most readers drop a second case with the same name.
    let name = cut(printable(subject === '' ? `${label(path)} ${reason}` : `${label(path)} ${subject} ${reason}`), MOST_TEXT);
    if (names.has(name)) name = `${name} ${finding.fingerprint.slice(0, 8)}`;
    for (let n = 2; names.has(name); n++) name = `${name.replace(/ #\d+$/, '')} #${n}`;
    names.add(name);
    const place = placeOf(finding, data);
    const file = dialect === 'strict' ? '' : ` file="${attribute(place.file)}"${finding.location ? ` line="${place.line}"` : ''}`;
    const text = cut(
      printable(sentences([problem, labelled(lines.fix, fix), ...effect === undefined ? [] : [labelled(lines.effect, effect)]])),
      2 * MOST_TEXT,
    );
    const body = state !== 'open' ? `<skipped message="${attribute(cut(printable(acknowledged ?? inBaseline), MOST_TEXT))}"/>`
      : isFailure(reported) ? `<failure message="${attribute(cut(printable(problem), MOST_TEXT))}" type="${id}">${content(text)}</failure>`
        : `<system-out>${content(labelled(severities[severity], text))}</system-out>`;
    return `    <testcase classname="${id}" name="${attribute(name)}"${file}>${body}</testcase>`;
  });
  return `  <testsuite name="${id}" tests="${cases.length}" failures="${cases.filter(isFailure).length}" errors="0" skipped="${cases.filter(({ state }) => state !== 'open').length}">\n${rows.join('\n')}\n  </testsuite>`;
}

/** The text of an element. Characters that XML 1.0 does not allow are removed before. */
function content(text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '\ufffd').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function attribute(text: string): string {
  return content(text).replace(/"/g, '&quot;');
}
