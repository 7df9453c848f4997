import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as library from '../../src';

const ROOT = join(__dirname, '..', '..');

/** The comment in front of each class, by name. jsii-rosetta compiles the examples in them. */
function classComments(folder: string, found = new Map<string, string>()): Map<string, string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'alicloud') classComments(path, found);
    if (!entry.name.endsWith('.ts')) continue;
    const text = readFileSync(path, 'utf8');
    for (const [, comment, name] of text.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/)\nexport (?:abstract )?class (\w+)/g)) {
      found.set(name, comment);
    }
  }
  return found;
}

test('every class that README names has an example', () => {
  const isClass = (name: string): boolean => /^class /.test(String((library as Record<string, unknown>)[name]));
  const named = [...new Set(readFileSync(join(ROOT, 'README.md'), 'utf8').match(/\b[A-Z]\w+\b/g))].filter(
    (name) => name in library && isClass(name),
  );
  expect(named.length).toBeGreaterThan(20);
  const comments = classComments(join(ROOT, 'src'));
  expect(named.filter((name) => !comments.get(name)?.includes('@example'))).toEqual([]);
});
