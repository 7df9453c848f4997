import { hub, managed, modelOf, stackOf } from './documents';
import { ResourceEffect } from '../../src/catalog/resource-effects';
import { StackDocument, TerraformJson } from '../../src/model/document';
import { Others } from '../../src/model/network/others';
import { phrase } from '../../src/texts/phrase';

const NUL = '\u0000';
const G = managed('alicloud_security_group.g');

function others(terraform: TerraformJson, ...more: StackDocument[]): Others {
  const resource = { alicloud_security_group: { g: {} }, ...terraform.resource };
  return Others.of(modelOf(stackOf('net', { ...terraform, resource }), ...more));
}

/** A module with an input that has this text. */
const withModule = (input: unknown, more: TerraformJson = {}): TerraformJson => ({ module: { hub: { source: 'x', input } }, ...more });
const RULES = ResourceEffect.GROUP_RULES;

describe('a module refers to a resource', () => {
  test.each<[string, TerraformJson]>([
    ['by an attribute', withModule('${alicloud_security_group.g.id}')],
    ['as a whole', withModule('${alicloud_security_group.g}')],
    ['within a list', withModule(['a', '${alicloud_security_group.g.id}'])],
    ['within an object', withModule({ groups: { a: '${alicloud_security_group.g.id}' } })],
    ['within a call', withModule('${concat(alicloud_security_group.g.*.id)}')],
    ['in the middle of a text', withModule('a ${upper(alicloud_security_group.g.id)} b')],
    ['by a copy', withModule('${alicloud_security_group.g[0].id}')],
    ['after another one', withModule('${[alicloud_vpc.v.id, alicloud_security_group.g.id]}')],
    ['by a local', withModule('${local.group}', { locals: { group: '${alicloud_security_group.g.id}' } })],
    ['by a part of a local', withModule('${local.all.group}', { locals: { all: { group: '${alicloud_security_group.g.id}' } } })],
    ['by a local of a local', withModule('${local.a}', { locals: { a: '${local.b}', b: '${alicloud_security_group.g.id}' } })],
    ['by locals that refer to each other', withModule('${local.a}',
      { locals: { a: '${local.b} ${alicloud_security_group.g.id}', b: '${local.a}' } })],
    ['by the second of two locals', withModule('${local.a}${local.b}', { locals: { a: '', b: '${alicloud_security_group.g.id}' } })],
    ['in depends_on', { module: { hub: { source: 'x', for_each: { a: 1 }, depends_on: ['${alicloud_security_group.g}'] } } }],
  ])('%s', (_, terraform) => {
    expect(others(terraform).at(G, RULES)).toEqual(hub('alicloud_security_group.g'));
  });

  test.each<[string, TerraformJson]>([
    ['of another name', withModule('${alicloud_security_group.h.id}')],
    ['of another type', withModule('${alicloud_vpc.g.id}')],
    ['of a data source', withModule('${data.alicloud_security_group.g.id}')],
    ['of another module', withModule('${module.alicloud_security_group.g.id}')],
    ['as a text', withModule('alicloud_security_group.g.id')],
    ['by a local of no stack', withModule('${local.none}')],
    ['by an output of no state', withModule('${data.terraform_remote_state.none.outputs.a}')],
    ['by an output of no state beside other data', withModule('${data.terraform_remote_state.none.outputs.a}',
      { data: { alicloud_zones: { z: {} } } })],
    ['by an unknown local', withModule('${local.none}', { locals: { group: '${alicloud_security_group.g.id}' } })],
    ['by an attribute of the name of a local', withModule('${var.local.group}', { locals: { group: '${alicloud_security_group.g.id}' } })],
    ['in its comment', { module: { hub: { 'source': 'x', '//': { metadata: { of: '${alicloud_security_group.g.id}' } } } } }],
    ['in the comment of an input', withModule({ '//': '${alicloud_security_group.g.id}' })],
    ['if it is turned off', { module: { hub: { source: 'x', count: 0, input: '${alicloud_security_group.g.id}' } } }],
    ['by nothing', withModule([null])],
    ['by a number', withModule(5)],
  ])('but not %s', (_, terraform) => {
    expect(others(terraform).at(G, RULES)).toBeUndefined();
  });

  test('by its id', () => {
    expect(others(withModule('sg-bp1sensor')).at('sg-bp1sensor', RULES)).toEqual(hub('sg-bp1sensor'));
    expect(others(withModule(['sg-bp1sensor'])).at('sg-bp1sensor', RULES)).toEqual(hub('sg-bp1sensor'));
    expect(others(withModule('sg-bp1sensor')).at('sg-bp1other', RULES)).toBeUndefined();
    // Texts that are no ids.
    for (const text of ['xsg-bp1 sensor', 'toolonganame-bp1', 'sg-', 'SG-1', '1sg-1', 'sg_1']) {
      expect(others(withModule(text)).at(text, RULES)).toBeUndefined();
    }
  });

  test('whatever copy or attribute of it is asked for', () => {
    const found = others(withModule('${alicloud_security_group.g.id}'));
    expect(found.at(managed('alicloud_security_group.g["a"]'), RULES)).toEqual(hub('alicloud_security_group.g["a"]'));
    expect(found.at(`?net${NUL}\${alicloud_security_group.g[count.index].id}`, RULES)).toEqual(
      hub('${alicloud_security_group.g[count.index].id}'),
    );
    expect(found.at(managed('alicloud_security_group.gg'), RULES)).toBeUndefined();
    expect(found.at(managed('alicloud_security_group.g', 'other'), RULES)).toBeUndefined();
    expect(found.at(`?net${NUL}\${var.group}`, RULES)).toBeUndefined();
    expect(found.at(`?net${NUL}\${upper(alicloud_security_group.g.id)}`, RULES)).toBeUndefined();
  });
});

