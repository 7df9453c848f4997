import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { EQUIVALENT } from '../mutants/equivalent';

/** The lines of a source, as a mutant's entry quotes them. */
const linesOf = (file: string): string[] => {
  const path = join(__dirname, '..', '..', file);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').map((line) => line.trim()) : [];
};

test('every mutant that is listed as equivalent has its line in the source', () => {
  const lines = new Map([...new Set(EQUIVALENT.map(({ file }) => file))].map((file) => [file, new Set(linesOf(file))]));
  expect(EQUIVALENT.filter(({ file, line }) => !lines.get(file)!.has(line))).toEqual([]);
});
