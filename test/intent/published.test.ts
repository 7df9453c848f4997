import { readFileSync } from 'fs';
import { join } from 'path';
import { PUBLISHED, publishedRow } from './published';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'filters.md'), 'utf8');
const rows = page.match(/<!-- intents -->\n([^]*?)\n<!-- \/intents -->/)![1].split('\n').slice(2);

test('docs/filters.md lists thirty intents, of which the last five do not fit', () => {
  expect(rows.map((row) => row.split(' | ')[1])).toEqual(PUBLISHED.map((p) => p.name));
  expect(rows.map((row) => row.endsWith('| yes |'))).toEqual(PUBLISHED.map((_, i) => i < 25));
});

// Where the search spends its whole budget, a row takes seconds.
test('the rows of the intents that fit and are proved shortest are what the compiler finds', () => {
  const quick = PUBLISHED.filter((_, i) => rows[i].endsWith('| proved | yes |'));
  expect(quick.length).toBeGreaterThanOrEqual(20);
  expect(quick.map(publishedRow)).toEqual(quick.map((p) => rows[PUBLISHED.indexOf(p)]));
});
