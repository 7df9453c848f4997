import { readFileSync } from 'fs';
import { join } from 'path';
import { causesIn, tableOf } from '../lifecycle/forecast-record';
import { OVER } from '../lifecycle/forecast-over';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'forecast.md'), 'utf8');

test('the table of agreement shows the causes that the lives allow, and no others', () => {
  const shown = causesIn(page);
  expect(Object.keys(shown).length).toBeGreaterThan(3);
  for (const [file, causes] of Object.entries(shown)) expect([file, causes]).toEqual([file, [...OVER[file] ?? []].sort()]);
  expect(page).not.toContain('| ? |');
});

test('the table counts what was compared, and names the reason of what was not', () => {
  const rows = [
    { file: 'a.test.ts', test: 'one', missing: [], over: ['order: source'] },
    { file: 'a.test.ts', test: 'one', missing: ['x'], over: [] },
    { file: 'b.test.ts', test: 'two', skipped: 'its plan fails' as const },
  ];
  const made = tableOf(rows, page);
  expect(made).toContain('2 applies compared. Not compared: its plan fails (1).');
  expect(made).toContain('| `a.test.ts` | 1 | 2 | x (1) | order: source (1) |');
  expect(made).toContain('| `b.test.ts` | 0 | 0 | none | none |');
  expect(causesIn(made)).toEqual({ 'a.test.ts': ['order: source'] });
  expect(tableOf([{ file: 'a.test.ts', test: 'one', missing: [], over: ['new'] }], page)).toContain('| new | ? |');
});
