import { Annotations, App } from 'cdktf';
import { Construct } from 'constructs';
import { few } from '../net/wording';
import { described, refusal } from '../net/refusal';

/** The ledger of a fleet or of a session. */
interface UnwrittenLedger {
  readonly name: string;
  readonly _isInMemory: boolean;
}

/** The context key that lets a fleet or a session place new sources although the app skips validation and does not write the ledger. */
export const PLACE_UNRECORDED = 'trafficMirrorPlaceUnrecorded';

/**
 * Under `skipValidation` no check runs and no ledger is written. The next run would place new sources again, perhaps with
 * other numbers, which interrupts them. So new sources are an error if the ledger is a file.
 *
 * @param scope the fleet, or a session with a ledger
 * @param newSources the sources that the ledger does not have
 */
export function underSkippedValidation(scope: Construct, ledger: UnwrittenLedger, newSources: () => readonly string[]): void {
  const { root } = scope.node;
  if (!App.isApp(root) || !root.skipValidation) return;
  const added = newSources();
  if (added.length > 0 && !ledger._isInMemory && scope.node.tryGetContext(PLACE_UNRECORDED) !== true) {
    throw refusal({
      path: scope.node.path, what: 'the new sources under skipValidation', got: described(`are ${added.length}: ${few(added)}`),
      allowed: `sources in ${ledger.name}. The ledger is not written under skipValidation, so the next run may give new sources other numbers`,
      fix: `run the synth once without skipValidation (with TFModuleApp, build the stacks in an App for this run). To place them anyway, set the context key "${PLACE_UNRECORDED}": true`,
    });
  }
  const text =
    `${scope.node.path}: the app skips validation, so no check covers it, and ${ledger.name} does not record its numbers`;
  Annotations.of(scope).addWarning(text);
  process.stderr.write(`${text}\n`);
}
