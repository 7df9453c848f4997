import { allReported, jsonText, placeOf, ReportData, sessionCount, SOON, summaryOf } from './report-data';
import { inWords } from '../texts/catalogue';
import type { Words } from '../texts/phrase';

/** The version of the report's schema, `schema/report-1.schema.json` of the package. Keys may be added to a version, but never removed. */
export const REPORT_VERSION = 1;

/** The report for programs, with all findings. */
export function jsonReport(data: ReportData): string {
  const { evaluation, kinds, incomplete, notes, version } = data;
  const { fixedSinceBaseline, edition, editionChosen } = evaluation;
  const { file } = evaluation._policy;
  const own = [...evaluation._run.own.values()];
  const spoken = (words: readonly Words[]): string[] => words.map((w) => inWords(w, evaluation._language));
  const { stacks, filters } = evaluation._model;
  const head = jsonText({
    version: REPORT_VERSION,
    tool: { name: 'traffic-mirror', version },
    language: evaluation._language,
    read: {
      kinds: spoken(kinds).join(', '),
      stacks: stacks.map((s) => s.document.folder ?? s.path),
      sessions: sessionCount(evaluation),
      filters: filters.length,
      incomplete: spoken(incomplete),
      notes: spoken(notes),
    },
    policy: { edition, editionChosen, ...file !== undefined && { file } },
    summary: { ...summaryOf(evaluation), fixedSinceBaseline },
    passed: evaluation._passed,
    ending: evaluation._ending(data.soon ?? SOON),
    ...own.length > 0 && { ownChecks: own.map(({ id, title, help }) => ({ id, title, help })) },
  });
  // One line for each finding, so that a diff of two reports shows findings.
  const lines = allReported(data).map(({ finding, state }) => jsonText({ ...finding, state, location: placeOf(finding, data) }));
  return `${head.slice(0, -1)},"findings":[${lines.length > 0 ? `\n${lines.join(',\n')}\n` : ''}]}\n`;
}
