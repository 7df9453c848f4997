import { TerraformResource } from 'cdktf';
import { LOAD_BALANCER } from '../catalog/target-side';
import { within } from '../catalog/limits';
import { known, textOf } from '../net/known';
import { refusal } from '../net/refusal';
import { attributeOf, ENI_ID, InterfaceResource } from '../session/interface-resource';
import { MirrorTarget } from '../session/mirror-target';
import { checkPlace } from '../terraform/arguments';

/** What is known of a sensor in addition to its id. */
export interface MirrorSensorOptions {
  /**
   * The stable name of the sensor. For an id that is a token, another name takes the sensor out of its load balancer
   * and puts it in again. For a known id, or a resource, it changes nothing that runs.
   *
   * @default - the id, or the construct path of the resource
   */
  readonly key?: string;
  /**
   * Its share of the packets among the sensors of a load balancer that goes by weight: 0 to 100. A change switches the
   * listener to a new server group. If Terraform destroys the sensor before it creates the next one, the change takes the
   * sensor out and puts it in again.
   *
   * @default 100
   */
  readonly serverWeight?: number;
  /**
   * VPC id of its interface.
   *
   * @default - that of the vSwitch, or unknown
   */
  readonly vpcId?: string;
  /**
   * vSwitch id of its interface; its network ACL must admit mirrored packets.
   *
   * @default - read from the resource or the API responses, otherwise unknown
   */
  readonly vswitchId?: string;
  /**
   * Ids of the security groups of its interface; their rules must admit mirrored packets.
   *
   * @default - read from the resource or the API responses, otherwise unknown
   */
  readonly securityGroupIds?: string[];
}

/** What is known of a sensor that is an instance. */
export interface MirrorSensorInstanceOptions extends MirrorSensorOptions {
  /**
   * The primary interface of the instance (`eni-...`). A collector without a load balancer needs it, since an instance is
   * no mirror target.
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

/** A machine that receives mirrored packets. */
export class MirrorSensor {
  /**
   * The sensor behind an interface.
   *
   * @param id an ENI id (`eni-...`), or a token or reference that will be one
   */
  public static networkInterface(id: string, options: MirrorSensorOptions = {}): MirrorSensor {
    const { targetId } = MirrorTarget.networkInterface(id);
    return new MirrorSensor(options.key ?? targetId, options, { server: { id: targetId, type: 'eni' }, interfaceId: targetId });
  }

  /**
   * An instance, which receives at its primary interface.
   *
   * @param id an instance id (`i-...`), or a token or reference that will be one
   */
  public static instance(id: string, options: MirrorSensorInstanceOptions = {}): MirrorSensor {
    if (known(id) && !/^i-[A-Za-z0-9]+$/.test(id)) {
      throw refusal({
        what: 'the id of a sensor instance', got: id, allowed: 'the id of an instance (i-...)',
        fix: ENI_ID.test(id) ? `write MirrorSensor.networkInterface('${id}')` : 'give the id that the ECS console shows',
      });
    }
    const text = textOf(id);
    return new MirrorSensor(options.key ?? text, options, {
      server: { id: text, type: 'ecs' }, interfaceId: options.networkInterfaceId === undefined ? undefined : textOf(options.networkInterfaceId),
    });
  }

  /**
   * The sensor that a resource is: an `alicloud_instance`, an `alicloud_ecs_network_interface`, or better its attachment,
   * since a session must wait for it. The bindings may be anybody's.
   *
   * @throws for any other resource type, and for a resource with `count` or `forEach`
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
  /** Its share of the packets among the sensors of a load balancer: 0 to 100. */
  public readonly serverWeight: number;
  /**
   * As a server group knows it.
   *
   * @internal
   */
  public readonly _server: { readonly id: string; readonly type: 'ecs' | 'eni' };
  /** @internal */
  public readonly _interfaceId?: string;
  /**
   * The resource that it was made of.
   *
   * @internal
   */
  public readonly _resource?: TerraformResource;
  /**
   * Equal for one server, whatever its key is. Of an id that is a token nothing but the key is stable.
   *
   * @internal
   */
  public readonly _name: string;
  /**
   * What is set for its interface.
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
    this._place = { ...vpcId !== undefined && { vpcId }, ...vswitchId !== undefined && { vswitchId }, ...securityGroupIds !== undefined && { securityGroupIds } };
    if (!known(key)) {
      throw refusal({ what: 'the key of a sensor', got: 'a token', allowed: 'a key that is known at synth', fix: 'state a key beside the id: { key: \'sensor-1\' }' });
    }
    if (known(this.serverWeight) && !within(LOAD_BALANCER.weight, this.serverWeight)) {
      throw refusal({
        what: `serverWeight of sensor ${key}`, got: this.serverWeight, allowed: `whole numbers ${LOAD_BALANCER.weight.min} to ${LOAD_BALANCER.weight.max}`, fix: 'choose one of these',
      });
    }
  }

  /** The sensor's key. */
  public toString(): string {
    return this.key;
  }
}
