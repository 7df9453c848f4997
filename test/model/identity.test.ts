import * as fc from 'fast-check';
import { managed, modelOf, only, remoteState, stackOf, withState } from './documents';
import {
  attributeReference, isLiteral, isManaged, literalBoolean, literalNumber, literalText, named, surelyDiffer,
} from '../../src/model/reference';
import { StackModel } from '../../src/model/stack-model';

const RESOURCES = {
  alicloud_ecs_network_interface: { web: {}, many: { count: 3 }, each: { for_each: '${toset(var.a)}' } },
  alicloud_instance: { web: {} },
  alicloud_ecs_network_interface_attachment: {
    web: { network_interface_id: '${alicloud_ecs_network_interface.web.id}', instance_id: '${alicloud_instance.web.id}' },
    literal: { network_interface_id: 'eni-1', instance_id: 'i-1' },
    twice: { network_interface_id: '${alicloud_ecs_network_interface_attachment.web.network_interface_id}' },
    many: { count: 2, network_interface_id: '${alicloud_ecs_network_interface.many[count.index].id}' },
  },
};

function stack(terraform: object = {}): StackModel {
  return only(modelOf(stackOf('net', { resource: RESOURCES, ...terraform })));
}
const opaque = (text: string, path = 'net') => `?${path}\u0000${text}`;
const eni = 'alicloud_ecs_network_interface';
const attachment = `${eni}_attachment`;

describe('what an id means', () => {
  test.each<[string, string, string]>([
    ['a literal is itself', 'eni-1', 'eni-1'],
    ['an escaped expression is a literal', '$${x}', '$${x}'],
    ['the id of a resource is that resource', `\${${eni}.web.id}`, managed(`${eni}.web`)],
    ['an index by number names one copy', `\${${eni}.many[0].id}`, managed(`${eni}.many[0]`)],
    ['an index by key names one copy', `\${${eni}.each["a"].id}`, managed(`${eni}.each["a"]`)],
    [
      'an index by count.index names another one in every copy',
      `\${${eni}.many[count.index].id}`,
      opaque(`\${${eni}.many[count.index].id}`),
    ],
    ['an index by each.key too', `\${${eni}.each[each.key].id}`, opaque(`\${${eni}.each[each.key].id}`)],
    ['an index that is an expression inside quotes too', `\${${eni}.each["\${var.a}"].id}`, opaque(`\${${eni}.each["\${var.a}"].id}`)],
    ['an attribute that is no id is opaque', `\${${eni}.web.mac}`, opaque(`\${${eni}.web.mac}`)],
    ['a resource that is not in the stack is opaque', `\${${eni}.other.id}`, opaque(`\${${eni}.other.id}`)],
    ['a data source is opaque', '${data.alicloud_instances.a.id}', opaque('${data.alicloud_instances.a.id}')],
    ['a variable is opaque', '${var.eni}', opaque('${var.eni}')],
    ['text around an expression is opaque', 'eni-${var.a}', opaque('eni-${var.a}')],
    [
      'the primary interface of an instance is a thing of its own',
      '${alicloud_instance.web.network_interface_id}',
      managed('alicloud_instance.web.network_interface_id'),
    ],
    ['an attachment is its interface', `\${${attachment}.web.network_interface_id}`, managed(`${eni}.web`)],
    ['an attachment of an attachment too', `\${${attachment}.twice.network_interface_id}`, managed(`${eni}.web`)],
    ['an attachment of a literal is that literal', `\${${attachment}.literal.network_interface_id}`, 'eni-1'],
    ['an attachment of many is followed by its index', `\${${attachment}.many[0].network_interface_id}`, managed(`${eni}.many[0]`)],
    [
      'one that is not there is opaque',
      `\${${attachment}.many[2].network_interface_id}`,
      opaque(`\${${attachment}.many[2].network_interface_id}`),
    ],
    ['the id of an attachment is no interface', `\${${attachment}.web.id}`, managed(`${attachment}.web`)],
  ])('%s', (_, text, identity) => {
    expect(stack().identity(text)).toBe(identity);
  });

  test('the instance and its primary interface are two things', () => {
    const s = stack();
    expect(s.identity('${alicloud_instance.web.id}')).not.toBe(s.identity('${alicloud_instance.web.network_interface_id}'));
  });

  test('equal text in two stacks is one thing only where it is literal', () => {
    const [a, b] = modelOf(stackOf('a', { resource: RESOURCES }), stackOf('b', { resource: RESOURCES })).stacks;
    for (const text of ['${var.eni}', `\${${eni}.web.id}`]) expect(a.identity(text)).not.toBe(b.identity(text));
    expect(a.identity('eni-1')).toBe(b.identity('eni-1'));
  });

  test('any text has the same meaning each time, and any literal is itself', () => {
    const s = stack();
    fc.assert(fc.property(fc.string(), (text) => {
      const identity = s.identity(text);
      expect(s.identity(text)).toBe(identity);
      if (!text.includes('{')) expect(identity).toBe(text);
    }));
  });
});

