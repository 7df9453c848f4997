import { TerraformResource } from 'cdktf';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { attributeOf, refuseResourceToken } from '../session/interface-resource';
import { MirrorTarget } from '../session/mirror-target';

/** How a load balancer chooses a sensor for a packet. The values are those of the provider. */
export enum CollectorScheduler {
  /** By the address of the source, so that both directions of its traffic reach the same sensor. */
  SOURCE_ADDRESS = 'sch',
  /** By addresses and ports of the outer packet. Flows of a source are spread, and the two directions of a flow may reach two sensors. */
  FOUR_TUPLE = 'tch',
  /** By QUIC connection id, which mirrored packets do not have. */
  QUIC_ID = 'qch',
  /** Round robin by weight. */
  WEIGHTED_ROUND_ROBIN = 'wrr',
  /** Round robin. */
  ROUND_ROBIN = 'rr',
}

/** How a load balancer checks that a sensor receives packets. */
export interface CollectorHealthCheck {
  /**
   * Time between two checks, in seconds: 1 to 50.
   *
   * @default 5
   */
  readonly interval?: number;
  /**
   * Time to wait for an answer, in seconds: 1 to 300.
   *
   * @default 10
   */
  readonly timeout?: number;
  /**
   * The number of successful checks in a row after which a sensor is healthy: 2 to 10.
   *
   * @default 3
   */
  readonly healthyThreshold?: number;
  /**
   * The number of failed checks in a row after which a sensor is unhealthy: 2 to 10.
   *
   * @default 3
   */
  readonly unhealthyThreshold?: number;
  /**
   * The UDP port to check: 1 to 65535. See `healthPort` of `MirrorCollector.sensorUserData`. A check on the port of the
   * mirrored packets shows only that a VXLAN interface exists, not that a program captures.
   *
   * @default - the port of the mirrored packets
   */
  readonly port?: number;
}

/** Options of a new load balancer. */
export interface CollectorLoadBalancerOptions {
  /**
   * The name of the load balancer: 1 to 80 characters.
   *
   * @default - a name from the construct's path
   */
  readonly name?: string;
  /**
   * The specification of a load balancer that is billed by specification, for example `slb.s2.small`.
   *
   * @default - none. The load balancer is billed by traffic (PayByCLCU)
   */
  readonly spec?: string;
}

/**
 * The internal CLB of a collector: a new one, or an existing one.
 *
 * @example
 * new MirrorCollector(this, 'New', { loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors') });
 * new MirrorCollector(this, 'Existing', { loadBalancer: CollectorLoadBalancer.fromLoadBalancerId('lb-bp1sensors') });
 */
export class CollectorLoadBalancer {
  /**
   * A new internal CLB in a vSwitch. Changing the vSwitch replaces the CLB, which interrupts all sessions until the new CLB is in
   * use.
   *
   * @param vswitchId a vSwitch id (`vsw-...`), or a token
   */
  public static inVswitch(vswitchId: string, options: CollectorLoadBalancerOptions = {}): CollectorLoadBalancer {
    if (known(vswitchId) && !/^vsw-[A-Za-z0-9]+$/.test(vswitchId)) {
      throw refusal({
        what: 'vswitchId of a load balancer',
        got: vswitchId,
        allowed: 'the id of a vSwitch (vsw-...)',
        fix: 'pass the vSwitch id from the VPC console. Without a vSwitch the CLB is not internal',
      });
    }
    return new CollectorLoadBalancer({ vswitchId: textOf(vswitchId), options, listens: false });
  }

  /**
   * An existing CLB. The collector adds its listener and server group.
   *
   * @param id a CLB id (`lb-...`), or a token
   */
  public static fromLoadBalancerId(id: string): CollectorLoadBalancer {
    return CollectorLoadBalancer.existing(id, false);
  }

  /**
   * A CLB of this app, with any bindings. The collector adds its listener and server group.
   *
   * @throws if the resource is not a CLB, or has `count` or `forEach`
   */
  public static fromResource(resource: TerraformResource): CollectorLoadBalancer {
    refuseResourceToken(resource, 'CollectorLoadBalancer');
    if (!['alicloud_slb_load_balancer', 'alicloud_slb'].includes(resource.terraformResourceType)) {
      throw refusal({
        path: resource.node.path,
        what: 'the resource of CollectorLoadBalancer.fromResource',
        got: resource.terraformResourceType,
        allowed: 'alicloud_slb_load_balancer',
        fix: 'pass the internal CLB of the sensors. For a single sensor, omit loadBalancer',
      });
    }
    return new CollectorLoadBalancer({
      id: attributeOf(resource, 'id', 'CollectorLoadBalancer'),
      key: resource.node.path,
      resource,
      listens: false,
    });
  }

  /**
   * An existing CLB with its listener and sensors. The collector only opens the security groups of the sensors.
   *
   * @param id a CLB id (`lb-...`), or a token
   */
  public static listening(id: string): CollectorLoadBalancer {
    return CollectorLoadBalancer.existing(id, true);
  }

  private static existing(id: string, listens: boolean): CollectorLoadBalancer {
    const { targetId } = MirrorTarget.internalLoadBalancer(id);
    return new CollectorLoadBalancer({ id: targetId, key: known(targetId) ? targetId : undefined, listens });
  }

  /**
   * The CLB's id. Undefined for a new CLB.
   *
   * @internal
   */
  public readonly _id?: string;
  /** @internal */
  public readonly _key?: string;
  /**
   * The resource of the CLB, if it is in this app.
   *
   * @internal
   */
  public readonly _resource?: TerraformResource;
  /** @internal */
  public readonly _vswitchId?: string;
  /** @internal */
  public readonly _options: CollectorLoadBalancerOptions;
  /**
   * Whether the CLB has a listener already.
   *
   * @internal
   */
  public readonly _listens: boolean;

  private constructor(given: {
    id?: string;
    key?: string;
    resource?: TerraformResource;
    vswitchId?: string;
    options?: CollectorLoadBalancerOptions;
    listens: boolean;
  }) {
    this._id = given.id;
    this._key = given.key;
    this._resource = given.resource;
    this._vswitchId = given.vswitchId;
    this._options = given.options ?? {};
    this._listens = given.listens;
  }
}
