import * as fc from 'fast-check';
import { Body, eni, enis, instance, instances, read, tags } from './builders';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorInterfaceType } from '../../src/inventory/inventory-interface';
import { MirrorSelectionReason } from '../../src/inventory/mirror-selection';
import { MirrorSelector } from '../../src/inventory/mirror-selector';

const estate = read([enis([
  eni('a', tags({ role: 'web' })),
  eni('b', {
    VpcId: 'vpc-b',
    VSwitchId: 'vsw-b',
    ZoneId: 'ap-southeast-1a',
    SecurityGroupIds: { SecurityGroupId: ['sg-x', 'sg-b'] },
    ...tags({ role: 'db' }),
  }),
  eni('c', { Type: 'Secondary', InstanceId: 'i-a' }),
  eni('d', { Ipv6Sets: { Ipv6Set: [{ Ipv6Address: '2408::1' }] } }),
])], [instances([
  instance('a', tags({ role: 'app', env: 'prod' })),
  instance('b', { InstanceType: 'ecs.gn7i-c8g1.2xlarge', RegionId: 'ap-southeast-1', ...tags({ role: 'web' }) }),
  instance('d', { InstanceType: 'ecs.g7ne.large', Status: 'Stopped', ...tags({ mirror: 'never' }) }),
])]);

function picked(include: MirrorSelector[], exclude: MirrorSelector[] = []): string {
  return estate.select({ include, exclude }).sources.map(s => s.interfaceId.slice(4)).join('');
}

