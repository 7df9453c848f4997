import { MirrorInventoryInterface } from './inventory-interface';
import { Mismatches } from './mismatches';
import { Fields, Place, placeText } from '../input/fields';
import { familyOf } from '../catalog/instance-families';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { refusal } from '../net/refusal';
import { ENI_ID } from '../input/interface-id';

/** The properties of an instance that its interfaces inherit. */
export interface InstanceRecord {
  readonly id: string;
  readonly instanceType: string;
  /** Undefined if the type has an unknown form. */
  readonly family?: string;
  readonly status?: string;
  readonly regionId?: string;
  readonly vpcId?: string;
  readonly zoneId?: string;
  readonly tags: { [key: string]: string };
  readonly place: Place;
  /** The interfaces in the instance's record. */
  readonly interfaceIds: string[];
}

/** The properties of an interface from its record. */
export type InterfaceRecord = Omit<MirrorInventoryInterface, 'instanceType' | 'family' | 'instanceStatus' | 'regionId' | 'instanceTags'>;

/** Joins interfaces and instances. */
export class InventoryBuilder {
  public readonly instances = new Map<string, InstanceRecord>();
  private readonly places = new Map<string, Place>();
  private readonly interfaces: MirrorInventoryInterface[] = [];

  /** @param mismatches collects rows from another point in time than the rest */
  public constructor(private readonly regionId: string | undefined, private readonly mismatches: Mismatches) {}

  public addInstance(instance: InstanceRecord): void {
    const before = this.instances.get(instance.id);
    if (before) {
      this.mismatches.add(`instance ${instance.id} is listed twice. Its first record is used`, () => twice(
        'instance', instance.id, instance.place, before.place,
      ));
      return;
    }
    if (this.regionId !== undefined && instance.regionId !== undefined && instance.regionId !== this.regionId) {
      throw refusal({
        path: placeText(instance.place, instance.id),
        what: 'RegionId',
        got: instance.regionId,
        allowed: `${this.regionId}, the regionId of the files`,
        fix: 'omit regionId, or pass only the files of that region',
      });
    }
    this.instances.set(instance.id, instance);
  }

  public addInterface(x: InterfaceRecord, place: Place): void {
    const before = this.places.get(x.id);
    if (before) {
      this.mismatches.add(`interface ${x.id} is listed twice. Its first record is used`, () => twice('interface', x.id, place, before));
      return;
    }
    this.places.set(x.id, place);
    const instance = x.instanceId === undefined ? undefined : this.instances.get(x.instanceId);
    const zoneId = x.zoneId ?? instance?.zoneId;
    // Written field by field. A spread of this size costs ten times as much, and an estate has 200,000 interfaces.
    this.interfaces.push({
      id: x.id,
      name: x.name,
      interfaceType: x.interfaceType,
      status: x.status,
      instanceId: x.instanceId,
      instanceType: instance?.instanceType,
      family: instance?.family,
      instanceStatus: instance?.status,
      vpcId: x.vpcId ?? instance?.vpcId,
      vswitchId: x.vswitchId,
      zoneId,
      regionId: instance?.regionId ?? this.regionId ?? regionOf(zoneId),
      primaryIp: x.primaryIp,
      securityGroupIds: x.securityGroupIds,
      tags: x.tags,
      instanceTags: instance?.tags ?? NO_TAGS,
      serviceManaged: x.serviceManaged,
      ipv6Addresses: x.ipv6Addresses,
    });
  }

  public has(interfaceId: string): boolean {
    return this.places.has(interfaceId);
  }

  /** The first interface that an instance lists but that has no record. */
  public *unlisted(): Iterable<{ readonly instance: InstanceRecord; readonly interfaceId: string }> {
    for (const instance of this.instances.values()) {
      for (const interfaceId of instance.interfaceIds) if (!this.places.has(interfaceId)) yield { instance, interfaceId };
    }
  }

  /** All interfaces, sorted by id, since the order of pages and files has no meaning. */
  public build(): MirrorInventoryInterface[] {
    return this.interfaces.sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  }
}

const NO_TAGS: { [key: string]: string } = Object.freeze({});

/** The region of a zone id: cn-hangzhou-h is in cn-hangzhou, ap-southeast-1a in ap-southeast-1. */
export function regionOf(zoneId?: string): string | undefined {
  return zoneId === undefined ? undefined : /^(.+?-.+)-[a-z]$/.exec(zoneId)?.[1] ?? /^(.+-\d+)[a-z]$/.exec(zoneId)?.[1];
}

/** An id in the form that MirrorSource accepts. It is checked here, because file and record are known. */
export function eniId(fields: Fields, name: string, value: string): string {
  if (!ENI_ID.test(value)) throw fields.wrong(name, value, 'the id of a network interface (eni-...)');
  return value;
}

export function ipv4(fields: Fields, name: string, value?: string): string | undefined {
  if (value !== undefined && !parseIpv4Address(value).ok) throw fields.wrong(name, value, 'an IPv4 address');
  return value;
}

/** Ids of ECS instances begin with i-. Very old ones have no hyphen. Others, such as eci-..., belong to other products. */
export function isEcsInstance(id: string): boolean {
  return id.startsWith('i-') || !id.includes('-');
}

/** The family of an instance type. Undefined if the type has an unknown form, for example an internal type of the provider. */
export function family(instanceType: string): string | undefined {
  return familyOf(instanceType);
}

function twice(kind: string, id: string, place: Place, before: Place): Error {
  return refusal({
    path: placeText(place, id),
    what: `the id of an ${kind}`,
    got: id,
    allowed: `each id once. ${placeText(before)} has the same id`,
    fix: 'pass every page once. If the estate changed while its pages were read, read all pages again',
  });
}
