import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { stampOf, StagedFile } from '../../src/input/staged-file';
import { temporaryFolder } from '../support/app';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => { folder = temporaryFolder(); });

const stage = (name: string, text: string, stamp = stampOf(at(name))) => StagedFile.stage(at(name), () => [text], 'the ledger', { stamp })!;

test('a link stays a link, its mode stays, and nothing lies beside it afterwards', () => {
  mkdirSync(at('real'));
  writeFileSync(at('real/a.lock'), 'old');
  chmodSync(at('real/a.lock'), 0o640);
  symlinkSync('real/a.lock', at('a.lock'));
  StagedFile.commit([stage('a.lock', 'new')]);
  expect([lstatSync(at('a.lock')).isSymbolicLink(), readFileSync(at('real/a.lock'), 'utf8'), statSync(at('real/a.lock')).mode & 0o777]).toEqual([true, 'new', 0o640]);
  expect([readdirSync(folder).sort(), readdirSync(at('real'))]).toEqual([['a.lock', 'real'], ['a.lock']]);
});

test('a link whose end is not there yet is followed', () => {
  mkdirSync(at('real'));
  symlinkSync('real/a.lock', at('a.lock'));
  StagedFile.commit([stage('a.lock', 'new')]);
  expect(readFileSync(at('real/a.lock'), 'utf8')).toBe('new');
});

test('fails where somebody wrote the file since it was read, and leaves what they wrote', () => {
  writeFileSync(at('a.lock'), 'old');
  const staged = stage('a.lock', 'mine');
  writeFileSync(at('a.lock'), 'theirs');
  expect(() => StagedFile.commit([staged])).toThrow(/The ledger changed since this run read it/);
  expect([readFileSync(at('a.lock'), 'utf8'), readdirSync(folder)]).toEqual(['theirs', ['a.lock']]);
  const fresh = stage('b.lock', 'mine');
  writeFileSync(at('b.lock'), 'theirs');
  expect(() => StagedFile.commit([fresh])).toThrow(/changed since/);
});

test('of two files both are written or none', () => {
  writeFileSync(at('a.lock'), 'old');
  writeFileSync(at('b.lock'), 'old');
  const both = [stage('a.lock', 'new'), stage('b.lock', 'new')];
  writeFileSync(at('b.lock'), 'theirs');
  expect(() => StagedFile.commit(both)).toThrow(/b\.lock/);
  expect(readFileSync(at('a.lock'), 'utf8')).toBe('old');
  // The second cannot be put into its place.
  const again = [stage('a.lock', 'new'), stage('b.lock', 'newer')];
  (again[1] as unknown as { staged: string }).staged = at('missing.tmp');
  expect(() => StagedFile.commit(again)).toThrow(/ENOENT/);
  expect([readFileSync(at('a.lock'), 'utf8'), readFileSync(at('b.lock'), 'utf8')]).toEqual(['old', 'theirs']);
});

test('fails with what to do where it cannot be written; what a killed process left is taken away', () => {
  expect(() => stage('none/a.lock', 'new')).toThrow(/ENOENT.*Its folder does not exist/);
  mkdirSync(at('folder'));
  expect(() => stage('folder', 'new')).toThrow(/EISDIR.*It is a folder/);
  writeFileSync(at('a.lock.999999999.tmp'), 'left');
  StagedFile.commit([stage('a.lock', 'new')]);
  expect([existsSync(at('a.lock.999999999.tmp')), readdirSync(folder).sort()]).toEqual([false, ['a.lock', 'folder']]);
});
