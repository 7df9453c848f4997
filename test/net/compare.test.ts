import * as fc from 'fast-check';
import { compareNaturally } from '../../src/net/compare';

test.each([
  [['eni-10', 'eni-2', 'eni-1'], ['eni-1', 'eni-2', 'eni-10']],
  [['a', 'B', 'a1'], ['B', 'a', 'a1']],
  [['s007', 's7', 's08'], ['s007', 's7', 's08']],
  [['net/F/12345678901234567890', 'net/F/2'], ['net/F/2', 'net/F/12345678901234567890']],
])('%j in natural order', (given, sorted) => {
  expect([...given].sort(compareNaturally)).toEqual(sorted);
});

test('is an order: of any two, one comes first, and it is transitive', () => {
  const name = fc.stringMatching(/^[a-c0-2/-]{0,8}$/);
  fc.assert(fc.property(name, name, name, (a, b, c) => {
    expect(Math.sign(compareNaturally(a, b)) + Math.sign(compareNaturally(b, a))).toBe(0);
    if (a !== b) expect(compareNaturally(a, b)).not.toBe(0);
    if (compareNaturally(a, b) < 0 && compareNaturally(b, c) < 0) expect(compareNaturally(a, c)).toBeLessThan(0);
  }));
});
