import { execFileSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as ts from 'typescript';
import { newCheck } from './new-check';
import { TSX } from '../test/support/programs';

const ROOT = join(__dirname, '..');

test('a new check is a whole one: decision, texts in both languages, example, pages and advice, in order', () => {
  const files = newCheck(ROOT, 'TM399', 'A session has an owner');
  expect([...files.keys()].sort()).toEqual([
    'docs/checks/TM399.md', 'docs/checks/zh/TM399.md', 'src/checks/tm399-session-owner.ts', 'src/texts/en/tm3.ts', 'src/texts/zh/tm3.ts',
    'test/checks/facts-zh.ts', 'test/checks/fixtures.ts', 'test/checks/inputs.json', 'test/lifecycle/advice.ts',
  ]);
  for (const [path, text] of files) {
    expect([path, text.includes('TM399')]).toEqual([path, true]);
    if (path.endsWith('.ts')) expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
  }
  for (const path of ['src/texts/en/tm3.ts', 'test/checks/facts-zh.ts']) {
    const ids = [...files.get(path)!.matchAll(/^ {2}(TM\d{3}): /gm)].map(([, id]) => id);
    expect(ids.filter((id) => id.startsWith('TM3'))).toContain('TM399');
    expect(ids.indexOf('TM399')).toBeGreaterThan(ids.indexOf('TM311'));
  }
});

test.each([
  ['an id that is in use', 'TM305', 'A session has an owner', 'is in use'],
  ['no id', undefined, undefined, 'TM and three digits'],
  ['a short id', 'TM39', 'A session has an owner', 'TM and three digits'],
  ['no title', 'TM399', undefined, 'The title is missing'],
  ['a title with a full stop', 'TM399', 'A session has an owner.', 'without a full stop'],
])('%s is refused', (_, id, title, message) => {
  expect(() => newCheck(ROOT, id, title)).toThrow(message);
});

test('in a copy of the repository the new check works at once: its example, its page and its texts pass the tests', () => {
  const copy = mkdtempSync(join(tmpdir(), 'new-check-'));
  try {
    for (const name of [
      'src', 'test', 'docs', 'schema', 'projenrc', 'examples', 'package.json', 'tsconfig.json', 'README.md', 'README.zh-CN.md',
      'CHANGELOG.md', 'API.md',
    ]) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: (path) => !path.endsWith('cdktf.out') });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    run(TSX, 'projenrc/new-check.ts', 'TM399', 'A session has an owner');
    run(TSX, '--tsconfig', 'examples/tsconfig.json', 'test/checks/write.ts');
    expect(readFileSync(join(copy, 'src', 'checks', 'all.ts'), 'utf8')).toContain('tm399-session-owner');
    expect(readFileSync(join(copy, 'docs', 'checks', 'TM399.md'), 'utf8')).toContain(
      'WARNING TM399  net/alicloud_vpc_traffic_mirror_session.web has the tag TM399',
    );
    // A failing test makes the run fail, and execFileSync throw.
    run(
      join('node_modules', 'jest', 'bin', 'jest.js'),
      '--ci', '--coverage=false', '-t', 'TM399|every check|up to date', 'test/checks/checks.test.ts', 'test/texts',
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}, 300_000);