describe('locals', () => {
  test('are followed, over several steps', () => {
    const s = stack({ locals: { a: '${local.b}', b: `\${${attachment}.web.network_interface_id}`, plain: 'eni-7' } });
    expect(s.identity('${local.a}')).toBe(managed(`${eni}.web`));
    expect(s.identity('${local.plain}')).toBe('eni-7');
  });

  test('that are no text, or not there, are opaque', () => {
    const s = stack({ locals: { list: ['eni-1'] } });
    for (const name of ['list', 'none']) expect(s.identity(`\${local.${name}}`)).toBe(opaque(`\${local.${name}}`));
  });

  test('in a circle end, and stay unknown', () => {
    const s = stack({ locals: { a: '${local.b}', b: '${local.a}', self: '${local.self}' } });
    for (const name of ['a', 'b', 'self']) expect(s.identity(`\${local.${name}}`)).toMatch(/^\?net/);
  });
});

describe('the state of another stack', () => {
  const output = (state: string, name: string) => `\${data.terraform_remote_state.${state}.outputs.${name}}`;

  test('is followed to the output, and on from there, over any number of steps', () => {
    const chain = Array.from({ length: 10 }, (_, i) => withState(`s${i}`, i === 0
      ? { resource: RESOURCES, output: { eni: { value: `\${${attachment}.web.network_interface_id}` } } }
      : { data: { terraform_remote_state: { before: remoteState(`s${i - 1}`) } }, output: { eni: { value: output('before', 'eni') } } }));
    const model = modelOf(...chain);
    expect(only(model, 's9').identity(output('before', 'eni'))).toBe(managed(`${eni}.web`, 's0'));
  });

  test('to a literal too, in both spellings', () => {
    const model = modelOf(
      withState('ids', { output: { 'eni': { value: 'eni-1' }, 'eni-x': { value: 'eni-2' } } }),
      withState('net', { data: { terraform_remote_state: { ids: remoteState('ids') } } }),
    );
    expect(only(model, 'net').identity(output('ids', 'eni'))).toBe('eni-1');
    expect(only(model, 'net').identity('${data.terraform_remote_state.ids.outputs["eni-x"]}')).toBe('eni-2');
  });

  test('that goes in a circle, is not in the app, or has no such output, stays unknown', () => {
    const model = modelOf(
      withState('a', { data: { terraform_remote_state: { b: remoteState('b') } }, output: { eni: { value: output('b', 'eni') } } }),
      withState('b', {
        data: { terraform_remote_state: { a: remoteState('a'), gone: remoteState('gone') } },
        output: { eni: { value: output('a', 'eni') }, ids: { value: ['eni-1'] } },
      }),
    );
    const [a, b] = model.stacks;
    expect(isLiteral(a.identity(output('b', 'eni'))) || isManaged(a.identity(output('b', 'eni')))).toBe(false);
    expect(b.identity(output('gone', 'eni'))).toBe(opaque(output('gone', 'eni'), 'b'));
    expect(a.identity(output('b', 'none'))).toBe(opaque(output('b', 'none'), 'a'));
    // A list is no id.
    expect(a.identity(output('b', 'ids'))).toBe(opaque(output('b', 'ids'), 'a'));
  });

  test('is found by the whole configuration of the backend, whatever the order of its keys', () => {
    const oss = (bucket: string, order: 'ab' | 'ba') => order === 'ab' ? { bucket, key: 'k' } : { key: 'k', bucket };
    const document = (path: string, bucket: string, value: string) =>
      stackOf(path, { terraform: { backend: { oss: oss(bucket, 'ab') } }, output: { eni: { value } } });
    const model = modelOf(document('one', 'b1', 'eni-1'), document('two', 'b2', 'eni-2'),
      stackOf('net', {
        data: {
          terraform_remote_state: { s: { backend: 'oss', config: oss('b2', 'ba') }, none: { backend: 'oss', config: oss('b3', 'ab') } },
        },
      }),
    );
    expect(only(model, 'net').identity(output('s', 'eni'))).toBe('eni-2');
    expect(only(model, 'net').identity(output('none', 'eni'))).toMatch(/^\?net/);
  });

  test('is another backend where the kind is another', () => {
    const model = modelOf(stackOf('a', { terraform: { backend: { local: { path: 'x' } } }, output: { eni: { value: 'eni-1' } } }),
      stackOf('net', { data: { terraform_remote_state: { s: { backend: 'http', config: { path: 'x' } } } } }));
    expect(only(model, 'net').identity(output('s', 'eni'))).toMatch(/^\?net/);
  });
});

