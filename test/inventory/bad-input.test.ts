import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { eni, enis, instance, instances, read, text } from './builders';
import { MirrorInventory } from '../../src/inventory/mirror-inventory';

const A = instance('a');
const one = instances([A]);
const page = (ids: string[], more: Record<string, unknown>) => enis(ids.map(id => eni(id, { InstanceId: 'i-a' })), more);

describe('input that is refused', () => {
  const interfaces: [string, unknown[], string[]][] = [
    ['an empty file', ['  \n'], ['[networkInterfaces[0]]', 'empty']],
    ['no JSON', ['ERROR: SDK.ServerError'], ['[networkInterfaces[0]]', 'line 1', 'is not JSON', 'ERROR: SDK.ServerError']],
    ['JSON that ends in the middle', [text(enis([eni('a')])).slice(0, -9)], ['[networkInterfaces[0]]', 'is truncated']],
    [
      'a second page that is no JSON',
      [`${text(enis([eni('a')]))}\n\n{"NetworkInterfaceSets":}`],
      ['[networkInterfaces[0], page 2]', 'line 3'],
    ],
    ['a text after the JSON', [`${text(enis([eni('a')]))}\ndone`], ['[networkInterfaces[0], page 2]', '"done"', 'line 2']],
    ['the other call', [one], ['[networkInterfaces[0]]', 'a response of DescribeInstances', 'Swap the lists']],
    [
      'an error answer',
      [{ RequestId: 'x', Code: 'Forbidden.RAM', Message: 'User not authorized' }],
      ['[networkInterfaces[0]]', 'Forbidden.RAM: User not authorized'],
    ],
    ['a bare record', [eni('a')], ['[networkInterfaces[0]]', 'a bare record (eni-a)', '--cli-query']],
    ['a list of bare records', [[eni('a'), eni('b')]], ['[networkInterfaces[0], page 1]', 'a bare record (eni-a)']],
    ['a state', [{ format_version: '1.0' }], ['fromState']],
    ['a number', ['7'], ['[networkInterfaces[0]]', 'is 7']],
    ['a record that is no object', [enis([eni('a'), 'eni-b'])], ['[networkInterfaces[0], record 2]', '"eni-b"']],
    [
      'a record without an id',
      [enis([eni('a', { NetworkInterfaceId: undefined })])],
      ['[networkInterfaces[0], record 1]', 'NetworkInterfaceId', 'is not set'],
    ],
    ['an id that is none', [enis([eni('a', { NetworkInterfaceId: 'i-a' })])], ['[networkInterfaces[0], record 1 (i-a)]', 'eni-...']],
    ['a record without a status', [enis([eni('a', { Status: '' })])], ['record 1 (eni-a)]', 'Status']],
    ['a record without a VPC', [enis([eni('a', { VpcId: undefined })])], ['record 1 (eni-a)]', 'VpcId', 'Keep all fields']],
    ['a type that is no text', [enis([eni('a', { Type: 1 })])], ['record 1 (eni-a)]', 'Type is 1']],
    ['a flag that is a text', [enis([eni('a', { ServiceManaged: 'true' })])], ['record 1 (eni-a)]', 'ServiceManaged is "true"']],
    ['tags that are no list', [enis([eni('a', { Tags: 'role=web' })])], ['record 1 (eni-a)]', 'Tags.Tag', '"role=web"']],
    ['a tag without a key', [enis([eni('a', { Tags: { Tag: [{ TagValue: 'x' }] } })])], ['record 1 (eni-a)]', 'key and value of a tag']],
    [
      'an address that is none',
      [enis([eni('a', { PrivateIpAddress: '10.0.0.400' })])],
      ['record 1 (eni-a)]', '10.0.0.400', 'an IPv4 address'],
    ],
    [
      'an interface without its instance',
      [enis([eni('a'), eni('b', { InstanceId: 'i-gone' })])],
      ['[networkInterfaces[0], record 2 (eni-b)]', 'i-gone', 'DescribeInstances'],
    ],
    [
      'an id twice in a page',
      [enis([eni('a'), eni('a')])],
      ['[networkInterfaces[0], record 2 (eni-a)]', 'networkInterfaces[0], record 1 has the same id'],
    ],
    [
      'an id twice in two files, differing',
      [enis([eni('a')]), enis([eni('a', { Status: 'Available' })])],
      ['[networkInterfaces[1], record 1 (eni-a)]', 'networkInterfaces[0], record 1 has the same id'],
    ],
    [
      'an id twice in two pages',
      [[enis([eni('a')]), enis([eni('a')])]],
      ['[networkInterfaces[0], page 2, record 1 (eni-a)]', 'networkInterfaces[0], page 1, record 1'],
    ],
    [
      'a page of several',
      [page(['a', 'b'], { TotalCount: 5, PageNumber: 1, PageSize: 2 })],
      ['[networkInterfaces[0]]', 'is 5, but there are 2 records', '--pager'],
    ],
    ['a last page alone', [page(['e'], { TotalCount: 5, PageNumber: 3, PageSize: 2 })], ['is 5, but there are 1 records']],
    ['a page too few of two regions of equal size', [
      page(['a', 'b'], { TotalCount: 3, PageNumber: 1 }),
      page(['c'], { TotalCount: 3, PageNumber: 2 }),
      page(['d', 'e'], { TotalCount: 3, PageNumber: 1 }),
    ], ['is 6, but there are 5 records']],
    [
      'pages between which the estate grew',
      [page(['a', 'b'], { TotalCount: 3, PageNumber: 1 }), page(['c'], { TotalCount: 4, PageNumber: 2 })],
      ['changed while the pages were read'],
    ],
    [
      'a token that goes on',
      [page(['a'], { NextToken: 't1', TotalCount: 1 }), page(['b'], { NextToken: 't2', TotalCount: 1 })],
      ['[networkInterfaces[1]]', 'NextToken', '"t2"'],
    ],
    ['a TotalCount that is none', [page(['a'], { TotalCount: -1 })], ['[networkInterfaces[0]]', 'TotalCount', 'is -1']],
  ];

  test.each(interfaces)('fails: %s', (_, given, words) => {
    expect(() => read(given, [one])).toThrow(Error);
    for (const word of words) expect(() => read(given, [one])).toThrow(word);
  });

  test.each<[string, unknown[], string[]]>([
    ['the other call', [enis([eni('a')])], ['[instances[0]]', 'a response of DescribeNetworkInterfaces']],
    ['an instance twice', [one, one], ['[instances[1], record 1 (i-a)]', 'instances[0], record 1']],
    ['an instance without an id', [instances([instance('a', { InstanceId: null })])], ['[instances[0], record 1]', 'InstanceId']],
    ['an instance without a status', [instances([instance('a', { Status: undefined })])], ['[instances[0], record 1 (i-a)]', 'Status']],
    [
      'an interface that only the instance lists',
      [
        instances([
          instance('a', { NetworkInterfaces: { NetworkInterface: [{ NetworkInterfaceId: 'eni-a' }, { NetworkInterfaceId: 'eni-b' }] } }),
        ]),
      ],
      ['[instances[0], record 1 (i-a)]', 'eni-b', 'partial: true', '--MaxResults'],
    ],
    ['an empty answer, as without rights', [instances([])], ['[networkInterfaces[0], record 1 (eni-a)]', 'permission to list instances']],
  ])('fails: instances: %s', (_, given, words) => {
    for (const word of words) expect(() => read([enis([eni('a')])], given)).toThrow(word);
  });

  test('fails: no files, a region that is none, an instance of another region', () => {
    expect(() => MirrorInventory.fromFiles({ networkInterfaces: [], instances: ['x'] })).toThrow('networkInterfaces of MirrorInventory');
    const texts = { networkInterfaces: [text(enis([eni('a')]))], instances: [text(one)] };
    expect(() => MirrorInventory.fromJson({ ...texts, regionId: 'China (Hangzhou)' })).toThrow('regionId');
    expect(() => MirrorInventory.fromJson({ ...texts, regionId: 'cn-beijing' })).toThrow(
      '[instances[0], record 1 (i-a)] RegionId is "cn-hangzhou"',
    );
  });
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, bytes: string | Buffer) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const good = file('instances.json', text(one));

  test.each([
    ['a missing file', join(folder, 'none.json'), 'does not exist'],
    ['a directory', folder, 'is a folder'],
    ['an empty file', file('empty.json', ''), 'empty'],
  ])('fails: %s', (_, path, words) => {
    const act = () => MirrorInventory.fromFiles({ networkInterfaces: [path], instances: [good] });
    expect(act).toThrow(`[${path}]`);
    expect(act).toThrow(words);
  });

  const body = text(enis([eni('a')]));
  test.each<[string, string | Buffer]>([
    ['UTF-8', body],
    ['UTF-8 with a byte order mark', `\ufeff${body}`],
    ['UTF-16, little-endian', Buffer.from(`\ufeff${body}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${body}`, 'utf16le').swap16()],
  ])('%s is read', (name, bytes) => {
    expect(
      MirrorInventory.fromFiles({ networkInterfaces: [file(`${name}.json`, bytes)], instances: [good] }).interfaces.map((x) => x.id),
    ).toEqual(['eni-a']);
  });
});

