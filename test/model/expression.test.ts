import { modelOf, only, stackOf } from './documents';
import { evaluated, TABLE } from './expression-table';

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