/** The arguments of each backend of Terraform that locate a state, and others that do not. */
const BACKENDS: readonly (readonly [kind: string, place: Record<string, string>, other: Record<string, unknown>])[] = [
  ['local', { path: 'net.tfstate' }, {}],
  ['azurerm', { storage_account_name: 'a', container_name: 'c', key: 'k' }, { access_key: 'x', use_oidc: true }],
  ['consul', { address: 'consul.example', path: 'p' }, { access_token: 'x', lock: false }],
  ['cos', { bucket: 'b', prefix: 'p', key: 'k' }, { secret_id: 'x', encrypt: true }],
  ['gcs', { bucket: 'b', prefix: 'p' }, { credentials: 'x' }],
  ['http', { address: 'https://state.example/net' }, { username: 'x', lock_address: 'https://state.example/lock' }],
  ['kubernetes', { secret_suffix: 's', namespace: 'n' }, { config_path: 'x' }],
  ['oss', { bucket: 'b', prefix: 'p', key: 'k', region: 'cn-hangzhou' }, { access_key: 'x', tablestore_table: 't' }],
  ['pg', { conn_str: 'postgres://db.example', schema_name: 's' }, { skip_schema_creation: true }],
  ['s3', { bucket: 'b', key: 'k', region: 'us-east-1' }, { encrypt: true, dynamodb_table: 't', use_lockfile: true }],
  ['swift', { container: 'c', state_name: 's' }, { token: 'x' }],
  ['etcdv3', { prefix: 'p' }, { username: 'x' }],
  ['remote', { hostname: 'tfe.example', organization: 'o' }, { token: 'x' }],
  // A backend that the table does not have: all of its arguments count.
  ['other', { a: '1', b: '2' }, {}],
];

describe.each(BACKENDS)('the backend %s', (kind, place, other) => {
  const text = '${data.terraform_remote_state.s.outputs.eni}';
  const backend = kind === 'remote' ? { ...place, workspaces: { name: 'net' } } : place;
  const read = (config: object, of: object = {}) => only(
    modelOf(
      stackOf('net', { terraform: { backend: { [kind]: { ...backend, ...other } } }, output: { eni: { value: 'eni-1' } } }),
      stackOf('mirroring', { data: { terraform_remote_state: { s: { backend: kind, config, ...of } } } }),
    ),
    'mirroring',
  ).identity(text);

  test('is found by what locates its state, whatever the credentials', () => {
    expect(read({ ...backend, ...other })).toBe('eni-1');
    expect(read(backend)).toBe('eni-1');
    expect(read(Object.fromEntries(Object.entries(backend).reverse()))).toBe('eni-1');
  });
  test('is another state if one of these arguments differs, or in another workspace', () => {
    for (const name of Object.keys(place)) expect(read({ ...backend, [name]: 'x' })).toMatch(/^\?mirroring/);
    if (kind === 'remote') expect(read({ ...backend, workspaces: { name: 'x' } })).toMatch(/^\?mirroring/);
    expect(read(backend, { workspace: 'staging' })).toMatch(/^\?mirroring/);
    expect(read(backend, { workspace: '${terraform.workspace}' })).toBe('eni-1');
  });
});

