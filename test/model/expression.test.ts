import { modelOf, only, stackOf } from './documents';
import { evaluated, TABLE } from './expression-table';
import { evaluate } from '../../src/model/expression';
import { asJson, Step, Unresolved, Value } from '../../src/model/value';

describe('expressions', () => {
  test.each(TABLE.decided.map(([expression, value]) => [expression, value] as const))('%s', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });
  test.each(TABLE.open)('%s is left to Terraform', (expression) => {
    expect(evaluated(expression)).toBeUndefined();
  });
  test.each(TABLE.refused)('%s, which Terraform refuses, has no value', (expression) => {
    expect(evaluated(expression)).toBeUndefined();
  });
});

/** The value of a text in which nothing is known. */
function valueOf(text: string, known: Record<string, Value> = {}): Value {
  return evaluate(text, { reference: (_, source) => new Unresolved(source) }, known);
}

test.each<[string, unknown]>([
  // Both results are the same, or one of them decides.
  ['var.c ? 1 : 1', 1], ['var.c ? 1 : 2', undefined], ['var.c ? var.a : var.a', undefined], ['var.c ? 1 : var.a', undefined],
  ['var.c ? {text = "var.a"} : var.a', undefined],
  ['false && var.a', false], ['var.a && false', false], ['true && var.a', undefined], ['var.a && true', undefined],
  ['true || var.a', true], ['var.a || true', true], ['false || var.a', undefined], ['var.a || false', undefined],
  ['var.a == 1', undefined], ['1 == var.a', undefined], ['var.a == var.a', undefined], ['var.a != 1', undefined],
  ['true == var.a', undefined], ['false != var.a', undefined], ['1 + var.a', undefined], ['var.a < 1', undefined],
  ['!var.a', undefined], ['-var.a', undefined], ['!(false && var.a)', true],
  ['true ? 1 : var.a', 1], ['true ? true : var.a', true], ['true ? "a" : var.a', 'a'], ['true ? ["a"] : var.a', ['a']],
  ['true ? [1] : var.a', undefined], ['true ? {a = "b"} : var.a', { a: 'b' }], ['true ? {a = 1} : var.a', undefined],
  ['true ? {a = ["b", null]} : var.a', { a: ['b', null] }], ['true ? {a = ["b", 1]} : var.a', undefined],
  ['true ? 1 : "a${var.a}"', '1'], ['true ? 1 : "a${f("x")}"', '1'], ['true ? [1] : ("a${var.a}" == "b")', undefined],
  ['true ? 1 : ("a${var.a}" == "b")', 1], ['true ? [1] : "a${var.a}"', undefined], ['true ? var.a : 1', undefined],
  ['false ? var.a : 1', 1],
  ['false ? 1 : var.a', undefined],
  // A part of a value.
  ['[var.a, 1][1]', 1], ['{a = var.a, b = 1}.b', 1], ['[for x in [var.a] : 1]', [1]], ['{for x in [var.a] : "k" => 1}', { k: 1 }],
  ['{for x in [var.a] : x => 1}', undefined], ['[for x in ["a"] : x if var.a]', undefined], ['[for x in var.a : x]', undefined],
  ['[for x in var.a : 1]', undefined], ['{(var.a) = 1}', undefined], ['[1, 2][var.a]', undefined], ['[[1]][0][var.a]', undefined],
  // Functions of lists that are known in part.
  ['length([var.a, var.b])', 2], ['length({a = var.a})', 1], ['length(toset([var.a, var.b]))', undefined], ['length(var.a)', undefined],
  ['length("a${var.a}")', undefined], ['keys({a = var.a})', ['a']], ['keys(var.a)', undefined], ['values(var.a)', undefined],
  ['concat([1], [var.a])[0]', 1], ['concat(var.a, [1])[0]', undefined], ['merge(var.a, {a = 1}).a', undefined],
  ['merge({b = var.a}, {a = 1}).a', 1], ['element([1, var.a], 0)', 1], ['slice([1, var.a], 0, 1)', [1]], ['reverse([var.a, 1])[0]', 1],
  ['tolist(["a", var.a, 1])[2]', '1'], ['tolist([1, var.a])[0]', undefined], ['tolist([true, 1, var.a])[0]', undefined],
  ['tolist([["a"], var.a])[0]', undefined], ['tolist([["a", var.a], ["b"]])[0][0]', 'a'],
  ['tolist([{a = var.a}, {a = var.b}])[1].a == 1', undefined], ['tolist([{a = var.a}, {a = 1}])[1]', undefined],
  ['flatten([["a"], [var.a_id]])[0]', 'a'], ['flatten([["a"], [var.a]])[0]', undefined], ['flatten([["a"], [var.a_ids]])[0]', undefined],
  ['flatten([["a"], [[var.a]]])[0]', undefined], ['flatten([["a"], [local.x.id.y]])[0]', undefined],
  ['setsubtract(["a", "b"], [var.a])', undefined], ['contains(["a"], var.a)', undefined], ['contains([var.a], "a")', undefined],
  ['tolist(toset([var.a, "b"]))', undefined], ['reverse(toset([var.a]))', undefined], ['zipmap(["a"], [var.a]).a == 1', undefined],
  ['{for k, v in zipmap(["a"], [var.a]) : k => 1}', { a: 1 }], ['one([var.a]) == 1', undefined], ['lookup({a = 1, b = var.a}, "a")', 1],
  ['lookup({a = var.a}, "b", "c")', 'c'], ['lookup({a = var.a}, "b", 1)', undefined],
])('%s, of which nothing but the literals is known, is %j', (expression, expected) => {
  const value = valueOf(`\${${expression}}`);
  if (expected === undefined) expect(value).toBeInstanceOf(Unresolved);
  else expect(value).toEqual(expected);
});

