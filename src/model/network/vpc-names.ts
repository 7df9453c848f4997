import { NetworkFacts } from '../../input/network-facts';
import type { InterfaceStatement } from '../interface-statement';
import type { MirrorModel } from '../mirror-model';
import { Identity, isLiteral, isManaged, literalText } from '../reference';
import { Block, StackModel } from '../stack-model';
import { bare, blocksOf } from '../terraform-form';

/**
 * The VPCs that an app both creates and names by id. An import block shows that a VPC has an id, and so does a statement about the
 * VPC or vSwitch of a resource whose vSwitch the app writes.
 */
export class VpcNames {
  private readonly managed = new Map<Identity, Identity>();

  constructor(private readonly model: MirrorModel, private readonly facts: NetworkFacts) {
    for (const stack of model.stacks) {
      for (const { to, id } of blocksOf(stack.terraform.import)) {
        const literal = typeof id === 'string' ? stack.identity(id) : undefined;
        if (typeof to === 'string' && literal !== undefined && isLiteral(literal)) this.imported(stack.managed(bare(to)), literal);
      }
      for (const [id, statement] of Object.entries(stack.document.statements?.interfaces ?? {})) this.stated(stack.identity(id), statement);
    }
    for (const { sources, sourceStatements, target, targetStatement } of model.sessions) {
      if (target !== undefined && targetStatement) this.stated(target, targetStatement);
      // Nearly all sources of a large app are ids.
      if (!sourceStatements || !sources) continue;
      for (const source of sources) {
        const statement = isManaged(source) ? sourceStatements.get(source) : undefined;
        if (statement) this.stated(source, statement);
      }
    }
  }

  /** The resource of a VPC's id, if the app has it. Otherwise the identity itself. */
  public of(vpc: Identity): Identity;
  public of(vpc: Identity | undefined): Identity | undefined;
  public of(vpc: Identity | undefined): Identity | undefined {
    return vpc === undefined ? undefined : this.managed.get(vpc) ?? vpc;
  }

  private imported(resource: Identity, id: string): void {
    const type = this.model.blockOf(resource)?.block.type;
    if (type === 'alicloud_vpc') this.join(resource, id);
    else if (type === 'alicloud_vswitch') this.join(this.written(resource, 'vpc_id'), this.facts.vswitches.get(id)?.vpcId);
  }

  /** A resource is in the VPC of its vSwitch, which a statement may name by id. */
  private stated(resource: Identity, { vpcId, vswitchId }: InterfaceStatement): void {
    if (!isManaged(resource) || vpcId === undefined && vswitchId === undefined) return;
    const vswitch = this.written(resource, 'vswitch_id');
    const vpc = vswitch === undefined ? undefined : this.written(vswitch, 'vpc_id');
    this.join(vpc, vpcId ?? this.facts.vswitches.get(vswitchId!)?.vpcId);
  }

  private written(resource: Identity, argument: string): Identity | undefined {
    const found: { stack: StackModel; block: Block } | undefined = this.model.blockOf(resource);
    const value: unknown = found?.block.body[argument];
    return typeof value === 'string' ? found!.stack.identity(value) : undefined;
  }

  private join(resource: Identity | undefined, id: string | undefined): void {
    if (resource !== undefined && isManaged(resource) && literalText(id) !== undefined) this.managed.set(id!, resource);
  }
}
