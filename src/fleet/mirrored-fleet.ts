import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { LimitsInForce } from './limits-in-force';
import { MirrorChange } from './mirror-change';
import { MirrorPlacementProps } from './mirror-placement';
import { MirrorPlan } from './mirror-plan';
import { copyable, MirroredFleetBase, MirroredFleetOptions } from './mirrored-fleet-base';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** Properties of a `MirroredFleet`. */
export interface MirroredFleetProps extends MirroredFleetOptions, MirrorPlacementProps {
  /**
   * The name by which the ledger knows the fleet. State the construct's old path here where it is renamed, or moved
   * within its stack: then nothing changes. Another stack has a state of its own, and makes its sessions anew.
   *
   * @default - the construct's path
   */
  readonly fleetName?: string;
}

/**
 * Mirrors many interfaces so that every later change touches as little as possible: one session each unless dense
 * packing is asked for. Priorities, VNIs and targets are kept in a ledger: what runs stays where it is.
 *
 * All sessions are in one stack. A fleet of more than some thousand is better spread over several, by a `MirrorPlan`.
 */
export class MirroredFleet extends MirroredFleetBase {
  /** The keys of sources that are left out, since the frozen ledger does not know them. */
  public readonly leftOut: string[];
  /** What this synth changes against the ledger. */
  public readonly change: MirrorChange;

  constructor(scope: Construct, id: string, props: MirroredFleetProps) {
    super(scope, id, props);
    if (!known(props.fleetName)) {
      throw refusal({ path: this.node.path, what: 'fleetName', got: props.fleetName, allowed: 'a name that is known at synth', fix: 'write the name by which the ledger knows the fleet' });
    }
    const limits = LimitsInForce.at(this, props.ledger._region ?? regionOf(this, props.provider));
    const plan = MirrorPlan._make(props.fleetName ?? this.node.path, props, limits, copyable(props.filter), Infinity, 1);
    this.leftOut = plan.leftOut;
    this.change = plan.change;
    this._write(plan.shards[0]);
  }
}

/** The region of the provider that the sessions use, where it is known. */
function regionOf(fleet: Construct, given: TerraformProvider | undefined): string | undefined {
  const provider = given ?? TerraformStack.of(fleet).allProviders().find((p) => p.terraformResourceType === 'alicloud' && p.alias === undefined);
  // Whoever's bindings, the attribute is called so.
  const region: unknown = (provider as TerraformProvider & { region?: unknown } | undefined)?.region;
  return typeof region === 'string' && known(region) ? region : undefined;
}
