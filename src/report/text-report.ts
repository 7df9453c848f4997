import { endingLines, printable, readText, ReportData, SOON } from './report-data';
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
/** The smallest width. Narrower terminals wrap lines themselves. */
const NARROWEST = 40;

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

const WIDE = /[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** The number of terminal columns of a text. A Chinese character takes two. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}

/**
 * The parts of a line that must not be split: words, and Chinese characters with the following mark. A part includes the
 * space before it.
 */
function partsOf(line: string): string[] {
  // GitHub's runner takes a line that begins with two colons for a command.
  const parts = line.split(/(?<=\S)(?= (?!::)\S)/);
  return WIDE.test(line) ? parts.flatMap((part) => part.split(/(?<=[\u3000-\u9fff\uff00-\uffef])(?<![（“])(?![，。：；、）”？！])/)) : parts;
}

/** Wraps a line to a width, with the indentation of its block. */
function wrapped(line: string, width: number, indent: number): string[] {
  if (width < NARROWEST || columnsOf(line) <= width) return [line];
  const lines: string[] = [];
  let present = '';
  let columns = 0;
  for (const part of partsOf(line)) {
    const own = columnsOf(part);
    if (present !== '' && columns + own > width) {
      lines.push(present);
      const text = part.replace(/^ (?=\S)/, '');
      present = ' '.repeat(indent) + text;
      columns = indent + columnsOf(text);
    } else {
      present += part;
      columns += own;
    }
  }
  return [...lines, present];
}
