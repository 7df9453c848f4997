import { Bounds, within } from '../catalog/limits';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';

export const RULE_BUDGET: Bounds = { min: 1, max: Number.MAX_SAFE_INTEGER };
/** The number of IPv4 addresses. */
export const EXTRA_ADDRESSES: Bounds = { min: 0, max: 2 ** 32 };

/** Throws if a number is a token, is not whole, or is out of bounds. The synth itself depends on the number. */
export function checkKnownNumber(path: string | undefined, what: string, bounds: Bounds, given: number | undefined): void {
  if (given === undefined || known(given) && within(bounds, given)) return;
  throw refusal({
    path,
    what,
    got: known(given) ? given : described('is a token'),
    allowed: `whole numbers ${bounds.min} to ${bounds.max} that are known at synth`,
    fix: 'use one of these numbers, or omit the option',
  });
}
