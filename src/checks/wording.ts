import { EditionFacts } from './edition-facts';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { quotaKey } from '../catalog/quotas';
import { Identity, named } from '../model/reference';

export { counted, few } from '../net/wording';

/** The first of several interfaces, and how many more there are. */
export function namedFirst(identities: readonly Identity[]): string {
  return `${named(identities[0])}${identities.length > 1 ? ` and ${identities.length - 1} more` : ''}`;
}

/** How to have a quota raised; empty where the edition says that it cannot be. */
export function orRaise(facts: EditionFacts, name: MirrorQuotaName): string {
  if (!facts.catalog.quota(name).raisable) return '';
  return `, or have the quota raised and state it with MirrorPolicy.of(stack).quota(regionId, MirrorQuotaName.${quotaKey(name)}, limit)`;
}

/** How to tell two accounts and regions apart. */
export const STATE_ACCOUNT = 'state the accounts with MirrorPolicy.of(stack).account(...), and the region in the provider';

/** How to make a number of copies known. */
export const STATE_COUNT = 'write count as a number or for_each as an object, or write the resources one by one';
