// Writes an estate in the format of two ECS calls, for tests, trials and benchmarks:
//
//   npx tsx make-estate.ts --instances 120 --out DIR [--seed 7] [--page-size 100000]
//
// makes DIR/network-interfaces.json (DescribeNetworkInterfaces) and DIR/instances.json (DescribeInstances), one file a
// page, the second called network-interfaces-2.json and so on: the same bytes for the same arguments. It is the mix of
// a landing zone: three VPCs, three zones, tags by role and owner, old and new instance families, tags on
// the instance alone or on both, secondary and service-managed interfaces, and some that are attached to nothing.
//
// estate-120 was made before this script and stays as it is, since goldens and tests count its interfaces.
import { closeSync, mkdirSync, openSync, writeSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';

const ROLES = { web: 40, app: 35, db: 12, sensor: 1, batch: 12 };
const VPCS = { prod: 70, stage: 20, shared: 10 };
const ZONES = ['cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j'];
/** Instance types but for their size, by how often they are met. */
const FAMILIES = {
  'g7': 30,
  'c7': 18,
  'r7': 10,
  'g7ne': 6,
  'c6e': 6,
  'g6e': 6,
  'hfc7': 3,
  'ebmg6e': 1,
  'gn7i-c8g1': 2,
  'g8i': 9,
  't6': 5,
  'g6': 4,
  'c5': 3,
  'u1-c1m2': 1,
};
const SIZES = { 'large': 1, 'xlarge': 1, '2xlarge': 1, '4xlarge': 1 };
const SPARE = ['Available', 'Available', 'Creating', 'Creating'];
/** Addresses of a /16 that are given out, 250 of each /24. */
const ADDRESSES = 250 * 256;

/** Whole numbers that look random and are the same for the same seed, on every machine. */
class Numbers {
  private state: number;

  constructor(seed: number) {
    // Zero would stay zero.
    this.state = (seed ^ 0x2545f491) || 1;
  }

  /** From 0 up to, but not, the end. */
  public below(end: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % end;
  }

  /** One of the keys, with a probability by weight. */
  public pick<K extends string>(weights: Record<K, number>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    return entries.find(([, weight]) => (left -= weight) < 0)![0];
  }

  public percent(chance: number): boolean {
    return this.below(100) < chance;
  }
}

/** A list over pages, which is written item by item: an estate of 200,000 interfaces is never held. */
class Pages {
  private file?: number;
  private text = '';
  private items = 0;

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly set: string,
    private readonly item: string,
    private readonly total: number,
    private readonly size: number,
  ) {}

  public add(item: object): void {
    if (this.items % this.size === 0) this.open();
    this.text += `${this.items % this.size === 0 ? '' : ','}\n${JSON.stringify(item)}`;
    this.items++;
    if (this.text.length > 1 << 16) this.flush();
  }

  public close(): void {
    if (this.file === undefined) return;
    this.text += '\n]}}\n';
    this.flush();
    closeSync(this.file);
    this.file = undefined;
  }

  private open(): void {
    this.close();
    const page = this.items / this.size + 1;
    this.file = openSync(join(this.folder, `${this.name}${page === 1 ? '' : `-${page}`}.json`), 'w');
    this.text = `{"RequestId":"00000000-0000-0000-0000-${String(page).padStart(12, '0')}","TotalCount":${this.total},"PageNumber":${page},"PageSize":${this.size},"${this.set}":{"${this.item}":[`;
  }

  private flush(): void {
    writeSync(this.file!, this.text);
    this.text = '';
  }
}

interface Machine {
  readonly role: string;
  readonly type: string;
  readonly vpc: string;
  readonly zone: string;
  readonly vswitch: string;
  readonly running: boolean;
  /** Of each interface: whether a service manages it. */
  readonly managed: boolean[];
  readonly tags: Tag[];
  readonly interfaceTags: Tag[];
}

interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

const tag = (TagKey: string, TagValue: string): Tag => ({ TagKey, TagValue });

function machine(numbers: Numbers): Machine {
  const [role, vpc, zone, family] = [numbers.pick(ROLES), numbers.pick(VPCS), ZONES[numbers.below(ZONES.length)], numbers.pick(FAMILIES)];
  const tags = [tag('role', role), tag('owner', numbers.pick({ payments: 1, search: 1, platform: 1 })), tag('env', vpc)];
  const never = numbers.percent(6) ? [tag('mirror', 'never')] : [];
  const onInterface = [...numbers.percent(80) ? tags : [], ...numbers.percent(50) ? never : []];
  return {
    role, zone, vpc: `vpc-bp1${vpc}`, vswitch: `vsw-bp1${vpc}${zone.slice(-1)}`,
    type: `ecs.${family}.${family.startsWith('ebm') ? '24xlarge' : numbers.pick(SIZES)}`,
    running: !numbers.percent(3),
    managed: numbers.percent(15) ? [false, numbers.percent(30)] : [false],
    tags: [...tags, ...never], interfaceTags: onInterface,
  };
}

class Estate {
  private readonly addresses = new Map<string, number>();
  private interfaces = 0;

  constructor(private readonly seed: number) {}

