import { TerraformResource } from 'cdktf';
import { LOAD_BALANCER } from '../catalog/target-side';
import { within } from '../catalog/limits';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { attributeOf, ENI_ID, InterfaceResource } from '../session/interface-resource';
import { MirrorTarget, MirrorTargetOptions } from '../session/mirror-target';

/** What is known of a sensor beside its id. */
export interface MirrorSensorOptions extends MirrorTargetOptions {
  /**
   * Its share of the packets among the sensors of a load balancer: 0 to 100. A change takes the sensor out and puts it
   * in again.
   *
   * @default 100
   */
  readonly weight?: number;
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

/** A machine that receives mirrored packets. */
export class MirrorSensor {
  /**
   * The sensor behind an interface.
   *
   * @param id an ENI id (`eni-...`), or a token or reference that will be one
   */
  public static networkInterface(id: string, options: MirrorSensorOptions = {}): MirrorSensor {
    // Refuses what is no interface.
    MirrorTarget.networkInterface(id, options);
    return new MirrorSensor(options.key ?? id, options, { id, type: 'eni' }, id);
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
    return new MirrorSensor(options.key ?? id, options, { id, type: 'ecs' }, options.networkInterfaceId);
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
    return new MirrorSensor(options.key ?? resource.node.path, options, server, interfaceId);
  }

  /** The stable name of the sensor. */
  public readonly key: string;
  /** What was stated of the sensor. */
  public readonly options: MirrorSensorOptions;
  /** Its share of the packets among the sensors of a load balancer: 0 to 100. */
  public readonly weight: number;
  /**
   * As a server group knows it.
   *
   * @internal
   */
  public readonly _server: { readonly id: string; readonly type: 'ecs' | 'eni' };
  /** @internal */
  public readonly _interfaceId?: string;

  private constructor(key: string, options: MirrorSensorOptions, server: { readonly id: string; readonly type: 'ecs' | 'eni' }, interfaceId?: string) {
    this.key = key;
    this.options = options;
    this.weight = options.weight ?? LOAD_BALANCER.defaultWeight;
    this._server = server;
    this._interfaceId = interfaceId;
    if (!known(key)) {
      throw refusal({ what: 'the key of a sensor', got: 'a token', allowed: 'a key that is known at synth', fix: 'state a key beside the id: { key: \'sensor-1\' }' });
    }
    if (known(this.weight) && !within(LOAD_BALANCER.weight, this.weight)) {
      throw refusal({
        what: `weight of sensor ${key}`, got: this.weight, allowed: `whole numbers ${LOAD_BALANCER.weight.min} to ${LOAD_BALANCER.weight.max}`, fix: 'choose one of these',
      });
    }
  }

  /** The sensor's key. */
  public toString(): string {
    return this.key;
  }
}