describe('selectors', () => {
  test.each([
    [MirrorSelector.all(), 'abcd', 'all interfaces'],
    [MirrorSelector.vpc('vpc-b'), 'b', 'vpc vpc-b'],
    [MirrorSelector.vpc('vpc-a', 'vpc-b'), 'abcd', 'vpc vpc-a|vpc-b'],
    [MirrorSelector.vswitch('vsw-a'), 'acd', 'vswitch vsw-a'],
    [MirrorSelector.zone('ap-southeast-1a'), 'b', 'zone ap-southeast-1a'],
    [MirrorSelector.securityGroup('sg-b'), 'b', 'security group sg-b'],
    [MirrorSelector.instanceFamily('g7'), 'ac', 'instance family g7'],
    [MirrorSelector.instanceFamily('ecs.gn7i', 'g7ne'), 'bd', 'instance family gn7i|g7ne'],
    [MirrorSelector.interfaceType(MirrorInterfaceType.SECONDARY), 'c', 'interface type Secondary'],
    [MirrorSelector.tag('env', 'prod'), 'ac', 'tag env=prod'],
    [MirrorSelector.tag('role'), 'abc', 'tag role'],
    [MirrorSelector.anyOf(MirrorSelector.vpc('vpc-b'), MirrorSelector.tag('env', 'prod')), 'abc', 'any of (vpc vpc-b, tag env=prod)'],
    [
      MirrorSelector.allOf(MirrorSelector.vpc('vpc-a'), MirrorSelector.instanceFamily('g7ne')),
      'd',
      'all of (vpc vpc-a, instance family g7ne)',
    ],
  ])('%s', (selector, ids, text) => {
    expect(picked([selector])).toBe(ids);
    expect(String(selector)).toBe(text);
  });

  test('as an include, the interface\'s own tag decides where its instance has the key too', () => {
    expect(picked([MirrorSelector.tag('role', 'web')])).toBe('a');
    expect(picked([MirrorSelector.tag('role', 'app')])).toBe('c');
  });

  test('as an exclude, either tag suffices', () => {
    expect(picked([MirrorSelector.all()], [MirrorSelector.tag('role', 'web')])).toBe('cd');
    expect(picked([MirrorSelector.all()], [MirrorSelector.tag('role', 'app')])).toBe('bd');
    expect(
      picked([MirrorSelector.all()], [MirrorSelector.allOf(MirrorSelector.tag('role', 'app'), MirrorSelector.tag('role', 'web'))]),
    ).toBe('bcd');
  });

  test('an exclude wins over every include and is named', () => {
    const selection = estate.select({
      include: [MirrorSelector.all()],
      exclude: [MirrorSelector.tag('no', 'such'), MirrorSelector.tag('mirror', 'never')],
    });
    expect(selection.decision('eni-d')).toEqual({
      interfaceId: 'eni-d',
      name: 'd',
      instanceId: 'i-d',
      selected: false,
      reason: MirrorSelectionReason.EXCLUDED,
      text: 'excluded by tag mirror=never',
      selector: 'tag mirror=never',
    });
  });

  test('the first include that does not match is named, down to the part of allOf', () => {
    const include = [
      MirrorSelector.vpc('vpc-a'),
      MirrorSelector.allOf(MirrorSelector.zone('cn-hangzhou-h'), MirrorSelector.tag('env', 'prod')),
      MirrorSelector.instanceFamily('r7'),
    ];
    const selection = estate.select({ include });
    expect(selection.decision('eni-b')?.text).toBe('not included: vpc vpc-a does not match');
    expect(selection.decision('eni-d')).toMatchObject({ selector: 'tag env=prod', reason: MirrorSelectionReason.NOT_INCLUDED });
    expect(selection.decision('eni-a')?.selector).toBe('instance family r7');
    expect(selection.decision('eni-other')).toBeUndefined();
  });

  test('warns of a selector that matches nothing, and of IPv6', () => {
    const selection = estate.select({ include: [MirrorSelector.all()], exclude: [MirrorSelector.tag('mirorr', 'never')] });
    expect(selection.warnings).toEqual([
      expect.stringContaining('exclude tag mirorr=never matches no interface'),
      expect.stringMatching(/^1 interface of stopped instances: .*eni-d \(d\)$/),
      '1 interface with IPv6 addresses, whose traffic is not mirrored: eni-d (d)',
    ]);
    expect(estate.select({ include: [MirrorSelector.tag('rolle', 'web')] }).warnings).toEqual([
      expect.stringContaining('include tag rolle=web matches no interface'),
    ]);
  });

  test('reasons are tried in a fixed order', () => {
    const odd = read([enis([
      eni('a', { Status: 'Available', ServiceManaged: true }),
      eni('b', { ServiceManaged: true, InstanceId: '' }),
      eni('c', { InstanceId: 'eci-bp1x' }),
      eni('d', { InstanceId: '' }),
      eni('e', tags({ x: '1' })),
      eni('f'),
      eni('g', { VpcId: 'vpc-z' }),
    ])],
    [
      instances([
        instance('e', { InstanceType: 'ecs.t6.large' }),
        instance('f', { InstanceType: 'ecs.t6.large' }),
        instance('g', { InstanceType: 'ecs.t6.large' }),
      ]),
    ],
    );
    const selection = odd.select({ include: [MirrorSelector.vpc('vpc-z')], exclude: [MirrorSelector.tag('x')] });
    expect(selection.decisions.map(d => d.reason)).toEqual([
      MirrorSelectionReason.NOT_IN_USE, MirrorSelectionReason.SERVICE_MANAGED, MirrorSelectionReason.NO_INSTANCE,
      MirrorSelectionReason.NO_INSTANCE,
      MirrorSelectionReason.EXCLUDED, MirrorSelectionReason.NOT_INCLUDED, MirrorSelectionReason.FAMILY_NOT_SUPPORTED,
    ]);
    expect(selection.decision('eni-c')?.text).toContain('eci-bp1x');
    expect(selection.decision('eni-g')?.text).toContain('family t6 is not in the list of edition 2023');
  });

  test.each([
    ['an empty include', () => estate.select({ include: [] }), 'MirrorSelector.all()'],
    ['a VPC id as vSwitch', () => MirrorSelector.vswitch('vpc-a'), 'vsw-...'],
    ['no value', () => MirrorSelector.vpc(), 'at least one'],
    ['no selector in anyOf', () => MirrorSelector.anyOf(), 'at least one selector'],
    ['an instance type as family', () => MirrorSelector.instanceFamily('ecs.g7.large'), 'without ratio and size'],
    ['an interface type of another case', () => MirrorSelector.interfaceType('primary' as MirrorInterfaceType), 'Primary, Secondary'],
    ['an empty tag key', () => MirrorSelector.tag('', 'web'), 'Pass the key'],
    ['a reference', () => MirrorSelector.vpc('${alicloud_vpc.a.id}'), 'known when the app runs'],
    ['a reference as tag value', () => MirrorSelector.tag('role', '${var.role}'), 'known when the app runs'],
    ['an MTU of 100', () => estate.select({ include: [MirrorSelector.all()], mtu: 100 }), 'mtu'],
    ['an edition that is none', () => estate.select({ include: [MirrorSelector.all()], edition: '2024' as MirrorEdition }), '2023, 2026'],
  ])('fails: %s', (_, act, words) => {
    expect(act).toThrow(words);
  });
});

