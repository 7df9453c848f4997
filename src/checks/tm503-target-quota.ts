import { check } from './check';
import { couldExceed } from './counting';
import { EditionFacts } from './edition-facts';
import { aboutPart, Outcomes, Subject } from './outcomes';
import { PerhapsSame } from './perhaps-same';
import { quotaOf, usage } from './target-quota';
import { raising } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral } from '../model/reference';
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
  const perhapsExceeded = exceededTogether(model, facts, group);
  for (const [target, sessions] of group.byTarget) {
    const { name, instanceType, perhapsLarge } = quotaOf(model, facts, target, sessions);
    const { unit } = facts.catalog.quota(name);
    const limit = limits.get(name)!;
    const at = subjectOf(model, target, sessions);
    const { least, most, open } = usage(sessions, unit, limit);
    const largeLimit = limits.get(LARGE_NETWORK_INTERFACE_TARGET)!;
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
    } else if (perhapsExceeded.has(target) && !isLiteral(target)) {
      outcomes.undecided(at, 'mixedTargetNames');
    } else if (!perhapsExceeded.has(target)) {
      outcomes.pass(at);
    }
  }
}

/** Targets that may exceed their quota together with the same target under another name, or in an account that may be the same. */
function exceededTogether(model: MirrorModel, facts: EditionFacts, group: ScopeGroup): ReadonlySet<Identity> {
  // Sources in several sessions are found only if all of them together exceed a quota.
  const found = exceeding(model, facts, group, false);
  return found.size > 0 ? exceeding(model, facts, group, true) : found;
}

/** @param exact counts a source of several sessions once */
function exceeding(model: MirrorModel, facts: EditionFacts, group: ScopeGroup, exact: boolean): ReadonlySet<Identity> {
  const [interfaces, balancers] = [new Map<Identity, number>(), new Map<Identity, number>()];
  const found = new Set<Identity>();
  for (const [target, sessions] of group.byTarget) {
    const { name } = quotaOf(model, facts, target, sessions);
    const { unit } = facts.catalog.quota(name);
    const least = facts.leastLimit(name, group)!;
    const most = (of: readonly SessionModel[] = []): number => usage(of, unit, exact ? 0 : least).most;
    (name === LOAD_BALANCER_TARGET ? balancers : interfaces).set(target, most(sessions));
    if (PerhapsSame.of(model).most(group, (other) => most(other.byTarget.get(target))) > least) found.add(target);
  }
  const perhapsOne = (counts: Map<Identity, number>, name: MirrorQuotaName): void => {
    for (const target of couldExceed(counts, facts.leastLimit(name, group)!)) found.add(target);
  };
  perhapsOne(interfaces, NETWORK_INTERFACE_TARGET);
  perhapsOne(balancers, LOAD_BALANCER_TARGET);
  return found;
}

function subjectOf(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): Subject {
  // The last session is the same in every edition.
  return aboutPart(model, sessions[sessions.length - 1], target);
}
