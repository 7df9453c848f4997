import { id, managed, modelOf, only, remoteState, stackOf, withState } from './documents';
import { SESSION_TYPE } from '../../src/model/mirror-model';
import { Block, StackModel } from '../../src/model/stack-model';
import { Unresolved } from '../../src/model/value';

const opaque = (text: string, path = 'net') => `?${path}\u0000${text}`;
const stack = (terraform: object): StackModel => only(modelOf(stackOf('net', terraform as any)));
const blocks = (body: unknown, type = 'alicloud_x', more: object = {}): Block[] =>
  stack({ ...more, resource: { [type]: { x: body } } }).blocks(type);
const shown = (all: readonly Block[]) => all.map(({ address, copies, repeated, body }) => [address, copies, repeated, body.name]);

describe('the blocks of a type', () => {
  test.each<[string, object, unknown[]]>([
    ['one', { name: 'n' }, [['alicloud_x.x', 1, false, 'n']]],
    ['no copy', { count: 0 }, []],
    ['less than no copy', { count: -1 }, []],
    ['copies by count', { count: 2, name: 'n${count.index}' },
      [['alicloud_x.x[0]', 1, false, 'n0'], ['alicloud_x.x[1]', 1, false, 'n1']]],
    ['copies by a text', { count: '1', name: 'n' }, [['alicloud_x.x[0]', 1, false, 'n']]],
    ['copies by an expression', { count: '${local.on ? 1 : 0}' }, [['alicloud_x.x[0]', 1, false, undefined]]],
    ['perhaps copies', { count: '${var.n}', name: 'n${count.index}' }, [['alicloud_x.x', undefined, true, 'n${count.index}']]],
    ['copies by keys', { for_each: { b: 1, a: '${local.on}' }, name: '${each.key}${each.value}' },
      [['alicloud_x.x["a"]', 1, false, 'atrue'], ['alicloud_x.x["b"]', 1, false, 'b1']]],
    ['copies by a list of texts', { for_each: ['b', 'a', 'b'], name: '${each.key}${each.value}' },
      [['alicloud_x.x["a"]', 1, false, 'aa'], ['alicloud_x.x["b"]', 1, false, 'bb']]],
    ['copies by a set', { for_each: '${toset(["b", "a"])}', name: '${each.value}' },
      [['alicloud_x.x["a"]', 1, false, 'a'], ['alicloud_x.x["b"]', 1, false, 'b']]],
    ['copies by numbers', { for_each: '${{ for i in [1, 2] : i => i }}', name: '${each.key == "1"}' },
      [['alicloud_x.x["1"]', 1, false, true], ['alicloud_x.x["2"]', 1, false, false]]],
    ['no keys', { for_each: [] }, []],
    ['no keys of an object', { for_each: {} }, []],
    ['unknown keys in a list', { for_each: ['a', '${var.a}'] }, [['alicloud_x.x', undefined, true, undefined]]],
    ['unknown keys', { for_each: '${var.a}' }, [['alicloud_x.x', undefined, true, undefined]]],
    ['keys that are no texts', { for_each: [1] }, [['alicloud_x.x', undefined, true, undefined]]],
  ])('%s', (_, body, expected) => {
    expect(shown(blocks(body, 'alicloud_x', { locals: { on: true } }))).toEqual(expected);
  });

  test.each<[string, object, unknown[]]>([
    ['are one block', { count: 3 }, [[`${SESSION_TYPE}.x`, 3, true, undefined]]],
    ['with keys are one block', { for_each: ['a', 'b'] }, [[`${SESSION_TYPE}.x`, 2, true, undefined]]],
    ['that differ by index are apart', { count: 2, name: '${count.index}' },
      [[`${SESSION_TYPE}.x[0]`, 1, false, 0], [`${SESSION_TYPE}.x[1]`, 1, false, 1]]],
    ['that differ by key are apart', { for_each: ['a', 'b'], name: '${each.key}' },
      [[`${SESSION_TYPE}.x["a"]`, 1, false, 'a'], [`${SESSION_TYPE}.x["b"]`, 1, false, 'b']]],
    ['of which one is apart', { count: 1, name: '${count.index}' }, [[`${SESSION_TYPE}.x[0]`, 1, false, 0]]],
    ['none', { count: 0 }, []],
    ['without keys are none', { for_each: [] }, []],
    ['perhaps', { count: '${var.n}', name: '${count.index}' }, [[`${SESSION_TYPE}.x`, undefined, true, '${count.index}']]],
  ])('equal sessions %s', (_, body, expected) => expect(shown(blocks(body, SESSION_TYPE))).toEqual(expected));

  test('of very many copies are only counted', () => {
    expect(blocks({ count: 10_000 })).toHaveLength(10_000);
    expect(shown(blocks({ count: 10_001 }))).toEqual([['alicloud_x.x', 10_001, true, undefined]]);
    // More copies cost no more, and break no limit that the first of them keep.
    expect(shown(blocks({ count: 1e9 }))).toEqual([['alicloud_x.x', 10_001, true, undefined]]);
    const of = (count: number) => stack({ resource: { alicloud_x: { x: { count } } } }).value('${length(alicloud_x.x)}');
    expect([of(10_000), of(10_001)]).toEqual([10_000, expect.any(Unresolved)]);
  });

  test('that refer to each other end', () => {
    const copies = { for_each: ['a', 'b', 'c'], name: '${alicloud_x.x["a"].name}${alicloud_x.x["b"].name}${each.key}' };
    expect(blocks(copies).map((b) => b.address)).toEqual(['alicloud_x.x["a"]', 'alicloud_x.x["b"]', 'alicloud_x.x["c"]']);
  });

  test('have the path of the construct, or of the stack', () => {
    const path = (body: object) => blocks({ ...body }).map((b) => b.path);
    expect(path({})).toEqual(['net/alicloud_x.x']);
    expect(path({ '//': {} })).toEqual(['net/alicloud_x.x']);
    expect(path({ count: 1 })).toEqual(['net/alicloud_x.x[0]']);
    expect(path({ '//': { metadata: { path: 'net/X' } } })).toEqual(['net/X']);
    const s = stack({ resource: { alicloud_x: { x: { '//': { metadata: { path: 'net/X' } } }, y: {}, w: { '//': {} } } } });
    expect(['x', 'y', 'w', 'z'].map((name) => s.pathOf('alicloud_x', name))).toEqual([
      'net/X', 'net/alicloud_x.y', 'net/alicloud_x.w', 'net/alicloud_x.z',
    ]);
    expect(stack({}).pathOf('t', 'z')).toBe('net/t.z');
  });

  test('are read once', () => {
    const s = stack({ resource: { alicloud_x: { x: {} } } });
    expect(s.blocks('alicloud_x')).toBe(s.blocks('alicloud_x'));
    expect(s.blockOf(managed('alicloud_x.x'))).toBe(s.blocks('alicloud_x')[0]);
    expect([s.blocks('alicloud_y'), s.types, stack({}).types]).toEqual([[], ['alicloud_x'], []]);
  });

  test('of data sources have an address of their own', () => {
    const s = stack({ locals: { n: 5 }, data: { t: { x: { name: 'n${local.n}' }, y: { count: 0 }, z: { count: 1 } } } });
    expect(shown(s.dataBlocks('t'))).toEqual([['data.t.x', 1, false, 'n5'], ['data.t.z[0]', 1, false, undefined]]);
    expect([s.dataBlocks('u'), stack({}).dataBlocks('t')]).toEqual([[], []]);
  });

  test('of modules exist unless count or for_each turns them off', () => {
    const module = {
      a: {}, b: { count: 0 }, c: { count: 1 }, d: { for_each: [] }, e: { for_each: '${var.x}' }, f: { count: '${local.off}' }, g: [],
    };
    expect(stack({ module, locals: { off: 0 } }).modules.map(([name]) => name)).toEqual(['a', 'c', 'e', 'g']);
    expect(stack({}).modules).toEqual([]);
  });
});

