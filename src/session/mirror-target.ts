import { TerraformResource } from 'cdktf';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { ENI_ID } from '../input/interface-id';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { attributeOf, CLB_ID, InterfaceResource, refuseResourceToken } from './interface-resource';
import type { ReceivingSide } from './receiving-side';
import { checkMbps, checkPlace } from '../terraform/arguments';

/** Properties of a target in addition to its id. */
export interface MirrorTargetOptions {
  /**
   * The name of this target in ledgers and reports. It must not change while the target is used.
   *
   * @default - the target's id, or the construct path of the resource
   */
  readonly key?: string;
  /**
   * ECS instance type of an interface target. It determines the quota of sources per target.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly instanceType?: string;
  /**
   * Primary private IPv4 address: the outer destination address of every mirrored packet.
   *
   * @default - unknown
   */
  readonly primaryIp?: string;
  /**
   * VPC id.
   *
   * @default - unknown
   */
  readonly vpcId?: string;
  /**
   * Zone id, for example `cn-hangzhou-h`. A fleet prefers a target in the zone of the source.
   *
   * @default - unknown
   */
  readonly zoneId?: string;
  /**
   * vSwitch id of an interface target. Its network ACL must admit the copies.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly vswitchId?: string;
  /**
   * Ids of the security groups of an interface target. Their rules must admit the copies.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly securityGroupIds?: string[];
  /**
   * The capacity of the target in Mbit/s, more than 0. For a load balancer, the total capacity of its sensors. It is compared with
   * `mirroredMbps` of the sources.
   *
   * @default - unknown, and not checked
   */
  readonly capacityMbps?: number;
  /**
   * Largest packet that the target receives, in bytes.
   *
   * @default - unknown
   */
  readonly mtu?: number;
  /**
   * The target's share of a fleet's sessions, relative to the other targets, above 0. A target with weight 2 gets twice as many
   * sessions as one with weight 1. Running sessions keep their target.
   *
   * @default 1
   */
  readonly weight?: number;
}

/** The two types of target that the provider accepts. */
export enum MirrorTargetType {
  /** An elastic network interface of an ECS instance. */
  NETWORK_INTERFACE = 'NetworkInterface',
  /** An internal Classic Load Balancer. */
  LOAD_BALANCER = 'SLB',
}

/**
 * A target of mirrored traffic.
 *
 * @example
 * const sensor = MirrorTarget.networkInterface('eni-bp1sensor', { instanceType: 'ecs.g7.xlarge' });
 * const sensors = MirrorTarget.internalLoadBalancer('lb-bp1sensors', { zoneId: 'cn-hangzhou-h' });
 */
export class MirrorTarget {
  /**
   * The interface of a sensor.
   *
   * @param id an ENI id (`eni-...`), or a token or reference to one
   */
  public static networkInterface(id: string, options: MirrorTargetOptions = {}): MirrorTarget {
    refuseEndpoint(id);
    if (known(id) && !ENI_ID.test(id)) {
      throw refusal({
        what: 'the id of an interface target', got: id, allowed: 'the id of a network interface (eni-...)',
        fix: CLB_ID.test(id) ? `write MirrorTarget.internalLoadBalancer('${id}')` : 'use the id of the sensor\'s elastic network interface',
      });
    }
    return MirrorTarget.named(id, MirrorTargetType.NETWORK_INTERFACE, options);
  }

  /**
   * An internal CLB that distributes the copies to sensors. It needs a UDP listener on port 4789.
   *
   * @param id a CLB id (`lb-...`), or a token or reference to one
   */
  public static internalLoadBalancer(id: string, options: MirrorTargetOptions = {}): MirrorTarget {
    refuseEndpoint(id);
    if (known(id) && !CLB_ID.test(id)) {
      throw refusal({
        what: 'the id of a load balancer target', got: id, allowed: 'the id of an internal CLB (lb-...)',
        fix: ENI_ID.test(id)
          ? `write MirrorTarget.networkInterface('${id}')`
          : 'use the id of an internal Classic Load Balancer. ALB and NLB cannot be targets',
      });
    }
    return MirrorTarget.named(id, MirrorTargetType.LOAD_BALANCER, options);
  }

