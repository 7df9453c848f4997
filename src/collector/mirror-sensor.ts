import { TerraformResource } from 'cdktf';
import { LOAD_BALANCER } from '../catalog/target-side';
import { within } from '../catalog/limits';
import { ENI_ID } from '../input/interface-id';
import { known, textOf } from '../net/known';
import { described, refusal } from '../net/refusal';
import { attributeOf, InterfaceResource } from '../session/interface-resource';
import { MirrorTarget } from '../session/mirror-target';
import { checkPlace } from '../terraform/arguments';

/** Options of a sensor. */
export interface MirrorSensorOptions {
  /**
   * The stable name of the sensor. If the id is a token, changing the name removes the sensor from its load balancer and adds
   * it again. If the id is known or the sensor is a resource, changing it has no effect on running sensors.
   *
   * @default - the id, or the construct path of the resource
   */
  readonly key?: string;
  /**
   * The weight of the sensor, its share of the packets if the scheduler uses weights: 0 to 100. A change switches the
   * listener to a new server group. If Terraform destroys the attachment before it creates the next one, the change removes
   * the sensor and adds it again.
   *
   * @default 100
   */
  readonly serverWeight?: number;
  /**
   * VPC id of its interface.
   *
   * @default - the VPC of the vSwitch, otherwise unknown
   */
  readonly vpcId?: string;
  /**
   * vSwitch id of its interface. The network ACL of the vSwitch must admit mirrored packets.
   *
   * @default - read from the resource or the API responses, otherwise unknown
   */
  readonly vswitchId?: string;
  /**
   * Ids of the security groups of its interface. Their rules must admit mirrored packets.
   *
   * @default - read from the resource or the API responses, otherwise unknown
   */
  readonly securityGroupIds?: string[];
}

/** Options of a sensor that is an instance. */
export interface MirrorSensorInstanceOptions extends MirrorSensorOptions {
  /**
   * The primary interface of the instance (`eni-...`). A collector without a load balancer requires it, because an instance
   * cannot be a mirror target.
   *
   * @default - unknown
   */
  readonly networkInterfaceId?: string;
}

interface SensorMachine {
  readonly server: { readonly id: string; readonly type: 'ecs' | 'eni' };
  readonly interfaceId?: string;
  readonly resource?: TerraformResource;
}

/**
 * A machine that receives mirrored packets.
 *
 * @example
 * new MirrorCollector(this, 'Sensors', {
 *   loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
 *   sensors: [MirrorSensor.instance('i-bp1one'), MirrorSensor.networkInterface('eni-bp1two', { serverWeight: 50 })],
 * });
 */
export class MirrorSensor {
  /**
   * A sensor that receives at an interface.
   *
   * @param id an ENI id (`eni-...`), or a token for it
   */
  public static networkInterface(id: string, options: MirrorSensorOptions = {}): MirrorSensor {
    const { targetId } = MirrorTarget.networkInterface(id);
    return new MirrorSensor(options.key ?? targetId, options, { server: { id: targetId, type: 'eni' }, interfaceId: targetId });
  }

  /**
   * A sensor that is an instance. It receives at its primary interface.
   *
   * @param id an instance id (`i-...`), or a token for it
   */
  public static instance(id: string, options: MirrorSensorInstanceOptions = {}): MirrorSensor {
    if (known(id) && !/^i-[A-Za-z0-9]+$/.test(id)) {
      throw refusal({
        what: 'the id of a sensor instance', got: id, allowed: 'the id of an instance (i-...)',
        fix: ENI_ID.test(id) ? `write MirrorSensor.networkInterface('${id}')` : 'pass the instance id from the ECS console',
      });
    }
    const text = textOf(id);
    return new MirrorSensor(options.key ?? text, options, {
      server: { id: text, type: 'ecs' },
      interfaceId: options.networkInterfaceId === undefined ? undefined : textOf(options.networkInterfaceId),
    });
  }

  /**
   * A sensor from a resource: an `alicloud_instance`, an `alicloud_ecs_network_interface`, or its attachment. Prefer the
   * attachment of an interface, because sessions must wait for it. Any bindings are supported.
   *
   * @throws if the resource has another type, or has `count` or `forEach`
   */
  public static fromResource(resource: TerraformResource, options: MirrorSensorOptions = {}): MirrorSensor {
    const { interfaceId } = InterfaceResource.of(resource, 'MirrorSensor');
    const server = resource.terraformResourceType === 'alicloud_instance'
      ? { id: attributeOf(resource, 'id', 'MirrorSensor'), type: 'ecs' } as const
      : { id: interfaceId, type: 'eni' } as const;
    return new MirrorSensor(options.key ?? resource.node.path, options, { server, interfaceId, resource });
  }

  /** The stable name of the sensor. */
  public readonly key: string;
  /** The weight of the sensor in a load balancer: 0 to 100. */
  public readonly serverWeight: number;
  /**
   * The server of the sensor in a server group.
   *
   * @internal
   */
  public readonly _server: { readonly id: string; readonly type: 'ecs' | 'eni' };
  /** @internal */
  public readonly _interfaceId?: string;
  /**
   * The resource of the sensor.
   *
   * @internal
   */
  public readonly _resource?: TerraformResource;
  /**
   * A name that is equal for the same server, even with another key. If the id is a token, the name comes from the key.
   *
   * @internal
   */
  public readonly _name: string;
  /**
   * The place of its interface, as set by options.
   *
   * @internal
   */
  public readonly _place: Pick<MirrorSensorOptions, 'vpcId' | 'vswitchId' | 'securityGroupIds'>;

  private constructor(key: string, options: MirrorSensorOptions, { server, interfaceId, resource }: SensorMachine) {
    this.key = key;
    this._resource = resource;
    this._name = resource?.node.path ?? (known(server.id) ? server.id : key);
    this.serverWeight = options.serverWeight ?? LOAD_BALANCER.defaultWeight;
    this._server = server;
    this._interfaceId = interfaceId;
    const { vpcId, vswitchId, securityGroupIds } = options;
    checkPlace('MirrorSensor', { vpcId, vswitchId, securityGroupIds });
    this._place = {
      ...vpcId !== undefined && { vpcId },
      ...vswitchId !== undefined && { vswitchId },
      ...securityGroupIds !== undefined && { securityGroupIds },
    };
    if (!known(key)) {
      throw refusal({
        what: 'the key of a sensor',
        got: described('is a token'),
        allowed: 'a key that is known at synth',
        fix: 'set a key in addition to the id: { key: \'sensor-1\' }',
      });
    }
    if (known(this.serverWeight) && !within(LOAD_BALANCER.weight, this.serverWeight)) {
      throw refusal({
        what: `serverWeight of sensor ${key}`,
        got: this.serverWeight,
        allowed: `whole numbers ${LOAD_BALANCER.weight.min} to ${LOAD_BALANCER.weight.max}`,
        fix: 'use one of these numbers',
      });
    }
  }

  /** The sensor's key. */
  public toString(): string {
    return this.key;
  }
}
