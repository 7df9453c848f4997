import { mayVary, nameKind, tally } from './counting';
import { EditionFacts } from './edition-facts';
import { targetInstanceType, TargetKind, targetKind } from './target';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';

const { NETWORK_INTERFACE_TARGET, LARGE_NETWORK_INTERFACE_TARGET, LOAD_BALANCER_TARGET } = MirrorQuotaName;

/** The quota of a target. */
export interface TargetQuota {
  readonly name: MirrorQuotaName;
  /** The instance type of an interface, if known. */
  readonly instanceType?: string;
  /** The larger quota may apply. */
  readonly perhapsLarge: boolean;
}

/** The quota of a target, by its type and instance type. */
export function quotaOf(model: MirrorModel, facts: EditionFacts, target: Identity, sessions: readonly SessionModel[]): TargetQuota {
  const kind = targetKind(model, target, sessions);
  if (kind === TargetKind.LOAD_BALANCER) return { name: LOAD_BALANCER_TARGET, perhapsLarge: false };
  const instanceType = targetInstanceType(model, target, sessions);
  const large = instanceType !== undefined && facts.catalog.isLargeTarget(instanceType);
  const name = large ? LARGE_NETWORK_INTERFACE_TARGET : NETWORK_INTERFACE_TARGET;
  return { name, instanceType, perhapsLarge: instanceType === undefined };
}

/** The number of sources or sessions of a target. */
export interface Usage {
  /** The minimum number. */
  readonly least: number;
  /** The number if no interface has two names. */
  readonly most: number;
  /** Sessions with an unknown number of sources. */
  readonly open: number;
}

/**
 * The sources or sessions of a target.
 *
 * @param limit duplicates are removed only if the number of written sources exceeds it
 */
export function usage(sessions: readonly SessionModel[], unit: MirrorQuotaUnit, limit: number): Usage {
  if (unit === MirrorQuotaUnit.SESSIONS) {
    const { atLeast, open } = tally(sessions);
    return { least: atLeast, most: atLeast, open };
  }
  let written = 0;
  for (const { sources, block } of sessions) written += sources && !block.repeated ? sources.length : Infinity;
  if (written <= limit) return { least: 0, most: written, open: 0 };
  let open = 0;
  const copies = new Map<Identity, number>();
  for (const { sources, block } of sessions) {
    if (!sources) {
      open++;
      continue;
    }
    for (const source of sources) {
      const varies = block.repeated && mayVary(source);
      if (varies && block.copies === undefined) open++;
      else copies.set(source, Math.max(copies.get(source) ?? 0, varies ? block.copies! : 1));
    }
  }
  const kinds = { literal: 0, managed: 0, opaque: 0 };
  for (const [source, count] of copies) kinds[nameKind(source)] += count;
  const least = Math.max(kinds.literal, kinds.managed, Math.min(kinds.opaque, 1));
  return { least, most: kinds.literal + kinds.managed + kinds.opaque, open };
}
