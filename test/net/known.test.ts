import { Lazy, Token } from 'cdktf';
import * as fc from 'fast-check';
import { expression, known, literal, textOf } from '../../src/net/known';
import { refusal, shown } from '../../src/net/refusal';

const token = Token.asString('${x.y}');

test('plain values are known at any depth', () => {
  fc.assert(fc.property(fc.jsonValue({ stringUnit: fc.constantFrom('a', '/', '1', ' ') }), value => expect(known(value)).toBe(true)));
});

test.each([
  ['a string token', token],
  ['a text around a token', `eni-${token}`],
  ['a hand-written expression', '${var.eni}'],
  ['a directive', '%{ if true }a%{ endif }'],
  ['an expression after an escaped one', '$${a}${b}'],
  ['a number token', Token.asNumber('${x.y}')],
  ['a list token', Token.asList('${x.y}')],
  ['a list of tokens', ['a', token]],
  ['a value deep inside', { a: [{ b: token }] }],
  ['a key', { [token]: 1 }],
  ['a resolvable', Lazy.stringValue({ produce: () => 'a' })],
  ['a lazy object', Lazy.anyValue({ produce: () => 1 })],
  ['a function', () => 1],
])('fails to know %s', (_, value) => expect(known(value)).toBe(false));

test.each(['$${var.eni}', '%%{ if true }', 'a{b}', '{}', '$', '%', '${'.slice(0, 1)])('%j is no expression', (text) =>
  expect(expression(text)).toBe(false),
);

test('a text that is meant as it stands is no expression any more', () => {
  expect(literal('costs ${5}, %{or} $5 {6}')).toBe('costs $${5}, %%{or} $5 {6}');
  fc.assert(fc.property(fc.array(fc.constantFrom('a', '${', '%{', ' '), { maxLength: 6 }).map((parts) => parts.join('')), (text) => {
    expect(expression(literal(text))).toBe(false);
    expect(literal(text).replace(/\$\$\{/g, () => '${').replace(/%%\{/g, '%{')).toBe(text);
  }));
});

test('numbers and texts print, and tokens of any type stay tokens', () => {
  expect(textOf(443)).toBe('443');
  expect(textOf('443')).toBe('443');
  expect(known(textOf(Lazy.anyValue({ produce: () => 1 })))).toBe(false);
  expect(known(textOf(Token.asNumber('${x.y}')))).toBe(false);
});

test('a refusal names path, argument, value, allowed values and the change', () => {
  expect(refusal({ path: 'App/Web', what: 'port', got: 0, allowed: '1 to 65535', fix: 'give one' }).message)
    .toBe('[App/Web] port is 0. Allowed: 1 to 65535. Fix: Give one.');
  expect(refusal({ what: 'port', got: Token.asNumber('${x.y}'), allowed: 'a', fix: 'b' }).message).toBe(
    'port is a number token. Allowed: a. Fix: b.',
  );
  expect(refusal({ what: 'port', got: Token.asString(Lazy.stringValue({ produce: () => 'a' })), allowed: 'a', fix: 'b' }).message).toBe(
    'port is a token. Allowed: a. Fix: b.',
  );
  expect(refusal({ what: 'port', got: '${var.port}', allowed: 'a', fix: 'b' }).message).toBe('port is "${var.port}". Allowed: a. Fix: b.');
  expect(refusal({ what: 'port', got: undefined, allowed: 'a', fix: 'b' }).message).toBe('port is not set. Allowed: a. Fix: b.');
});

test('a long value is cut', () => {
  expect(shown('x'.repeat(500))).toHaveLength(120 + '... (502 characters)'.length);
  expect(shown(NaN)).toBe('NaN');
  expect(shown((() => () => 1)())).toBe('a function');
  expect(shown(Map)).toBe('the function or class Map');
  expect(shown(10n)).toBe('10n');
  const loop: { self?: object } = {};
  loop.self = loop;
  expect(shown(loop)).toBe('an object that contains itself');
  expect(known(loop)).toBe(true);
  expect(known({ ...loop, text: '${var.x}' })).toBe(false);
});
