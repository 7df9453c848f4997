import {
  Capacity, cut, fitting, jsonList, jsonText, leftOutText, placeOf, printable, ReportData, reportFingerprint, worstFirst,
} from './report-data';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { sentencesOf } from '../policy/finding-text';
import { reportWords } from '../texts/catalogue';

const SEVERITY: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'critical', [MirrorSeverity.WARNING]: 'minor', [MirrorSeverity.UNDECIDED]: 'info',
};
/** GitLab's widget shows fewer findings. A report of a job may have 10 MB. */
const MOST: Capacity = { entries: 5_000, bytes: 10_000_000 };

/** GitLab's code quality report, with the open findings. */
export function codeQualityReport(data: ReportData): string {
  const { evaluation: { acknowledged, baselined, _language: language } } = data;
  const open = worstFirst(data.evaluation.findings);
  const leftOut = leftOutText(data);
  const about = leftOut === undefined ? [] : [aboutReport(leftOut, 'left out', [...acknowledged, ...baselined][0], data)];
  const entries = open.map((finding) =>
    entry({
      description: sentencesOf(finding, language),
      check: finding.id,
      fingerprint: finding.fingerprint,
      severity: SEVERITY[finding.severity],
      at: finding,
    }, data));
  const room = about.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const kept = fitting(entries, { entries: MOST.entries - about.length, bytes: MOST.bytes - room - 100 });
  const more = kept < open.length ? [aboutReport(reportWords(language).left(open.length - kept), 'more', open[kept], data)] : [];
  return `${jsonList([...entries.slice(0, kept), ...more, ...about])}\n`;
}

interface Entry {
  readonly description: string;
  readonly check: string;
  readonly fingerprint: string;
  readonly severity: string;
  /** The finding at whose place the entry is shown. */
  readonly at: MirrorFinding;
}

function entry({ description, check, fingerprint, severity, at }: Entry, data: ReportData): string {
  const { file, line } = placeOf(at, data);
  return jsonText({
    description: cut(printable(description), 1_000),
    check_name: check,
    fingerprint,
    severity,
    location: { path: file, lines: { begin: line } },
  });
}

function aboutReport(description: string, what: string, at: MirrorFinding, data: ReportData): string {
  return entry({ description, check: 'traffic-mirror', fingerprint: reportFingerprint(what, data), severity: 'info', at }, data);
}
