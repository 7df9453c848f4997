import { check } from './check';
import { couldExceed, perCopy, tally } from './counting';
import { EditionFacts } from './edition-facts';
import { about, Outcomes, Subject } from './outcomes';
import { targetInstanceType, TargetKind, targetKind } from './target';
import { raising } from './wording';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral, isManaged, named } from '../model/reference';
import { label } from '../texts/names';

const { NETWORK_INTERFACE_TARGET, LARGE_NETWORK_INTERFACE_TARGET, LOAD_BALANCER_TARGET } = MirrorQuotaName;
const TARGET_QUOTAS = [NETWORK_INTERFACE_TARGET, LARGE_NETWORK_INTERFACE_TARGET, LOAD_BALANCER_TARGET];

/** A target serves no more sources or sessions than its quota. The edition sets the unit. */
export const TM503 = check('TM503', {
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) checkGroup(model, facts, group, outcomes);
  },
});

function checkGroup(model: MirrorModel, facts: EditionFacts, group: ScopeGroup, outcomes: Outcomes<'TM503'>): void {
  const { edition } = facts;
  const limits = new Map<MirrorQuotaName, number>();
  for (const name of TARGET_QUOTAS) limits.set(name, facts.limit(name, group)!);
  const interfaces = new Map<Identity, number>();
  const balancers = new Map<Identity, number>();
  for (const [target, sessions] of group.byTarget) {
    const { name, instanceType, perhapsLarge } = quotaOf(model, facts, target, sessions);
    const { unit } = facts.catalog.quota(name);
    const limit = limits.get(name)!;
    const at = subjectOf(target, sessions);
    const { least, most, open } = usage(sessions, unit, limit);
    const largeLimit = limits.get(LARGE_NETWORK_INTERFACE_TARGET)!;
    (name === LOAD_BALANCER_TARGET ? balancers : interfaces).set(target, most);
    if (least > (perhapsLarge ? Math.max(limit, largeLimit) : limit)) {
      outcomes.error(at, 'tooMany', {
        target: model.nameOf(target), loadBalancer: name === LOAD_BALANCER_TARGET, large: name === LARGE_NETWORK_INTERFACE_TARGET,
        instanceType, sessions: sessions.map((s) => label(s.path)), used: least, unit, limit, edition, ...raising(facts, name),
      });
    } else if (least > limit) {
      outcomes.undecided(at, 'instanceTypeNotSet', { target: model.nameOf(target), used: least, unit, limit, largeLimit, edition });
    } else if (most > limit) {
      outcomes.undecided(at, 'mixedSourceNames', { target: model.nameOf(target), sources: most, limit, edition });
    } else if (open > 0) {
      outcomes.undecided(at, 'onlyAtApply', { unit, limit, edition });
    } else {
      outcomes.pass(at);
    }
  }
  undecided(group, interfaces, limits.get(NETWORK_INTERFACE_TARGET)!, outcomes);
  undecided(group, balancers, limits.get(LOAD_BALANCER_TARGET)!, outcomes);
}

interface TargetQuota {
  readonly name: MirrorQuotaName;
  /** The instance type of an interface, if known. */
  readonly instanceType?: string;
  /** The larger quota may apply. */
  readonly perhapsLarge: boolean;
}

function quotaOf(model: MirrorModel, facts: EditionFacts, target: Identity, sessions: readonly SessionModel[]): TargetQuota {
  const kind = targetKind(model, target, sessions);
  if (kind === TargetKind.LOAD_BALANCER) return { name: LOAD_BALANCER_TARGET, perhapsLarge: false };
  const instanceType = targetInstanceType(model, target, sessions);
  const large = instanceType !== undefined && facts.catalog.isLargeTarget(instanceType);
  const name = large ? LARGE_NETWORK_INTERFACE_TARGET : NETWORK_INTERFACE_TARGET;
  return { name, instanceType, perhapsLarge: instanceType === undefined };
}

interface Usage {
  /** The minimum number. */
  readonly least: number;
  /** The number if no interface has two names. */
  readonly most: number;
  /** Sessions with an unknown number of sources. */
  readonly open: number;
}

/** @param limit duplicates are removed only if the number of written sources exceeds it */
function usage(sessions: readonly SessionModel[], unit: MirrorQuotaUnit, limit: number): Usage {
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
      const varies = block.repeated && perCopy(source);
      if (varies && block.copies === undefined) open++;
      else copies.set(source, Math.max(copies.get(source) ?? 0, varies ? block.copies! : block.copies === 0 ? 0 : 1));
    }
  }
  const kinds = { literal: 0, managed: 0, opaque: 0 };
  for (const [source, count] of copies) kinds[isLiteral(source) ? 'literal' : isManaged(source) ? 'managed' : 'opaque'] += count;
  const least = Math.max(kinds.literal, kinds.managed, Math.min(kinds.opaque, 1));
  return { least, most: kinds.literal + kinds.managed + kinds.opaque, open };
}

/** Targets that would exceed the quota together if they are the same target under two names. */
function undecided(group: ScopeGroup, counts: Map<Identity, number>, limit: number, outcomes: Outcomes<'TM503'>): void {
  for (const target of couldExceed(counts, limit)) outcomes.undecided(subjectOf(target, group.byTarget.get(target)!), 'mixedTargetNames');
}

function subjectOf(target: Identity, sessions: readonly SessionModel[]): Subject {
  // The last session is the same in every edition.
  return about(sessions[sessions.length - 1], named(target));
}
