import { byName } from '../../src/net/by-name';
import { gather } from '../../src/net/gather';
import { sorted } from '../../src/net/sorted';
import { sortedJson } from '../../src/net/sorted-json';
import { counted, few } from '../../src/net/wording';

test('a table by name has the given rows only', () => {
  const table = byName({ a: 1, toString: 2 });
  expect(['a', 'toString', 'constructor', '__proto__', 'b'].map((name) => table[name])).toEqual([1, 2, undefined, undefined, undefined]);
  expect(Object.keys(table)).toEqual(['a', 'toString']);
});

test('items are gathered by their keys, in their order', () => {
  const lists = new Map<string, number[]>();
  for (const [key, item] of [['a', 1], ['b', 2], ['a', 3], ['a', 1]] as const) gather(lists, key, item);
  expect([...lists]).toEqual([['a', [1, 3, 1]], ['b', [2]]]);
});

test.each<[string[]]>([
  [[]], [['a']], [['a', 'b']], [['b', 'a']], [['a', 'c', 'b']], [['b', 'a', 'c']], [['a', 'a']], [['a10', 'a9', 'B']], [['é', 'z', 'a']],
])('%j is sorted by code units, in place', (given) => {
  const texts = [...given];
  const expected = [...texts].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  expect(sorted(texts)).toBe(texts);
  expect(texts).toEqual(expected);
});

test('a list that is sorted already is not sorted again', () => {
  const texts = ['a', 'b', 'b', 'c'];
  texts.sort = () => { throw new Error('sorted again'); };
  expect(sorted(texts)).toBe(texts);
});

test.each<[unknown, string]>([
  ['a"b', '"a\\"b"'], [1.5, '1.5'], [true, 'true'], [null, 'null'],
  [[], '[]'], [[2, 1], '[2,1]'], [[undefined, null, [undefined]], '[null,null,[null]]'],
  [{}, '{}'], [{ b: 1, a: 2 }, '{"a":2,"b":1}'], [{ b: undefined, a: null }, '{"a":null}'], [{ a: 1, b: undefined, c: 3 }, '{"a":1,"c":3}'],
  [{ z: { b: [{ d: 1, c: 2 }], a: '' }, '"': 0 }, '{"\\"":0,"z":{"a":"","b":[{"c":2,"d":1}]}}'],
])('%j in JSON with sorted keys is %s', (value, json) => {
  expect(sortedJson(value)).toBe(json);
});

test.each<[string[], string]>([
  [[], ''], [['a'], 'a'], [['a', 'b', 'c'], 'a, b, c'], [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'], [[...'abcdef'], 'a, b, c and 3 more'],
])('the first of %j: %s', (items, text) => {
  expect(few(items)).toBe(text);
});

test.each([[0, '0 sessions'], [1, '1 session'], [2, '2 sessions']])('%i are %s', (count, text) => {
  expect(counted(count, 'session')).toBe(text);
});
