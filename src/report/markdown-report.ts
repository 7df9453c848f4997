import { printable, readText, ReportData, stacksText } from './report-data';
import { markdown } from './sarif-report';
import { FindingGroup, grouped } from '../policy/finding-text';
import { label } from '../texts/names';
import { count } from '../texts/en/phrases';

/** What GitHub takes: a comment in characters, a job summary in bytes. Over it, all of it is refused or dropped. */
export const MARKDOWN_LIMITS = { comment: 65_000, summary: 1_000_000 } as const;

const NAMED = 20;

/** Markdown for a comment on a change or a job summary; shortened until it fits. */
export function markdownReport(data: ReportData, most: number): string {
  for (const form of [{ details: true, places: NAMED, rows: 1_000 }, { details: true, places: 3, rows: 200 }, { details: false, places: 1, rows: 100 }, { details: false, places: 0, rows: 20 }]) {
    const text = page(data, form);
    if (Buffer.byteLength(text) <= most) return text;
  }
  const short = page(data, { details: false, places: 0, rows: 0 });
  return Buffer.byteLength(short) <= most ? short : `${head(data)[0]}\n`.slice(0, most);
}

interface Form {
  readonly details: boolean;
  readonly places: number;
  /** Rows of the table. */
  readonly rows: number;
}

function head(data: ReportData): string[] {
  const { errors, warnings, undecided, acknowledged, baselined, ok, edition } = data.evaluation;
  const name = printable(stacksText(data)).replace(/-->|[<>]/g, '');
  return [
    // A later comment replaces the one that starts alike.
    `<!-- traffic-mirror:${name} -->`,
    `### Traffic mirroring: ${ok ? 'OK' : count(errors.length, 'error')}`,
    '',
    `**${count(errors.length, 'error')}**, ${count(warnings.length, 'warning')}, ${undecided.length.toLocaleString('en')} undecided${acknowledged.length > 0 ? `, ${acknowledged.length.toLocaleString('en')} acknowledged` : ''}${baselined.length > 0 ? `, ${baselined.length.toLocaleString('en')} in the baseline` : ''} (edition ${edition})`,
    '',
    markdown(readText(data)),
  ];
}

function page(data: ReportData, { details, places, rows }: Form): string {
  const { errors, warnings, undecided, acknowledged } = data.evaluation;
  const open = [errors, warnings, undecided].flatMap((findings) => grouped(findings));
  const shown = open.slice(0, rows);
  const table = shown.length === 0 ? [] : [
    '', '| severity | check | problem | places |', '|---|---|---|---:|',
    ...shown.map(({ first, all }) => `| ${first.severity} | ${first.id} | ${markdown(cell(first.problem))} | ${all.length.toLocaleString('en')} |`),
    ...open.length > shown.length ? [`| | | and ${(open.length - shown.length).toLocaleString('en')} more kinds of findings | |`] : [],
  ];
  return `${[
    ...head(data), ...table,
    ...details ? shown.flatMap((group) => folded(group, places)) : [],
    ...details && acknowledged.length > 0 ? ['', '<details><summary>Acknowledged</summary>', '', ...grouped(acknowledged).slice(0, rows).map(({ first, all }) => `- ${first.id} ${markdown(cell(first.problem))} (${all.length}): ${markdown(cell(first.acknowledged ?? ''))}`), '', '</details>'] : [],
  ].join('\n')}\n`;
}

function folded({ first, all }: FindingGroup, places: number): string[] {
  const named = all.slice(0, places).map((f) => `- ${markdown(cell(f.subject === '' ? label(f.path) : `${label(f.path)} (${f.subject})`))}`);
  return [
    '', `<details><summary>${first.id}: ${markdown(cell(first.problem))}</summary>`, '',
    `**Fix.** ${markdown(first.fix)}`, ...first.effect === undefined ? [] : ['', `**Effect.** ${markdown(first.effect)}`],
    '', ...named, ...all.length > named.length ? [`- and ${(all.length - named.length).toLocaleString('en')} more`] : [], '', '</details>',
  ];
}

function cell(text: string): string {
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
