import { couldExceed, hasOneName, kindsOf, perCopy, tally } from '../../src/checks/counting';
import { FreeNumbers } from '../../src/checks/free-numbers';

describe('what may be one thing under another name', () => {
  const exceeding = (counts: Record<string, number>, limit: number) => [...couldExceed(new Map(Object.entries(counts)), limit)];

  test.each<[counts: Record<string, number>, limit: number, exceeding: string[]]>([
    [{ 'lb-1': 2, 'lb-2': 2 }, 3, []],
    [{ 'lb-1': 2, '#a': 1 }, 3, []],
    [{ 'lb-1': 2, '#a': 2 }, 3, ['lb-1', '#a']],
    [{ 'lb-1': 1, 'lb-2': 2, 'lb-3': 1, '#a': 2 }, 3, ['lb-2', '#a']],
    [{ 'lb-1': 2, '#a': 1, '#b': 2 }, 3, ['lb-1', '#b']],
    [{ 'lb-1': 3, '?x': 1 }, 3, ['lb-1', '?x']],
    [{ '#a': 3, '?x': 1 }, 3, ['#a', '?x']],
    [{ '#a': 1, '?x': 1, '?y': 1 }, 2, ['#a', '?x', '?y']],
    [{ '#a': 1, '?x': 1, '?y': 1 }, 3, []],
    [{ 'lb-1': 1, '#a': 1, '?x': 1, '?y': 1 }, 3, ['lb-1', '#a', '?x', '?y']],
    [{ 'lb-1': 1, '#a': 1, '?x': 1, '?y': 1 }, 4, []],
    // More than the limit is reported in another way.
    [{ 'lb-1': 4, '#a': 1 }, 3, ['#a']],
    [{ '?x': 4, '?y': 1 }, 3, ['?y']],
    [{ 'lb-1': 4 }, 3, []],
    // Nothing is counted of the other one.
    [{ 'lb-1': 3, '#a': 0 }, 3, []],
  ])('of %j, with a limit of %d', (counts, limit, expected) => {
    expect(exceeding(counts, limit)).toEqual(expected);
  });
});

test.each<[identities: string[], expected: boolean]>([
  [[], true], [['eni-1', 'eni-2'], true], [['#a', '#b'], true], [['eni-1', '#a'], false], [['?x'], false], [['eni-1', '?x'], false],
])('each of %j has one name: %s', (identities, expected) => {
  expect(hasOneName(kindsOf(identities))).toBe(expected);
});

test('resources with a known and an unknown number of copies', () => {
  const of = (...copies: (number | undefined)[]) => tally(copies.map((n) => ({ block: { copies: n } as any })));
  expect(of()).toEqual({ atLeast: 0, open: 0 });
  expect(of(2, undefined, 3, undefined)).toEqual({ atLeast: 5, open: 2 });
});

test.each<[identity: string, expected: boolean]>([
  ['?net\u0000${each.key}', true], ['?net\u0000${each.value}', false],
  ['#net\u0000alicloud_instance.m["each.key"]', false], ['eni-1', false],
])('%j is another thing in every copy: %s', (identity, expected) => {
  expect(perCopy(identity, { written: { for_each: '${var.m}' } } as any)).toBe(expected);
});

describe('free numbers', () => {
  const taken = (...numbers: (number | undefined)[]) => {
    const free = new FreeNumbers({ min: 5, max: 9 });
    for (const number of numbers) free.take(number);
    return (...wanted: number[]) => wanted.map((number) => free.near(number));
  };

  test.each<[numbers: (number | undefined)[], wanted: number[], found: (number | undefined)[]]>([
    [[], [5, 9, 7], [5, 9, 7]],
    [[], [7, 7, 7, 7, 7, 7], [7, 8, 9, 6, 5, undefined]],
    [[7, 8], [7], [9]],
    [[7, 8, 9], [8], [6]],
    [[5, 6], [5, 5, 5, 5], [7, 8, 9, undefined]],
    [[8, 9], [9, 9, 9, 9], [7, 6, 5, undefined]],
    [[4, 10, undefined, 5.5, -1, 100], [5, 5, 5, 5, 5, 5], [5, 6, 7, 8, 9, undefined]],
    [[], [1, 100, 7.9, -3], [5, 9, 7, 6]],
  ])('beside %j, near %j', (numbers, wanted, found) => {
    expect(taken(...numbers)(...wanted)).toEqual(found);
  });
});
