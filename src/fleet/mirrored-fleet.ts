import { Construct } from 'constructs';
import { LimitsInForce } from './limits-in-force';
import { MirrorChange } from './mirror-change';
import { MirrorPlacementProps } from './mirror-placement';
import { MirrorPlan } from './mirror-plan';
import { copyable, MirroredFleetBase, MirroredFleetOptions, providerRegion } from './mirrored-fleet-base';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** Properties of a `MirroredFleet`. */
export interface MirroredFleetProps extends MirroredFleetOptions, MirrorPlacementProps {
  /**
   * The name by which the ledger knows the fleet. Set the construct's old path here if it is renamed, or moved
   * within its stack: then nothing changes. Another stack has a separate state, and makes its sessions again.
   *
   * @default - the construct's path
   */
  readonly fleetName?: string;
}

/**
 * Mirrors many interfaces so that every later change touches as little as possible: one session each unless dense
 * packing is requested. Priorities, VNIs and targets are kept in a ledger: what runs stays in place.
 *
 * All sessions are in one stack. A fleet of more than some thousand is better spread over several, by a `MirrorPlan`.
 */
export class MirroredFleet extends MirroredFleetBase {
  /** The keys of sources that are left out, since the frozen ledger does not know them. */
  public readonly leftOut: string[];
  private readonly ownPlan: MirrorPlan;

  constructor(scope: Construct, id: string, props: MirroredFleetProps) {
    super(scope, id, props);
    if (!known(props.fleetName)) {
      throw refusal({ path: this.node.path, what: 'fleetName', got: props.fleetName, allowed: 'a name that is known at synth', fix: 'write the name by which the ledger knows the fleet' });
    }
    const limits = LimitsInForce.at(this, props.ledger._region ?? providerRegion(this, props.provider));
    const plan = MirrorPlan._make(props.fleetName ?? this.node.path, props, limits, copyable(props.filter), Infinity, []);
    this.leftOut = plan.leftOut;
    this.ownPlan = plan;
    this._write(plan.shards[0]);
  }

  /** What this synth changes against what is deployed or, if that is not known, against the ledger. */
  public get change(): MirrorChange {
    return this.ownPlan.change;
  }
}