  /**
   * The interface or internal CLB of a resource: an `alicloud_ecs_network_interface`, its attachment, an
   * `alicloud_instance` (its primary interface) or an `alicloud_slb_load_balancer`. The resource may come from any provider
   * bindings.
   *
   * @throws for any other type. The error explains why a Gateway Load Balancer endpoint is not allowed
   */
  public static fromResource(resource: TerraformResource, options: MirrorTargetOptions = {}): MirrorTarget {
    refuseResourceToken(resource, 'MirrorTarget');
    const type = resource.terraformResourceType;
    const key = options.key ?? resource.node.path;
    if (type === 'alicloud_slb_load_balancer' || type === 'alicloud_slb') {
      return new MirrorTarget(attributeOf(resource, 'id', 'MirrorTarget'), MirrorTargetType.LOAD_BALANCER, key, options);
    }
    if (ENDPOINT_RESOURCES.includes(type)) throw endpointRefusal(resource.node.path, type);
    return new MirrorTarget(InterfaceResource.of(resource, 'MirrorTarget').interfaceId, MirrorTargetType.NETWORK_INTERFACE, key, options);
  }

  /**
   * The target of a collector of this app.
   *
   * @internal
   */
  public static _receiving(
    targetId: string, type: MirrorTargetType, key: string, options: MirrorTargetOptions, side: ReceivingSide,
  ): MirrorTarget {
    return new MirrorTarget(targetId, type, key, options, side);
  }

  private static named(id: string, type: MirrorTargetType, options: MirrorTargetOptions): MirrorTarget {
    const text = textOf(id);
    return new MirrorTarget(text, type, options.key ?? text, options);
  }

  /** The target's id, or a reference to it. */
  public readonly targetId: string;
  /** Its type, as in the provider. */
  public readonly type: MirrorTargetType;
  /** The stable name of the target. */
  public readonly key: string;
  /** The options of the target. */
  public readonly options: MirrorTargetOptions;
  /** @internal */
  public readonly _side?: ReceivingSide;

  private constructor(targetId: string, type: MirrorTargetType, key: string, options: MirrorTargetOptions, side?: ReceivingSide) {
    this.targetId = targetId;
    this.type = type;
    this.key = key;
    this.options = options;
    checkMbps(`capacityMbps of target ${key}`, options.capacityMbps);
    this._side = side;
    if (options.instanceType !== undefined && known(options.instanceType)) MirrorCatalog.instanceFamilyOf(options.instanceType);
    if (options.weight !== undefined && !(known(options.weight) && Number.isFinite(options.weight) && options.weight > 0)) {
      throw refusal({
        what: `weight of target ${key}`,
        got: options.weight,
        allowed: 'a number above 0',
        fix: 'omit it for the default of 1',
      });
    }
    checkPlace(`target ${key}`, options);
  }

  /** The target's key. */
  public toString(): string {
    return this.key;
  }
}

const ENDPOINT_RESOURCES = ['alicloud_privatelink_vpc_endpoint', 'alicloud_gwlb_load_balancer'];

function refuseEndpoint(id: string): void {
  if (known(id) && /^(ep|gwlb)-/.test(id)) throw endpointRefusal(undefined, id);
}

function endpointRefusal(path: string | undefined, got: string): Error {
  return refusal({
    path, what: 'a mirror target', got, allowed: `${Object.values(MirrorTargetType).join(' or ')}, the only target types of the provider`,
    fix: "use the interface of a sensor or an internal CLB: the service takes a Gateway Load Balancer endpoint since 2025, Terraform's provider does not",
  });
}
