import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorEstimate } from '../catalog/mirror-price';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { HOURS_PER_MONTH } from '../checks/cost';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { phrase, Words } from '../texts/phrase';

/** The usage of quotas in one account and region. */
export interface MirrorUsage {
  readonly title: Words;
  /** The sessions and filters of the account and region, whose quotas the user may have raised. */
  readonly group: ScopeGroup;
  readonly sessions: number;
  readonly filters: number;
  /** A number, or `at least` a number if a list is known only at apply. */
  readonly sourcesInFullestSession: string;
  /** The same as a number. */
  readonly leastInFullestSession: number;
  readonly sessionsOfBusiestSource: number;
  readonly sessionsOfBusiestFilter: number;
  readonly rulesOfLongestFilter: number;
  /** The number of sources in sessions that are on, each counted once. */
  readonly billedSources: number;
  /** The number of sources in sessions that are on, counted once for each session. */
  readonly billedUses: number;
  readonly targets: TargetUsage[];
}

export interface TargetUsage {
  readonly name: string;
  readonly sessions: number;
  readonly sources: string;
  quota(catalog: MirrorCatalog): MirrorQuotaName;
}

/** The usage of every account and region that has a session or a filter. */
export function usageOf(model: MirrorModel): MirrorUsage[] {
  return model.groups.map((group) => usage(model, group));
}

function usage(model: MirrorModel, group: ScopeGroup): MirrorUsage {
  const active = group.sessions.filter((s) => s.enabled === true);
  const uses = active.flatMap((s) => s.sources ?? []);
  const open = group.sessions.some((s) => s.sources === undefined);
  const fullest = group.sessions.reduce((most, s) => Math.max(most, s.sources?.length ?? 0), 0);
  return {
    title: group.scope.region ?? phrase('regionFrom', { what: group.scope.regionText }),
    group,
    sessions: group.sessions.length,
    filters: group.filters.length,
    sourcesInFullestSession: `${open ? 'at least ' : ''}${fullest}`,
    leastInFullestSession: fullest,
    sessionsOfBusiestSource: busiest(group.bySource),
    sessionsOfBusiestFilter: busiest(group.byFilter),
    rulesOfLongestFilter: group.filters.reduce((most, f) => Math.max(most, f.rules.length), 0),
    billedSources: new Set(uses).size,
    billedUses: uses.length,
    targets: [...group.byTarget].map(([target, sessions]) => targetUsage(model, target, sessions))
      .sort((a, b) => b.sessions - a.sessions || (a.name < b.name ? -1 : 1)),
  };
}

function targetUsage(model: MirrorModel, target: Identity, sessions: SessionModel[]): TargetUsage {
  const facts = model.interfaceFacts(target, sessions.find((s) => s.targetStatement)?.targetStatement);
  const count = sessions.reduce((sum, s) => sum + (s.sources?.length ?? 0), 0);
  return {
    name: `${model.nameOf(target)}${facts.zoneId ? ` (${facts.zoneId})` : ''}`,
    sessions: sessions.length,
    sources: `${sessions.some((s) => s.sources === undefined) ? 'at least ' : ''}${count}`,
    quota: (catalog) => sessions[0].targetType === 'SLB' ? MirrorQuotaName.LOAD_BALANCER_TARGET
      : facts.instanceType !== undefined && catalog.isLargeTarget(facts.instanceType) ? MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET
        : MirrorQuotaName.NETWORK_INTERFACE_TARGET,
  };
}

/** The targets of fleets that have no sessions, by key. */
export function idleTargetsOf({ documents }: MirrorModel): string[] {
  return [...new Set(documents.flatMap((d) => d.statements?.fleets ?? []).flatMap(({ idleTargets = [] }) => idleTargets))];
}

function busiest(uses: Map<Identity, SessionModel[]>): number {
  let most = 0;
  for (const sessions of uses.values()) most = Math.max(most, sessions.length);
  return most;
}

/** The number of billed sources, each counted once. */
export function billedSources(all: readonly MirrorUsage[]): number {
  return all.reduce((sum, u) => sum + u.billedSources, 0);
}

/** The monthly cost in each edition. */
export function monthlyEstimates(all: readonly MirrorUsage[], gigabytes: number): { edition: MirrorEdition; estimate: MirrorEstimate }[] {
  const uses = all.reduce((sum, u) => sum + u.billedUses, 0);
  return MirrorCatalog.editions.map((edition) => {
    // In edition 2026, a source in several sessions is billed once for each session.
    const sources = edition === MirrorEdition.EDITION_2023 ? billedSources(all) : uses;
    return { edition, estimate: MirrorCatalog.of(edition).estimate({ sources, hours: HOURS_PER_MONTH, gigabytes }) };
  });
}
