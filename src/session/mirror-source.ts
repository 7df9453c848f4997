import { TerraformResource } from 'cdktf';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { JUMBO_MTU, SMALLEST_MTU } from '../catalog/limits';
import { ENI_ID, InterfaceResource } from './interface-resource';
import { checkMbps, checkPlace } from '../terraform/arguments';

/** What is known of a source in addition to its id. The checks need it. Terraform does not see it. */
export interface MirrorSourceOptions {
  /**
   * The name under which a ledger and a report know this source. It must not change while the source lives.
   *
   * @default - the interface's id, or the construct path of the resource
   */
  readonly key?: string;
  /**
   * ECS instance type that the interface is attached to, for example `ecs.g7.large`.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly instanceType?: string;
  /**
   * Primary private IPv4 address: the outer source address of every mirrored packet.
   *
   * @default - unknown
   */
  readonly primaryIp?: string;
  /**
   * Region id of the interface, for example `cn-hangzhou`.
   *
   * @default - the region of the session's provider is taken to be right
   */
  readonly regionId?: string;
  /**
   * VPC id.
   *
   * @default - unknown
   */
  readonly vpcId?: string;
  /**
   * Zone id, for example `cn-hangzhou-h`. A fleet prefers a target in the same zone.
   *
   * @default - unknown
   */
  readonly zoneId?: string;
  /**
   * vSwitch id: what stays inside a vSwitch is not filtered by its network ACL.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly vswitchId?: string;
  /**
   * Id of the instance that the interface is attached to: another interface of a sensor's instance is no source.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly instanceId?: string;
  /**
   * Ids of the security groups that the interface is in: rules of a target's group may name them.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly securityGroupIds?: string[];
  /**
   * What its copies amount to at the busiest, in Mbit/s: more than 0. It is held against `capacityMbps` of the target.
   *
   * @default - unknown
   */
  readonly mirroredMbps?: number;
  /**
   * Largest packet that the interface sends or receives, in bytes, as set in the guest: 576 to 8500.
   *
   * @default - unknown
   */
  readonly mtu?: number;
  /**
   * Number of IPv6 addresses of the interface. Their traffic is not mirrored.
   *
   * @default - unknown
   */
  readonly ipv6Addresses?: number;
  /**
   * Whether a cloud service manages the interface. Such an interface cannot be mirrored.
   *
   * @default - unknown
   */
  readonly serviceManaged?: boolean;
  /**
   * Tags of the interface, and those of its instance for keys that it has none of. A fleet can be switched by them.
   * They are not written to Terraform.
   *
   * @default - unknown
   */
  readonly tags?: { [key: string]: string };
}

/** An interface whose traffic is mirrored. */
export class MirrorSource {
  /**
   * The interface with this id.
   *
   * @param id an ENI id (`eni-...`), or a token or reference that will be one
   * @throws if a literal id is not one of an ENI, or a literal option is malformed
   */
  public static networkInterface(id: string, options: MirrorSourceOptions = {}): MirrorSource {
    if (known(id) && !ENI_ID.test(id)) {
      throw refusal({
        what: 'the id of a mirror source', got: id, allowed: 'the id of a network interface (eni-...)',
        fix: 'give the id of the elastic network interface; for an instance use MirrorSource.fromResource(instance) or the id of its primary interface',
      });
    }
    const text = textOf(id);
    return new MirrorSource(text, options.key ?? text, options);
  }

  /**
   * The interface of a resource: an `alicloud_ecs_network_interface`, its attachment (better, since a session
   * must wait for it), or the primary interface of an `alicloud_instance`. The bindings may be anybody's.
   *
   * @throws for any other resource type, and for a resource with `count` or `forEach`
   */
  public static fromResource(resource: TerraformResource, options: MirrorSourceOptions = {}): MirrorSource {
    const found = InterfaceResource.of(resource, 'MirrorSource');
    return new MirrorSource(found.interfaceId, options.key ?? resource.node.path, options, { primaryIp: found.primaryIp });
  }

  /**
   * All interfaces of a list that is known only to Terraform (a variable, a data source). It must be the only
   * source of its session. What depends on the number of sources or on their ids cannot be decided at synth.
   *
   * @param ids a list token, for example `variable.listValue`
   */
  public static listOf(ids: string[]): MirrorSource {
    if (known(ids)) {
      throw refusal({
        what: 'the list of MirrorSource.listOf', got: ids, allowed: 'a list token',
        fix: 'write ids.map((id) => MirrorSource.networkInterface(id)) for a list that is known',
      });
    }
    return new MirrorSource('', '', {}, { ids });
  }

  /** The interface's id, or a reference to it. Empty for a list. */
  public readonly interfaceId: string;
  /** The stable name of the source. */
  public readonly key: string;
  /** What was set of the source. */
  public readonly options: MirrorSourceOptions;
  /** One field for what few sources have: an app may hold 200,000. */
  private readonly more?: { readonly ids?: string[]; readonly primaryIp?: string };

  private constructor(interfaceId: string, key: string, options: MirrorSourceOptions, more?: { ids?: string[]; primaryIp?: string }) {
    this.interfaceId = interfaceId;
    this.key = key;
    this.options = options;
    this.more = more;
    checkOptions(key, options);
  }

  /** Whether this stands for a list of interfaces that only Terraform knows. */
  public get isList(): boolean {
    return this.more?.ids !== undefined;
  }

  /** @internal */
  public get _ids(): string[] | undefined {
    return this.more?.ids;
  }

  /**
   * What was set, or else a reference to it.
   *
   * @internal
   */
  public get _primaryIp(): string | undefined {
    return this.options.primaryIp ?? this.more?.primaryIp;
  }

  /** The source's key. */
  public toString(): string {
    return this.key;
  }
}

function checkOptions(key: string, o: MirrorSourceOptions): void {
  if (o.instanceType !== undefined && known(o.instanceType)) MirrorCatalog.instanceFamilyOf(o.instanceType);
  checkPlace(`source ${key}`, o);
  const largest = JUMBO_MTU;
  if (o.mtu !== undefined && known(o.mtu) && !(Number.isInteger(o.mtu) && o.mtu >= SMALLEST_MTU && o.mtu <= largest)) {
    throw refusal({
      what: `mtu of source ${key}`, got: o.mtu, allowed: `whole bytes ${SMALLEST_MTU} to ${largest}`, fix: 'write the MTU that the guest shows, for example 1500',
    });
  }
  checkMbps(`mirroredMbps of source ${key}`, o.mirroredMbps);
  if (o.ipv6Addresses !== undefined && known(o.ipv6Addresses) && !(Number.isInteger(o.ipv6Addresses) && o.ipv6Addresses >= 0)) {
    throw refusal({
      what: `ipv6Addresses of source ${key}`, got: o.ipv6Addresses, allowed: 'a whole number from 0', fix: 'write how many IPv6 addresses the interface has',
    });
  }
}
