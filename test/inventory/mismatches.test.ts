import { eni, enis, instance, instances, text } from './builders';
import { MirrorInventory } from '../../src/inventory/mirror-inventory';
import type { MirrorInventoryFiles } from '../../src/inventory/mirror-inventory-files';
import { MirrorSelection, MirrorSelectionReason } from '../../src/inventory/mirror-selection';
import { MirrorSelector } from '../../src/inventory/mirror-selector';

const ids = (count: number, prefix = 'x') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const fitting = (count: number) => ({ interfaces: ids(count).map((id) => eni(id)), machines: ids(count).map((id) => instance(id)) });

function select(interfaces: unknown[], machines: unknown[], options: Partial<MirrorInventoryFiles> = {}): MirrorSelection {
  return MirrorInventory.fromJson({ networkInterfaces: [text(enis(interfaces))], instances: [text(instances(machines))], ...options })
    .select({ include: [MirrorSelector.all()] });
}

/** Rows of another moment than the rest. */
const KINDS: [string, (n: number) => { interfaces?: unknown[]; machines?: unknown[] }, string][] = [
  [
    'interfaces whose instance is gone',
    (n) => ({ interfaces: ids(n, 'gone').map((id) => eni(id)) }),
    'which is not in the response of DescribeInstances',
  ],
  [
    'instances whose interface is missing',
    (n) => ({
      machines: ids(n, 'new').map((id) => instance(id, { NetworkInterfaces: { NetworkInterface: [{ NetworkInterfaceId: `eni-${id}` }] } })),
    }),
    'which has no record',
  ],
  ['interfaces that are listed twice', (n) => ({ interfaces: ids(n).map((id) => eni(id, { Status: 'Detaching' })) }), 'is listed twice'],
  ['instances that are listed twice', (n) => ({ machines: ids(n).map((id) => instance(id, { Status: 'Stopped' })) }), 'is listed twice'],
];

