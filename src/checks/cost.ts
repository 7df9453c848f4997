import { isSure } from './counting';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorEstimate } from '../catalog/mirror-price';
import { SessionModel } from '../model/mirror-model';

/** Hours of a month for prices: 30 days of 24 hours, as in the product's example. */
export const HOURS_PER_MONTH = 30 * 24;

/** The minimum monthly cost of sessions: only sessions that certainly exist and are on, with their known sources. */
export function leastMonthlyCost(sessions: readonly SessionModel[], edition: MirrorEdition, gigabytes: number): MirrorEstimate {
  const on = sessions.filter((s) => s.enabled === true && isSure(s));
  // Since 2026, the hours of a source in several sessions are added up.
  const sources = edition === MirrorEdition.EDITION_2023 ? new Set(on.flatMap((s) => s.sources ?? [])).size
    : on.reduce((sum, s) => sum + (s.sources?.length ?? 0) * s.block.copies!, 0);
  return MirrorCatalog.of(edition).estimate({ sources, hours: HOURS_PER_MONTH, gigabytes });
}

/** Whether the sessions may cost more than this minimum. */
export function mayCostMore(sessions: readonly SessionModel[]): boolean {
  return sessions.some((s) =>
    s.enabled !== false
      && (s.sources === undefined || !isSure(s) || s.enabled === undefined));
}
