import { annotationsReport } from './annotations-report';
import { codeQualityReport } from './code-quality-report';
import { htmlReport } from './html-report';
import { jsonReport } from './json-report';
import { junitReport } from './junit-report';
import { markdownReport, MARKDOWN_LIMITS } from './markdown-report';
import { ReportData } from './report-data';
import { sarifReport } from './sarif-report';
import { textReport, TextOptions } from './text-report';

/** How a report is written. */
export interface WriteOptions extends TextOptions {
  /**
   * The highest number of bytes of a Markdown report.
   *
   * @default - the limit of the format
   */
  readonly mostBytes?: number;
}

/** A format of reports. */
export interface Format {
  readonly about: string;
  /** Whether programs read it. Then nothing else may be on the same stream. */
  readonly machine: boolean;
  /** The reader. Texts for a person are in the language of the environment, texts for a program in English by default. */
  readonly reader: 'person' | 'program';
  write(data: ReportData, options: WriteOptions): string;
}

/** The formats by the name for `--out`. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'text': { about: 'for a terminal', machine: false, reader: 'person', write: textReport },
  'json': { about: 'all findings, by schema/report-1.schema.json', machine: true, reader: 'program', write: jsonReport },
  'sarif': {
    about: 'SARIF 2.1.0 with acknowledged findings as suppressions',
    machine: true,
    reader: 'program',
    write: (data) => sarifReport(data, 'standard'),
  },
  'sarif-github': {
    about: 'SARIF for GitHub code scanning: open findings only, up to 5,000 results',
    machine: true,
    reader: 'program',
    write: (data) => sarifReport(data, 'github'),
  },
  'sarif-gitlab': {
    about: 'SARIF for GitLab: one result for each check and line',
    machine: true,
    reader: 'program',
    write: (data) => sarifReport(data, 'gitlab'),
  },
  'codequality': { about: 'GitLab code quality', machine: true, reader: 'program', write: codeQualityReport },
  'junit': { about: 'JUnit XML', machine: true, reader: 'program', write: (data) => junitReport(data, 'default') },
  'junit-strict': {
    about: 'JUnit XML for the schema of Jenkins\' xUnit plugin',
    machine: true,
    reader: 'program',
    write: (data) => junitReport(data, 'strict'),
  },
  'github': { about: 'annotations of GitHub Actions', machine: true, reader: 'program', write: annotationsReport },
  'html': { about: 'one page for a browser, without external files', machine: true, reader: 'person', write: htmlReport },
  'markdown': {
    about: 'a comment on a change, up to 65,000 bytes',
    machine: true,
    reader: 'person',
    write: (data, { mostBytes = MARKDOWN_LIMITS.comment }) => markdownReport(data, mostBytes),
  },
  'markdown-summary': {
    about: 'a job summary, up to 1,000,000 bytes',
    machine: true,
    reader: 'person',
    write: (data, { mostBytes = MARKDOWN_LIMITS.summary }) => markdownReport(data, mostBytes),
  },
};
