import { bare, blocksOf, bodyOf, jsonText, list, oneForm } from '../../src/model/terraform-form';

describe('Terraform JSON in one form', () => {
  test.each<[string, any, any]>([
    ['nothing', undefined, {}],
    ['no object', 'text', {}],
    ['a list', [], {}],
    ['other parts', { moved: [{ from: 'a' }] }, { moved: [{ from: 'a' }] }],
    ['a body in a list', { resource: { t: { a: [{ x: 1 }] } } }, { resource: { t: { a: { x: 1 } } } }],
    ['a body in two lists', { resource: { t: { a: [[{ x: 1 }]] } } }, { resource: { t: { a: { x: 1 } } } }],
    ['a body in parts', { resource: { t: { a: [{ x: 1 }, { y: 2 }] } } }, { resource: { t: { a: { x: 1, y: 2 } } } }],
    ['a body that is none', { resource: { t: { a: 5 } } }, { resource: { t: { a: {} } } }],
    ['types in a list', { resource: [{ t: { a: { x: 1 } } }, { t: { b: { y: 2 } }, u: { c: {} } }] },
      { resource: { t: { a: { x: 1 }, b: { y: 2 } }, u: { c: {} } } }],
    ['names in a list', { resource: { t: [{ a: { x: 1 } }, { b: [{ y: 2 }] }] } }, { resource: { t: { a: { x: 1 }, b: { y: 2 } } } }],
    ['types that are none', { resource: { t: 'text' } }, { resource: { t: {} } }],
    ['resources that are none', { resource: 'text' }, { resource: {} }],
    ['data', { data: [{ t: { a: [{ x: null, y: 1 }] } }] }, { data: { t: { a: { y: 1 } } } }],
    ['no argument that is null', { resource: { t: { a: { x: null, y: 0, z: false } } } }, { resource: { t: { a: { y: 0, z: false } } } }],
    ['an argument that is null in a list stays', { resource: { t: { a: { x: [null] } } } }, { resource: { t: { a: { x: [null] } } } }],
    ['dynamic in a list', { resource: { t: { a: { dynamic: [{ x: { for_each: [] } }, { y: 1 }, 5, 'x', null] } } } },
      { resource: { t: { a: { dynamic: { x: { for_each: [] }, y: 1 } } } } }],
    ['lifecycle in a list', { resource: { t: { a: { lifecycle: [{ prevent_destroy: true }] } } } },
      { resource: { t: { a: { lifecycle: { prevent_destroy: true } } } } }],
    ['another block in a list stays', { resource: { t: { a: { timeouts: [{ create: '1m' }] } } } },
      { resource: { t: { a: { timeouts: [{ create: '1m' }] } } } }],
    ['comments between labels go', { resource: { '//': 'a comment', 't': { '//': 'another', 'a': { '//': { metadata: 1 } } } } },
      { resource: { t: { a: { '//': { metadata: 1 } } } } }],
    ['locals in a list', { locals: [{ a: 1 }, { b: [null] }] }, { locals: { a: 1, b: [null] } }],
    ['locals that are null', { locals: { a: null } }, { locals: { a: null } }],
    ['a provider', { provider: { alicloud: { region: 'r', x: null } } }, { provider: { alicloud: [{ region: 'r' }] } }],
    ['providers', { provider: { alicloud: [{ region: 'r' }, 5, { alias: 'b' }] } },
      { provider: { alicloud: [{ region: 'r' }, { alias: 'b' }] } }],
    ['providers of two parts', { provider: [{ alicloud: { region: 'r' } }, { alicloud: [{ alias: 'b' }] }] },
      { provider: { alicloud: [{ region: 'r' }, { alias: 'b' }] } }],
    ['modules, outputs and variables', { module: { m: [{ source: 'x' }] }, output: { o: [{ value: 1 }] }, variable: [{ v: [{}] }] },
      { module: { m: { source: 'x' } }, output: { o: { value: 1 } }, variable: { v: {} } }],
    ['an output of two parts is the last', { output: [{ o: { value: 1, x: 1 } }, { o: { value: 2 } }] }, { output: { o: { value: 2 } } }],
    ['a resource of two parts is the last', { resource: [{ t: { a: { x: 1 } } }, { t: { a: { y: 2 } } }] },
      { resource: { t: { a: { y: 2 } } } }],
    ['settings in a list', { terraform: [{ backend: [{ local: [{ path: 'x' }] }] }, { cloud: [{ organization: 'o' }] }] },
      { terraform: { backend: { local: { path: 'x' } }, cloud: { organization: 'o' } } }],
    ['settings with an empty cloud', { terraform: { cloud: { organization: 'o', hostname: null } } },
      { terraform: { cloud: { organization: 'o', hostname: null } } }],
    ['settings that are none', { terraform: [] }, { terraform: {} }],
  ])('%s', (_, given, form) => {
    expect(oneForm(given)).toStrictEqual(form);
  });

  test('what is in that form is not copied', () => {
    const given = {
      resource: { t: { a: { x: 1, dynamic: { y: {} }, lifecycle: {} } } }, data: { t: { b: {} } }, locals: { a: 1 },
      output: { o: { value: 1 } },
      terraform: { backend: { local: { path: 'x' } } },
    };
    const form: any = oneForm(given);
    for (const part of ['resource', 'data', 'locals', 'output'] as const) expect(form[part]).toBe(given[part]);
    expect(form.terraform.backend).toBe(given.terraform.backend);
    // A change copies only what leads to it.
    const part: any = oneForm({ resource: { t: { a: given.resource.t.a, b: [{}] } } });
    expect(part.resource.t.a).toBe(given.resource.t.a);
  });
});

test.each<[unknown, object]>([
  [{ a: 1 }, { a: 1 }], [[{ a: 1 }], { a: 1 }], [[{ a: 1 }, { a: 2, b: 3 }], { a: 2, b: 3 }], [[], {}], [undefined, {}], [null, {}],
  ['a', {}],
  [{ a: null }, {}], [{ a: null, b: 1 }, { b: 1 }],
])('the body of %j is %j', (value, body) => {
  expect(bodyOf(value)).toStrictEqual(body);
});

test.each<[unknown, unknown[]]>([
  [[{ a: 1 }, null, 'x', [], { b: 1 }], [{ a: 1 }, { b: 1 }]], [{ a: 1 }, [{ a: 1 }]], ['x', []], [undefined, []], [null, []],
])('the blocks of %j are %j', (value, blocks) => {
  expect(blocksOf(value)).toEqual(blocks);
});

test.each([['${a.b}', 'a.b'], ['${ a.b }', 'a.b'], ['a.b', 'a.b'], ['x${a.b}', 'x${a.b}'], ['${a.b}x', '${a.b}x'], ['${a}${b}', 'a}${b']])(
  '%s without an expression around it is %s', (text, expected) => {
    expect(bare(text)).toBe(expected);
  });

test('a text is itself, and any other value is empty', () => {
  expect(['a', '', 5, null, undefined, ['a']].map(jsonText)).toEqual(['a', '', '', '', '', '']);
});

test('a list is itself, and any other value is none', () => {
  expect([list([1]), list('a'), list({ a: 1 }), list(undefined)]).toEqual([[1], [], [], []]);
});
