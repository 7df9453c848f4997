// The table of docs/forecast.md: what each test file compared, and what differed.
import { OVER_REASONS, UNTOLD } from './forecast-over';
import type { ForecastRow } from './forecast-watch';

const [BEGIN, END] = ['<!-- the agreement begins -->', '<!-- the agreement ends -->'];

function counted(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, times]) => `${what} (${times})`).join(', ') || 'none';

/** The page with the table of these rows. */
export function tableOf(rows: readonly ForecastRow[], page: string): string {
  const files = [...new Set(rows.map(({ file }) => file))].sort();
  const over = new Set<string>();
  const lines = files.map((file) => {
    const own = rows.filter((row) => row.file === file);
    const compared = own.filter(({ skipped }) => skipped === undefined);
    const more = counted(compared.flatMap((row) => row.over ?? []));
    for (const cause of more.keys()) over.add(cause);
    return `| \`${file}\` | ${new Set(compared.map(({ test }) => test)).size} | ${compared.length} | ${listed(counted(compared.flatMap((row) => row.missing ?? [])))} | ${listed(more)} |`;
  });
  const compared = rows.filter(({ skipped }) => skipped === undefined);
  const reasons = OVER_REASONS as Readonly<Record<string, string>>;
  const untold = new Map(
    Object.values(UNTOLD)
      .flatMap((of) => Object.entries(of))
      .map(([what, { reason }]) => [`${what}: ${reason}`, [what, reason]]),
  );
  const text = [
    `${compared.length} applies compared. Not compared: ${listed(counted(rows.flatMap(({ skipped }) => skipped ?? [])))}.`, '',
    '| lives | tests | applies | happened and was not forecast | forecast and did not happen |', '|---|---:|---:|---|---|', ...lines, '',
    '| forecast and did not happen | reason |',
    '|---|---|',
    ...[...over].sort().map((cause) => `| ${cause} | ${reasons[cause] ?? '?'} |`),
    '',
    '| happened and was not forecast | reason |', '|---|---|', ...[...untold.values()].map(([what, reason]) => `| ${what} | ${reason} |`),
  ];
  const [before, after] = [page.slice(0, page.indexOf(BEGIN) + BEGIN.length), page.slice(page.indexOf(END))];
  return `${before}\n\n${text.join('\n')}\n\n${after}`;
}

/** The causes that the table shows by test file. */
export function causesIn(page: string): Record<string, string[]> {
  const table = page.slice(page.indexOf(BEGIN), page.indexOf(END));
  return Object.fromEntries([...table.matchAll(/^\| `([^`]+)` \| \d+ \| \d+ \| [^|]* \| ([^|]*) \|$/gm)].flatMap(([, file, over]) =>
    over === 'none' ? [] : [[file, over.split(', ').map((cause) => cause.replace(/ \(\d+\)$/, ''))]]));
}
