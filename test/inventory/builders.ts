import { MirrorInventory } from '../../src/inventory/mirror-inventory';

/** Any JSON object: tests put in what the API never sends, too. */
export type Body = Record<string, unknown>;

export function eni(id: string, more: Body = {}): Body {
  return {
    NetworkInterfaceId: `eni-${id}`,
    NetworkInterfaceName: id,
    Type: 'Primary',
    Status: 'InUse',
    InstanceId: `i-${id}`,
    VpcId: 'vpc-a',
    VSwitchId: 'vsw-a',
    ZoneId: 'cn-hangzhou-h',
    PrivateIpAddress: '10.0.0.4',
    SecurityGroupIds: { SecurityGroupId: ['sg-a'] },
    ServiceManaged: false,
    Tags: { Tag: [] },
    Ipv6Sets: { Ipv6Set: [] },
    ...more,
  };
}

export function instance(id: string, more: Body = {}): Body {
  return {
    InstanceId: `i-${id}`,
    InstanceType: 'ecs.g7.large',
    RegionId: 'cn-hangzhou',
    ZoneId: 'cn-hangzhou-h',
    Status: 'Running',
    Tags: { Tag: [] },
    ...more,
  };
}

/** An answer as the pager of the command merges it: the list alone. */
export function enis(records: unknown[], more: Body = {}): Body {
  return { NetworkInterfaceSets: { NetworkInterfaceSet: records }, ...more };
}

export function instances(records: unknown[], more: Body = {}): Body {
  return { Instances: { Instance: records }, ...more };
}

export function tags(pairs: Record<string, string>): Body {
  return { Tags: { Tag: Object.entries(pairs).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) } };
}

/** The inventory of answers, each the content of a text. */
export function read(networkInterfaces: unknown[], described: unknown[]): MirrorInventory {
  return MirrorInventory.fromJson({ networkInterfaces: networkInterfaces.map(text), instances: described.map(text) });
}

export function text(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
