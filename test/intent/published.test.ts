import { readFileSync } from 'fs';
import { join } from 'path';
import { PUBLISHED, publishedRow } from './published';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'filters.md'), 'utf8');
const rows = page.match(/<!-- intents -->\n([^]*?)\n<!-- \/intents -->/)![1].split('\n').slice(2);

test('docs/filters.md lists thirty intents, of which the last five do not fit', () => {
  expect(rows.map((row) => row.split(' | ')[1])).toEqual(PUBLISHED.map((p) => p.name));
  expect(rows.map((row) => row.endsWith('| yes |'))).toEqual(PUBLISHED.map((_, i) => i < 25));
});

test('every row is what the compiler finds', () => {
  expect(PUBLISHED.map(publishedRow)).toEqual(rows);
});

test('every scenario is among them', () => {
  const scenarios = new Set(PUBLISHED.flatMap((p) => p.name.match(/^Scenario (\d)/)?.[1] ?? []));
  expect([...scenarios]).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
});