describe('properties', () => {
  const roles = ['web', 'app', 'db'];
  const spec = fc.uniqueArray(fc.record({
    id: fc.stringMatching(/^[a-z0-9]{1,6}$/),
    vpc: fc.constantFrom('vpc-a', 'vpc-b'),
    own: fc.option(fc.constantFrom(...roles)),
    inst: fc.option(fc.constantFrom(...roles)),
    family: fc.constantFrom('g7', 't6', 'g8i'),
    status: fc.constantFrom('InUse', 'InUse', 'InUse', 'Available'),
    managed: fc.boolean(),
  }), { selector: x => x.id, maxLength: 30 });
  const selector: fc.Arbitrary<MirrorSelector> = fc.oneof(
    fc.constantFrom(...roles).map(role => MirrorSelector.tag('role', role)),
    fc.constantFrom('vpc-a', 'vpc-b').map(id => MirrorSelector.vpc(id)),
    fc.constantFrom('g7', 't6').map(family => MirrorSelector.instanceFamily(family)),
    fc.constant(MirrorSelector.all()),
  );
  const tagged = (role: string | null) => tags(role === null ? {} : { role });
  type Spec = (typeof spec) extends fc.Arbitrary<infer T> ? T : never;
  const interfacesOf = (list: Spec): Body[] =>
    list.map((x) => eni(x.id, { VpcId: x.vpc, Status: x.status, ServiceManaged: x.managed, ...tagged(x.own) }));
  const instancesOf = (list: Spec): Body[] => list.map(x => instance(x.id, { InstanceType: `ecs.${x.family}.large`, ...tagged(x.inst) }));
  const inventoryOf = (list: Spec) => read([enis(interfacesOf(list))], [instances(instancesOf(list))]);

  test('a selection is a partition of the inventory', () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(selector, { minLength: 1, maxLength: 3 }),
        fc.array(selector, { maxLength: 2 }),
        (list, include, exclude) => {
          const selection = inventoryOf(list).select({ include, exclude });
          const chosen = selection.sources.map(s => s.interfaceId);
          const others = selection.leftOutDecisions.map(d => d.interfaceId);
          expect([...chosen, ...others].sort()).toEqual(list.map(x => `eni-${x.id}`).sort());
          expect(selection.counts.reduce((sum, c) => sum + c.count, 0)).toBe(list.length);
        }));
  });

  test('excluding only ever takes away, and takes away all that the exclude alone includes', () => {
    fc.assert(fc.property(spec, selector, selector, (list, include, exclude) => {
      const inventory = inventoryOf(list);
      const without = inventory.select({ include: [include] }).sources.map(s => s.key);
      const left = inventory.select({ include: [include], exclude: [exclude] }).sources.map(s => s.key);
      const taken = new Set(inventory.select({ include: [exclude] }).sources.map(s => s.key));
      expect(left.filter(key => !without.includes(key))).toEqual([]);
      expect(left.filter(key => taken.has(key))).toEqual([]);
    }));
  });

  test('two includes are allOf, and their order changes no source', () => {
    fc.assert(fc.property(spec, selector, selector, (list, a, b) => {
      const inventory = inventoryOf(list);
      const keys = (include: MirrorSelector[]) => inventory.select({ include }).sources.map(s => s.key);
      expect(keys([a, b])).toEqual(keys([b, a]));
      expect(keys([a, b])).toEqual(keys([MirrorSelector.allOf(a, b)]));
    }));
  });

  test('the order of pages and records does not matter', () => {
    fc.assert(fc.property(spec, fc.integer({ min: 1, max: 5 }), fc.gen(), (list, size, gen) => {
      const shuffled = gen(fc.shuffledSubarray, list, { minLength: list.length, maxLength: list.length });
      const records = interfacesOf(shuffled);
      const pages: Body[] = [];
      for (let i = 0; i === 0 || i < records.length; i += size) {
        pages.push(enis(records.slice(i, i + size), { TotalCount: records.length, PageNumber: 1 + i / size, PageSize: size }));
      }
      const mixed = gen(fc.shuffledSubarray, pages, { minLength: pages.length, maxLength: pages.length });
      expect(read(mixed, [instances(instancesOf(shuffled))]).interfaces).toEqual(inventoryOf(list).interfaces);
    }));
  });
});
