import * as fc from 'fast-check';
import { compare, compareNaturally } from '../../src/net/compare';

test.each([
  [['eni-10', 'eni-2', 'eni-1'], ['eni-1', 'eni-2', 'eni-10']],
  [['a', 'B', 'a1'], ['B', 'a', 'a1']],
  [['a10', 'a9'], ['a9', 'a10']],
  [['a100', 'a20'], ['a20', 'a100']],
  [['a101', 'a20'], ['a20', 'a101']],
  [['a1001', 'a101'], ['a101', 'a1001']],
  [['ab/', 'ab9', 'ab'], ['ab', 'ab9', 'ab/']],
  [['1001', '101'], ['101', '1001']],
  [['a01b', 'a1'], ['a1', 'a01b']],
  [['s7', 's007'], ['s007', 's7']],
  [['s007', 's7', 's08'], ['s007', 's7', 's08']],
  [['net/F/12345678901234567890', 'net/F/2'], ['net/F/2', 'net/F/12345678901234567890']],
])('%j in natural order', (given, sorted) => {
  expect([...given].sort(compareNaturally)).toEqual(sorted);
  expect([...given].reverse().sort(compareNaturally)).toEqual(sorted);
});

test('is an order: of any two, one comes first, and it is transitive', () => {
  const name = fc.stringMatching(/^[a-c0-2/-]{0,8}$/);
  fc.assert(fc.property(name, name, name, (a, b, c) => {
    expect(Math.sign(compareNaturally(a, b)) + Math.sign(compareNaturally(b, a))).toBe(0);
    if (a !== b) expect(compareNaturally(a, b)).not.toBe(0);
    if (compareNaturally(a, b) < 0 && compareNaturally(b, c) < 0) expect(compareNaturally(a, c)).toBeLessThan(0);
  }));
});

/** By its definition: parts of digits and of other characters, one after the other. */
function slow(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/[0-9]+|[^0-9]+/g) ?? []);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const numbers = /^[0-9]/.test(left[i]) && /^[0-9]/.test(right[i]);
    const order = numbers ? Number(BigInt(left[i]) - BigInt(right[i])) : compare(left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length || compare(a, b);
}

test('is the natural order by its definition', () => {
  const name = fc.stringMatching(/^[ab/0-2]{0,7}$/);
  fc.assert(fc.property(name, name, (a, b) => {
    expect(Math.sign(compareNaturally(a, b))).toBe(Math.sign(slow(a, b)));
  }), { numRuns: 1_000 });
});
