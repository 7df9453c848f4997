import { dependable, Lazy, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { CollectorLoadBalancer, CollectorScheduler } from './collector-load-balancer';
import { MirrorCollectorProps } from './collector-props';
import { MirrorSensor } from './mirror-sensor';
import { slbListener, slbLoadBalancer, slbServerGroup, slbServerGroupServerAttachment } from '../alicloud';
import { VXLAN_PORT } from '../catalog/limits';
import { LOAD_BALANCER } from '../catalog/target-side';
import { known } from '../net/known';
import { withBareTriggers } from '../terraform/bare-triggers';
import { derivedName, terraformName } from '../terraform/derived-name';
import { isCreatedFirst } from '../terraform/lifecycle';
import { refersToOthers, resolvedText } from '../terraform/resolved-text';
import { TerraformData } from '../terraform/terraform-data';

/** A derived name of a resource of a collector. */
export function nameFor(collector: Construct, what: string): string {
  return derivedName(collector.node.path, what, LOAD_BALANCER.nameLength);
}

/** The load balancer of a collector, with its listener and the sensors behind it. */
export class BalancedSensors {
  public readonly loadBalancerId: string;
  /** The CLB that the collector creates. */
  public readonly created?: slbLoadBalancer.SlbLoadBalancer;
  /** Undefined for a CLB that listens already. */
  public readonly serverGroup?: slbServerGroup.SlbServerGroup;
  public readonly listener?: slbListener.SlbListener;
  private readonly servers = new Map<MirrorSensor, SensorAttachment>();

  /** @param collector the construct whose children the resources are */
  constructor(private readonly collector: Construct, private readonly props: MirrorCollectorProps, balancer: CollectorLoadBalancer) {
    this.created = balancer._vswitchId === undefined ? undefined : this.makeLoadBalancer(balancer._vswitchId, balancer);
    this.loadBalancerId = this.created?.id ?? balancer._id!;
    if (!balancer._listens) {
      this.serverGroup = this.makeServerGroup(this.loadBalancerId);
      this.listener = this.makeListener(this.loadBalancerId, this.serverGroup);
    }
  }

  /** The sensors in the server group, in the order in which they were added. */
  public get attachments(): TerraformResource[] {
    return [...this.servers.values()];
  }

  public add(sensor: MirrorSensor): void {
    if (!this.serverGroup) return;
    // The name comes from the server and must not change. The service treats a renamed attachment as the same server, and removes it.
    this.servers.set(sensor, new SensorAttachment(this.collector, `Sensor-${terraformName(sensor._name)}`, {
      serverGroupId: this.serverGroup.id,
      serverId: sensor._server.id,
      type: sensor._server.type,
      port: VXLAN_PORT,
      weight: sensor.serverWeight,
      provider: this.props.provider,
    }, (attachment) => this.isOrdered(sensor, attachment)));
  }

  private makeLoadBalancer(vswitchId: string, { _options: options }: CollectorLoadBalancer): slbLoadBalancer.SlbLoadBalancer {
    return new slbLoadBalancer.SlbLoadBalancer(this.collector, 'LoadBalancer', {
      // Without it, the CLB would be public and in no vSwitch.
      addressType: LOAD_BALANCER.addressType,
      vswitchId,
      loadBalancerName: options.name ?? nameFor(this.collector, 'collector'),
      instanceChargeType: options.spec === undefined ? LOAD_BALANCER.chargeByUse : LOAD_BALANCER.chargeBySpec,
      loadBalancerSpec: options.spec,
      resourceGroupId: this.props.resourceGroupId,
      tags: this.props.tags,
      provider: this.props.provider,
    });
  }

  /**
   * Sensors are attachments: with inline servers in addition, each plan would remove one or the other. New sensors are added before
   * old ones are removed, in the same way as the collector's gate orders rules. A weight cannot change in that order, because
   * Terraform would add a server that is in the group already and then remove it. So another weight creates another group, and
   * the listener switches to it.
   */
  private makeServerGroup(loadBalancerId: string): slbServerGroup.SlbServerGroup {
    new TerraformData(this.collector, 'Serving', {
      input: () => Object.fromEntries(
        this.orderedServers().map(([{ _server: { id } }, attachment]) => [
          `${attachment.terraformResourceType}.${attachment.friendlyUniqueId}`, resolvedText(this.collector, id),
        ]),
      ),
      dependsOn: () => this.orderedServers().map(([, attachment]) => attachment),
      createBeforeDestroy: () => this.orderedServers().length > 0,
    });
    const weights = new TerraformData(this.collector, 'Weights', { input: () => ({ weights: this.otherWeights() }) });
    return new ServerGroup(this.collector, 'ServerGroup', {
      loadBalancerId, name: nameFor(this.collector, 'sensors'), provider: this.props.provider,
      lifecycle: { replaceTriggeredBy: [weights.addressOfInput('weights')] },
    });
  }

  private orderedServers(): [MirrorSensor, SensorAttachment][] {
    return [...this.servers].filter(([sensor, attachment]) => this.isOrdered(sensor, attachment));
  }

  /**
   * The weights, types and descriptions except the defaults, so that adding or removing a sensor without them keeps the group. The
   * user may have overridden them on an attachment.
   */
  private otherWeights(): string {
    return this.orderedServers().flatMap(([{ _name, _server }, attachment]) => {
      const { weight, type, description } = attachment.replacing;
      return [
        ...weight === LOAD_BALANCER.defaultWeight ? [] : [`${_name}=${weight}`],
        ...type === _server.type ? [] : [`${_name} type=${type}`],
        ...description === undefined ? [] : [`${_name} description=${description}`],
      ];
    }).sort().join(' ');
  }

  /**
   * Whether a new sensor is added before an old one is removed. That needs `create_before_destroy`, which Terraform spreads to all
   * resources that the attachment refers to, also through the server group and the load balancer. So it applies to a resource of the
   * user only if the user has set it there already.
   */
  private isOrdered({ _resource: sensor }: MirrorSensor, attachment: SensorAttachment): boolean {
    const own = [this.created, this.serverGroup, attachment].filter((resource) => resource !== undefined);
    const createdFirst = [sensor, this.props.loadBalancer?._resource].filter((resource) => resource && isCreatedFirst(resource));
    const except = [...own, ...createdFirst] as TerraformResource[];
    return Object.values(attachment.replacing).every((value) => value === undefined || known(value))
      && !own.some((resource) => refersToOthers(resource, except));
  }

  private makeListener(loadBalancerId: string, { id: serverGroupId }: slbServerGroup.SlbServerGroup): slbListener.SlbListener {
    const { scheduler = CollectorScheduler.SOURCE_ADDRESS, healthCheck = {} } = this.props;
    const { advised } = LOAD_BALANCER.healthCheck;
    const kinds = new TerraformData(this.collector, 'Scheduler', { input: () => ({ scheduler }) });
    // Without a bandwidth, because the answer of the cloud would differ in every plan.
    const listener = new Listener(this.collector, 'Listener', {
      loadBalancerId,
      serverGroupId,
      protocol: LOAD_BALANCER.protocol,
      frontendPort: LOAD_BALANCER.frontendPort,
      scheduler,
      healthCheckInterval: healthCheck.interval ?? advised.interval,
      healthCheckTimeout: healthCheck.timeout ?? advised.timeout,
      healthyThreshold: healthCheck.healthyThreshold ?? advised.threshold,
      unhealthyThreshold: healthCheck.unhealthyThreshold ?? advised.threshold,
      healthCheckConnectPort: healthCheck.port,
      provider: this.props.provider,
      lifecycle: {
        // Terraform would change the scheduler in place, which the service rejects.
        replaceTriggeredBy: [kinds.addressOfInput('scheduler')],
        // If the cloud reported a backend port in addition to the server group, every plan would replace the listener.
        ignoreChanges: ['backend_port'],
      },
    });
    listener.dependsOn = Lazy.listValue({ produce: () => [...this.servers.values()].map(dependable) }, { omitEmpty: true });
    return listener;
  }
}

class ServerGroup extends slbServerGroup.SlbServerGroup {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}

/** A sensor in the server group. Its lifecycle is decided at synth, when the user's resources are complete. */
class SensorAttachment extends slbServerGroupServerAttachment.SlbServerGroupServerAttachment {
  constructor(
    scope: Construct,
    id: string,
    config: slbServerGroupServerAttachment.SlbServerGroupServerAttachmentConfig,
    private readonly isOrdered: (attachment: SensorAttachment) => boolean,
  ) {
    super(scope, id, config);
  }

  /** The arguments whose change replaces the attachment of one server and port, with the overrides of the user. */
  public get replacing(): { readonly weight?: unknown; readonly type?: unknown; readonly description?: unknown } {
    const { weight, type, description } = this.rawOverrides;
    return {
      weight: weight ?? this.weightInput ?? LOAD_BALANCER.defaultWeight,
      type: type ?? this.typeInput,
      description: description ?? this.descriptionInput,
    };
  }

  public get terraformMetaArguments(): { [name: string]: any } {
    if (this.isOrdered(this)) this.lifecycle = { createBeforeDestroy: true };
    return super.terraformMetaArguments;
  }
}

class Listener extends slbListener.SlbListener {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}
