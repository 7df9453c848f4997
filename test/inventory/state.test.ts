import { readFileSync } from 'fs';
import { join } from 'path';
import { MirrorInventory } from '../../src/inventory/mirror-inventory';
import { MirrorSelectionReason } from '../../src/inventory/mirror-selection';
import { MirrorSelector } from '../../src/inventory/mirror-selector';

const path = join(__dirname, 'fixtures/state.json');
const state = () => JSON.parse(readFileSync(path, 'utf8'));
const of = (...states: unknown[]) =>
  MirrorInventory.fromStateJson({ states: states.map((s) => (typeof s === 'string' ? s : JSON.stringify(s))) });

describe('a Terraform state', () => {
  const inventory = MirrorInventory.fromState({ states: [path] });

  test('gives the interfaces of instances, blocks, resources and attachments in every module', () => {
    expect(inventory.interfaces.map(x => [x.id, x.interfaceType, x.status, x.instanceId, x.family, x.zoneId, x.primaryIp])).toEqual([
      ['eni-bp1app', 'Primary', 'InUse', 'i-bp1app', 'c7', 'cn-hangzhou-i', '10.0.1.4'],
      ['eni-bp1appb', 'Secondary', 'InUse', 'i-bp1app', 'c7', 'cn-hangzhou-i', '10.0.1.5'],
      ['eni-bp1spare', 'Secondary', 'Available', undefined, undefined, 'cn-hangzhou-h', '10.0.0.9'],
      ['eni-bp1web0', 'Primary', 'InUse', 'i-bp1web0', 'g7', 'cn-hangzhou-h', '10.0.0.4'],
      ['eni-bp1web1', 'Primary', 'InUse', 'i-bp1web1', 'g6', 'cn-hangzhou-h', '10.0.0.5'],
      ['eni-bp1web1b', 'Secondary', 'InUse', 'i-bp1web1', 'g6', 'cn-hangzhou-h', undefined],
    ]);
    expect(new Set(inventory.interfaces.map(x => `${x.vpcId} ${x.regionId}`))).toEqual(new Set(['vpc-bp1prod cn-hangzhou']));
    expect(inventory.interfaces[1]).toMatchObject({
      securityGroupIds: ['sg-bp1app', 'sg-bp1db'],
      tags: { mirror: 'never' },
      instanceTags: { role: 'app' },
    });
    expect(inventory.interfaces[4]).toMatchObject({ ipv6Addresses: 1, instanceStatus: 'Stopped' });
  });

  test('is selected from as any inventory', () => {
    const selection = inventory.select({
      include: [MirrorSelector.tag('role', 'web', 'app')],
      exclude: [MirrorSelector.tag('mirror', 'never')],
    });
    expect(selection.decisions.map(d => d.reason)).toEqual([
      MirrorSelectionReason.SELECTED, MirrorSelectionReason.EXCLUDED, MirrorSelectionReason.NOT_IN_USE, MirrorSelectionReason.SELECTED,
      MirrorSelectionReason.FAMILY_NOT_SUPPORTED, MirrorSelectionReason.FAMILY_NOT_SUPPORTED,
    ]);
  });

  test('may be several, of which one holds the instance of the other\'s attachment', () => {
    const whole = state();
    const [child] = whole.values.root_module.child_modules;
    const nic = { format_version: '1.0', values: { root_module: child.child_modules[0] } };
    child.child_modules = [];
    expect(of(nic, whole).interfaces).toEqual(inventory.interfaces);
    expect(() => of(nic)).toThrow(
      '[states[0], module.app.module.nic["second"].alicloud_ecs_network_interface.this[0] (eni-bp1appb)] The instance of the attachment is "i-bp1app"',
    );
  });

  test('that is empty gives a warning, not an error', () => {
    expect(of({ format_version: '1.0' }).select({ include: [MirrorSelector.all()] }).warnings[0]).toContain('contains no interfaces');
  });

  test('keeps nothing of a resource that is to be replaced', () => {
    const whole = state();
    whole.values.root_module.resources.push({ ...whole.values.root_module.resources[2], deposed_key: '0a1b2c3d' });
    expect(of(whole).interfaces).toEqual(inventory.interfaces);
  });

  test('fails: an instance in two states, each resource named', () => {
    expect(() => of(state(), state())).toThrow(
      '[states[1], alicloud_instance.web[0] (i-bp1web0)] The id of an instance is "i-bp1web0". Allowed: each id once. states[0], alicloud_instance.web[0] has the same id',
    );
  });

  test.each<[string, unknown, string]>([
    ['a plan', { format_version: '1.2', planned_values: {} }, 'is a plan'],
    ['the state file itself', { version: 4, lineage: 'x', resources: [] }, 'terraform show -json'],
    ['an answer of ECS', { Instances: { Instance: [] } }, 'terraform show -json'],
    ['no JSON', 'No state.', 'is not JSON'],
    ['resources that are no list', { format_version: '1.0', values: { root_module: { resources: {} } } }, 'resources of a module'],
  ])('fails: %s', (_, body, words) => {
    expect(() => of(body)).toThrow('[states[0]]');
    expect(() => of(body)).toThrow(words);
  });

  test('fails: an instance without its primary interface', () => {
    const whole = state();
    delete whole.values.root_module.resources[2].values.network_interface_id;
    expect(() => of(whole)).toThrow('[states[0], alicloud_instance.web[0] (i-bp1web0)] network_interface_id is not set');
  });

  test('leaves the interfaces of an instance of no known type out, with the reason', () => {
    const whole = state();
    whole.values.root_module.resources[2].values.instance_type = 'large';
    expect(
      of(whole)
        .select({ include: [MirrorSelector.all()] })
        .decision('eni-bp1web0'),
    ).toMatchObject({ reason: MirrorSelectionReason.UNKNOWN_TYPE });
  });

  describe('an interface that its instance names is in use, whatever its own status says', () => {
    const resource = (type: string, name: string, values: object) => ({ address: `${type}.${name}`, mode: 'managed', type, name, values });
    const vswitch = resource('alicloud_vswitch', 'a', { id: 'vsw-bp1a', vpc_id: 'vpc-bp1prod', zone_id: 'cn-hangzhou-h' });
    const web = (blocks: object[]) => resource('alicloud_instance', 'web', {
      id: 'i-bp1web',
      instance_type: 'ecs.g7.large',
      status: 'Running',
      availability_zone: 'cn-hangzhou-h',
      network_interface_id: 'eni-bp1prim',
      primary_ip_address: '10.1.0.5',
      vswitch_id: 'vsw-bp1a', security_groups: ['sg-1'], tags: { role: 'web' }, network_interfaces: blocks,
    });
    const nic = (values: object) => resource('alicloud_ecs_network_interface', 'x', {
      id: 'eni-bp1sec',
      instance_type: 'Secondary',
      primary_ip_address: '10.1.0.6',
      vswitch_id: 'vsw-bp1a',
      security_group_ids: ['sg-1'],
      tags: null,
      ...values,
    });
    const select = (resources: object[]) =>
      of({ format_version: '1.0', values: { root_module: { resources } } }).select({ include: [MirrorSelector.tag('role', 'web')] });

    test.each<[string, object[], number]>([
      ['by a block, before a refresh', [vswitch, web([{ network_interface_id: 'eni-bp1sec' }]), nic({ status: 'Available' })], 2],
      ['by a block, after a refresh', [vswitch, web([{ network_interface_id: 'eni-bp1sec' }]), nic({ status: 'InUse' })], 2],
      ['by a block, in any order of the state', [nic({ status: 'Available' }), web([{ network_interface_id: 'eni-bp1sec' }]), vswitch], 2],
      [
        'as its primary one, imported',
        [vswitch, web([]), nic({ id: 'eni-bp1prim', instance_type: 'Primary', primary_ip_address: '10.1.0.5' })],
        1,
      ],
    ])('%s', (_, resources, count) => {
      const selection = select(resources);
      expect([selection.selected, selection.total]).toEqual([count, count]);
    });

    test('one that nobody names is not', () => {
      expect(select([vswitch, web([]), nic({ status: 'Available' })]).decision('eni-bp1sec')).toMatchObject({
        reason: MirrorSelectionReason.NOT_IN_USE,
      });
    });
  });
});

