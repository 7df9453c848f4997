import { readFileSync } from 'fs';
import { join } from 'path';
import { compiled, PUBLISHED, publishedTable } from './published';

test('docs/filters.md lists thirty intents with the rules that they have', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'filters.md'), 'utf8');
  expect(page.match(/<!-- intents -->\n([^]*?)\n<!-- \/intents -->/)?.[1]).toBe(publishedTable());
});

test('the last five of the thirty do not fit, and no list is longer than a plain translation', () => {
  expect(PUBLISHED).toHaveLength(30);
  const all = PUBLISHED.map(compiled);
  expect(all.map((c) => c.excessRules > 0)).toEqual(PUBLISHED.map((_, i) => i >= 25));
  for (const c of all) expect(Number(c.summary[0].match(/^(\d+)/)![1])).toBeLessThanOrEqual(Math.max(c.plainRules, c.leastRules));
});