test.each<[string, unknown]>([
  ['${var.a}', '${var.a}'],
  ['${ var.a }', '${var.a}'],
  ['a-${var.a}', 'a-${var.a}'],
  ['a-${1 + 1}-${ var.a }', 'a-2-${var.a}'],
  ['a-${"b"}-${var.a}', 'a-b-${var.a}'],
  ['${"b${var.a}"}', 'b${var.a}'],
  ['${["b${var.a}", 1]}', ['b${var.a}', 1]],
  ['x${"b${var.a}"}y', 'xb${var.a}y'],
  ['${upper(var.a)}', '${upper(var.a)}'],
  ['${ upper( var.a ) }', '${upper( var.a )}'],
  ['${[upper(var.a), 1]}', ['${upper(var.a)}', 1]],
  ['${{ a = upper(var.a), b = null }}', { a: '${upper(var.a)}', b: null }],
  ['${[upper(var.a)][0].x}', '${upper(var.a).x}'],
  ['${upper(var.a).x}', '${upper(var.a).x}'],
  ['${upper(var.a)["x y"][0]}', '${upper(var.a)["x y"][0]}'],
  ['${upper(var.a)[0]}', '${upper(var.a)[0]}'],
  ['${var.a[var.b]}', '${var.a[var.b]}'],
  ['${var.a[*].b}', '${var.a[*].b}'],
  ['${a[*].b}', '${a[*].b}'],
  ['${[upper(var.a) , 1]}', ['${upper(var.a)}', 1]],
  ['${["a\\n${f("x")}", 1]}', ['a\n${f("x")}', 1]],
  ['${var.a.*.b}', '${var.a.*.b}'],
  ['${toset([var.b, "a"])}', ['${var.b}', 'a']],
  ['${toset([var.b, "a", var.b])}', ['${var.b}', 'a']],
  ['${flatten([[var.a_id], ["b"]])}', ['${var.a_id}', 'b']],
  ['${concat([var.a], [var.b])}', ['${var.a}', '${var.b}']],
  ['${!var.a}', '${!var.a}'],
  ['${-var.a}', '${-var.a}'],
  ['${[-var.a, var.b + 1, var.c ? 1 : 2]}', ['${-var.a}', '${var.b + 1}', '${var.c ? 1 : 2}']],
  // Escaped expressions stay text.
  ['$${var.a}-${var.a}', '$${var.a}-${var.a}'],
  ['%%{var.a}-${var.a}', '%%{var.a}-${var.a}'],
  ['${"$${x}"}-${var.a}', '$${x}-${var.a}'],
  ['$-%-{-${var.a}', '$-%-{-${var.a}'],
  // Terraform refuses it.
  ['a-${[1]}', 'a-${[1]}'],
  ['a-${null}-${var.a}', 'a-${null}-${var.a}'],
])('%s, of which nothing is known, becomes %j', (text, json) => {
  expect(asJson(valueOf(text))).toEqual(json);
});

