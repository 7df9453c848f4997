import { helpMarkdown, markdown } from './markdown-escape';
import { categoryOf, printable, readText, ReportData } from './report-data';
import { MirrorFinding } from '../checks/finding';
import { FindingGroup, grouped, placeName } from '../policy/finding-text';
import { messages, reportWords } from '../texts/catalogue';
import { Language } from '../texts/language';

/** The limits of GitHub: a comment in characters, a job summary in bytes. GitHub rejects or drops longer texts as a whole. */
export const MARKDOWN_LIMITS = { comment: 65_000, summary: 1_000_000 } as const;

const NAMED = 20;

/** Markdown for a comment on a change or a job summary, shortened until it fits. */
export function markdownReport(data: ReportData, most: number): string {
  for (const form of [
    { details: true, places: NAMED, rows: 1_000 },
    { details: true, places: 3, rows: 200 },
    { details: false, places: 1, rows: 100 },
    { details: false, places: 0, rows: 20 },
  ]) {
    const text = page(data, form);
    if (Buffer.byteLength(text) <= most) return text;
  }
  const short = page(data, { details: false, places: 0, rows: 0 });
  return Buffer.byteLength(short) <= most ? short : `${head(data)[0]}\n`.slice(0, most);
}

interface Form {
  readonly details: boolean;
  readonly places: number;
  /** The number of rows of the table. */
  readonly rows: number;
}

function head(data: ReportData): string[] {
  const { errors, warnings, undecided, acknowledged, baselined, ok, edition, _language } = data.evaluation;
  const { counts, heading } = reportWords(_language);
  const name = printable(categoryOf(data)).replace(/-->|[<>]/g, '');
  return [
    // A later comment replaces the one with the same first line.
    `<!-- traffic-mirror:${name} -->`,
    `### ${heading(errors.length, ok)}`,
    '',
    counts({
      errors: errors.length,
      warnings: warnings.length,
      undecided: undecided.length,
      acknowledged: acknowledged.length,
      baselined: baselined.length,
      edition,
    }),
    '',
    markdown(readText(data)),
  ];
}

function page(data: ReportData, { details, places, rows }: Form): string {
  const { errors, warnings, undecided, acknowledged, _language: language } = data.evaluation;
  const words = reportWords(language);
  const open = [errors, warnings, undecided].flatMap((findings) => grouped(findings));
  const shown = open.slice(0, rows);
  const table = shown.length === 0 ? [] : [
    '', `| ${words.table.join(' | ')} |`, '|---|---|---|---:|',
    ...shown.map(
      ({ first, all }) =>
        `| ${words.severity[first.severity]} | ${first.id} | ${problemOf(first, language)} | ${all.length.toLocaleString('en')} |`,
    ),
    ...open.length > shown.length ? [`| | | ${words.moreKinds(open.length - shown.length)} | |`] : [],
  ];
  return `${[
    ...head(data), ...table,
    ...details ? shown.flatMap((group) => folded(group, places, language)) : [],
    ...(details && acknowledged.length > 0
      ? [
        '',
        `<details><summary>${words.acknowledged}</summary>`,
        '',
        ...grouped(acknowledged)
          .slice(0, rows)
          .map(({ first, all }) =>
            words.acknowledgedLine(first.id, problemOf(first, language), all.length, markdown(cell(first.acknowledged ?? ''))),
          ),
        '',
        '</details>',
      ]
      : []),
  ].join('\n')}\n`;
}

function folded({ first, all }: FindingGroup, places: number, language: Language): string[] {
  const { lines } = messages(language);
  const { more, stop, summary } = reportWords(language);
  const part = (title: string, text: string): string => `**${title}${stop}** ${markdown(text)}`;
  const named = all.slice(0, places).map((f) => `- ${markdown(cell(placeText(f)))}`);
  return [
    '', `<details><summary>${summary(first.id, problemOf(first, language))}</summary>`, '',
    part(lines.fix, first.fix), ...first.effect === undefined ? [] : ['', part(lines.effect, first.effect)],
    '', `**${lines.help}${stop}** ${helpMarkdown(first, language)}`,
    '', ...named, ...all.length > named.length ? [`- ${more(all.length - named.length)}`] : [], '', '</details>',
  ];
}

function problemOf({ problem, otherEdition }: MirrorFinding, language: Language): string {
  const mark = otherEdition === undefined ? '' : reportWords(language).editionMark(otherEdition);
  return markdown(cell(`${mark}${problem}`));
}

function placeText(finding: MirrorFinding): string {
  const { location } = finding;
  const name = placeName(finding);
  return location === undefined ? name : `${name}, ${location.file}:${location.line}`;
}

function cell(text: string): string {
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