describe('the arguments of a block', () => {
  const body = (written: object, locals: object = { a: 'A', n: null, list: ['x'], map: { k: 'v' } }) =>
    blocks(written, 'alicloud_x', { locals })[0].body;

  test.each<[string, object, object]>([
    ['texts', { x: 'a' }, { x: 'a' }],
    ['expressions', { x: '${local.a}', y: 'is ${local.a}' }, { x: 'A', y: 'is A' }],
    ['in lists and objects', { x: ['b', '${local.a}', ['${local.a}']], y: { z: '${local.a}', w: 1 } },
      { x: ['b', 'A', ['A']], y: { z: 'A', w: 1 } }],
    ['of other types', { x: '${local.list}', y: '${local.map}', z: true, w: null },
      { x: ['x'], y: { k: 'v' }, z: true }],
    ['that are null', { x: '${local.n}', y: ['${local.n}'] }, { x: undefined, y: [undefined] }],
    ['that are unknown', { x: '${var.x}', y: ['${var.x}', '${local.a}'] }, { x: '${var.x}', y: ['${var.x}', 'A'] }],
    ['that are known in part', { x: '${var.x}-${local.a}', y: '${[local.a, var.x]}' }, { x: '${var.x}-${local.a}', y: ['A', '${var.x}'] }],
    ['for Terraform itself', {
      '//': '${local.a}', 'depends_on': ['${local.a}'], 'lifecycle': { a: '${local.a}' }, 'provider': '${local.a}',
      'provisioner': ['${local.a}'], 'connection': { a: '${local.a}' }, 'x': '${local.a}',
    }, {
      '//': '${local.a}', 'depends_on': ['${local.a}'], 'lifecycle': { a: '${local.a}' }, 'provider': '${local.a}',
      'provisioner': ['${local.a}'], 'connection': { a: '${local.a}' }, 'x': 'A',
    }],
  ])('%s', (_, written, expected) => expect(body(written)).toEqual(expected));

  test('are the written ones if nothing is resolved, also in parts', () => {
    const [plain] = blocks({ x: 'a', y: [{ z: 1 }], w: '${ var.x }' });
    expect([plain.body === plain.written, plain.body.w]).toEqual([true, '${ var.x }']);
    const written = { x: ['${var.x}', '${alicloud_y.y.id}'], y: { z: 'a' }, dynamic: undefined };
    const same = blocks(written)[0];
    expect(same.body).toEqual(same.written);
    expect([same.body.x, same.body.y]).toEqual([same.written.x, same.written.y]);
    expect(same.body.x).toBe(same.written.x);
    const changed = blocks({ ...written, z: '${local.a}' }, 'alicloud_x', { locals: { a: 1 } })[0];
    expect([changed.body.x === changed.written.x, changed.body.y === changed.written.y, changed.body.z]).toEqual([true, true, 1]);
    const nested = blocks({ x: [{ a: ['b'] }, '${local.a}'] }, 'alicloud_x', { locals: { a: 1 } })[0];
    expect([nested.body.x[0] === nested.written.x[0], nested.body.x]).toEqual([true, [{ a: ['b'] }, 1]]);
    expect(nested.written.x[1]).toBe('${local.a}');
  });

  test('references to ids stay, and the identity resolves them', () => {
    const a = { network_interface_id: 'eni-1' };
    const attachment = 'alicloud_ecs_network_interface_attachment';
    const u = `\${${attachment}.a.network_interface_id}`;
    const s = stack({
      resource: {
        alicloud_x: { x: { u, v: '${alicloud_vpc.v.id}', w: '${alicloud_vpc.v.name}' } }, alicloud_vpc: { v: { name: 'n' } },
        [attachment]: { a },
      },
    });
    expect([s.blocks('alicloud_x')[0].body.u, s.identity(u)]).toEqual([u, 'eni-1']);
    const [{ body: { v, w } }] = s.blocks('alicloud_x');
    expect([v, w, s.identity(v), s.idOf(v), s.idOf(5), s.idOf(undefined)]).toEqual([
      '${alicloud_vpc.v.id}', 'n', managed('alicloud_vpc.v'), managed('alicloud_vpc.v'), undefined, undefined,
    ]);
  });

  test('of each copy have its key, also where others are unknown', () => {
    const [a, b] = blocks({
      for_each: { a: { cidr: '10.0.0.0/24', vpc: '${alicloud_vpc.v.id}' }, b: { cidr: '${var.cidr}' } },
      cidr: '${each.value.cidr}', vpc: '${each.value.vpc}', text: '${each.key}-${var.x}', list: ['${each.key}'], index: '${count.index}',
    });
    expect([a.body, b.body]).toMatchObject([
      { cidr: '10.0.0.0/24', vpc: '${alicloud_vpc.v.id}', text: 'a-${var.x}', list: ['a'], index: '${count.index}' },
      { cidr: '${var.cidr}', vpc: '${each.value.vpc}', text: 'b-${var.x}', list: ['b'] },
    ]);
  });
});

