import * as fc from 'fast-check';
import { compareVersions, parseVersion, Version, VersionConstraint, versionText } from '../../src/net/version-constraint';

const version = (text: string): Version => parseVersion(text)!;
const constraint = (text: string): VersionConstraint => VersionConstraint.parse(text)!;

test.each([
  ['1.239.0', '1.239.0'], ['v1.2.3', '1.2.3'], ['2', '2.0.0'], ['1.5', '1.5.0'], [' 1.5.1 ', '1.5.1'], ['2.0.0-beta3', '2.0.0-beta3'],
  ['1.0.0+build.7', '1.0.0'],
])('%s is the version %s', (text, is) => {
  expect(versionText(version(text))).toBe(is);
});

test.each(['', '1.2.3.4', 'latest', '1.x', '-1', '1..2', '1.2.3-'])('%j is no version', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

test.each<[string, string[], string[]]>([
  ['>= 1.239.0, < 3.0.0', ['1.239.0', '1.289.0', '2.3.0'], ['1.238.9', '3.0.0', '2.0.0-beta3']],
  ['~> 1.239', ['1.239.0', '1.300.1'], ['1.238.0', '2.0.0']],
  ['~> 1.239.1', ['1.239.1', '1.239.9'], ['1.239.0', '1.240.0']],
  ['~> 1', ['1.0.0', '1.9.9'], ['2.0.0']],
  ['1.289.0', ['1.289.0'], ['1.289.1']],
  ['= 2.0.0-beta3', ['2.0.0-beta3'], ['2.0.0', '2.0.0-beta2']],
  ['> 1.0.0, != 1.0.1', ['1.0.2'], ['1.0.0', '1.0.1']],
  ['!= 1.0.1', ['1.0.0', '1.0.2'], ['1.0.1']],
  [' >= 1.0 , < 2.0 ', ['1.0.0', '1.9.9'], ['2.0.0']],
  ['>= 2.0.0-beta3', ['2.0.0'], ['2.0.0-beta3', '2.0.0-rc1']],
  ['= 2.0.0-beta3, >= 2.0.0-beta4', [], ['2.0.0-beta3', '2.0.0-beta4']],
  ['>= 2.0.0', ['2.0.0', '2.0.1'], ['1.9.9']],
  ['<= 2.0.0', ['1.9.9', '2.0.0'], ['2.0.1']],
  ['< 2.0.0', ['1.9.9'], ['2.0.0', '2.0.1']],
  ['', ['0.0.1', '9.9.9'], ['1.0.0-rc1']],
  [' ', ['0.0.1', '9.9.9'], ['1.0.0-rc1']],
])('%j admits %j and refuses %j', (text, admitted, refused) => {
  expect(admitted.filter((v) => !constraint(text).admits(version(v)))).toEqual([]);
  expect(refused.filter((v) => constraint(text).admits(version(v)))).toEqual([]);
});

test.each(['=> 1.0', '>= 1.0 < 2.0', 'latest', '>= ', ',', '>= 1.0,'])('%j is no constraint', (text) => {
  expect(VersionConstraint.parse(text)).toBeUndefined();
});

test.each<[string, string, string | undefined]>([
  ['>= 1.239.0', '3.0.0', '3.0.0'],
  ['>= 1.239.0, < 3.0.0', '3.0.0', undefined],
  ['> 3.1.0', '3.0.0', '3.1.1'],
  ['>= 3.0.0, != 3.0.0, != 3.0.1', '3.0.0', '3.0.2'],
  ['>= 1.0.0', '3.0.0-rc1', '3.0.0'],
  ['3.0.0-rc1', '2.0.0', '3.0.0-rc1'],
  ['~> 2.1', '3.0.0', undefined],
])('of %j the oldest from %s on is %s', (text, from, oldest) => {
  const found = constraint(text).oldest(version(from));
  expect(found && versionText(found)).toBe(oldest);
});

test('the oldest that is admitted is found as by looking at every version', () => {
  const number = fc.integer({ min: 0, max: 3 });
  const numbers = fc.tuple(number, number, number);
  const term = fc.tuple(fc.constantFrom('=', '!=', '>', '>=', '<', '<=', '~>'), numbers, fc.integer({ min: 1, max: 3 }))
    .map(([operator, n, written]) => `${operator} ${n.slice(0, written).join('.')}`);
  // One number more than any term has, for what follows the largest.
  const every = [0, 1, 2, 3, 4].flatMap((a) =>
    [0, 1, 2, 3, 4].flatMap((b) => Array.from({ length: 9 }, (_, c): Version => ({ numbers: [a, b, c] }))),
  );
  fc.assert(fc.property(fc.array(term, { maxLength: 4 }), numbers, (terms, at) => {
    const from: Version = { numbers: at };
    const tried = constraint(terms.join(', '));
    const slow = every.find((v) => compareVersions(v, from) >= 0 && tried.admits(v));
    expect(tried.oldest(from)).toEqual(slow);
  }), { numRuns: 400, seed: 15 });
});

test('a prerelease is older than its release, and later than every release before', () => {
  const order = ['1.9.9', '2.0.0-beta1', '2.0.0-beta3', '2.0.0-rc1', '2.0.0', '2.0.1'];
  order.forEach((a, i) => order.forEach((b, j) => expect(Math.sign(compareVersions(version(a), version(b)))).toBe(Math.sign(i - j))));
});
