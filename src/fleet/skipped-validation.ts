import { Annotations, App } from 'cdktf';
import { Construct } from 'constructs';
import type { MirrorPlan } from './mirror-plan';
import { few } from '../net/wording';
import { described, refusal } from '../net/refusal';

/** The context key that lets a fleet place new sources although the app skips validation and does not write the ledger. */
export const PLACE_UNRECORDED = 'trafficMirrorPlaceUnrecorded';

/**
 * Under `skipValidation` no check runs and no ledger is written. The next run would place new sources again, perhaps with
 * other numbers, which interrupts them. So new sources are an error if the ledger is a file.
 */
export function underSkippedValidation(fleet: Construct, plan: MirrorPlan): void {
  const { root } = fleet.node;
  if (!App.isApp(root) || !root.skipValidation) return;
  const added = plan.change.added;
  if (added.length > 0 && !plan._ledger._isInMemory && fleet.node.tryGetContext(PLACE_UNRECORDED) !== true) {
    throw refusal({
      path: fleet.node.path, what: 'the new sources of a fleet under skipValidation', got: described(`are ${added.length}: ${few(added)}`),
      allowed: `sources in ${plan._ledger.name}. The ledger is not written under skipValidation, so the next run may give new sources other numbers`,
      fix: `run the synth once without skipValidation (with TFModuleApp, build the stacks in an App for this run). To place them anyway, set the context key "${PLACE_UNRECORDED}": true`,
    });
  }
  const text =
    `${fleet.node.path}: the app skips validation, so no check covers this fleet, and ${plan._ledger.name} does not record its numbers`;
  Annotations.of(fleet).addWarning(text);
  process.stderr.write(`${text}\n`);
}
