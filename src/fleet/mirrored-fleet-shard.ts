import { Construct } from 'constructs';
import { MirrorShard } from './mirror-plan';
import { MirroredFleetBase, MirroredFleetOptions } from './mirrored-fleet-base';
import { refuseToken } from '../terraform/arguments';

/** Properties of a `MirroredFleetShard`. */
export interface MirroredFleetShardProps extends MirroredFleetOptions {
  /** The part of the plan that this stack has. */
  readonly shard: MirrorShard;
}

/**
 * The sessions of one shard of a `MirrorPlan`, in a separate stack: small states are planned and applied side by
 * side, and a change of one touches no other. Give it a filter of the same stack, so that it needs no other stack.
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
    refuseToken(this.node.path, 'shard', props.shard, 'a MirrorShard', 'give one of plan.shards');
    this.shardNumber = props.shard.number;
    this._write(props.shard);
  }
}
