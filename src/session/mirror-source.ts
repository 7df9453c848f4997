import type { SelectedFrom } from './selected-from';
import type { Completeness } from '../input/list-call';
import { TerraformResource } from 'cdktf';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { JUMBO_MTU, SMALLEST_MTU } from '../catalog/limits';
import { ENI_ID } from '../input/interface-id';
import { InterfaceResource } from './interface-resource';
import { checkMbps, checkPlace } from '../terraform/arguments';

/** Properties of a source in addition to its id. Only the checks use them. They are not written to Terraform. */
export interface MirrorSourceOptions {
  /**
   * The name of this source in ledgers and reports. It must not change while the source is mirrored.
   *
   * @default - the interface's id, or the construct path of the resource
   */
  readonly key?: string;
  /**
   * Type of the ECS instance to which the interface is attached, for example `ecs.g7.large`.
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
   * @default - the region of the session's provider
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
   * vSwitch id. A network ACL does not filter packets inside its vSwitch.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly vswitchId?: string;
  /**
   * Id of the instance to which the interface is attached. No interface of a sensor's instance should be a source.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly instanceId?: string;
  /**
   * Ids of the security groups of the interface. Rules of a target's group may refer to them.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly securityGroupIds?: string[];
  /**
   * The peak traffic of its copies in Mbit/s, more than 0. It is compared with `capacityMbps` of the target.
   *
   * @default - unknown
   */
  readonly mirroredMbps?: number;
  /**
   * MTU of the interface: the largest packet in bytes, as configured in the guest, 576 to 8500.
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
   * Tags of the interface, completed by the tags of its instance. A fleet can be switched on and off by tags. They are not
   * written to Terraform.
   *
   * @default - unknown
   */
  readonly tags?: { [key: string]: string };
}

/**
 * An interface whose traffic is mirrored.
 *
 * @example
 * const instance = new alicloud.instance.Instance(this, 'Web', { instanceType: 'ecs.g7.large', securityGroups: ['sg-bp1web'] });
 * const sources = [
 *   MirrorSource.networkInterface('eni-bp1db', { instanceType: 'ecs.r7.xlarge', primaryIp: '10.10.0.4' }),
 *   MirrorSource.fromResource(instance),
 * ];
 */
export class MirrorSource {
  /**
   * The interface with this id.
   *
   * @param id an ENI id (`eni-...`), or a token or reference to one
   * @throws if a literal id is not an ENI id, or a literal option is malformed
   */
  public static networkInterface(id: string, options: MirrorSourceOptions = {}): MirrorSource {
    if (known(id) && !ENI_ID.test(id)) {
      throw refusal({
        what: 'the id of a mirror source', got: id, allowed: 'the id of a network interface (eni-...)',
        fix: 'use the id of the elastic network interface. For an instance, use MirrorSource.fromResource(instance) or the id of its primary interface',
      });
    }
    const text = textOf(id);
    return new MirrorSource(text, options.key ?? text, options);
  }

  /**
   * The interface of a resource: an `alicloud_ecs_network_interface`, its attachment (recommended, since a session depends on
   * it), or the primary interface of an `alicloud_instance`. The resource may come from any provider bindings.
   *
   * @throws for any other resource type, and for a resource with `count` or `forEach`
   */
  public static fromResource(resource: TerraformResource, options: MirrorSourceOptions = {}): MirrorSource {
    const found = InterfaceResource.of(resource, 'MirrorSource');
    return new MirrorSource(found.interfaceId, options.key ?? resource.node.path, options, { primaryIp: found.primaryIp });
  }

  /**
   * All interfaces of a list that is known only at apply (a variable, a data source). It must be the only source of its session.
   * Checks that depend on the number of sources or on their ids are then undecided.
   *
   * @param ids a list token, for example `variable.listValue`
   */
  public static listOf(ids: string[]): MirrorSource {
    if (known(ids)) {
      throw refusal({
        what: 'the list of MirrorSource.listOf', got: ids, allowed: 'a list token',
        fix: 'for a list that is known at synth, use ids.map((id) => MirrorSource.networkInterface(id))',
      });
    }
    return new MirrorSource('', '', {}, { ids });
  }

  /**
   * A source that an inventory has selected.
   *
   * @internal
   */
  public static _selected(id: string, options: MirrorSourceOptions, from: SelectedFrom): MirrorSource {
    return new MirrorSource(id, options.key ?? id, options, from);
  }

  /** The interface's id, or a reference to it. Empty for a list. */
  public readonly interfaceId: string;
  /** The stable name of the source. */
  public readonly key: string;
  /** The options of the source. */
  public readonly options: MirrorSourceOptions;
  /** One field for rare properties, since an app may have 200,000 sources. */
  private readonly more?: { readonly ids?: string[]; readonly primaryIp?: string } & Partial<SelectedFrom>;

  private constructor(interfaceId: string, key: string, options: MirrorSourceOptions, more?: MirrorSource['more']) {
    this.interfaceId = interfaceId;
    this.key = key;
    this.options = options;
    this.more = more;
    checkOptions(key, options);
  }

  /** Whether this is a list of interfaces that is known only at apply. */
  public get isList(): boolean {
    return this.more?.ids !== undefined;
  }

  /** @internal */
  public get _ids(): string[] | undefined {
    return this.more?.ids;
  }

  /**
   * The primary IP from the options, or else a reference to it.
   *
   * @internal
   */
  public get _primaryIp(): string | undefined {
    return this.options.primaryIp ?? this.more?.primaryIp;
  }

  /**
   * Whether the inventory that selected it has every interface. Undefined if no inventory did.
   *
   * @internal
   */
  public get _inventory(): Completeness | undefined {
    return this.more?.complete;
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
      what: `mtu of source ${key}`,
      got: o.mtu,
      allowed: `whole bytes ${SMALLEST_MTU} to ${largest}`,
      fix: 'set the MTU of the guest, for example 1500',
    });
  }
  checkMbps(`mirroredMbps of source ${key}`, o.mirroredMbps);
  if (o.ipv6Addresses !== undefined && known(o.ipv6Addresses) && !(Number.isInteger(o.ipv6Addresses) && o.ipv6Addresses >= 0)) {
    throw refusal({
      what: `ipv6Addresses of source ${key}`,
      got: o.ipv6Addresses,
      allowed: 'a whole number from 0',
      fix: 'set the number of IPv6 addresses of the interface',
    });
  }
}
