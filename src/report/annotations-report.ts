import { cut, placeOf, printable, ReportData, worstFirst } from './report-data';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { gather } from '../net/gather';
import { messages, reportWords } from '../texts/catalogue';

const COMMAND: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'error', [MirrorSeverity.WARNING]: 'warning', [MirrorSeverity.UNDECIDED]: 'notice',
};
/** The highest number of annotations of each kind and step. GitHub drops the others silently. */
const MOST = 10;

/** Workflow commands of GitHub Actions: annotations on the lines of a change. */
export function annotationsReport(data: ReportData): string {
  const byKind = new Map<string, MirrorFinding[]>();
  for (const finding of worstFirst(data.evaluation.findings)) {
    const kind = COMMAND[finding.severity];
    gather(byKind, kind, finding);
  }
  const { evaluation: { _language: language } } = data;
  const lines: string[] = [];
  for (const [kind, findings] of byKind) {
    const kept = findings.length > MOST ? findings.slice(0, MOST - 1) : findings;
    for (const finding of kept) {
      const { file, line, column } = placeOf(finding, data);
      const properties = [
        `file=${property(file)}`,
        `line=${line}`,
        ...column === undefined ? [] : [`col=${column}`],
        `title=${property(finding.id)}`,
      ].join(
        ',',
      );
      lines.push(
        `::${kind} ${properties}::${message(cut(printable(messages(language).sentences([finding.problem, finding.fix])), 1_000))}`,
      );
    }
    if (findings.length > kept.length) {
      lines.push(`::${kind} title=traffic-mirror::${reportWords(language).moreInSummary(findings.length - kept.length)}`);
    }
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

function message(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return message(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
