import { cut, placeOf, printable, ReportData, worstFirst } from './report-data';
import { MirrorSeverity } from '../checks/finding';
import { messages, reportWords } from '../texts/catalogue';

const SEVERITY: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'critical', [MirrorSeverity.WARNING]: 'minor', [MirrorSeverity.UNDECIDED]: 'info',
};
/** GitLab's widget shows fewer findings. A report of a job may have 10 MB. */
const MOST = 5_000;

/** GitLab's code quality report, with the open findings. */
export function codeQualityReport(data: ReportData): string {
  const { evaluation: { _language: language } } = data;
  const open = worstFirst(data.evaluation.findings);
  const kept = open.length > MOST ? open.slice(0, MOST - 1) : open;
  const entries = kept.map((finding) => {
    const { file, line } = placeOf(finding, data);
    const { id, problem, fix, fingerprint, severity } = finding;
    return {
      description: cut(printable(messages(language).sentences([problem, fix])), 1_000),
      check_name: id,
      fingerprint,
      severity: SEVERITY[severity],
      location: { path: file, lines: { begin: line } },
    };
  });
  const left = open.length - kept.length;
  if (left > 0) {
    const { file, line } = placeOf(open[kept.length], data);
    entries.push({
      description: reportWords(language).left(left),
      check_name: 'traffic-mirror',
      fingerprint: 'more',
      severity: 'info',
      location: { path: file, lines: { begin: line } },
    });
  }
  return `${JSON.stringify(entries, undefined, 1)}\n`;
}
