import { readFileSync } from 'fs';
import { join } from 'path';
import { MirrorEdition } from '../../src/catalog/mirror-edition';
import { MirrorInventory } from '../../src/inventory/mirror-inventory';
import { MirrorSelectionReason } from '../../src/inventory/mirror-selection';
import { MirrorSelector } from '../../src/inventory/mirror-selector';

const folder = join(__dirname, '../../examples/estates/estate-120');
const files = { networkInterfaces: [join(folder, 'network-interfaces.json')], instances: [join(folder, 'instances.json')] };
const inventory = MirrorInventory.fromFiles(files);
const scenario = {
  include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
  exclude: [MirrorSelector.tag('mirror', 'never')],
};

/** The scenario, counted without the library. */
function counted(refused: string[]): { selected: string[]; stopped: number } {
  const found = JSON.parse(readFileSync(files.networkInterfaces[0], 'utf8')).NetworkInterfaceSets.NetworkInterfaceSet;
  const byId = new Map<string, any>(
    JSON.parse(readFileSync(files.instances[0], 'utf8')).Instances.Instance.map((i: any) => [i.InstanceId, i]),
  );
  const has = (record: any, key: string, ...values: string[]) =>
    record.Tags.Tag.some((t: any) => t.TagKey === key && values.includes(t.TagValue));
  const chosen = found.filter((e: any) => {
    const i = byId.get(e.InstanceId);
    return (
      e.Status === 'InUse'
      && !e.ServiceManaged
      && e.VpcId === 'vpc-bp1prod'
      && (has(e, 'role', 'web', 'app') || has(i, 'role', 'web', 'app'))
      && !has(e, 'mirror', 'never')
      && !has(i, 'mirror', 'never')
      && !refused.includes(i.InstanceType.split('.')[1].split('-')[0])
    );
  });
  return {
    selected: chosen.map((e: any) => e.NetworkInterfaceId).sort(),
    stopped: chosen.filter((e: any) => byId.get(e.InstanceId).Status === 'Stopped').length,
  };
}

describe('the landing zone of 120 instances', () => {
  test.each([
    { edition: MirrorEdition.EDITION_2023, refused: ['g8i', 'g6', 't6', 'c5', 'u1'], expected: 54 },
    { edition: MirrorEdition.EDITION_2026, refused: [], expected: 66 },
  ])('$expected of 141 interfaces under edition $edition', ({ edition, refused, expected }) => {
    const selection = inventory.select({ ...scenario, edition });
    const apart = counted(refused);
    expect(apart.selected).toHaveLength(expected);
    expect(selection.sources.map(source => source.interfaceId)).toEqual(apart.selected);
    expect([selection.selected, selection.leftOut, selection.total]).toEqual([expected, 141 - expected, 141]);
    const stopped = selection.decisions.filter(d => d.selected && d.text.includes('Stopped'));
    expect(stopped).toHaveLength(apart.stopped);
  });

  test('edition 2023 is in force unless another is chosen', () => {
    expect(inventory.select(scenario).edition).toBe(MirrorEdition.EDITION_2023);
    expect(inventory.select(scenario).toString()).toBe(
      '54 of 141 interfaces selected under edition 2023, left out: 4 not in use, 4 service-managed, 9 excluded, 58 not included, 12 of an unsupported family',
    );
  });

  test('every interface has one reason, and the reasons add up', () => {
    const selection = inventory.select(scenario);
    expect(selection.decisions.map(d => d.interfaceId)).toEqual(inventory.interfaces.map(x => x.id));
    expect(selection.counts.reduce((sum, c) => sum + c.count, 0)).toBe(141);
    for (const { reason, count } of selection.counts) {
      expect(selection.decisions.filter(d => d.reason === reason)).toHaveLength(count);
      expect(selection.count(reason)).toBe(count);
    }
    expect(selection.leftOutDecisions.every(d => d.text.length > 10 && !d.selected)).toBe(true);
    expect(selection.toText().trim().split('\n')).toHaveLength(2 + selection.warnings.length + selection.leftOut);
  });

  test('under edition 2026 each family that 2023 refuses is warned of', () => {
    const { warnings } = inventory.select({ ...scenario, edition: MirrorEdition.EDITION_2026 });
    for (const family of ['g8i', 'g6', 't6', 'c5', 'u1']) {
      expect(warnings.filter((w) => w.includes(`of instance family ${family},`))).toHaveLength(1);
    }
    expect(inventory.select(scenario).warnings.filter(w => w.includes('instance family'))).toEqual([]);
  });

  test('a stopped instance is mirrored and said', () => {
    const all = inventory.select({ include: [MirrorSelector.all()], edition: MirrorEdition.EDITION_2026 });
    const stopped = inventory.interfaces.filter(x => x.instanceStatus === 'Stopped' && !x.serviceManaged);
    expect(stopped.length).toBeGreaterThan(0);
    for (const x of stopped) {
      expect(all.decision(x.id)).toMatchObject({
        selected: true,
        reason: MirrorSelectionReason.SELECTED,
        text: expect.stringContaining('Stopped'),
      });
    }
    expect(all.warnings.join('\n')).toContain(`${stopped.length} interface${stopped.length === 1 ? '' : 's'} of stopped instances`);
  });

  test('a source carries what the checks need', () => {
    const source = inventory.select({ ...scenario, mtu: 1500 }).sources[0];
    const x = inventory.interfaces.find(other => other.id === source.interfaceId)!;
    expect(source.key).toBe(x.id);
    expect(source.options).toEqual({
      key: x.id,
      instanceId: x.instanceId,
      instanceType: x.instanceType,
      primaryIp: x.primaryIp,
      regionId: 'cn-hangzhou',
      vpcId: 'vpc-bp1prod',
      zoneId: x.zoneId,
      vswitchId: x.vswitchId,
      securityGroupIds: x.securityGroupIds,
      ipv6Addresses: 0,
      serviceManaged: false,
      mtu: 1500,
      tags: { ...x.instanceTags, ...x.tags },
    });
  });
});
