import { checkKnownNumber, EXTRA_ADDRESSES, RULE_BUDGET } from './bounds';
import { CollectorNetworkAclEntry, RequiredNetworkAclEntriesOptions } from './network-acl-entry';
import { NETWORK_ACL } from '../catalog/target-side';
import { AddressSet } from '../net/address-set';
import { coverWithin } from '../net/fitted-cover';
import { refusal } from '../net/refusal';

/** The entries for addresses, and for CIDRs that only Terraform knows. */
export function networkAclEntries(
  path: string, addresses: AddressSet, tokens: string[], options: RequiredNetworkAclEntriesOptions,
): CollectorNetworkAclEntry[] {
  const { maxEntries = NETWORK_ACL.entriesPerDirection, maxExtraAddresses = 0 } = options;
  checkKnownNumber(path, 'maxEntries', RULE_BUDGET, maxEntries);
  checkKnownNumber(path, 'maxExtraAddresses', EXTRA_ADDRESSES, maxExtraAddresses);
  const exact = addresses.cidrs();
  const left = maxEntries - tokens.length;
  const fitted = exact.length <= left || left < 1 ? undefined : coverWithin(exact, left);
  if (left < 1 && exact.length > 0 || fitted && fitted.extra > maxExtraAddresses) {
    throw refusal({
      path,
      what: 'the required network ACL entries',
      got: exact.length + tokens.length,
      allowed: `at most ${maxEntries} (maxEntries). An ACL has ${NETWORK_ACL.entriesPerDirection} entries in each direction`,
      fix: fitted
        ? `set maxExtraAddresses to ${fitted.extra} or more. ${left} CIDRs cover the addresses only if they admit ${fitted.extra} extra ones. Or allow whole vSwitches`
        : 'allow whole vSwitches with allowFromCidrs in place of addresses that are unknown before the apply',
    });
  }
  const cidrs = fitted ? AddressSet.of(fitted.cidrs).cidrs() : exact;
  return [...cidrs.map(String), ...tokens].map((sourceCidrIp) => ({
    description: 'mirrored packets', policy: NETWORK_ACL.policy, protocol: NETWORK_ACL.protocol, port: NETWORK_ACL.port, sourceCidrIp,
  }));
}