describe.each(KINDS)('%s', (_, make, why) => {
  const read = (good: number, odd: number, options?: Partial<MirrorInventoryFiles>) => {
    const { interfaces, machines } = fitting(good);
    const { interfaces: more = [], machines: others = [] } = make(odd);
    return select([...interfaces, ...more], [...machines, ...others], options);
  };

  test('a few are left out with the reason', () => {
    const { warnings, selected } = read(103, 3);
    expect(warnings.filter((w) => w.includes(why))).toHaveLength(3);
    expect(warnings[0]).toMatch(/^the responses are from different times: /);
    // Those that fit are not disturbed.
    expect(selected).toBe(103);
  });

  test.each<[number, number, Partial<MirrorInventoryFiles>]>([
    [9, 1, {}], [30, 4, {}], [400, 21, {}], [100, 3, { maxMismatches: 2 }], [100, 1, { maxMismatches: 0 }],
  ])('fails: of %i that fit, %i more do not, %j', (good, odd, options) => {
    expect(() => read(good, odd, options)).toThrow(/\[(networkInterfaces|instances)\[0\], record \d+/);
  });

  test.each<[number, number, Partial<MirrorInventoryFiles>]>([
    [10, 1, {}],
    [400, 20, {}],
    [2, 2, { maxMismatches: 2 }],
  ])('of %i that fit, %i more may not, %j', (good, odd, options) => {
    expect(read(good, odd, options).selected).toBe(good);
  });
});

test('an error says how many rows do not fit, and what is tolerated', () => {
  const { interfaces, machines } = fitting(101);
  expect(() => select([...interfaces, ...ids(11, 'gone').map((id) => eni(id))], machines)).toThrow(
    '11 of 213 records are inconsistent. At most 10 are tolerated (maxMismatches)',
  );
});

test.each([-1, 1.5, NaN])('fails: maxMismatches of %d', (maxMismatches) => {
  expect(() => select([], [], { maxMismatches })).toThrow('maxMismatches of MirrorInventory');
});

describe('records that are no interface of an ECS instance of a known type', () => {
  test.each(['e01-cn-zvp2tgykr08', 'eci-bp1x', 'acs-1', 'nlb-abc'])('one in use by %s is left out with the reason', (InstanceId) => {
    const selection = select([eni('a'), eni('b', { InstanceId })], [instance('a')]);
    expect(selection.selected).toBe(1);
    expect(selection.decision('eni-b')).toMatchObject({
      reason: MirrorSelectionReason.NO_INSTANCE,
      text: `in use by ${InstanceId}, which is no ECS instance`,
    });
  });

  test.each(['ecs.faas-image.j2w.medium', 'g7.large', 'ecs', 'eci.1-2.large'])(
    'one of an instance of type %s is left out with the reason',
    (InstanceType) => {
      const selection = select([eni('a'), eni('b')], [instance('a'), instance('b', { InstanceType })]);
      expect(selection.decision('eni-b')).toMatchObject({
        reason: MirrorSelectionReason.UNKNOWN_TYPE,
        text: expect.stringContaining(InstanceType),
      });
      expect(selection.toString()).toContain('1 of 2 interfaces selected');
    });
});

describe('whether the input is complete', () => {
  const merged = (count: number, options: Partial<MirrorInventoryFiles> = {}) => {
    const { interfaces, machines } = fitting(count);
    return select(interfaces, machines, options);
  };

  test.each([10, 100, 300])('a merged list of exactly %i rows is questioned', (count) => {
    const doubts = merged(count).warnings.filter((w) => w.includes('may be truncated'));
    expect(doubts).toHaveLength(2);
    expect(doubts[0]).toContain('--MaxResults 100');
  });

  test.each([1, 9, 11, 99, 101])('one of %i rows is not', (count) => {
    expect(merged(count).warnings).toEqual([]);
    expect(merged(count).toText()).toContain('input complete: unknown');
  });

  test('the number stated settles it', () => {
    const selection = merged(10, { expectTotal: 10, expectTotalInstances: 10 });
    expect(selection.warnings).toEqual([]);
    expect(selection.toText()).toContain('input complete: as given');
  });

  test.each<[Partial<MirrorInventoryFiles>, string]>([
    [{ expectTotal: 11 }, '[networkInterfaces[0]] The records of DescribeNetworkInterfaces are 10. Allowed: 11 (expectTotal)'],
    [{ expectTotalInstances: 12 }, '[instances[0]] The records of DescribeInstances are 10. Allowed: 12 (expectTotalInstances)'],
    [{ expectTotal: -1 }, 'expectTotal is -1'],
  ])('fails: fewer rows than %j', (options, words) => {
    expect(() => merged(10, options)).toThrow(words);
  });

  test('raw pages prove it', () => {
    const { interfaces, machines } = fitting(10);
    const inventory = MirrorInventory.fromJson({
      networkInterfaces: [text(enis(interfaces, { NextToken: '' }))],
      instances: [text(instances(machines, { TotalCount: 10, PageNumber: 1 }))],
    });
    const selection = inventory.select({ include: [MirrorSelector.all()] });
    expect(selection.toText()).toContain('input complete: proved');
    expect(selection.warnings).toEqual([]);
  });
});

test.each<[string, (interfaces: object[], machines: object[]) => void]>([
  ['a row of another page twice', (interfaces) => { interfaces[39] = interfaces[38]; }],
  ['an interface that its instance lists', (interfaces, machines) => {
    machines[39] = instance('x39', { NetworkInterfaces: { NetworkInterface: [{ NetworkInterfaceId: 'eni-x39' }] } });
    interfaces.pop();
  }],
  ['an instance of an interface', (_, machines) => { machines.pop(); }],
])('raw pages that lack %s do not prove the input complete', (_, change) => {
  const { interfaces, machines } = fitting(40);
  change(interfaces, machines);
  const inventory = MirrorInventory.fromJson({
    networkInterfaces: [text(enis(interfaces, { TotalCount: interfaces.length, PageNumber: 1 }))],
    instances: [text(instances(machines, { TotalCount: machines.length, PageNumber: 1 }))],
  });
  const selection = inventory.select({ include: [MirrorSelector.all()] });
  expect(selection.warnings).toContainEqual(expect.stringContaining('the responses are from different times'));
  expect(selection.toText()).toContain('input complete: unknown');
});