describe('dynamic blocks', () => {
  const body = (written: object) => blocks(written, 'alicloud_x', { locals: { list: ['a', 'b'], value: 'L' } })[0].body;
  test.each<[string, object, object]>([
    ['over a list', { dynamic: { r: { for_each: ['a', 'b'], content: { n: '${r.key}${r.value}' } } } }, { r: [{ n: '0a' }, { n: '1b' }] }],
    ['over an expression', { dynamic: { r: { for_each: '${local.list}', content: { n: '${r.value}' } } } },
      { r: [{ n: 'a' }, { n: 'b' }] }],
    ['over an object', { dynamic: { r: { for_each: { x: { y: 1 } }, content: { n: '${r.key}${r.value.y}' } } } }, { r: [{ n: 'x1' }] }],
    ['with another name', { dynamic: { r: { for_each: ['a'], iterator: 'it', content: { n: '${it.value}', m: '${r.value}' } } } },
      { r: [{ n: 'a', m: '${r.value}' }] }],
    ['with another name in an expression', { dynamic: { r: { for_each: ['a'], iterator: '${it}', content: { n: '${it.value}' } } } },
      { r: [{ n: 'a' }] }],
    ['after written blocks', { r: [{ n: 'x' }], dynamic: { r: { for_each: ['a'], content: { n: '${r.value}' } } } },
      { r: [{ n: 'x' }, { n: 'a' }] }],
    ['in lists', { dynamic: { r: [{ for_each: ['a'], content: [{ n: '${r.value}' }] }, { for_each: ['b'], content: { n: 'c' } }] } },
      { r: [{ n: 'a' }, { n: 'c' }] }],
    ['over a list of lists', {
      dynamic: {
        r: {
          for_each: [['a', '${var.a}']],
          content: { n: '${r.value[0]}', m: '${upper(r.value[1])}' },
        },
      },
    },
    { r: [{ n: 'a', m: '${upper(r.value[1])}' }] }],
    ['over an unknown text', { dynamic: { r: { for_each: ['${var.a}'], content: { n: '${upper(r.value)}' } } } },
      { r: [{ n: '${upper(r.value)}' }] }],
    ['with a name that hides another', { dynamic: { local: { for_each: ['a'], content: { n: '${local.value}' } } } },
      { local: [{ n: 'a' }] }],
    ['over nothing', { x: 1, dynamic: { r: { for_each: [], content: {} } } }, { x: 1, r: [] }],
    ['over values in part unknown', { dynamic: { r: { for_each: ['${var.a}', { b: '${local.list[0]}' }], content: { n: '${r.value}' } } } },
      { r: [{ n: '${var.a}' }, { n: { b: 'a' } }] }],
    ['over an unknown value', { dynamic: { r: { for_each: '${var.a}', content: {} }, s: { for_each: [1], content: {} } } },
      { s: [{}], dynamic: { r: { for_each: '${var.a}', content: {} } } }],
    ['over unknown keys', { dynamic: { r: { for_each: { '${var.a}': 1 }, content: {} } } },
      { dynamic: { r: { for_each: { '${var.a}': 1 }, content: {} } } }],
    ['without content', { dynamic: { r: { for_each: ['a'] } } }, { dynamic: { r: { for_each: ['a'] } } }],
    ['beside unknown blocks', { r: '${var.r}', dynamic: { r: { for_each: ['a'], content: {} } } },
      { r: '${var.r}', dynamic: { r: { for_each: ['a'], content: {} } } }],
  ])('%s', (_, written, expected) => expect(body(written)).toEqual(expected));

  test('of a copy have its key', () => {
    const [one] = blocks({ for_each: ['k'], dynamic: { r: { for_each: ['${each.key}1'], content: { n: '${each.key}${r.value}' } } } });
    expect(one.body.r).toEqual([{ n: 'kk1' }]);
  });
});

