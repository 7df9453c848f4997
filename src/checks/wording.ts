import { EditionFacts } from './edition-facts';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { quotaKey } from '../catalog/quotas';

/** The parameters of a sentence that advises raising a quota. */
export function raising(facts: EditionFacts, name: MirrorQuotaName): { raisable: boolean; quota: string } {
  return { raisable: facts.catalog.quota(name).raisable, quota: quotaKey(name) };
}
