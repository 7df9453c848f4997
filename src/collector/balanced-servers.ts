import { ITerraformDependable, TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { terraformName } from './group-rules';
import { MirrorSensor } from './mirror-sensor';
import { slbServerGroup, slbServerGroupServerAttachment } from '../alicloud';
import { VXLAN_PORT } from '../catalog/limits';
import { known } from '../net/known';
import { resolvedText } from '../session/statements';
import { withBareTriggers } from '../terraform/bare-triggers';
import { TerraformData } from '../terraform/terraform-data';

export interface BalancedServersProps {
  readonly loadBalancerId: string;
  readonly groupName: string;
  readonly provider?: TerraformProvider;
  /** What the load balancer itself refers to, as far as the collector writes it. */
  readonly references: readonly string[];
}

const SERVERS = 'Servers';

/**
 * The server group of a load balancer with its sensors.
 *
 * If no sensor is a resource of the stack, every change of the sensors makes a new group beside the old one: the listener
 * is switched to it in place once all its sensors are in, and only then the old group goes. Terraform needs
 * `create_before_destroy` for that order and spreads it to everything that group and attachments refer to, so a resource
 * of the user must not be among that: a sensor that is one is attached and detached in the one group that there is.
 */
export class BalancedServers {
  private readonly group: slbServerGroup.SlbServerGroup;
  private readonly attachments: slbServerGroupServerAttachment.SlbServerGroupServerAttachment[] = [];
  /** By the key of a sensor, all that makes up its attachment. */
  private readonly content = new Map<string, string>();
  private switched: boolean;

  constructor(private readonly scope: Construct, private readonly props: BalancedServersProps) {
    // Sensors are attachments: inline servers beside them would take each other out in every plan.
    this.group = new ServerGroup(scope, 'ServerGroup', { loadBalancerId: props.loadBalancerId, name: props.groupName, provider: props.provider });
    this.switched = props.references.every((text) => this.standsAlone(text));
    if (!this.switched) return;
    const servers = new TerraformData(scope, SERVERS, { input: () => ({ [SERVERS]: [...this.content.values()].sort().join(', ') }) });
    this.group.lifecycle = { createBeforeDestroy: true, replaceTriggeredBy: [servers.addressOfInput(SERVERS)] };
  }

  /** The group's id, as a reference. */
  public get groupId(): string {
    return this.group.id;
  }

  /** What the listener waits for. */
  public get dependables(): ITerraformDependable[] {
    return this.attachments;
  }

  public add(sensor: MirrorSensor): void {
    const { _server: server, serverWeight: weight } = sensor;
    if (this.switched && !this.standsAlone(server.id)) this.stay();
    this.content.set(sensor.key, `${server.id} ${server.type} ${known(weight) ? weight : Token.asString(weight)}`);
    // Its name must not change: a renamed one is removed and added in no certain order.
    this.attachments.push(new slbServerGroupServerAttachment.SlbServerGroupServerAttachment(this.scope, `Sensor-${terraformName(sensor.key)}`, {
      serverGroupId: this.group.id,
      serverId: server.id,
      type: server.type,
      port: VXLAN_PORT,
      weight,
      provider: this.props.provider,
      lifecycle: this.switched ? { createBeforeDestroy: true } : undefined,
    }));
  }

  /** A sensor came that is a resource: the one group stays, whoever comes and goes. */
  private stay(): void {
    this.switched = false;
    this.scope.node.tryRemoveChild(SERVERS);
    for (const resource of [this.group, ...this.attachments]) resource.lifecycle = undefined;
  }

  /** Whether a text leads to no resource of this stack: a literal, a variable, or an output of another stack. */
  private standsAlone(text: string): boolean {
    return /^([^$]*|\$\{(var|data\.terraform_remote_state)\.[^{}]*\})$/.test(resolvedText(this.scope, text));
  }
}

class ServerGroup extends slbServerGroup.SlbServerGroup {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}
