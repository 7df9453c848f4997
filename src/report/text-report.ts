import { printable, readText, ReportData } from './report-data';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { countsText } from '../policy/evaluation-text';
import { grouped, groupText } from '../policy/finding-text';
import { MESSAGES } from '../texts/en/messages';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

const COLOURS: Record<string, string> = { [MirrorSeverity.ERROR]: '\u001b[31m', [MirrorSeverity.WARNING]: '\u001b[33m', [MirrorSeverity.UNDECIDED]: '\u001b[36m' };
const DIM = '\u001b[2m';
const OFF = '\u001b[0m';
/** Narrower terminals wrap by themselves. */
const NARROWEST = 40;
const INDENT = 10;

/** For people in a terminal. Findings of one check and reason are one block. */
export function textReport(data: ReportData, { width, colour }: TextOptions): string {
  const { evaluation } = data;
  const { errors, warnings, undecided, acknowledged, baselined, fixedSinceBaseline, editionLine } = evaluation;
  const { file, baseline } = evaluation._policy;
  const block = (findings: readonly MirrorFinding[], tint?: string): string[] => grouped(findings).map((group) => {
    const lines = groupText(group).split('\n').map(printable).flatMap((line) => wrapped(line, width));
    if (!colour) return ['', ...lines].join('\n');
    const start = tint ?? COLOURS[group.first.severity];
    const [first, ...rest] = lines;
    return ['', first.replace(/^\S+/, (word) => `${start}${word}${OFF}`), ...rest].join('\n');
  });
  return [
    ...block(errors), ...block(warnings), ...block(undecided), ...block(acknowledged, DIM),
    ...editionLine === undefined ? [] : ['', ...wrapped(editionLine, width)],
    '',
    ...file === undefined ? [] : [MESSAGES.policyFile(file)],
    ...baseline ? [MESSAGES.baseline(baselined.length, fixedSinceBaseline)] : [],
    ...wrapped(printable(readText(data)), width),
    countsText(evaluation),
  ].join('\n').replace(/^\n/, '');
}

/** A line in lines of a width, indented like the block that it is of. */
function wrapped(line: string, width: number): string[] {
  if (width < NARROWEST || line.length <= width) return [line];
  const lines: string[] = [];
  let present = '';
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    if (present !== '' && present.length + 1 + word.length > width) {
      lines.push(present);
      present = ' '.repeat(INDENT) + word;
    } else {
      present = present === '' ? word : `${present} ${word}`;
    }
  }
  return [...lines, present];
}