describe('the value of an expression', () => {
  const RESOURCES = {
    alicloud_vpc: {
      one: { cidr_block: '10.0.0.0/16', tags: { a: 'b' }, depends_on: ['x'], lifecycle: { y: 1 }, name: '${local.text}', id: 'x' },
      many: { count: 2, name: 'n${count.index}' },
      each: { for_each: { a: 1, b: 2 }, name: '${each.key}' },
      open: { count: '${var.n}', name: 'n' },
      none: { count: 0, name: 'n' },
    },
  };
  const s = () => stack({
    resource: RESOURCES, locals: { text: 'T', list: ['a', ['b']], map: { k: { j: 1 } }, ref: '${local.map}', zero: 0 },
    variable: { v: { default: 'D' } },
    data: { t: { x: { name: 'n' } } },
  });
  const OPEN = Symbol('open');
  test.each<[string, unknown]>([
    ['plain', 'plain'], ['$${x}', '$${x}'],
    ['${local.text}', 'T'], ['${local.list[1][0]}', 'b'], ['${local.ref.k.j}', 1], ['${local.zero}', 0],
    ['${local.none}', OPEN], ['${local.map.x}', OPEN], ['${local.text.x}', OPEN],
    ['${var.v}', OPEN], ['${data.t.x.name}', OPEN], ['${data.terraform_remote_state.x.outputs.a}', OPEN],
    ['${alicloud_vpc.one.cidr_block}', '10.0.0.0/16'], ['${alicloud_vpc.one.tags.a}', 'b'], ['${alicloud_vpc.one.name}', 'T'],
    ['${alicloud_vpc.one.id}', OPEN], ['${alicloud_vpc.one.depends_on}', OPEN], ['${alicloud_vpc.one.lifecycle.y}', OPEN],
    ['${alicloud_vpc.one.mac}', OPEN], ['${alicloud_vpc.one.tags.x}', OPEN], ['${alicloud_vpc.two.name}', OPEN],
    ['${alicloud_vpc[0].name}', OPEN], ['${each.key}', OPEN], ['${count.index}', OPEN],
    ['${alicloud_vpc.many[1].name}', 'n1'], ['${alicloud_vpc.many[2].name}', OPEN], ['${alicloud_vpc.many[*].name}', ['n0', 'n1']],
    ['${length(alicloud_vpc.many)}', 2], ['${alicloud_vpc.each["b"].name}', 'b'], ['${keys(alicloud_vpc.each)}', ['a', 'b']],
    ['${alicloud_vpc.open[0].name}', 'n'], ['${length(alicloud_vpc.open)}', OPEN], ['${length(alicloud_vpc.none)}', 0],
    ['${[for v in alicloud_vpc.each : v.name]}', ['a', 'b']], ['${alicloud_vpc.one[*].cidr_block}', ['10.0.0.0/16']],
  ])('%s', (text, expected) => {
    const value = s().value(text);
    if (expected === OPEN) expect(value).toBeInstanceOf(Unresolved);
    else expect(value).toEqual(expected);
  });

  test('is computed once', () => {
    const one = s();
    expect(one.value('${local.list}')).toBe(one.value('${local.list}'));
    for (const text of ['local.map.x', 'local.none', 'alicloud_vpc.one.mac', 'alicloud_vpc.one.id', 'var.v', 'data.t.x.name']) {
      expect(one.value(`\${${text}}`)).toEqual(new Unresolved(text));
      expect(stack({}).value(`\${${text}}`)).toEqual(new Unresolved(text));
    }
    const remote = 'data.terraform_remote_state.a.outputs.o';
    expect(stack({}).value(`\${${remote}}`)).toEqual(new Unresolved(remote));
  });

  test('has the names of copies that are unknown', () => {
    const text = (given: string) => (s().value(given) as Unresolved).text;
    expect(text('${alicloud_vpc.many[0]}')).toBe('alicloud_vpc.many[0]');
    expect(text('${alicloud_vpc.each["a"]}')).toBe('alicloud_vpc.each["a"]');
    expect(text('${alicloud_vpc.one}')).toBe('alicloud_vpc.one');
    expect(text('${alicloud_vpc.open}')).toBe('alicloud_vpc.open');
    expect((s().value('${alicloud_vpc.many[*].id}') as Unresolved[]).map((v) => v.text)).toEqual([
      'alicloud_vpc.many[0].id', 'alicloud_vpc.many[1].id',
    ]);
  });

  test('ends if it refers to itself, also over many steps', () => {
    const chain = (n: number) => Object.fromEntries(Array.from({ length: n },
      (_, i) => [`l${i}`, i === 0 ? 'end' : `\${local.l${i - 1}}`]));
    expect(stack({ locals: chain(33) }).value('${local.l32}')).toBe('end');
    expect(stack({ locals: chain(34) }).value('${local.l33}')).toBeInstanceOf(Unresolved);
    const many = stack({ locals: { a: 1 } });
    expect(Array.from({ length: 99 }, (_, i) => many.value(`\${local.a}${i}`))).toEqual(Array.from({ length: 99 }, (_, i) => `1${i}`));
    const circle = stack({ locals: { a: '${local.b}', b: '${local.a}x', c: 'x' } });
    expect([circle.value('${local.a}'), circle.value('${local.c}')]).toEqual([expect.any(Unresolved), 'x']);
  });

  test('with the defaults of variables', () => {
    const variable = {
      text: { default: 'D' }, map: [{ default: { k: ['v'] } }], none: {}, empty: { default: null }, off: { default: false },
    };
    const one = stack({ variable, locals: { a: '${var.text}' } });
    const { withDefaults } = one;
    expect(withDefaults).toBe(one.withDefaults);
    expect(['text', 'map.k[0]', 'off'].map((name) => withDefaults.value(`\${var.${name}}`))).toEqual(['D', 'v', false]);
    for (const name of ['none', 'empty', 'map.x', 'other']) expect(withDefaults.value(`\${var.${name}}`)).toBeInstanceOf(Unresolved);
    expect([withDefaults.value('${local.a}'), one.value('${local.a}')]).toEqual(['D', expect.any(Unresolved)]);
    expect(stack({}).withDefaults.value('${var.x}')).toBeInstanceOf(Unresolved);
  });
});

