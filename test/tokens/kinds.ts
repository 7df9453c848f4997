import { Fn, TerraformCount, TerraformIterator, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { alicloud } from '../../src';

/** What the compiler takes a token for; what has no type passes everywhere. */
export type TokenType = 'text' | 'number' | 'list' | 'map' | 'resolvable' | 'untyped';

/** One way to give a value that only Terraform knows. */
export interface Kind {
  readonly name: string;
  readonly type: TokenType;
  readonly make: (stack: TerraformStack) => any;
  /** What Terraform is to read. */
  readonly expression: string;
}

function variable(stack: TerraformStack, name: string, type: string): TerraformVariable {
  return new TerraformVariable(stack, name, { type });
}

function mapIterator(stack: TerraformStack): TerraformIterator {
  return TerraformIterator.fromMap(variable(stack, 'machines', 'map(any)').value);
}

function handWritten(stack: TerraformStack): string {
  variable(stack, 'text', 'string');
  return '${var.text}';
}

export const KINDS: Kind[] = [
  { name: 'a string variable', type: 'text', make: (s) => variable(s, 'text', 'string').stringValue, expression: '${var.text}' },
  {
    name: 'an attribute of a resource',
    type: 'text',
    make: (s) => new alicloud.vpc.Vpc(s, 'Vpc').ipv6CidrBlock,
    expression: '${alicloud_vpc.Vpc.ipv6_cidr_block}',
  },
  {
    name: 'an attribute of a data source',
    type: 'text',
    make: (s) => new alicloud.dataAlicloudAccount.DataAlicloudAccount(s, 'Account').id,
    expression: '${data.alicloud_account.Account.id}',
  },
  {
    name: 'a function of a string',
    type: 'text',
    make: (s) => Fn.trimspace(variable(s, 'text', 'string').stringValue),
    expression: '${trimspace(var.text)}',
  },
  { name: 'a hand-written expression', type: 'text', make: handWritten, expression: '${var.text}' },
  { name: 'a text of an iterator', type: 'text', make: (s) => mapIterator(s).getString('name'), expression: '${each.value.name}' },
  { name: 'a number variable', type: 'number', make: (s) => variable(s, 'number', 'number').numberValue, expression: '${var.number}' },
  {
    name: 'a function of a number',
    type: 'number',
    make: (s) => Fn.lengthOf(variable(s, 'list', 'list(string)').listValue),
    expression: '${length(var.list)}',
  },
  { name: 'a number of an iterator', type: 'number', make: (s) => mapIterator(s).getNumber('number'), expression: '${each.value.number}' },
  {
    name: 'the index of a count',
    type: 'number',
    make: (s) => TerraformCount.of(variable(s, 'count', 'number').numberValue).index,
    expression: '${count.index}',
  },
  { name: 'a list variable', type: 'list', make: (s) => variable(s, 'list', 'list(string)').listValue, expression: '${var.list}' },
  { name: 'a list of an iterator', type: 'list', make: (s) => mapIterator(s).getList('ids'), expression: '${each.value.ids}' },
  {
    name: 'a function of a list',
    type: 'list',
    make: (s) => Fn.distinct(variable(s, 'list', 'list(string)').listValue),
    expression: '${distinct(var.list)}',
  },
  {
    name: 'a map variable',
    type: 'map',
    make: (s) => Token.asStringMap(variable(s, 'map', 'map(string)').value),
    expression: '${var.map}',
  },
  { name: 'a map of an iterator', type: 'map', make: (s) => mapIterator(s).getStringMap('tags'), expression: '${each.value.tags}' },
  { name: 'a boolean variable', type: 'resolvable', make: (s) => variable(s, 'flag', 'bool').booleanValue, expression: '${var.flag}' },
  {
    name: 'a boolean of an iterator',
    type: 'resolvable',
    make: (s) => mapIterator(s).getBoolean('flag'),
    expression: '${each.value.flag}',
  },
  { name: 'a variable of any type', type: 'untyped', make: (s) => variable(s, 'any', 'any').value, expression: '${var.any}' },
  {
    name: 'the value of an iterator',
    type: 'untyped',
    make: (s) => TerraformIterator.fromList(variable(s, 'list', 'list(string)').listValue).value,
    expression: '${each.value}',
  },
  {
    name: 'a function of any type',
    type: 'untyped',
    make: (s) => Fn.lookup(variable(s, 'map', 'map(any)').value, 'name', 'none'),
    expression: '${lookup(var.map, "name", "none")}',
  },
];
