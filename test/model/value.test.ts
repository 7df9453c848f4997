import { areExact, asJson, entriesOf, numberOf, SetValue, stepText, textOf, Unresolved, within } from '../../src/model/value';

const A = new Unresolved('var.a');

test.each<[unknown, unknown]>([
  [A, '${var.a}'],
  [new Unresolved('"a${var.b}"'), 'a${var.b}'],
  [new Unresolved('"a\\n%{b}"'), 'a\n%{b}'],
  [new Unresolved('"a \\"${b}\\" \\\\"'), 'a "${b}" \\'],
  [new Unresolved('"a"'), '${"a"}'],
  [new Unresolved('"a" == "${b}"'), '${"a" == "${b}"}'],
  [new Unresolved('x == "${b}"'), '${x == "${b}"}'],
  [new Unresolved('"${b}" == x'), '${"${b}" == x}'],
  [new Unresolved('f("${b}")'), '${f("${b}")}'],
  [{ a: A, b: [A, null], c: 1 }, { a: '${var.a}', b: ['${var.a}', null], c: 1 }],
  [null, null],
  ['text', 'text'],
])('%j is written as %j', (value, json) => expect(asJson(value)).toEqual(json));

test('a set stays a set, and its parts are lists', () => {
  const set = SetValue.ofAll(['b', 'a'])!;
  expect([set, asJson(set)].map((one) => one instanceof SetValue)).toEqual([true, true]);
  expect(set.map((v) => v)).not.toBeInstanceOf(SetValue);
  expect([...set]).toEqual(['a', 'b']);
});

test.each<[unknown, string | number, unknown]>([
  [['a', 'b'], 1, 'b'], [['a', 'b'], '1', 'b'], [['a'], 1, undefined], [['a'], 'length', undefined],
  [{ a: 1 }, 'a', 1], [{ a: null }, 'a', null], [{}, 'toString', undefined], [SetValue.ofAll(['a']), 0, undefined],
  ['text', 0, undefined], ['text', 'length', undefined], [null, 'a', undefined], [undefined, 'a', undefined], [5, 'a', undefined],
  [A, 'b', new Unresolved('var.a.b')], [A, 0, new Unresolved('var.a[0]')], [new Unresolved('x', (step) => `of ${step}`), 'b', 'of b'],
])('within %j, %j is %j', (value, step, expected) => expect(within(value, step)).toEqual(expected));

test('a step is written with a dot if it is a name', () => {
  expect([0, 'a', 'a-b', 'a b', '1a', '_', '"'].map((step) => stepText(step))).toEqual([
    '[0]', '.a', '.a-b', '["a b"]', '["1a"]', '._', '["\\""]',
  ]);
});

test.each<[unknown, unknown]>([
  [['a'], [[0, 'a']]], [{ b: 1, a: 2 }, [['a', 2], ['b', 1]]], [SetValue.ofAll(['b', 'a']), [['a', 'a'], ['b', 'b']]],
  [null, undefined], ['a', undefined], [A, undefined], [undefined, undefined],
])('the entries of %j are %j', (value, entries) => expect(entriesOf(value)).toEqual(entries));

test.each<[unknown, string | undefined, number | undefined]>([
  ['a', 'a', undefined], ['', '', undefined], [true, 'true', undefined], [null, undefined, undefined], [['5'], undefined, undefined],
  [5, '5', 5], [-5.5, '-5.5', -5.5], [1e21, undefined, 1e21], [1e-7, undefined, 1e-7], [1234567890.123456, undefined, 1234567890.123456],
  [Infinity, undefined, undefined], [NaN, undefined, undefined], ['5', '5', 5], ['-5.50', '-5.50', -5.5], ['5x', '5x', undefined],
  ['x5', 'x5', undefined], ['1234567890123456', '1234567890123456', undefined], ['0.1234567891', '0.1234567891', undefined],
])('%j is the text %j and the number %j', (value, text, number) => {
  expect([textOf(value), numberOf(value)]).toEqual([text, number]);
});

test.each<[number[], boolean]>([
  [[1, 2, 3], true], [[2 ** 53 - 1], true], [[2 ** 53], false], [[0.5, 1.25], true], [[0.1], false], [[1 / 1024], true],
  [[1 / 2048], false],
  [[2 ** 32 - 0.5], true], [[2 ** 32 + 0.5], false], [[2 ** 32, 0.5], false], [[-(2 ** 32), 0.5], false], [[2 ** 31, -0.5], true],
  [[NaN], false], [[Infinity], false],
])('calculations with %j are exact: %s', (numbers, exact) => expect(areExact(numbers)).toBe(exact));