describe('the identity of an expression', () => {
  const s = (more: object = {}) => stack({
    locals: { n: 5, nested: { id: '${alicloud_vpc.v.id}' }, list: ['a'] },
    resource: { alicloud_vpc: { v: {} } }, ...more,
  });
  test.each<[string, string]>([
    ['${local.n}', '5'],
    ['${local.nested.id}', managed('alicloud_vpc.v')],
    ['${local.list}', opaque('${local.list}')],
    ['a-${local.n}', 'a-5'],
    ['a-${local.nested.id}', opaque('a-${alicloud_vpc.v.id}')],
    // An escaped expression is text. It does not become one.
    ['$${local.n}-${var.x}', opaque('$${local.n}-${var.x}')],
    ['a${local.none}', opaque('a${local.none}')],
    ['x${null}', opaque('x${null}')],
  ])('%s', (text, identity) => expect(s().identity(text)).toBe(identity));

  test('of anything is nothing known', () => expect(s().anything).toBe(opaque('')));
});

describe('the block of an identity', () => {
  const s = () => stack({
    resource: {
      alicloud_vpc: {
        one: {}, many: { count: 2 }, single: { count: 1 }, each: { for_each: ['a', 'b'] }, none: { count: 0 },
        open: { count: '${var.n}' },
      },
      alicloud_instance: { web: {} },
      alicloud_ecs_network_interface_attachment: { a: { network_interface_id: '${var.e}' } },
    },
  });
  const found = (identity: string) => {
    const block = s().blockOf(identity);
    return block && [block.address, block.copies];
  };
  test.each<[string, unknown]>([
    ['eni-1', undefined],
    [managed('alicloud_vpc.one', 'other'), undefined],
    [managed('alicloud_vpc.one'), ['alicloud_vpc.one', 1]],
    [managed('alicloud_vpc.two'), undefined],
    [managed('none'), undefined],
    [managed('alicloud_vpc.many'), ['alicloud_vpc.many', undefined]],
    [managed('alicloud_vpc.many[1]'), ['alicloud_vpc.many[1]', 1]],
    [managed('alicloud_vpc.many[2]'), undefined],
    [managed('alicloud_vpc.single[0]'), ['alicloud_vpc.single[0]', 1]],
    [managed('alicloud_vpc.single[1]'), undefined],
    [managed('alicloud_vpc.each["a"]'), ['alicloud_vpc.each["a"]', 1]],
    [managed('alicloud_vpc.each["c"]'), undefined],
    [managed('alicloud_vpc.none[0]'), undefined],
    [managed('alicloud_vpc.open[0]'), ['alicloud_vpc.open', undefined]],
    [managed('alicloud_instance.web.network_interface_id'), ['alicloud_instance.web', 1]],
    [opaque('${alicloud_vpc.each[each.key].id}'), ['alicloud_vpc.each', undefined]],
    [opaque('${alicloud_vpc.none[each.key].id}'), undefined],
    [opaque('${alicloud_vpc.each[each.key].name}'), undefined],
    [opaque('${data.alicloud_vpc.one.id}'), undefined],
    [opaque('${alicloud_instance.web.network_interface_id}'), ['alicloud_instance.web', 1]],
    [opaque('${alicloud_vpc.one.network_interface_id}'), undefined],
    [opaque('${alicloud_ecs_network_interface_attachment.a.network_interface_id}'), ['alicloud_ecs_network_interface_attachment.a', 1]],
    [opaque('${var.x}'), undefined],
    [opaque('${alicloud_vpc.one.id}', 'other'), undefined],
  ])('%s', (identity, expected) => expect(found(identity)).toEqual(expected));

  test('of an unknown copy is any of them', () => {
    const block = s().blockOf(opaque('${alicloud_vpc.each[each.key].id}'))!;
    expect([block.repeated, block.path, block.name]).toEqual([true, 'net/alicloud_vpc.each', 'each']);
  });
});

