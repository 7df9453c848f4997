import { readFileSync } from 'fs';
import { join } from 'path';
import { buildServersSource, CI_INFO, installed, Vendor } from './build-servers';

const written = readFileSync(join(__dirname, '..', 'src', 'fleet', 'build-servers.ts'), 'utf8');

test('the table of the library is that of the pinned ci-info', () => {
  const { vendors, version } = installed();
  const { devDependencies } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  expect([version, devDependencies[CI_INFO.name]]).toEqual([CI_INFO.version, CI_INFO.version]);
  // If this fails, run: npx projen
  expect(written.trimEnd().split('\n').slice(2)).toEqual(buildServersSource(vendors, version));
});

test('every form of condition is copied, and a new form fails', () => {
  const rows = (env: Vendor['env']) => buildServersSource([{ name: "O'CI", env }], '1.0.0').at(-2);
  expect(rows('A')).toBe("  { name: 'O\\'CI', all: [{ any: ['A'] }] },");
  expect(rows(['A', { B: 'b', C: 'c' }])).toBe(
    "  { name: 'O\\'CI', all: [{ any: ['A'] }, { any: ['B'], is: 'b' }, { any: ['C'], is: 'c' }] },",
  );
  expect(rows({ any: ['A', 'B'] })).toBe("  { name: 'O\\'CI', all: [{ any: ['A', 'B'] }] },");
  expect(rows({ env: 'A', includes: 'b' })).toBe("  { name: 'O\\'CI', all: [{ any: ['A'], includes: 'b' }] },");
  expect(() => rows({ env: 'A', ne: 'b' })).toThrow('ci-info has a new form of condition: {"env":"A","ne":"b"}');
});