describe('a state of another moment or version', () => {
  test('a tainted instance is named: its interface goes with the next apply', () => {
    const whole = state();
    whole.values.root_module.resources[2].tainted = true;
    const { warnings } = of(whole).select({ include: [MirrorSelector.all()] });
    expect(warnings[0]).toBe('1 tainted resource: alicloud_instance.web[0]. '
      + 'Terraform replaces them with the next apply, and the new interfaces have other ids');
    whole.values.root_module.resources[2].type = 'alicloud_vpc';
    expect(of(whole).select({ include: [MirrorSelector.all()] }).warnings.join()).not.toContain('tainted');
  });

  test('an instance without its VPC is in that of its vSwitch', () => {
    const whole = state();
    delete whole.values.root_module.resources[2].values.vpc_id;
    expect(of(whole).interfaces.find(({ id }) => id === 'eni-bp1web0')?.vpcId).toBe('vpc-bp1prod');
  });

  test('an attribute that a state lacks is unknown, not 0', () => {
    const whole = state();
    delete whole.values.root_module.resources[2].values.ipv6_addresses;
    const { interfaces } = of(whole);
    expect(interfaces.find(({ id }) => id === 'eni-bp1web0')?.ipv6Addresses).toBeUndefined();
    expect(interfaces.find(({ id }) => id === 'eni-bp1web1')?.ipv6Addresses).toBe(1);
  });

  test('fails: a format of another major version', () => {
    expect(() => of({ ...state(), format_version: '2.0' })).toThrow('[states[0]] format_version is "2.0". Allowed: 1.x');
  });
});
