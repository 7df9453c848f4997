import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { StagedFile } from '../../src/input/staged-file';
import { readParts, writeParts } from '../../src/input/text-file';
import { temporaryFolder } from '../support/app';

const file = () => join(temporaryFolder(), 'a.txt');

function writeWhole(path: string, parts: () => Iterable<string>): void {
  const staged = StagedFile.stage(path, parts, 'the file');
  if (staged) StagedFile.commit([staged]);
}

/** Longer than a part, with characters of several bytes, and one line longer than a part. */
const TEXT = `${Array.from({ length: 9_000 }, (_, i) => `line ${i} 流量镜像\n`).join('')}${'长'.repeat(70_000)}\nno end`;

test('a text is read in parts of whole lines, and written as it was', () => {
  const path = file();
  writeParts(path, [TEXT.slice(0, 7), TEXT.slice(7)]);
  const parts = [...readParts(path)];
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.slice(0, -1).every((part) => part.endsWith('\n'))).toBe(true);
  expect(parts.join('') === TEXT).toBe(true);
  writeFileSync(path, '');
  expect([...readParts(path)]).toEqual([]);
});

test.each([
  ['a', 'b'],
  ['ab', 'a'],
  ['a', 'ab'],
  ['ab', ''],
])('a file that says %j is written whole where it is to say %j', (before, after) => {
  const path = file();
  writeFileSync(path, before);
  writeWhole(path, () => [after]);
  expect(readFileSync(path, 'utf8')).toBe(after);
  const { ino } = statSync(path);
  writeWhole(path, () => [...after]);
  expect(statSync(path).ino).toBe(ino);
});

test('fails without a trace where a part cannot be made', () => {
  const path = file();
  expect(() => writeWhole(path, () => { throw new Error('no part'); })).toThrow('no part');
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(join(path, '..'))).toEqual([]);
});
