import { plainNumber } from '../../src/net/digits';

test.each<[string, number, number, number]>([
  ['0', 0, 1, 0],
  ['7', 0, 1, 7],
  ['4789', 0, 4, 4_789],
  ['a4789b', 1, 5, 4_789],
  ['10/24', 3, 5, 24],
  ['09', 0, 2, -1],
  ['x0', 1, 2, 0],
  ['00', 0, 2, -1],
  ['', 0, 0, -1],
  ['12', 1, 1, -1],
  ['12', 2, 1, -1],
  ['1/', 0, 2, -1],
  ['1:', 0, 2, -1],
  ['-1', 0, 2, -1],
  ['1a2', 0, 3, -1],
])('in %j the number from %i to %i is %i', (text, from, end, value) => {
  expect(plainNumber(text, from, end)).toBe(value);
});
