import { allReported, placeOf, ReportData, sessionCount } from './report-data';

/** The version of the report's schema, `schema/report-1.schema.json` of the package. A key is only ever added to a version. */
export const REPORT_VERSION = 1;

/** For programs: all findings, none left out. */
export function jsonReport(data: ReportData): string {
  const { evaluation, kinds, incomplete, notes, version } = data;
  const { errors, warnings, undecided, acknowledged, baselined, fixedSinceBaseline, edition, editionChosen } = evaluation;
  const { file } = evaluation._policy;
  const { stacks, filters } = evaluation._model;
  const head = JSON.stringify({
    version: REPORT_VERSION,
    tool: { name: 'traffic-mirror', version },
    read: {
      kinds, stacks: stacks.map((s) => s.document.folder ?? s.path), sessions: sessionCount(evaluation), filters: filters.length, incomplete, notes,
    },
    policy: { edition, editionChosen, ...file !== undefined && { file } },
    summary: {
      errors: errors.length, warnings: warnings.length, undecided: undecided.length, acknowledged: acknowledged.length, baselined: baselined.length, fixedSinceBaseline,
    },
    passed: evaluation._passed,
  });
  // A line each: a diff of two reports shows findings.
  const lines = allReported(data).map(({ finding, state }) => JSON.stringify({ ...finding, state, location: placeOf(finding, data) }));
  return `${head.slice(0, -1)},"findings":[${lines.length > 0 ? `\n${lines.join(',\n')}\n` : ''}]}\n`;
}