test.each<[string, string]>([
  ['${a b}', 'a b'],
  ['${ a b }', 'a b'],
  ['x${a b}', '"x${a b}"'],
  ['${a b}x', '"${a b}x"'],
  ['${a {b} c}', '"${a {b} c}"'],
  ['${a "}}" b}', 'a "}}" b'],
  ['${a "$x" b}', JSON.stringify('${a "$x" b}')],
  ['%{if a}b%{endif}', '"%{if a}b%{endif}"'],
])('%s, which is not supported, is the expression %s', (text, expression) => {
  expect(valueOf(text)).toEqual(new Unresolved(expression));
});

test.each([
  '1 2', '[1 2]', '[1, 2', '{a = 1', '{a 1}', '{a = 1, b}', '(1', 'f(1', 'f(1 2)', '"a', '"a${1"', '"a\\q"', '"a\\u00g0"', '"a\\', 'a.',
  'a..b', 'a[', 'a[0',
  'a[*', 'a.!', '1 +', '+ 1', '!', '-', '? 1 : 2', '1 ?', '1 ? 2', '1 ? 2 :', '=', '', 'a = b', '[for x]', '[for x in]', '[for x in [1] x]',
  '[for , x in [1] : x]', '[for x, in [1] : x]', '[for x of [1] : x]', '[for x in [1] : x...]', '{for x in [1] : x}',
  '{for x in [1] : x = 1}',
  '[for x in [1] : x if]', '[for x in [1] : x unless false]', 'f(x...)', '"%{if true}a%{endif}"', '[for 1 in [1] : 1]', '(1]', '1 !== 2',
  '!= 1',
])('%s is no expression', (expression) => {
  expect(valueOf(`\${${expression}}`)).toBeInstanceOf(Unresolved);
});

test('a backslash is an escape only within quotation marks', () => {
  expect([valueOf('C:\\n${1}'), valueOf('${"C:\\n"}'), valueOf('"${1}"')]).toEqual(['C:\\n1', 'C:\n', '"1"']);
});

test('a reference has names and keys, and its text', () => {
  const seen: [readonly Step[], string][] = [];
  const reference = (steps: readonly Step[], text: string) => {
    seen.push([steps, text]);
    return new Unresolved(text);
  };
  for (const expression of ['a', 'a.b-c[0].d', 'a . b [ "x y" ]', 'a.0.b', 'a["b"]', 'a[*].b', 'a.b.*.c', 'a[1 + 1]', 'a[true].b',
    'a[b.c]']) {
    evaluate(`\${${expression}}`, { reference });
  }
  expect(seen).toEqual([
    [['a'], 'a'], [['a', 'b-c', 0, 'd'], 'a.b-c[0].d'], [['a', 'b', 'x y'], 'a.b["x y"]'], [['a', 0, 'b'], 'a[0].b'],
    [['a', 'b'], 'a["b"]'],
    [['a'], 'a'], [['a', 'b'], 'a.b'], [['a', 2], 'a[2]'], [['b', 'c'], 'b.c'],
  ]);
});

test('names of loops hide those of the stack, and only within', () => {
  const known = { x: { y: 'given' } };
  expect(valueOf('${x.y}', known)).toBe('given');
  expect(valueOf('${[for x in ["a"] : x]}', known)).toEqual(['a']);
  expect(valueOf('${[[for x in ["a"] : x], x.y]}', known)).toEqual([['a'], 'given']);
  expect(valueOf('${[[for x in [] : x], x.y]}', known)).toEqual([[], 'given']);
  expect(valueOf('${x.z}', known)).toEqual(new Unresolved('x.z'));
  expect(valueOf('${toString}', known)).toEqual(new Unresolved('toString'));
});

test('expressions that are too deep have no value, and other errors are not hidden', () => {
  expect(valueOf(`\${${'('.repeat(100_000)}1}`)).toBeInstanceOf(Unresolved);
  const reference = () => {
    throw new TypeError('of the context');
  };
  expect(() => evaluate('${a}', { reference })).toThrow('of the context');
});

