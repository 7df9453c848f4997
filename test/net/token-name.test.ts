import { Fn, Lazy, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { tokenName } from '../../src/net/token-name';

const stack = new TerraformStack(Testing.app(), 'stack');
const variable = (name: string) => new TerraformVariable(stack, name, { type: 'any' });

test.each<[string, unknown, string | undefined]>([
  ['a text', variable('a').stringValue, 'a token'],
  ['a text with more in it', `web-${variable('b').stringValue}`, 'a token'],
  ['a number', variable('c').numberValue, 'a number token'],
  ['a lazy number', Token.asNumber(Lazy.numberValue({ produce: () => 3 })), 'a number token'],
  ['a list', variable('d').listValue, 'a token'],
  ['a list of numbers', Token.asNumberList('${var.x}'), 'a token'],
  ['a list of a number', [80], undefined],
  ['a list of what is no number', [Symbol('web')], undefined],
  ['a map', Token.asStringMap(variable('e').value), 'a token'],
  ['a truth value', variable('f').booleanValue, 'a token'],
  ['any type', variable('g').value, 'a token'],
  ['a function', Fn.join(',', variable('h').listValue), 'a token'],
  ['a plain text', 'web', undefined],
  ['a template by hand', '${var.web}', undefined],
  ['plain numbers', 0, undefined],
  ['a number far below', -Number.MAX_VALUE / 1e30, undefined],
  ['a plain list', ['web'], undefined],
  ['a list of one token', [variable('k').stringValue], undefined],
  ['a list of two tokens', [variable('i').stringValue, variable('j').stringValue], undefined],
  ['a list that goes on after a token', ['#{TfToken[0]}', 'web'], undefined],
  ['a list in a list', [['#{TfToken[0]}']], undefined],
  ['a map with more keys than a token', { '&{TfToken[0]}': 'on', 'web': 'on' }, 'a token'],
  ['a plain map', { web: 'on' }, undefined],
  ['nothing', undefined, undefined],
  ['null', null, undefined],
])('%s is named as the framework sees it', (_, value, name) => {
  expect(tokenName(value)).toBe(name);
  expect(name !== undefined).toBe(Token.isUnresolved(value));
});
