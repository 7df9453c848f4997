import type { LedgerFilters } from './ledger-rules';
import type { FilterState } from '../effects/mirror-state';
import { recordedRules } from '../terraform/recorded-rules';

/** The filters of a ledger in the form in which effects are computed. */
export function filterStates(filters: LedgerFilters): FilterState[] {
  return [...filters].map(([id, rules]) => ({
    // The provider replaces a rule if its protocol changes to or from ICMP.
    id, rules: rules.map((r) => `${r.direction} ${r.priority} ${r.protocol === 'ICMP'}`),
    placed: { inbound: recordedRules(rules, 'inbound'), outbound: recordedRules(rules, 'outbound') },
  }));
}