describe('idioms over resources of the app', () => {
  const resource = {
    alicloud_vpc: {
      one: { cidr_block: '10.0.0.0/16' },
      each: { for_each: { b: '10.2.0.0/16', a: '10.1.0.0/16' }, cidr_block: '${each.value}' },
    },
    alicloud_instance: {
      web: { count: 2, private_ip: '10.0.1.${count.index + 5}' },
      one: { private_ip: '10.0.9.9' },
      many: { count: '${var.n}' },
    },
    alicloud_vswitch: {
      chained: { for_each: '${alicloud_vpc.each}', vpc_id: '${each.value.id}', cidr_block: '${cidrsubnet(each.value.cidr_block, 8, 1)}' },
    },
  };
  const list = (expression: string) => {
    const stack = only(modelOf(stackOf('net', { resource: { ...resource, alicloud_x: { x: { ids: expression } } } })));
    const { ids } = stack.blocks('alicloud_x')[0].body;
    return Array.isArray(ids)
      ? ids.map((id: unknown) => (typeof id === 'string' ? stack.identity(id).replace(/^#net\u0000/, '') : id))
      : ids;
  };
  const web = ['alicloud_instance.web[0].network_interface_id', 'alicloud_instance.web[1].network_interface_id'];

  test.each<[string, unknown[]]>([
    ['${alicloud_instance.web[*].network_interface_id}', web],
    ['${alicloud_instance.web.*.network_interface_id}', web],
    ['${[for w in alicloud_instance.web : w.network_interface_id]}', web],
    ['${slice(alicloud_instance.web[*].network_interface_id, 0, 1)}', web.slice(0, 1)],
    ['${concat(alicloud_instance.web[*].network_interface_id, ["eni-1"])}', [...web, 'eni-1']],
    ['${flatten([alicloud_instance.web[*].network_interface_id, ["eni-1"]])}', [...web, 'eni-1']],
    ['${toset(alicloud_instance.web[*].network_interface_id)}', web],
    ['${alicloud_instance.one[*].network_interface_id}', ['alicloud_instance.one.network_interface_id']],
    ['${alicloud_instance.one[*].private_ip}', ['10.0.9.9']],
    ['${alicloud_instance.web[*].private_ip}', ['10.0.1.5', '10.0.1.6']],
    ['${values(alicloud_vpc.each)[*].cidr_block}', ['10.1.0.0/16', '10.2.0.0/16']],
    ['${[for key, vpc in alicloud_vpc.each : "${key} ${vpc.cidr_block}"]}', ['a 10.1.0.0/16', 'b 10.2.0.0/16']],
    ['${keys(alicloud_vpc.each)}', ['a', 'b']],
  ])('%s', (expression, expected) => expect(list(expression)).toEqual(expected));

  test.each([
    '${alicloud_instance.many[*].network_interface_id}',
    '${data.alicloud_instances.all.ids[*]}',
    '${flatten([var.lists])}',
    '${concat(alicloud_instance.web[*].network_interface_id, var.more)}',
    '${tolist(toset(alicloud_instance.web[*].network_interface_id))}',
  ])('%s is known only at apply', (expression) => expect(list(expression)).toBe(expression));

  test('for_each over another resource has its copies', () => {
    const stack = only(modelOf(stackOf('net', { resource })));
    expect(
      stack.blocks('alicloud_vswitch').map(({ address, body }) => [address, stack.identity(body.vpc_id).slice(5), body.cidr_block]),
    ).toEqual([
      ['alicloud_vswitch.chained["a"]', 'alicloud_vpc.each["a"]', '10.1.1.0/24'],
      ['alicloud_vswitch.chained["b"]', 'alicloud_vpc.each["b"]', '10.2.1.0/24'],
    ]);
  });

  test('a dynamic block over references has as many blocks as references', () => {
    const dynamic = (each: unknown) => {
      const rule = { for_each: each, iterator: 'it', content: { key: '${it.key}', id: '${it.value}', name: 'to-${it.value}' } };
      const { body } = only(modelOf(stackOf('net', { resource: { alicloud_x: { x: { dynamic: { rule } } } } }))).blocks('alicloud_x')[0];
      return body.dynamic === undefined ? body.rule : 'open';
    };
    const [a, b] = ['${alicloud_y.a.id}', '${var.b}'];
    const of = (key: number | string, id: string) => ({ key, id, name: `to-${id}` });
    expect(dynamic([a, b])).toEqual([of(0, a), of(1, b)]);
    expect(dynamic({ one: a, two: b })).toEqual([of('one', a), of('two', b)]);
    expect(dynamic([])).toEqual([]);
    // The number of values in a set, and keys, are known only at apply.
    for (const each of ['${toset([alicloud_y.a.id, var.b])}', { [a]: 1 }, b]) expect(dynamic(each)).toBe('open');
  });

  test('a dynamic block over a set has its values as keys', () => {
    const stack = only(
      modelOf(
        stackOf('net', {
          resource: {
            alicloud_x: { x: { dynamic: { rule: { for_each: '${toset(["b", "a"])}', content: { name: '${rule.key}-${rule.value}' } } } } },
          },
        }),
      ),
    );
    expect(stack.blocks('alicloud_x')[0].body.rule).toEqual([{ name: 'a-a' }, { name: 'b-b' }]);
  });
});
