import { Construct } from 'constructs';
import { LimitsInForce } from './limits-in-force';
import { MirrorChange } from './mirror-change';
import { MirrorPlacementProps } from './mirror-placement';
import { MirrorPlan } from './mirror-plan';
import { copyable, MirroredFleetBase, MirroredFleetOptions } from './mirrored-fleet-base';
import { providerRegion } from '../terraform/provider-region';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** Properties of a `MirroredFleet`. */
export interface MirroredFleetProps extends MirroredFleetOptions, MirrorPlacementProps {
  /**
   * The name of the fleet in the ledger. If you rename the construct or move it within its stack, set its old path here, and
   * no session changes. In another stack, all sessions are created again, because each stack has a separate state.
   *
   * @default - the construct's path
   */
  readonly fleetName?: string;
}

/**
 * Mirrors many interfaces so that later changes affect as few sessions as possible. Each interface has a separate session
 * unless you choose dense packing. A ledger records priorities, VNIs and targets, so running sessions stay in place.
 *
 * All sessions are in one stack. For more than a few thousand sources, use a `MirrorPlan` to split them across stacks.
 *
 * @example
 * declare const filter: IMirrorFilter;
 *
 * const fleet = new MirroredFleet(this, 'Fleet', {
 *   filter,
 *   sources: [
 *     MirrorSource.networkInterface('eni-bp1a', { instanceType: 'ecs.g7.large' }),
 *     MirrorSource.networkInterface('eni-bp1b', { instanceType: 'ecs.g7.large' }),
 *   ],
 *   targets: [MirrorTarget.internalLoadBalancer('lb-bp1sensors')],
 *   ledger: MirrorLedger.file('traffic-mirror.lock'),
 * });
 * console.log(fleet.change.toString());
 */
export class MirroredFleet extends MirroredFleetBase {
  /** The keys of sources that are omitted because they are not in the frozen ledger. */
  public readonly leftOut: string[];
  private readonly ownPlan: MirrorPlan;

  constructor(scope: Construct, id: string, props: MirroredFleetProps) {
    super(scope, id, props);
    if (!known(props.fleetName)) {
      throw refusal({
        path: this.node.path,
        what: 'fleetName',
        got: props.fleetName,
        allowed: 'a name that is known at synth',
        fix: 'write the name of the fleet in the ledger',
      });
    }
    const limits = LimitsInForce.at(this, props.ledger._region ?? providerRegion(this, props.provider));
    const plan = MirrorPlan._make(props.fleetName ?? this.node.path, props, limits, copyable(props.filter), Infinity, []);
    this.leftOut = plan.leftOut;
    this.ownPlan = plan;
    this._write(plan.shards[0]);
  }

  /** The changes of this synth, compared with the deployed sessions or, if they are unknown, with the ledger. */
  public get change(): MirrorChange {
    return this.ownPlan.change;
  }
}
