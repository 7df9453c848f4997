import { TerraformResource } from 'cdktf';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { attributeOf, CLB_ID, ENI_ID, InterfaceResource, refuseResourceToken } from './interface-resource';
import type { ReceivingSide } from './receiving-side';
import { checkMbps, checkPlace } from '../terraform/arguments';

/** What is known of a target in addition to its id. */
export interface MirrorTargetOptions {
  /**
   * The name under which a ledger and a report know this target. It must not change while the target lives.
   *
   * @default - the target's id, or the construct path of the resource
   */
  readonly key?: string;
  /**
   * ECS instance type of an interface target. It decides how many sources the target may serve.
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
   * Zone id, for example `cn-hangzhou-h`. A fleet prefers a target in a source's own zone.
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
   * Ids of the security groups that an interface target is in. Their rules must admit the copies.
   *
   * @default - read from the resource if there is one, otherwise unknown
   */
  readonly securityGroupIds?: string[];
  /**
   * What the target takes at most, in Mbit/s: more than 0. Of a load balancer, what all its sensors take together. It is
   * held against `mirroredMbps` of the sources.
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
   * The target's share of a fleet's sessions in addition to the other targets, above 0: one of weight 2 is given twice as many
   * as one of weight 1. What runs stays in place.
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

/** Where mirrored traffic goes. */
export class MirrorTarget {
  /**
   * The interface of a sensor.
   *
   * @param id an ENI id (`eni-...`), or a token or reference that will be one
   */
  public static networkInterface(id: string, options: MirrorTargetOptions = {}): MirrorTarget {
    refuseEndpoint(id);
    if (known(id) && !ENI_ID.test(id)) {
      throw refusal({
        what: 'the id of an interface target', got: id, allowed: 'the id of a network interface (eni-...)',
        fix: CLB_ID.test(id) ? `write MirrorTarget.internalLoadBalancer('${id}')` : 'give the id of the sensor\'s elastic network interface',
      });
    }
    return MirrorTarget.named(id, MirrorTargetType.NETWORK_INTERFACE, options);
  }

  /**
   * An internal CLB that spreads the copies over sensors. It needs a UDP listener on 4789.
   *
   * @param id a CLB id (`lb-...`), or a token or reference that will be one
   */
  public static internalLoadBalancer(id: string, options: MirrorTargetOptions = {}): MirrorTarget {
    refuseEndpoint(id);
    if (known(id) && !CLB_ID.test(id)) {
      throw refusal({
        what: 'the id of a load balancer target', got: id, allowed: 'the id of an internal CLB (lb-...)',
        fix: ENI_ID.test(id) ? `write MirrorTarget.networkInterface('${id}')` : 'give the id of an internal Classic Load Balancer; ALB and NLB cannot be targets',
      });
    }
    return MirrorTarget.named(id, MirrorTargetType.LOAD_BALANCER, options);
  }

  /**
   * The interface or internal CLB of a resource: an `alicloud_ecs_network_interface`, its attachment, an
   * `alicloud_instance` (its primary interface) or an `alicloud_slb_load_balancer`. The bindings may be anybody's.
   *
   * @throws for any other type. A Gateway Load Balancer endpoint with the reason
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
   * The target of a collector that is written here.
   *
   * @internal
   */
  public static _receiving(targetId: string, type: MirrorTargetType, key: string, options: MirrorTargetOptions, side: ReceivingSide): MirrorTarget {
    return new MirrorTarget(targetId, type, key, options, side);
  }

  private static named(id: string, type: MirrorTargetType, options: MirrorTargetOptions): MirrorTarget {
    const text = textOf(id);
    return new MirrorTarget(text, type, options.key ?? text, options);
  }

  /** The target's id, or a reference to it. */
  public readonly targetId: string;
  /** Its type in the provider's words. */
  public readonly type: MirrorTargetType;
  /** The stable name of the target. */
  public readonly key: string;
  /** What was set of the target. */
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
      throw refusal({ what: `weight of target ${key}`, got: options.weight, allowed: 'a number above 0', fix: 'leave it out for 1' });
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
    fix: 'use the interface of a sensor or an internal CLB: the service takes a Gateway Load Balancer endpoint since 2025, Terraform\'s provider does not',
  });
}
