import { id, managed, modelOf, PERHAPS, stackOf, withState } from './documents';
import { Attachments } from '../../src/model/attachments';

const NUL = '\u0000';
const ENI = managed('alicloud_ecs_network_interface.e');

const RESOURCE = { alicloud_ecs_network_interface: { e: {} }, alicloud_instance: { i: {}, j: {} } };
const app = (resource: Record<string, any>): Attachments => modelOf(stackOf('net', { resource: { ...RESOURCE, ...resource } })).attachments;
const attached = (...given: object[]) =>
  app({ alicloud_ecs_network_interface_attachment: Object.fromEntries(given.map((body, i) => [`a${i}`, body])) });
const A = { network_interface_id: id('alicloud_ecs_network_interface.e'), instance_id: id('alicloud_instance.i') };
const I = managed('alicloud_instance.i');
const shown = (attachments: Attachments, of = ENI) =>
  attachments.of(of).map(({ instance, byInstance, block, stack }) => [instance, byInstance, block.address, stack.path]);

test('an app without attachments has none', () => {
  const none = app({});
  expect([none.isEmpty, none.of(ENI), none.open, none.instanceOf(ENI)]).toEqual([true, [], [], undefined]);
});

test.each(['alicloud_ecs_network_interface_attachment', 'alicloud_network_interface_attachment'])('%s attaches an interface', (type) => {
  const one = app({ [type]: { a: A } });
  expect(shown(one)).toEqual([[I, false, `${type}.a`, 'net']]);
  expect([one.isEmpty, one.open, one.instanceOf(ENI), [...one.stacks].map((s) => s.path)]).toEqual([false, [], I, ['net']]);
});

test.each<[string, object[], string | undefined]>([
  ['to one', [A], I],
  ['to one, twice', [A, A], I],
  ['to two', [A, { ...A, instance_id: id('alicloud_instance.j') }], undefined],
  ['to none that is written', [{ ...A, instance_id: undefined }], undefined],
  ['perhaps', [{ ...A, ...PERHAPS }], undefined],
  ['perhaps, and certainly', [{ ...A, ...PERHAPS }, A], I],
  ['certainly, and perhaps', [A, { ...A, ...PERHAPS }], I],
])('the instance of an interface that is attached %s', (_, given, instance) => {
  expect(attached(...given).instanceOf(ENI)).toBe(instance);
});

test.each<[string, unknown, boolean, number]>([
  ['an id', 'eni-1', false, 0],
  ['a variable', '${var.e}', true, 0],
  ['no text', 5, false, 0],
  ['nothing', undefined, false, 0],
])('an attachment of %s', (_, eni, open, of) => {
  const one = attached({ ...A, network_interface_id: eni });
  expect([one.open.length, one.of(ENI).length, one.isEmpty]).toEqual([open ? 1 : 0, of, false]);
  if (typeof eni === 'string') expect(one.of(eni === 'eni-1' ? eni : `?net${NUL}${eni}`)).toHaveLength(1);
});

describe('an instance attaches interfaces', () => {
  const instance = (body: object) => app({ alicloud_instance: { i: body } });
  const block = { network_interface_id: id('alicloud_ecs_network_interface.e') };
  test('by its blocks', () => {
    const one = instance({ network_interfaces: [block, { network_interface_id: 'eni-1' }, {}] });
    expect(shown(one)).toEqual([[I, true, 'alicloud_instance.i', 'net']]);
    expect(shown(one, 'eni-1')).toEqual([[I, true, 'alicloud_instance.i', 'net']]);
    expect([one.open, one.instanceOf(ENI), one.isEmpty]).toEqual([[], I, false]);
    expect(shown(instance({ network_interfaces: block }))).toHaveLength(1);
  });

  test.each<[string, object, number, boolean]>([
    ['by a variable', { network_interfaces: '${var.enis}' }, 1, false],
    ['by dynamic blocks', { dynamic: { network_interfaces: { for_each: '${var.enis}', content: block } } }, 1, false],
    ['by other dynamic blocks', { dynamic: { data_disks: { for_each: '${var.disks}', content: {} } } }, 0, true],
    ['by no blocks', { network_interfaces: [] }, 0, true],
    ['by dynamic blocks over a known list', {
      dynamic: {
        network_interfaces: {
          for_each: ['eni-1'], content: {
            network_interface_id: '${network_interfaces.value}',
          },
        },
      },
    }, 0, false],
  ])('%s', (_, body, open, isEmpty) => {
    const one = instance(body);
    expect([one.open.length, one.isEmpty]).toEqual([open, isEmpty]);
  });
});

test('attachments are those of all stacks', () => {
  const output = withState('net', { resource: RESOURCE, output: { e: { value: id('alicloud_ecs_network_interface.e') } } });
  const other = stackOf('other', {
    data: { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } },
    resource: {
      alicloud_ecs_network_interface_attachment: {
        a: {
          network_interface_id: '${data.terraform_remote_state.net.outputs.e}',
          instance_id: 'i-1',
        },
      },
    },
  });
  const { attachments } = modelOf(output, other);
  expect(shown(attachments)).toEqual([['i-1', false, 'alicloud_ecs_network_interface_attachment.a', 'other']]);
  expect([...attachments.stacks].map((s) => s.path)).toEqual(['other']);
});
