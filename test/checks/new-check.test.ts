import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'fs';
import { execFileSync } from 'child_process';
import { join } from 'path';
import { newCheck } from './new-check';
import { temporaryFolder } from '../support/app';

const ROOT = join(__dirname, '..', '..');

/** A copy of what a check consists of. */
function copy(): string {
  const root = temporaryFolder();
  for (const folder of ['src', 'docs/checks', 'test/checks', 'test/fleet', 'test/support', 'test/export', 'examples']) cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(root, file));
  mkdirSync(join(root, 'schema'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

test('a new check has its file, texts, fixture and page, and fails on its fixture', () => {
  const root = copy();
  const files = newCheck(root, 'TM399', 'Sessions have an owner tag');
  expect(files.every((file) => existsSync(file))).toBe(true);
  execFileSync('npx', ['tsx', '--tsconfig', 'examples/tsconfig.json', 'test/checks/write.ts'], { cwd: root, stdio: 'pipe' });
  const page = readFileSync(join(root, 'docs', 'checks', 'TM399.md'), 'utf8');
  expect(page).toContain('# TM399: Sessions have an owner tag\n\nFor example, when TODO: one fact is wrong:\n\n```text\nWARNING TM399  net/');
  expect(page).toContain('acknowledge(\'TM399\'');
  expect(readFileSync(join(root, 'src', 'checks', 'all.ts'), 'utf8')).toContain('import { TM399 } from \'./tm399-sessions-have-an-owner-tag\';');
  expect(readFileSync(join(root, 'docs', 'checks', 'README.md'), 'utf8')).toContain('| [TM399](TM399.md) | Sessions have an owner tag | warning |');
});

test.each([
  ['TM39', 'Right', 'the id is "TM39"'], ['TM305', 'Right', 'TM305 is a check already'], ['TM899', 'Right', 'TM899 begins a new group'],
  ['TM399', 'no capital', 'the title is "no capital"'], ['TM399', 'A full stop.', 'the title is "A full stop."'],
])('refuses %s "%s"', (id, title, message) => {
  expect(() => newCheck(ROOT, id, title)).toThrow(message);
});
