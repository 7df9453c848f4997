import type { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import type { EffectLimits } from '../effects/mirror-state';

/** The default quotas that apply during an apply, if only the keys of the targets are known. An interface may be of a large instance. */
export function effectLimitsOf(catalog: MirrorCatalog, targets: Iterable<string>): EffectLimits {
  const limit = (name: MirrorQuotaName): number => catalog.quota(name).limit ?? Infinity;
  const balancer = limit(MirrorQuotaName.LOAD_BALANCER_TARGET);
  const large = limit(MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET);
  const limits = new Map([...targets].map((key) => [key, key.startsWith('lb-') ? balancer : large]));
  return {
    sessionsPerSource: limit(MirrorQuotaName.SESSIONS_PER_SOURCE),
    sessionsPerRegion: limit(MirrorQuotaName.SESSIONS_PER_REGION),
    sessionsPerFilter: limit(MirrorQuotaName.SESSIONS_PER_FILTER), target: (key) => limits.get(key),
    targetUnit: catalog.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit === MirrorQuotaUnit.SESSIONS ? 'sessions' : 'sources',
  };
}
