import { Lazy, Token } from 'cdktf';
import * as fc from 'fast-check';
import { expression, isExpression, known, literal, textOf } from '../../src/net/known';
import { described, malformed, Refusal, refusal, shown } from '../../src/net/refusal';

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

test.each(['%{ if true }', '#{TfToken[1]}', '&{TfToken[1]}', '$$${a}', '%%%{a}', '${', 'a\n${b}'])('%j is an expression', (text) => {
  expect(expression(text)).toBe(true);
  expect(isExpression(text)).toBe(true);
});

test('an object that resolves itself is not known, also by its class', () => {
  class Resolving {
    public resolve() { return 1; }
  }
  expect(known(new Resolving())).toBe(false);
  expect([new Resolving(), Token.asNumber('${x.y}'), 'a', 5, undefined].map(isExpression)).toEqual([true, true, false, false, false]);
});

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

describe('a refusal', () => {
  const of = (more: Partial<Refusal>) => refusal({ what: 'the port', got: 0, allowed: 'a', fix: 'do b', ...more }).message;
  test.each<[Partial<Refusal>, string]>([
    [{ what: 'the ports' }, 'The ports are 0. Allowed: a. Fix: Do b.'],
    [{ what: 'the port' }, 'The port is 0. Allowed: a. Fix: Do b.'],
    [{ what: 'the address' }, 'The address is 0. Allowed: a. Fix: Do b.'],
    [{ what: 'ports of the list' }, 'ports of the list is 0. Allowed: a. Fix: Do b.'],
    [{ what: 'an item' }, 'An item is 0. Allowed: a. Fix: Do b.'],
    [{ what: 'a port' }, 'A port is 0. Allowed: a. Fix: Do b.'],
    [{ what: 'both the port' }, 'both the port is 0. Allowed: a. Fix: Do b.'],
    [{ what: 'each of the ports' }, 'each of the ports is 0. Allowed: a. Fix: Do b.'],
    [{ got: malformed('x', 'no number') }, 'The port is "x": no number. Allowed: a. Fix: Do b.'],
    [{ what: 'the ports', got: described('has 0 twice') }, 'The ports have 0 twice. Allowed: a. Fix: Do b.'],
    [{ what: 'the port', got: described('has 0 twice') }, 'The port has 0 twice. Allowed: a. Fix: Do b.'],
    [{ what: 'the ports', got: described('is what it has') }, 'The ports is what it has. Allowed: a. Fix: Do b.'],
    [{ fix: 'fromJson(x)' }, 'The port is 0. Allowed: a. Fix: fromJson(x).'],
    [{ fix: 'write it: now!' }, 'The port is 0. Allowed: a. Fix: Write it: now!'],
    [{ fix: 'a.b is gone' }, 'The port is 0. Allowed: a. Fix: a.b is gone.'],
    [{ allowed: '1. or 2' }, 'The port is 0. Allowed: 1. or 2. Fix: Do b.'],
    [{ got: null }, 'The port is null. Allowed: a. Fix: Do b.'],
    [{ got: { format_version: '1.2' } }, 'The port is output of Terraform. Allowed: a. Fix: Do b.'],
    [{ got: { terraform_version: '1.9' } }, 'The port is output of Terraform. Allowed: a. Fix: Do b.'],
    [{ got: { version: 4 } }, 'The port is {"version":4}. Allowed: a. Fix: Do b.'],
    [{ got: '{"format_version":"1.2"}' }, 'The port is output of Terraform. Allowed: a. Fix: Do b.'],
    [{ got: ' \n{\n  "version":  44,\n  "terraform_version": "1.9"' }, 'The port is output of Terraform. Allowed: a. Fix: Do b.'],
    [{ got: '{"version":4,"terraform_version": "1.9"' }, 'The port is output of Terraform. Allowed: a. Fix: Do b.'],
    [{ got: 'x{"format_version":1}' }, 'The port is "x{\\"format_version\\":1}". Allowed: a. Fix: Do b.'],
    [{ got: '{"version":x,"format_version":1}' }, 'The port is "{\\"version\\":x,\\"format_version\\":1}". Allowed: a. Fix: Do b.'],
  ])('%p', (more, message) => {
    expect(of(more)).toBe(message);
  });
});

test.each<[unknown, string]>([
  [undefined, 'nothing'],
  [null, 'null'],
  ['', '""'],
  [{ a: 10n }, '{"a":"10n"}'],
  [[1, 'a'], '[1,"a"]'],
  [Object.create(null), '{}'],
  [new Map(), 'an object of Map'],
  [new (class Plain {})(), 'an object of Plain'],
  [new (class Named { public toString() { return 'net/A'; } })(), 'an object of Named, "net/A"'],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
])('%p is shown as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('a list that contains itself is shown as that', () => {
  const loop: unknown[] = [];
  loop.push(loop);
  expect(shown(loop)).toBe('a list that contains itself');
});

test('a long value is cut', () => {
  expect(shown('x'.repeat(118))).toHaveLength(120);
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
