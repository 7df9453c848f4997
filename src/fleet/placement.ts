import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorTarget, MirrorTargetType } from '../session/mirror-target';

/** Targets by zone, each with room for so many sessions of one source. */
export class Placement {
  private readonly byZone = new Map<string, MirrorTarget[]>();

  /**
   * @param load sessions of one source that a target has already
   * @param capacity how many it may have
   */
  constructor(private readonly targets: MirrorTarget[], private readonly load: (target: MirrorTarget) => number, private readonly capacity: (target: MirrorTarget) => number) {
    for (const target of targets) {
      const zone = target.options.zoneId;
      if (zone === undefined) continue;
      const there = this.byZone.get(zone);
      if (there) there.push(target);
      else this.byZone.set(zone, [target]);
    }
  }

  /** The target for one more source: in its zone before others, the least loaded of those, the first of equals. */
  public choose(zone: string | undefined): MirrorTarget {
    const near = zone === undefined ? undefined : this.leastLoaded(this.byZone.get(zone) ?? []);
    // With no room anywhere the quota check says so, of the least loaded target.
    return near ?? this.leastLoaded(this.targets) ?? this.targets.reduce((a, b) => this.load(b) < this.load(a) ? b : a);
  }

  private leastLoaded(targets: MirrorTarget[]): MirrorTarget | undefined {
    let best: MirrorTarget | undefined;
    let least = Infinity;
    for (const target of targets) {
      const load = this.load(target);
      if (load < least && load < this.capacity(target)) [best, least] = [target, load];
    }
    return best;
  }
}

/** Which quota limits a target. */
export function targetQuota(catalog: MirrorCatalog, target: MirrorTarget): MirrorQuotaName {
  if (target.type === MirrorTargetType.LOAD_BALANCER) return MirrorQuotaName.LOAD_BALANCER_TARGET;
  const type = target.options.instanceType;
  return type !== undefined && catalog.isLargeTarget(type) ? MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET : MirrorQuotaName.NETWORK_INTERFACE_TARGET;
}