describe('forms that are read', () => {
  const ids = (given: unknown[], described: unknown[] = [one]) => read(given, described).interfaces.map(x => x.id).join(' ');

  test('what the pager of the command merges, also where it merged nothing', () => {
    expect(ids([page(['a', 'b'], {})])).toBe('eni-a eni-b');
    const none = read([{ NetworkInterfaceSets: { NetworkInterfaceSet: null } }], [instances([])]);
    expect(none.interfaces).toEqual([]);
  });

  test('pages by number, as a list, one after another and as files, also of two regions', () => {
    const pages = [
      page(['a', 'b'], { TotalCount: 3, PageNumber: 1, PageSize: 2 }),
      page(['c'], { TotalCount: '3', PageNumber: 2, PageSize: 2 }),
    ];
    expect(ids(pages)).toBe('eni-a eni-b eni-c');
    expect(ids([pages])).toBe('eni-a eni-b eni-c');
    expect(ids([pages.map(text).join('\n')])).toBe('eni-a eni-b eni-c');
    expect(ids([pages.map(p => JSON.stringify(p, null, 2)).join('')])).toBe('eni-a eni-b eni-c');
    expect(ids([...pages, page(['d', 'e', 'f'], { TotalCount: 3, PageNumber: 1 })])).toBe('eni-a eni-b eni-c eni-d eni-e eni-f');
  });

  test('pages by token, whose TotalCount is not valid', () => {
    expect(ids([page(['a'], { NextToken: 't', TotalCount: 9 }), page(['b'], { NextToken: '', TotalCount: 9 })])).toBe('eni-a eni-b');
    expect(ids([page(['a'], { NextToken: 't' }), page(['b'], { TotalCount: 9 })])).toBe('eni-a eni-b');
  });

  test('lists without their inner name, and both namings of tags', () => {
    const flat = eni('a', {
      SecurityGroupIds: ['sg-1'],
      Tags: [{ Key: 'role', Value: 'web' }, { TagKey: 'x', TagValue: '' }, { Key: '__proto__' }],
      Ipv6Sets: null,
    });
    const [x] = read([{ NetworkInterfaceSets: [flat] }], [{ Instances: [instance('a', { Tags: undefined })] }]).interfaces;
    expect(x).toMatchObject({ securityGroupIds: ['sg-1'], ipv6Addresses: 0, instanceTags: {} });
    expect(Object.entries(x.tags)).toEqual([['role', 'web'], ['x', ''], ['__proto__', '']]);
  });

  test('the instance of an attachment, and braces inside texts', () => {
    const [x] = read(
      [
        `${text(enis([eni('a', { InstanceId: '', Attachment: { InstanceId: 'i-a' }, NetworkInterfaceName: 'a "}{][\\' })]))} ${text(enis([]))}`,
      ],
      [one],
    ).interfaces;
    expect(x).toMatchObject({ instanceId: 'i-a', family: 'g7', name: 'a "}{][\\' });
  });

  test('a partial inventory says how much it lacks', () => {
    const listing = instances([
      instance('a', { NetworkInterfaces: { NetworkInterface: [{ NetworkInterfaceId: 'eni-a' }, { NetworkInterfaceId: 'eni-b' }] } }),
    ]);
    const inventory = MirrorInventory.fromJson({ networkInterfaces: [text(enis([eni('a')]))], instances: [text(listing)], partial: true });
    expect(inventory.interfaces).toHaveLength(1);
  });

  test('the region of the instance, else the one given, else of the zone', () => {
    const region = (zone: string, regionId?: string) => MirrorInventory.fromJson({
      networkInterfaces: [text(enis([eni('a', { ZoneId: zone })]))],
      instances: [text(instances([instance('a', { RegionId: undefined })]))],
      regionId,
    }).interfaces[0].regionId;
    expect(region('cn-hangzhou-h')).toBe('cn-hangzhou');
    expect(region('ap-southeast-1a')).toBe('ap-southeast-1');
    expect(region('cn-shanghai-finance-1a')).toBe('cn-shanghai-finance-1');
    expect(region('elsewhere')).toBeUndefined();
    expect(region('elsewhere', 'cn-beijing')).toBe('cn-beijing');
  });
});
