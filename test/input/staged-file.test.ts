import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { stampOf, StagedFile } from '../../src/input/staged-file';
import * as textFile from '../../src/input/text-file';
import { temporaryFolder } from '../support/app';

jest.mock('../../src/input/text-file', () => {
  const actual = jest.requireActual<typeof textFile>('../../src/input/text-file');
  return { ...actual, writeParts: jest.fn(actual.writeParts) };
});

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
  expect([
    lstatSync(at('a.lock')).isSymbolicLink(),
    readFileSync(at('real/a.lock'), 'utf8'),
    statSync(at('real/a.lock')).mode & 0o777,
  ]).toEqual([true, 'new', 0o640]);
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

test('fails while another process writes the file, and leaves what that one has written so far', () => {
  writeFileSync(at('a.lock'), 'old');
  // The process that started this one is running.
  const theirs = `a.lock.${process.ppid}.tmp`;
  writeFileSync(at(theirs), 'theirs');
  expect(() => stage('a.lock', 'mine')).toThrow(
    /The ledger is being written by another process\. Allowed: one process at a time\. Fix: Run this again/,
  );
  expect([readFileSync(at('a.lock'), 'utf8'), readdirSync(folder).sort()]).toEqual(['old', ['a.lock', theirs]]);
});

test.each([
  [
    'ENOSPC',
    /could not be written: ENOSPC\. Allowed: a file that can be written\. Fix: The disk is full\. Free some space\. The file is unchanged/,
  ],
  ['EACCES', /could not be written: EACCES\. .*Fix: Allow this user to write the file and its folder, or set TRAFFIC_MIRROR_LEDGER=read/],
  ['EROFS', /could not be written: EROFS\. .*Fix: The file system is read-only\. Set TRAFFIC_MIRROR_LEDGER=read/],
])('fails with %s, names the way out, and leaves the file and nothing else', (code, message) => {
  writeFileSync(at('a.lock'), 'old');
  jest.mocked(textFile.writeParts).mockImplementationOnce((path) => {
    writeFileSync(path, 'ne');
    throw Object.assign(new Error(`${code}: write`), { code });
  });
  expect(() => stage('a.lock', 'new')).toThrow(message);
  expect([readFileSync(at('a.lock'), 'utf8'), readdirSync(folder)]).toEqual(['old', ['a.lock']]);
});
