import { Bounds, within } from '../catalog/limits';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

export const RULE_BUDGET: Bounds = { min: 1, max: Number.MAX_SAFE_INTEGER };
/** There are no more IPv4 addresses. */
export const EXTRA_ADDRESSES: Bounds = { min: 0, max: 2 ** 32 };

/** Throws if a number is not a whole one within the bounds, and where it is a token: what is decided by it is decided at synth. */
export function checkKnownNumber(path: string | undefined, what: string, bounds: Bounds, given: number | undefined): void {
  if (given === undefined || known(given) && within(bounds, given)) return;
  throw refusal({
    path, what, got: known(given) ? given : 'a token', allowed: `whole numbers ${bounds.min} to ${bounds.max} that are known at synth`, fix: 'choose one of these, or leave it out',
  });
}
