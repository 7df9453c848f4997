import { join } from 'path';
import * as ts from 'typescript';
import { newCheck } from './new-check';

const ROOT = join(__dirname, '..');

test('a new check is a whole one: decision, texts in both languages, example, pages and advice, in order', () => {
  const files = newCheck(ROOT, 'TM399', 'A session has an owner');
  expect([...files.keys()].sort()).toEqual([
    'docs/checks/TM399.md', 'docs/checks/zh/TM399.md', 'src/checks/tm399-session-owner.ts', 'src/texts/en/tm3.ts', 'src/texts/zh/tm3.ts',
    'test/checks/facts-zh.ts', 'test/checks/fixtures.ts', 'test/lifecycle/advice.ts',
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