describe('the state of HCP Terraform', () => {
  const text = '${data.terraform_remote_state.s.outputs.eni}';
  const read = (cloud: object, config: object) => only(
    modelOf(
      stackOf('net', { terraform: { cloud }, output: { eni: { value: 'eni-1' } } }),
      stackOf('mirroring', { data: { terraform_remote_state: { s: { backend: 'remote', config } } } }),
    ),
    'mirroring',
  ).identity(text);
  const workspaces = { name: 'net' };
  test.each<[string, object, object]>([
    ['by name', { organization: 'o', workspaces }, { organization: 'o', workspaces }],
    ['in a project', { organization: 'o', workspaces: { ...workspaces, project: 'p' } }, { organization: 'o', workspaces }],
    ['with the host', { organization: 'o', hostname: 'app.terraform.io', workspaces }, { organization: 'o', workspaces }],
    ['in lists', { organization: 'o', workspaces: [workspaces] }, { organization: 'o', workspaces: [workspaces] }],
  ])('is read through the backend remote: %s', (_, cloud, config) => expect(read(cloud, config)).toBe('eni-1'));
  test.each<[string, object]>([
    ['another organization', { organization: 'x', workspaces }],
    ['another host', { organization: 'o', hostname: 'tfe.example', workspaces }],
    ['another workspace', { organization: 'o', workspaces: { name: 'x' } }],
  ])('is not that of %s', (_, config) => expect(read({ organization: 'o', workspaces }, config)).toMatch(/^\?mirroring/));
});

test('the state of a stack without a backend is nowhere', () => {
  const model = modelOf(
    stackOf('net', { output: { eni: { value: 'eni-1' } } }),
    withState('mirroring', { data: { terraform_remote_state: { a: { backend: 'remote', config: {} }, b: { backend: 'undefined' } } } }),
  );
  for (const name of ['a', 'b', 'c']) {
    expect(only(model, 'mirroring').identity(`\${data.terraform_remote_state.${name}.outputs.eni}`)).toMatch(/^\?mirroring/);
  }
});

describe('the location of a state', () => {
  const text = '${data.terraform_remote_state.s.outputs.eni}';
  const read = (terraform: object, remote: object | undefined) => only(
    modelOf(
      stackOf('net', { terraform, output: { eni: { value: 'eni-1' } } }),
      stackOf('mirroring', { data: { terraform_remote_state: { s: remote } } }),
    ),
    'mirroring',
  ).identity(text);
  const local = { backend: 'local', config: { path: 'x' } };
  test.each<[string, object, object | undefined, boolean]>([
    ['of a backend with a comment', { backend: { '//': 'a', 'local': { '//': 'b', 'path': 'x' } } }, local, true],
    ['of no backend', {}, { backend: 'undefined', config: {} }, false],
    ['of no cloud', {}, { backend: 'remote', config: {} }, false],
    ['that is not read', { backend: { local: { path: 'x' } } }, undefined, false],
    ['in the null workspace', { backend: { local: { path: 'x' } } }, { ...local, workspace: null }, true],
    ['in a workspace', { backend: { local: { path: 'x' } } }, { ...local, workspace: 'prod' }, false],
    ['through the backend cloud', { cloud: { organization: 'o', workspaces: { name: 'n' } } },
      { backend: 'cloud', config: { organization: 'o', workspaces: { name: 'n' } } }, true],
    ['with an empty argument', { backend: { local: { path: 'x', workspace_dir: '' } } }, local, true],
    ['with a workspace argument of an unknown backend', { backend: { other: { a: '1', workspace: 'x' } } },
      { backend: 'other', config: { a: '1' } }, true],
    ['with a comment of an unknown backend', { backend: { other: { 'a': '1', '//': 'x' } } }, { backend: 'other', config: { a: '1' } },
      true],
    ['of a list of keys', { backend: { s3: { key: 'k', bucket: 'b', region: 'r' } } },
      { backend: 's3', config: { region: 'r', bucket: 'b', key: 'k' } }, true],
    ['of an unknown backend in another order', { backend: { other: { c: '1', a: '2', b: '3' } } },
      { backend: 'other', config: { b: '3', c: '1', a: '2' } }, true],
    ['of a backend after a comment', { backend: { '//': { path: 'y' }, 'local': { path: 'x' } } }, local, true],
    ['of no cloud in no organization', {}, { backend: 'remote', config: undefined }, false],
    ['of no settings', {}, { backend: 'local', config: { path: 'terraform.tfstate' } }, false],
    ['of the default file, which each folder has', { backend: { local: {} } },
      { backend: 'local', config: { path: 'terraform.tfstate' } }, false],
    ['with a prefix of workspaces', { backend: { remote: { organization: 'o', workspaces: { prefix: 'p-' } } } },
      { backend: 'remote', config: { organization: 'o', workspaces: { prefix: 'p-' } } }, true],
    ['with another prefix of workspaces', { backend: { remote: { organization: 'o', workspaces: { prefix: 'p-' } } } },
      { backend: 'remote', config: { organization: 'o', workspaces: { prefix: 'q-' } } }, false],
    ['with tags of workspaces', { cloud: { organization: 'o', workspaces: { tags: ['a'] } } },
      { backend: 'cloud', config: { organization: 'o', workspaces: { tags: ['a'] } } }, true],
    ['with other tags of workspaces', { cloud: { organization: 'o', workspaces: { tags: ['a'] } } },
      { backend: 'cloud', config: { organization: 'o', workspaces: { tags: ['b'] } } }, false],
  ])('%s', (_, terraform, remote, found) => {
    if (found) expect(read(terraform, remote)).toBe('eni-1');
    else expect(read(terraform, remote)).toMatch(/^\?mirroring/);
  });
});

