import { Construct } from 'constructs';
import { MirrorShard } from './mirror-plan';
import { MirroredFleetBase, MirroredFleetOptions } from './mirrored-fleet-base';
import { refuseToken } from '../terraform/arguments';

/** Properties of a `MirroredFleetShard`. */
export interface MirroredFleetShardProps extends MirroredFleetOptions {
  /** The part of the plan for this stack. */
  readonly shard: MirrorShard;
}

/**
 * The sessions of one shard of a `MirrorPlan`, in a separate stack. Terraform plans and applies small stacks in parallel,
 * and a change of one stack does not affect the others. Use a filter of the same stack, so that the stack needs no other.
 *
 * @example
 * declare const plan: MirrorPlan;
 * for (const shard of plan.shards) {
 *   const stack = new TerraformStack(this, `mirror-${shard.number}`);
 *   new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
 *   new MirroredFleetShard(stack, 'Fleet', { shard, filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }) });
 * }
 */
export class MirroredFleetShard extends MirroredFleetBase {
  /** The shard's number, from 0. */
  public readonly shardNumber: number;

  constructor(scope: Construct, id: string, props: MirroredFleetShardProps) {
    super(scope, id, props);
    refuseToken(this.node.path, 'shard', props.shard, 'a MirrorShard', 'pass one of plan.shards');
    this.shardNumber = props.shard.number;
    this._write(props.shard);
  }
}