describe('from another stack', () => {
  const backend = { local: { path: 'net.tfstate' } };
  const net = (more: TerraformJson = {}) => stackOf('net', {
    terraform: { backend },
    resource: { alicloud_security_group: { g: {} } },
    output: { 'group': { value: '${alicloud_security_group.g.id}' }, 'odd name': { value: '${alicloud_security_group.g.id}' } },
    ...more,
  });
  const reader = (input: string, more: TerraformJson = {}) => stackOf('reader', {
    data: { terraform_remote_state: { net: { backend: 'local', config: backend.local } } }, module: { hub: { source: 'x', input } },
    ...more,
  });
  const at = (...documents: StackDocument[]) => Others.of(modelOf(...documents)).at(G, RULES);

  test.each<[string, boolean]>([
    ['${data.terraform_remote_state.net.outputs.group}', true],
    ['${data.terraform_remote_state.net.outputs["odd name"]}', true],
    ['${upper(data.terraform_remote_state.net.outputs.group)}', true],
    ['${data.terraform_remote_state.other.outputs.group}', false],
    ['${data.terraform_remote_state.net.outputs.none}', false],
    ['${data.terraform_remote_state.net.group}', false],
    ['${data.terraform_remote_state.net}', true],
    ['${data.terraform_remote_state.net.outputs}', true],
    ['${data.terraform_remote_state.net["outputs"]["group"]}', true],
    ['${data.terraform_remote_state.net[0].outputs.group}', true],
    ['${data.terraform_remote_state.net[0].outputs.none}', false],
    ['${data.terraform_remote_state.net.config.path}', false],
    ['${keys(data.terraform_remote_state.none)}', false],
  ])('%s refers to it: %p', (input, refers) => {
    expect(at(reader(input), net())).toEqual(refers ? hub('alicloud_security_group.g') : undefined);
  });

  test('a stack without outputs refers to nothing', () => {
    expect(at(reader('${data.terraform_remote_state.net.outputs.group}'),
      net({ terraform: { backend }, output: undefined }))).toBeUndefined();
  });

  test('each output is followed', () => {
    const two = '${data.terraform_remote_state.net.outputs.none} ${data.terraform_remote_state.net.outputs.group}';
    expect(at(reader(two), net())).toEqual(hub('alicloud_security_group.g'));
  });

  test('outputs that refer to each other end', () => {
    const loop = net({
      terraform: { backend }, data: { terraform_remote_state: { reader: { backend: 'local', config: { path: 'reader.tfstate' } } } },
      output: { a: { value: '${data.terraform_remote_state.reader.outputs.a} ${alicloud_security_group.g.id}' } },
    });
    const back = reader('${data.terraform_remote_state.net.outputs.a}', {
      terraform: { backend: { local: { path: 'reader.tfstate' } } },
      output: { a: { value: '${data.terraform_remote_state.net.outputs.a}' } },
    });
    expect(at(back, loop)).toEqual(hub('alicloud_security_group.g'));
  });
});

