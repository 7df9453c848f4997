import { Annotations, App } from 'cdktf';
import { Construct } from 'constructs';
import type { MirrorPlan } from './mirror-plan';
import { few } from '../net/wording';
import { refusal } from '../net/refusal';

/** Whether a fleet may place new sources in a file ledger although the app skips validation. */
export const PLACE_UNRECORDED = 'trafficMirrorPlaceUnrecorded';

/**
 * Under `skipValidation` no check runs and no ledger is written. A source placed now would be placed again by the next run,
 * perhaps with other numbers, which interrupts others, so that is refused for a ledger in a file.
 */
export function underSkippedValidation(fleet: Construct, plan: MirrorPlan): void {
  const { root } = fleet.node;
  if (!App.isApp(root) || !root.skipValidation) return;
  const added = plan.change.added;
  if (added.length > 0 && !plan._ledger._isInMemory && fleet.node.tryGetContext(PLACE_UNRECORDED) !== true) {
    throw refusal({
      path: fleet.node.path, what: 'the new sources of a fleet under skipValidation', got: `${added.length}: ${few(added)}`,
      allowed: `sources that ${plan._ledger.name} records, since the ledger is not written under skipValidation and the next run may give these other numbers`,
      fix: `synthesize once without skipValidation (with TFModuleApp: build the stacks in an App for that), or set the context key "${PLACE_UNRECORDED}": true to place them all the same`,
    });
  }
  const text = `${fleet.node.path}: the app skips validation, so nothing of this fleet is checked and its numbers are not recorded in ${plan._ledger.name}`;
  Annotations.of(fleet).addWarning(text);
  process.stderr.write(`${text}\n`);
}
