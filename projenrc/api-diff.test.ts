import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { isKept, lastTag, mayBreak } from './api-diff';

test.each([
  ['v0.1.0', '0.2.0', true],
  ['v0.1.0', '0.1.1', false],
  ['v0.9.0', '1.0.0', true],
  ['v1.2.3', '1.3.0', false],
  ['v1.2.3', '2.0.0', true],
  ['v2.0.0', '1.9.0', false],
])('from %s to %s an API may break: %s', (from, to, may) => {
  expect(mayBreak(from, to)).toBe(may);
});

test('the last tag is the newest release below the version', () => {
  expect(lastTag(['v0.10.0', 'v0.9.3', 'v0.2.0', 'v0.11.0', 'v0.10.1-beta.1', 'vertical', ''], '0.11.0')).toBe('v0.10.0');
  expect(lastTag(['v0.1.0'], '0.1.0')).toBeUndefined();
  expect(lastTag([''], '0.1.0')).toBeUndefined();
});

describe('an API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-diff-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A package with one class, which has these methods. */
  function api(name: string, methods: readonly string[]): string {
    const at = join(folder, name);
    mkdirSync(at);
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name: 'it', version: '1.0.0', main: 'index.js', jsii: { targets: {} } }));
    const location = { filename: 'index.ts', line: 1 };
    writeFileSync(join(at, '.jsii'), JSON.stringify({
      schema: 'jsii/0.10.0', name: 'it', version: '1.0.0', description: 'it', license: 'Apache-2.0', homepage: 'https://example.com',
      author: { name: 'it', roles: ['author'] }, repository: { type: 'git', url: 'https://example.com' }, fingerprint: '*',
      jsiiVersion: '5.9.0', docs: { stability: 'stable' },
      types: {
        'it.Shape': {
          assembly: 'it', fqn: 'it.Shape', kind: 'class', name: 'Shape', locationInModule: location, initializer: {},
          methods: methods.map((method) => ({ name: method, locationInModule: location })),
        },
      },
    }));
    return at;
  }

  test('is kept if it grows, and not if it loses a method, unless .compatignore accepts it', () => {
    const [small, large] = [api('small', ['area']), api('large', ['area', 'outline'])];
    expect(isKept(small, large, 'ignore')).toBe(true);
    expect(isKept(large, small, 'ignore')).toBe(false);
    writeFileSync(join(small, '.compatignore'), 'removed:it.Shape.outline\n');
    expect(isKept(large, small, 'ignore')).toBe(true);
  }, 60_000);
});
