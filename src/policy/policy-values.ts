import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import type { QuotaStatements } from '../model/policy-statement';
import { refusal } from '../net/refusal';

export function checkEdition(edition: string, what: string, path?: string): void {
  const editions = Object.values(MirrorEdition) as string[];
  if (!editions.includes(edition)) {
    throw refusal({
      path,
      what,
      got: edition,
      allowed: editions.join(' or '),
      fix: 'choose the edition of the product documentation that is to hold',
    });
  }
}

export function checkQuota(name: string, limit: unknown, what: string, path?: string): void {
  const names = Object.values(MirrorQuotaName) as string[];
  if (!names.includes(name)) throw refusal({ path, what, got: name, allowed: names.join(', '), fix: 'name the quota as the catalog does' });
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) {
    throw refusal({
      path,
      what: `${what}.${name}`,
      got: limit,
      allowed: 'a whole number from 1',
      fix: 'write the quota that the quota centre shows for this account and region',
    });
  }
}

/** Quotas, the later over the earlier ones. */
export function mergedQuotas(...layers: readonly QuotaStatements[]): QuotaStatements {
  const merged: Record<string, Record<string, number>> = {};
  for (const layer of layers) {
    for (const [region, quotas] of Object.entries(layer)) merged[region] = { ...merged[region], ...quotas };
  }
  return merged;
}