test('a location that two stacks have, such as the default path in two folders, is that of neither', () => {
  const local = (path: string, value: string) => stackOf(path, { terraform: { backend: { local: {} } }, output: { eni: { value } } });
  const data = { terraform_remote_state: { s: { backend: 'local', config: {} } } };
  const identity = (...others: string[]) => {
    const model = modelOf(...others.map((id) => local(id, `eni-${id}`)), stackOf('net', { data }));
    return only(model, 'net').identity('${data.terraform_remote_state.s.outputs.eni}');
  };
  expect(identity('one')).toBe('eni-one');
  expect(identity('one', 'two')).toMatch(/^\?net/);
});

describe('the resource behind an identity', () => {
  test('is found for a resource, a copy of it, and a reference to one of its copies', () => {
    const model = modelOf(stackOf('net', { resource: RESOURCES }));
    const [s] = model.stacks;
    const behind = (text: string) => model.blockOf(s.identity(text))?.block.address;
    expect(behind(`\${${eni}.web.id}`)).toBe(`${eni}.web`);
    expect(behind(`\${${eni}.many[1].id}`)).toBe(`${eni}.many[1]`);
    expect(behind(`\${${eni}.many[7].id}`)).toBeUndefined();
    expect(behind(`\${${eni}.many[count.index].id}`)).toBe(`${eni}.many`);
    expect(behind('${alicloud_instance.web.network_interface_id}')).toBe('alicloud_instance.web');
    for (const text of ['eni-1', '${var.eni}', '${data.alicloud_instances.a.id}']) expect(behind(text)).toBeUndefined();
  });

  test('may be in another stack', () => {
    const model = modelOf(
      withState('a', { resource: RESOURCES, output: { eni: { value: `\${${eni}.web.id}` } } }),
      withState('b', { data: { terraform_remote_state: { a: remoteState('a') } } }),
    );
    const found = model.blockOf(only(model, 'b').identity('${data.terraform_remote_state.a.outputs.eni}'));
    expect([found?.stack.path, found?.block.address]).toEqual(['a', `${eni}.web`]);
  });
});

describe('copies of a resource', () => {
  const blocks = (body: object, type = 'alicloud_vpc', more: object = {}) =>
    only(modelOf(stackOf('net', { resource: { [type]: { a: body } }, ...more }))).blocks(type);
  const told = (body: object, type?: string, more?: object) => blocks(body, type, more).map((b) => [b.address, b.copies, b.repeated]);

  test.each<[string, object, unknown[]]>([
    ['one without count', {}, [['alicloud_vpc.a', 1, false]]],
    ['a count', { count: 2 }, [['alicloud_vpc.a[0]', 1, false], ['alicloud_vpc.a[1]', 1, false]]],
    ['a count as text', { count: '1' }, [['alicloud_vpc.a[0]', 1, false]]],
    ['a count of 0', { count: 0 }, []],
    ['a count that a local decides', { count: '${local.on ? 1 : 0}' }, []],
    ['a count by a variable', { count: '${var.n}' }, [['alicloud_vpc.a', undefined, true]]],
    ['for_each over an object', { for_each: { b: 1, a: 2 } }, [['alicloud_vpc.a["a"]', 1, false], ['alicloud_vpc.a["b"]', 1, false]]],
    ['for_each over a set', { for_each: '${toset(["x", "x"])}' }, [['alicloud_vpc.a["x"]', 1, false]]],
    ['for_each over nothing', { for_each: {} }, []],
    ['for_each by a variable', { for_each: '${toset(var.a)}' }, [['alicloud_vpc.a', undefined, true]]],
  ])('%s', (_, body, expected) => {
    expect(told(body, undefined, { locals: { on: false } })).toEqual(expected);
  });

  test('of a session are counted where nothing tells them apart', () => {
    const type = 'alicloud_vpc_traffic_mirror_session';
    expect(told({ count: 3, priority: 7 }, type)).toEqual([[`${type}.a`, 3, true]]);
    expect(blocks({ count: 3, priority: '${count.index + 1}' }, type).map((b) => [b.address, b.body.priority])).toEqual([
      [`${type}.a[0]`, 1],
      [`${type}.a[1]`, 2],
      [`${type}.a[2]`, 3],
    ]);
  });

  test('have the values of their keys', () => {
    const [a, b] = blocks({
      for_each: { a: { cidr: '10.0.0.0/8' }, b: { cidr: '${var.b}' } },
      cidr_block: '${each.value.cidr}',
      vpc_name: 'vpc-${each.key}',
      tags: { of: '${var.c}' },
    });
    expect([a.body.cidr_block, a.body.vpc_name, a.body.tags]).toEqual(['10.0.0.0/8', 'vpc-a', { of: '${var.c}' }]);
    expect([b.body.cidr_block, b.body.vpc_name]).toEqual(['${var.b}', 'vpc-b']);
  });

  test('are the things that references by their keys name', () => {
    const s = only(modelOf(stackOf('net', {
      resource: {
        alicloud_vpc: { v: { for_each: { a: '10.0.0.0/8' }, cidr_block: '${each.value}' } },
        alicloud_vswitch: {
          w: {
            for_each: { a: 1 },
            vpc_id: '${alicloud_vpc.v[each.key].id}',
            cidr_block: '${cidrsubnet(alicloud_vpc.v[each.key].cidr_block, 8, each.value)}',
          },
        },
      },
    })));
    const [w] = s.blocks('alicloud_vswitch');
    expect(s.identity(w.body.vpc_id)).toBe(managed('alicloud_vpc.v["a"]'));
    expect(w.body.cidr_block).toBe('10.1.0.0/16');
  });
});

