import { TerraformResource } from 'cdktf';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { attributeOf, refuseResourceToken } from '../session/interface-resource';
import { MirrorTarget } from '../session/mirror-target';

/** How a load balancer chooses a sensor for a packet. The values are the provider's words. */
export enum CollectorScheduler {
  /** By the source's address, so that both directions of a source come to one sensor. */
  SOURCE_ADDRESS = 'sch',
  /** By addresses and ports of the outer packet: a source's flows spread, and the two directions of one may part. */
  FOUR_TUPLE = 'tch',
  /** By QUIC connection id, which a mirrored packet has none of. */
  QUIC_ID = 'qch',
  /** In turn, by weight. */
  WEIGHTED_ROUND_ROBIN = 'wrr',
  /** In turn. */
  ROUND_ROBIN = 'rr',
}

/** How a load balancer finds out whether a sensor receives. */
export interface CollectorHealthCheck {
  /**
   * Seconds between two checks: 1 to 50.
   *
   * @default 5
   */
  readonly interval?: number;
  /**
   * Seconds to wait for an answer: 1 to 300.
   *
   * @default 10
   */
  readonly timeout?: number;
  /**
   * Checks in a row after which a sensor counts as up: 2 to 10.
   *
   * @default 3
   */
  readonly healthyThreshold?: number;
  /**
   * Checks in a row after which a sensor counts as down: 2 to 10.
   *
   * @default 3
   */
  readonly unhealthyThreshold?: number;
  /**
   * The UDP port that is checked: 1 to 65535. See `healthPort` of `MirrorCollector.sensorUserData`. At the port of the
   * mirrored packets a check only sees whether a VXLAN interface is there, not whether somebody captures.
   *
   * @default - the port of the mirrored packets
   */
  readonly port?: number;
}

/** How a new load balancer is made. */
export interface CollectorLoadBalancerOptions {
  /**
   * 1 to 80 characters.
   *
   * @default - by the construct's path
   */
  readonly name?: string;
  /**
   * Size of a load balancer that is paid by its size, for example `slb.s2.small`.
   *
   * @default - none: it is paid by what goes through (PayByCLCU)
   */
  readonly spec?: string;
}

/** The internal CLB of a collector: one that is made for it, or one that exists. */
export class CollectorLoadBalancer {
  /**
   * An internal CLB that is made in a vSwitch. Another vSwitch replaces it, which interrupts every session meanwhile.
   *
   * @param vswitchId a vSwitch id (`vsw-...`), or a token
   */
  public static inVswitch(vswitchId: string, options: CollectorLoadBalancerOptions = {}): CollectorLoadBalancer {
    if (known(vswitchId) && !/^vsw-[A-Za-z0-9]+$/.test(vswitchId)) {
      throw refusal({ what: 'vswitchId of a load balancer', got: vswitchId, allowed: 'the id of a vSwitch (vsw-...)', fix: 'give the id that the VPC console shows: without a vSwitch the CLB would not be internal' });
    }
    return new CollectorLoadBalancer({ vswitchId: textOf(vswitchId), options, listens: false });
  }

  /**
   * A CLB that exists. The collector adds its listener and server group.
   *
   * @param id a CLB id (`lb-...`), or a token
   */
  public static fromLoadBalancerId(id: string): CollectorLoadBalancer {
    return CollectorLoadBalancer.existing(id, false);
  }

  /**
   * A CLB of this app. The collector adds its listener and server group. The bindings may be anybody's.
   *
   * @throws if the resource is no CLB, or has `count` or `forEach`
   */
  public static fromResource(resource: TerraformResource): CollectorLoadBalancer {
    refuseResourceToken(resource, 'CollectorLoadBalancer');
    if (!['alicloud_slb_load_balancer', 'alicloud_slb'].includes(resource.terraformResourceType)) {
      throw refusal({
        path: resource.node.path, what: 'the resource of CollectorLoadBalancer.fromResource', got: resource.terraformResourceType, allowed: 'alicloud_slb_load_balancer',
        fix: 'give the internal CLB of the sensors; for a single sensor leave loadBalancer out',
      });
    }
    return new CollectorLoadBalancer({ id: attributeOf(resource, 'id', 'CollectorLoadBalancer'), key: resource.node.path, resource, listens: false });
  }

  /**
   * A CLB that exists with its listener and sensors. The collector opens the sensors' security groups and no more.
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
   * The CLB's id. Nothing if it is still to be made.
   *
   * @internal
   */
  public readonly _id?: string;
  /** @internal */
  public readonly _key?: string;
  /**
   * The resource that it is.
   *
   * @internal
   */
  public readonly _resource?: TerraformResource;
  /** @internal */
  public readonly _vswitchId?: string;
  /** @internal */
  public readonly _options: CollectorLoadBalancerOptions;
  /**
   * Whether its listener is none of ours.
   *
   * @internal
   */
  public readonly _listens: boolean;

  private constructor(given: { id?: string; key?: string; resource?: TerraformResource; vswitchId?: string; options?: CollectorLoadBalancerOptions; listens: boolean }) {
    this._id = given.id;
    this._key = given.key;
    this._resource = given.resource;
    this._vswitchId = given.vswitchId;
    this._options = given.options ?? {};
    this._listens = given.listens;
  }
}