  /** Ids are spread over their range, as the service's own are. */
  public id(kind: string, n: number): string {
    return `${kind}-bp1${((n + 1) * 2654435761 + this.seed * 97).toString(36).padStart(12, '0')}`;
  }

  public interface(name: string, instance: Machine | undefined, instanceId: string, index: number, status = 'InUse'): Record<string, any> {
    const n = this.interfaces++;
    const vswitch = instance?.vswitch ?? 'vsw-bp1prodh';
    const ip = this.address(vswitch);
    const managed = instance?.managed[index] ?? false;
    return {
      NetworkInterfaceId: this.id('eni', n),
      NetworkInterfaceName: name,
      Type: instance && index === 0 ? 'Primary' : 'Secondary',
      Status: status,
      InstanceId: instanceId,
      VpcId: instance?.vpc ?? 'vpc-bp1prod',
      VSwitchId: vswitch,
      ZoneId: instance?.zone ?? ZONES[0],
      PrivateIpAddress: ip,
      MacAddress: `00:16:3e:${[n >> 16, n >> 8, n].map((part) => (part & 255).toString(16).padStart(2, '0')).join(':')}`,
      SecurityGroupIds: { SecurityGroupId: [`sg-bp1${instance?.role ?? 'app'}`] }, ServiceManaged: managed, ServiceID: managed ? 26842 : 0,
      Tags: { Tag: instance?.interfaceTags ?? [] },
      PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: ip, Primary: true }] },
      Ipv6Sets: { Ipv6Set: [] },
      OwnerId: '123456789012****', ResourceGroupId: '',
    };
  }

  public instance(id: string, name: string, it: Machine, interfaces: Record<string, any>[]): object {
    return {
      InstanceId: id, InstanceName: name, InstanceType: it.type, InstanceTypeFamily: it.type.replace(/^(ecs\.[a-z0-9]+).*$/, '$1'),
      RegionId: 'cn-hangzhou', ZoneId: it.zone, Status: it.running ? 'Running' : 'Stopped',
      VpcAttributes: { VpcId: it.vpc, VSwitchId: it.vswitch, PrivateIpAddress: { IpAddress: [interfaces[0].PrivateIpAddress] } },
      NetworkInterfaces: {
        NetworkInterface: interfaces.map((e) => ({
          NetworkInterfaceId: e.NetworkInterfaceId,
          Type: e.Type,
          PrimaryIpAddress: e.PrivateIpAddress,
          MacAddress: e.MacAddress,
        })),
      },
      SecurityGroupIds: { SecurityGroupId: [`sg-bp1${it.role}`] }, Tags: { Tag: it.tags },
    };
  }

  /** Each vSwitch has separate blocks of sixteen addresses within 10.0.0.0/8. */
  private address(vswitch: string): string {
    const n = this.addresses.get(vswitch) ?? 0;
    this.addresses.set(vswitch, n + 1);
    const block = [...this.addresses.keys()].indexOf(vswitch) + 9 * Math.floor(n / ADDRESSES);
    const host = n % ADDRESSES;
    return `10.${10 + block}.${Math.floor(host / 250)}.${4 + host % 250}`;
  }
}

/** Writes an estate. Returns the number of interfaces. */
export function writeEstate(folder: string, instances: number, seed: number, pageSize: number): number {
  mkdirSync(folder, { recursive: true });
  // Two passes over the same numbers, because the file has the count before the items.
  const count = new Numbers(seed);
  let total = SPARE.length;
  for (let i = 0; i < instances; i++) total += machine(count).managed.length;

  const [numbers, estate] = [new Numbers(seed), new Estate(seed)];
  const interfacePages = new Pages(folder, 'network-interfaces', 'NetworkInterfaceSets', 'NetworkInterfaceSet', total, pageSize);
  const instancePages = new Pages(folder, 'instances', 'Instances', 'Instance', instances, pageSize);
  for (let i = 0; i < instances; i++) {
    const it = machine(numbers);
    const id = estate.id('i', i);
    const interfaces = it.managed.map((_, n) => estate.interface(`${it.role}-${String(i).padStart(3, '0')}-${n}`, it, id, n));
    interfaces.forEach((e) => interfacePages.add(e));
    instancePages.add(estate.instance(id, interfaces[0].NetworkInterfaceName, it, interfaces));
  }
  SPARE.forEach((status, n) => interfacePages.add(estate.interface(`spare-${n}`, undefined, '', n, status)));
  interfacePages.close();
  instancePages.close();
  return total;
}

if (require.main === module) {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string' },
      seed: { type: 'string', default: '7' },
      out: { type: 'string' },
      'page-size': { type: 'string', default: '100000' },
    },
  });
  const [instances, seed, pageSize] = [values.instances, values.seed, values['page-size']].map(Number);
  if (values.out === undefined || ![instances, seed, pageSize].every((n) => Number.isInteger(n) && n > 0)) {
    console.error('usage: npx tsx make-estate.ts --instances 120 --out DIR [--seed 7] [--page-size 100000]');
    process.exit(1);
  }
  console.log(`${writeEstate(values.out, instances, seed, pageSize)} interfaces of ${instances} instances in ${values.out}`);
}