describe('two identities', () => {
  const identity = fc.oneof(
    fc.constantFrom('eni-1', 'eni-2'),
    fc.constantFrom('a', 'b').map((a) => managed(a)),
    fc.constantFrom('${var.a}', '${var.b}').map((t) => opaque(t)),
  );

  test('surely differ only if they are two ids, or two resources', () => {
    fc.assert(fc.property(identity, identity, (a, b) => {
      const kind = (id: string) => isLiteral(id) ? 'literal' : isManaged(id) ? 'managed' : 'opaque';
      expect(surelyDiffer(a, b)).toBe(a !== b && kind(a) === kind(b) && kind(a) !== 'opaque');
      expect(surelyDiffer(a, b)).toBe(surelyDiffer(b, a));
    }));
  });

  test('are named as a reader would', () => {
    expect([named('eni-1'), named(managed('a.b')), named(opaque('${var.a}'))]).toEqual(['eni-1', 'a.b', '${var.a}']);
  });
});

describe('texts', () => {
  test.each<[string, ReturnType<typeof attributeReference>]>([
    ['${a_b.c-d.e_f}', { data: false, type: 'a_b', name: 'c-d', index: '', attribute: 'e_f' }],
    ['${data.a.b.c}', { data: true, type: 'a', name: 'b', index: '', attribute: 'c' }],
    ['${a.b[0].c}', { data: false, type: 'a', name: 'b', index: '[0]', attribute: 'c' }],
    ['${a.b["x.y"].c}', { data: false, type: 'a', name: 'b', index: '["x.y"]', attribute: 'c' }],
    ['${a.b.c.d}', undefined], ['${a.b}', undefined], ['a.b.c', undefined], ['${a.b.c} ', undefined], ['${join("", [a.b.c])}', undefined],
  ])('%s refers to %j', (text, reference) => expect(attributeReference(text)).toEqual(reference));

  test('numbers and truth values may be written as text, as Terraform reads them', () => {
    expect([
      literalNumber(5),
      literalNumber('5'),
      literalNumber(' 5 '),
      literalNumber('-1.5'),
      literalNumber('5a'),
      literalNumber('a5'),
      literalNumber('55.25'),
      literalNumber('${var.n}'),
      literalNumber(true),
      literalNumber(''),
    ]).toEqual([5, 5, 5, -1.5, undefined, undefined, 55.25, undefined, undefined, undefined]);
    expect([true, false, 'true', 'false', 'TRUE', 1, '${var.b}', null].map(literalBoolean)).toEqual([
      true, false, true, false, undefined, undefined, undefined, undefined,
    ]);
    expect(['a', '', '${var.a}', 5, null].map(literalText)).toEqual(['a', '', undefined, undefined, undefined]);
  });
});
