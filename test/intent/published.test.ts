import { readFileSync } from 'fs';
import { join } from 'path';
import { PUBLISHED, publishedRow } from './published';
import { MirrorFilter, MirrorIntent } from '../../src';
import { newApp, newStack } from '../support/app';

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

test('the error in docs/filters.md is that of the first intent that does not fit', () => {
  const [, shown] = page.match(/<!-- misfit -->\n```text\n([^]*?)\n```/)!;
  const { name, statements } = PUBLISHED[25];
  expect(name).toBe('Twelve networks, inbound');
  let message = '';
  try {
    new MirrorFilter(newStack(newApp(), 'stack'), 'Filter', { intent: MirrorIntent.of(statements) });
  } catch (error) {
    message = (error as Error).message;
  }
  // The page breaks long lines.
  const flowing = (text: string) => text.replace(/\s+/g, ' ');
  expect(flowing(shown)).toBe(flowing(message));
});