describe('a resource refers to a resource', () => {
  const at = (type: string, effect = RULES, body: object = { group: '${alicloud_security_group.g.id}' }) =>
    others({ resource: { [type]: { r: body } } }).at(G, effect);
  const refers = (type: string) => phrase('refersTo', { path: `net/${type}.r`, type, thing: 'alicloud_security_group.g' });
  test('and may change it, by what its type does', () => {
    expect(at('alicloud_emr_cluster')).toEqual(refers('alicloud_emr_cluster'));
    expect(at('alicloud_emr_cluster', ResourceEffect.SERVERS)).toBeUndefined();
    expect(at('alicloud_of_tomorrow')).toEqual(refers('alicloud_of_tomorrow'));
    expect(at('alicloud_flow_log')).toBeUndefined();
    const program = (provisioner: unknown) =>
      at('alicloud_flow_log', RULES, { group: '${alicloud_security_group.g.id}', provisioner });
    const local = { 'local-exec': { command: 'x' } };
    for (const provisioner of [local, [local], [{ file: {} }, local]]) expect(program(provisioner)).toEqual(refers('alicloud_flow_log'));
    for (const provisioner of [{ 'remote-exec': {} }, [null, { file: {} }], []]) expect(program(provisioner)).toBeUndefined();
    expect(at('null_resource')).toBeUndefined();
    expect(at('alicloud_of_tomorrow', RULES, {})).toBeUndefined();
  });

  test.each([
    'alicloud_vpc_traffic_mirror_session',
    'alicloud_vpc_traffic_mirror_filter',
    'alicloud_vpc_traffic_mirror_filter_ingress_rule',
    'alicloud_vpc_traffic_mirror_filter_egress_rule',
    'alicloud_security_group',
    'alicloud_security_group_rule',
    'alicloud_network_acl',
    'alicloud_vpc_network_acl_attachment',
    'alicloud_network_acl_attachment',
    'alicloud_network_acl_entries',
    'alicloud_slb_load_balancer',
    'alicloud_slb',
    'alicloud_slb_listener',
    'alicloud_slb_server_group',
    'alicloud_slb_server_group_server_attachment',
    'alicloud_vpc',
    'alicloud_vswitch',
    'alicloud_route_entry',
    'alicloud_route_table_attachment',
    'alicloud_vpc_peer_connection',
    'alicloud_vpc_peer_connection_accepter',
    'alicloud_vpc_ipv4_cidr_block',
    'alicloud_instance',
    'alicloud_ecs_network_interface',
    'alicloud_network_interface',
    'alicloud_ecs_network_interface_attachment',
    'alicloud_network_interface_attachment',
  ])('and changes nothing that the model does not read: %s', (type) => {
    expect(at(type)).toBeUndefined();
  });

  test('as its argument is written, whatever its value is', () => {
    const resource = {
      alicloud_security_group: { g: { name: 'n' } },
      alicloud_of_tomorrow: { r: { name: '${alicloud_security_group.g.name}' } },
    };
    expect(others({ resource }).at(G, RULES)).toEqual(refers('alicloud_of_tomorrow'));
  });

  test('beside a module: the first is named', () => {
    const both = {
      ...withModule('${alicloud_security_group.g.id}'),
      resource: { alicloud_of_tomorrow: { r: { g: '${alicloud_security_group.g.id}' } } },
    };
    expect(others(both).at(G, RULES)).toEqual(hub('alicloud_security_group.g'));
    const first = {
      resource: {
        alicloud_flow_log: { r: { g: '${alicloud_security_group.g.id}' } },
        alicloud_of_tomorrow: { r: { g: '${alicloud_security_group.g.id}' } },
      },
    };
    expect(others(first).at(G, RULES)).toEqual(refers('alicloud_of_tomorrow'));
  });
});

test('the modules of an app, with their inputs and the things that they get', () => {
  const { modules } = others({
    module: {
      hub: {
        '//': { metadata: { path: 'net/Hub' } }, 'source': './hub', 'version': '1', 'providers': {}, 'depends_on': [], 'count': 1,
        'group': '${alicloud_security_group.g.id}', 'gone': '${alicloud_security_group.gone.id}', 'vpc': 'vpc-1', 'name': 'a name',
      },
      bare: { 'for_each': { a: 1 }, '//': {} },
      off: { source: 'x', count: 0 },
    },
  });
  expect(modules.map(({ stack, ...more }) => ({ ...more, stack: stack.path }))).toEqual([
    { stack: 'net', name: 'hub', path: 'net/Hub', source: './hub', inputs: ['group', 'gone', 'vpc', 'name'], things: [G, 'vpc-1'] },
    { stack: 'net', name: 'bare', path: 'net/module.bare', source: '', inputs: [], things: [] },
  ]);
});

test('a model has one object of this kind', () => {
  const model = modelOf(stackOf('net', {}));
  expect(Others.of(model)).toBe(Others.of(model));
});
