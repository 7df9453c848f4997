import { cut, leftOutText, placeOf, printable, ReportData, worstFirst } from './report-data';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { sentencesOf } from '../policy/finding-text';
import { reportWords } from '../texts/catalogue';

const COMMAND: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'error', [MirrorSeverity.WARNING]: 'warning', [MirrorSeverity.UNDECIDED]: 'notice',
};
/** The highest number of annotations of each kind and step. GitHub drops the others silently. */
const MOST = 10;

/** Workflow commands of GitHub Actions: annotations on the lines of a change. */
export function annotationsReport(data: ReportData): string {
  const { evaluation: { _language: language } } = data;
  const leftOut = leftOutText(data);
  const about = leftOut === undefined ? [] : [`::notice title=traffic-mirror::${message(leftOut)}`];
  const open = worstFirst(data.evaluation.findings);
  const lines = Object.values(COMMAND).flatMap((kind) => {
    const findings = open.filter(({ severity }) => COMMAND[severity] === kind);
    const most = kind === 'notice' ? MOST - about.length : MOST;
    const kept = findings.length > most ? findings.slice(0, most - 1) : findings;
    return [
      ...kept.map((finding) => annotation(kind, finding, data)),
      ...findings.length > kept.length
        ? [`::${kind} title=traffic-mirror::${message(reportWords(language).moreInSummary(findings.length - kept.length))}`]
        : [],
    ];
  });
  return [...lines, ...about].map((line) => `${line}\n`).join('');
}

function annotation(kind: string, finding: MirrorFinding, data: ReportData): string {
  const { file, line, column } = placeOf(finding, data);
  const properties = [
    `file=${property(printable(file))}`,
    `line=${line}`,
    ...column === undefined ? [] : [`col=${column}`],
    `title=${property(finding.id)}`,
  ];
  return `::${kind} ${properties.join(',')}::${message(cut(printable(sentencesOf(finding, data.evaluation._language)), 1_000))}`;
}

function message(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return message(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