describe('outputs of another stack', () => {
  const text = (rest: string) => `\${data.terraform_remote_state.a${rest}}`;
  const model = (value: unknown, more: object = {}) => modelOf(
    withState('a', {
      resource: { alicloud_vpc: { v: { cidr_block: '10.0.0.0/8' }, each: { for_each: ['k'] } } }, output: { o: { value } },
      ...more,
    }),
    withState('net', { data: { terraform_remote_state: { a: remoteState('a'), gone: remoteState('gone') } } }),
  );
  test.each<[string, unknown, string, unknown, string]>([
    ['a text', 'x', '.outputs.o', 'x', 'x'],
    ['a number', 5, '.outputs.o', 5, '5'],
    ['a list', ['x', 'y'], '.outputs.o[1]', 'y', 'y'],
    ['a nested value', { k: ['x'] }, '.outputs.o.k[0]', 'x', 'x'],
    ['a value by a quoted key', { 'k-1': 'x' }, '.outputs.o["k-1"]', 'x', 'x'],
    ['a quoted output', 'x', '.outputs["o"]', 'x', 'x'],
    ['an expression of that stack', '${alicloud_vpc.v.cidr_block}', '.outputs.o', '10.0.0.0/8', '10.0.0.0/8'],
    ['a resource', id('alicloud_vpc.v'), '.outputs.o', undefined, managed('alicloud_vpc.v', 'a')],
    ['a resource in a list', [id('alicloud_vpc.v')], '.outputs.o[0]', undefined, managed('alicloud_vpc.v', 'a')],
    ['a resource in an object', { k: [id('alicloud_vpc.v')] }, '.outputs.o["k"][0]', undefined, managed('alicloud_vpc.v', 'a')],
    ['a resource by a name', { k: id('alicloud_vpc.v') }, '.outputs.o.k', undefined, managed('alicloud_vpc.v', 'a')],
    ['a resource in a long list', Array.from({ length: 11 }, (_, i) => i < 10 ? 'x' : id('alicloud_vpc.v')), '.outputs.o[10]', undefined,
      managed('alicloud_vpc.v', 'a')],
    ['a resource by a long name', { 'key': id('alicloud_vpc.v'), 'k 1': 'x' }, '.outputs.o.key', undefined, managed('alicloud_vpc.v', 'a')],
    ['a resource by a long key', { 'k 1': id('alicloud_vpc.v') }, '.outputs.o["k 1"]', undefined, managed('alicloud_vpc.v', 'a')],
    ['copies', '${{ for k, v in alicloud_vpc.each : k => v.id }}', '.outputs.o.k', undefined, managed('alicloud_vpc.each["k"]', 'a')],
    ['a variable', '${var.x}', '.outputs.o', undefined, opaque('${var.x}', 'a')],
    ['another output', 'x', '.outputs.p', undefined, opaque(text('.outputs.p'))],
    ['no output', 'x', '', undefined, opaque(text(''))],
    ['all outputs', 'x', '.outputs', undefined, opaque(text('.outputs'))],
    ['a list as an id', [id('alicloud_vpc.v')], '.outputs.o', [expect.any(Unresolved)], opaque(text('.outputs.o'))],
    ['something that is not there', { k: 'x' }, '.outputs.o.j', undefined, opaque(text('.outputs.o.j'))],
    ['another attribute', 'x', '.backend', undefined, opaque(text('.backend'))],
  ])('%s', (_, value, rest, expected, identity) => {
    const s = only(model(value), 'net');
    if (expected === undefined) expect(s.value(text(rest))).toBeInstanceOf(Unresolved);
    else expect(s.value(text(rest))).toEqual(expected);
    expect(s.identity(text(rest))).toBe(identity);
  });

  test('whose parts are unknown have the names of this stack', () => {
    const s = only(model({ 'k': [id('alicloud_vpc.v'), 1], 'b c': '${var.x}' }), 'net');
    expect(s.value(text('.outputs.o'))).toEqual({
      'k': [new Unresolved('data.terraform_remote_state.a.outputs.o.k[0]'), 1],
      'b c': new Unresolved('data.terraform_remote_state.a.outputs.o["b c"]'),
    });
  });

  test('are not those of other data sources, or of other attributes', () => {
    const data = { terraform_remote_state: { a: remoteState('a'), b: remoteState('b') }, t: { a: {} } };
    const s = only(modelOf(withState('a', { output: { o: { value: 'x' } } }), withState('b', {}), withState('net', { data })), 'net');
    expect(s.value('${data.terraform_remote_state.a.outputs.o}')).toBe('x');
    for (const other of ['data.t.a.outputs.o', 'data.terraform_remote_state.a.config.o', 'data.terraform_remote_state.b.outputs.o']) {
      expect(s.value(`\${${other}}`)).toEqual(new Unresolved(other));
    }
  });

  test('are read from the stacks that lead to them', () => {
    const reading = (path: string, ...of: string[]) =>
      withState(path, { data: { terraform_remote_state: Object.fromEntries(of.map((name) => [name, remoteState(name)])) } });
    const all = modelOf(reading('a'), reading('b', 'a'), reading('c', 'gone', 'b'), reading('d', 'e'), reading('e', 'd'));
    const [a, b, c, d, e] = all.stacks;
    expect(stack({}).reads(a)).toBe(false);
    expect([b.reads(a), c.reads(b), c.reads(a), d.reads(e), e.reads(d)]).toEqual([true, true, true, true, true]);
    expect([a.reads(b), a.reads(a), b.reads(c), d.reads(a), b.reads(b)]).toEqual([false, false, false, false, false]);
  });
});
