import { endingLines, printable, readText, ReportData, SOON } from './report-data';
import { wrapped } from './wrap';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { countsText } from '../policy/evaluation-text';
import { grouped, groupText } from '../policy/finding-text';
import { messages } from '../texts/catalogue';

export interface TextOptions {
  /** The width of the terminal, in columns. */
  readonly width: number;
  readonly colour: boolean;
}

const COLOURS: Record<string, string> = {
  [MirrorSeverity.ERROR]: '\u001b[31m',
  [MirrorSeverity.WARNING]: '\u001b[33m',
  [MirrorSeverity.UNDECIDED]: '\u001b[36m',
};
const DIM = '\u001b[2m';
const OFF = '\u001b[0m';

/** The report for a terminal. Findings of one check and reason are one block. */
export function textReport(data: ReportData, { width, colour }: TextOptions): string {
  const { evaluation } = data;
  const { errors, warnings, undecided, acknowledged, baselined, fixedSinceBaseline, editionLine } = evaluation;
  const { _policy: { file, baseline }, _language: language } = evaluation;
  const { policyFile, baseline: baselineText, endsSoon, indent } = messages(language);
  const ending = endingLines(data);
  const block = (findings: readonly MirrorFinding[], tint?: string): string[] => grouped(findings).map((group) => {
    const lines = groupText(group, language).split('\n').map(printable).flatMap((line) => wrapped(line, width, indent));
    if (!colour) return ['', ...lines].join('\n');
    const start = tint ?? COLOURS[group.first.severity];
    const [first, ...rest] = lines;
    return ['', first.replace(/^\S+/, (word) => `${start}${word}${OFF}`), ...rest].join('\n');
  });
  return [
    ...wrapped(printable(readText(data)), width, indent),
    ...file === undefined ? [] : [policyFile(file)],
    ...block(errors), ...block(warnings), ...block(undecided), ...block(acknowledged, DIM),
    ...editionLine === undefined ? [] : ['', ...wrapped(editionLine, width, indent)],
    '',
    ...ending.length === 0 ? [] : [endsSoon(data.soon ?? SOON), ...ending.flatMap((text) => wrapped(`  ${text}`, width, indent)), ''],
    ...baseline ? [baselineText(baselined.length, fixedSinceBaseline)] : [],
    countsText(evaluation),
  ].join('\n');
}
