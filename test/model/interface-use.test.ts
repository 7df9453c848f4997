import { id, managed, modelOf, PERHAPS, stackOf } from './documents';
import { NetworkFacts } from '../../src/input/network-facts';
import { TerraformJson } from '../../src/model/document';
import { InterfaceUse, useOf } from '../../src/model/network/interface-use';
import { NetworkModel } from '../../src/model/network/network-model';
import { phrase } from '../../src/texts/phrase';
import { network } from '../checks/network';

const NUL = '\u0000';
const ENI = managed('alicloud_ecs_network_interface.e');
const INSTANCE = managed('alicloud_instance.i');

type Facts = ReturnType<typeof network>;

function use(identity: string, resource: Record<string, any> = {}, change: (facts: Facts) => void = () => {},
  more: TerraformJson = {}): InterfaceUse {
  const facts = network();
  change(facts);
  const model = modelOf(stackOf('net', {
    resource: { alicloud_ecs_network_interface: { e: {} }, alicloud_instance: { i: {} }, ...resource }, ...more,
  }, { network: [facts as NetworkFacts] }));
  return useOf(NetworkModel.of(model), identity);
}

const attached = (...given: object[]) =>
  ({ alicloud_ecs_network_interface_attachment: Object.fromEntries(given.map((body, i) => [`a${i}`, body])) });
const A = { network_interface_id: id('alicloud_ecs_network_interface.e'), instance_id: id('alicloud_instance.i') };
const path = 'net/alicloud_ecs_network_interface_attachment.a0';
const RUNNING = { kind: 'running' };
const ASSUMED = { kind: 'assumed' };
const DETACHED = { kind: 'detached' };
const hub = (input: string): TerraformJson => ({ module: { hub: { source: 'x', input } } });
const mayAttach = (thing: string) => ({ kind: 'open', why: phrase('mayAttach', { who: phrase('moduleHas', { module: 'hub', thing }) }) });

describe('the instance', () => {
  test.each<[string, object, object]>([
    ['without a status runs', {}, RUNNING],
    ['that runs', { status: 'Running' }, RUNNING],
    ['that is stopped', { status: 'Stopped' }, { kind: 'stopped', instance: INSTANCE }],
    ['with a status by a variable', { status: '${var.status}' }, {
      kind: 'open', why: phrase('argumentIs', { argument: 'status', path: 'net/alicloud_instance.i', value: '${var.status}' }),
    }],
  ])('%s, of its own interface and of an attached one', (_, body, expected) => {
    const resource = { alicloud_instance: { i: body } };
    expect(use(INSTANCE, resource)).toEqual(expected);
    expect(use(`${INSTANCE}.network_interface_id`, resource)).toEqual(expected);
    expect(use(ENI, { ...resource, ...attached(A) })).toEqual(expected);
  });

  test('is not known to run, if it may be in another account', () => {
    const region = 'cn-hangzhou';
    const model = modelOf(stackOf('net', {
      provider: { alicloud: [{ account_id: '1', region }, { alias: 'open', profile: 'p', region }] },
      resource: { alicloud_ecs_network_interface: { e: {} }, alicloud_instance: { i: { provider: 'alicloud.open' } }, ...attached(A) },
    }));
    const why = phrase('perhapsElsewhere', { path: 'net/alicloud_instance.i', provider: 'alicloud.open' });
    const found = NetworkModel.of(model, model.scopeOfProvider(model.stacks[0], undefined));
    expect(useOf(found, ENI)).toEqual({ kind: 'open', why });
    expect(useOf(NetworkModel.of(model), ENI)).toEqual(RUNNING);
  });

  test.each<[string, object]>([['Running', RUNNING], ['Stopped', { kind: 'stopped', instance: 'i-bp1sensor' }]])(
    'outside the app, %s', (status, expected) => {
      const change = (f: Facts) => void f.instances.set('i-bp1sensor', status);
      expect(use('eni-bp1sensor', {}, change)).toEqual(expected);
      expect(use(ENI, attached({ ...A, instance_id: 'i-bp1sensor' }), change)).toEqual(expected);
    });
});

describe('an interface of the app', () => {
  test.each<[string, object[], object]>([
    ['without an attachment', [], DETACHED],
    ['with one', [A], RUNNING],
    ['with one to an instance outside the app', [{ ...A, instance_id: 'i-1' }], ASSUMED],
    ['with one to an instance of a variable', [{ ...A, instance_id: '${var.i}' }], ASSUMED],
    ['with one that names no instance', [{ network_interface_id: A.network_interface_id }], ASSUMED],
    ['with one that may not exist', [{ ...A, ...PERHAPS }], { kind: 'open', why: phrase('attachesPerhaps', { path }) }],
    ['with one that may not exist, and one that does', [{ ...A, ...PERHAPS }, A], RUNNING],
    ['with one of an interface of a variable', [{ ...A, network_interface_id: '${var.e}' }],
      { kind: 'open', why: phrase('attachesWhich', { path }) }],
    ['with one of another interface', [{ ...A, network_interface_id: 'eni-1' }], DETACHED],
  ])('%s', (_, given, expected) => {
    expect(use(ENI, attached(...given))).toEqual(expected);
  });

  test('that a module has may be attached', () => {
    expect(use(ENI, {}, undefined, hub(id('alicloud_ecs_network_interface.e')))).toEqual(mayAttach('alicloud_ecs_network_interface.e'));
  });

  test('that is not there is taken for one in use', () => {
    expect(use(managed('alicloud_ecs_network_interface.gone'))).toEqual(ASSUMED);
    expect(use(`?net${NUL}\${var.e}`)).toEqual(ASSUMED);
    expect(use(`?net${NUL}\${alicloud_ecs_network_interface.e[count.index].id}`)).toEqual(ASSUMED);
  });
});

describe('an interface outside the app', () => {
  test.each<[string, object | undefined, object]>([
    ['in use', {}, RUNNING],
    ['without a response', undefined, ASSUMED],
    ['in use without an instance', { instanceId: undefined }, ASSUMED],
    ['of an instance without a response', { instanceId: 'i-2' }, ASSUMED],
    ['that is not attached', { status: 'Available' }, DETACHED],
  ])('%s', (_, fact, expected) => {
    expect(use('eni-bp1sensor', {}, (f) => {
      if (fact === undefined) f.interfaces.clear();
      else f.interfaces.set('eni-bp1sensor', { ...f.interfaces.get('eni-bp1sensor')!, ...fact });
    })).toEqual(expected);
  });

  test('that is not attached yet may be attached by the app', () => {
    const change = (f: Facts) => void f.interfaces.set('eni-2', { securityGroupIds: [], status: 'Available' });
    expect(use('eni-2', {}, change)).toEqual(DETACHED);
    expect(use('eni-2', attached({ ...A, network_interface_id: 'eni-2' }), change)).toEqual(RUNNING);
    expect(use('eni-2', attached({ ...A, network_interface_id: '${var.e}' }), change)).toMatchObject({ kind: 'open' });
    expect(use('eni-2', {}, change, hub('eni-2'))).toEqual(mayAttach('eni-2'));
  });

  test('by its instance is the primary one', () => {
    expect(use('i-bp1sensor')).toEqual(RUNNING);
    expect(use('i-9')).toEqual(ASSUMED);
  });
});
