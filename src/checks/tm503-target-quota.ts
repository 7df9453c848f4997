import { IMirrorCheck } from './check';
import { commonKeys, couldExceed, perCopy, tally } from './counting';
import { EditionFacts } from './edition-facts';
import { Outcomes, Subject } from './outcomes';
import { targetInstanceType, TargetKind, targetKind } from './target';
import { counted, few, orRaise, STATE_ACCOUNT, STATE_COUNT } from './wording';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral, isManaged, named } from '../model/reference';

const { NETWORK_INTERFACE_TARGET, LARGE_NETWORK_INTERFACE_TARGET, LOAD_BALANCER_TARGET } = MirrorQuotaName;

/** A target serves no more than its quota, in the unit of the edition. */
export const TM503: IMirrorCheck = {
  id: 'TM503',
  title: 'A target serves no more than its quota',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) checkGroup(model, facts, group, outcomes);
    for (const [a, b] of model.possiblySame()) {
      for (const target of commonKeys(a.byTarget, b.byTarget)) {
        const sessions = [...a.byTarget.get(target)!, ...b.byTarget.get(target)!];
        const { name } = quotaOf(model, facts, target, sessions);
        if (usage(sessions, facts.catalog.quota(name).unit, 0).most <= facts.limit(name, a)!) continue;
        outcomes.unknown(subjectOf(target, sessions), `stack ${a.scope.stackPath} uses the target too, and whether that is the same account and region is not known`, STATE_ACCOUNT);
      }
    }
  },
};

function checkGroup(model: MirrorModel, facts: EditionFacts, group: ScopeGroup, outcomes: Outcomes): void {
  const limits = new Map<MirrorQuotaName, number>();
  for (const name of [NETWORK_INTERFACE_TARGET, LARGE_NETWORK_INTERFACE_TARGET, LOAD_BALANCER_TARGET]) limits.set(name, facts.limit(name, group)!);
  const interfaces = new Map<Identity, number>();
  const balancers = new Map<Identity, number>();
  for (const [target, sessions] of group.byTarget) {
    const { name, what, perhapsLarge } = quotaOf(model, facts, target, sessions);
    const { unit } = facts.catalog.quota(name);
    const limit = limits.get(name)!;
    const at = subjectOf(target, sessions);
    const { least, most, open } = usage(sessions, unit, limit);
    const large = limits.get(LARGE_NETWORK_INTERFACE_TARGET)!;
    (name === LOAD_BALANCER_TARGET ? balancers : interfaces).set(target, most);
    if (least > (perhapsLarge ? Math.max(limit, large) : limit)) {
      outcomes.fail(at, {
        problem: `target ${named(target)}, ${what}, serves ${counted(least, unit.slice(0, -1))} (${few(sessions.map((s) => s.path))}); edition ${facts.edition} allows ${limit}`,
        fix: `give some of the sessions another target${name === LOAD_BALANCER_TARGET ? '' : ', such as an internal CLB in front of several sensors'}${orRaise(facts, name)}; a session's target is set in place`,
      });
    } else if (least > limit) {
      outcomes.unknown(at, `the target serves ${counted(least, unit.slice(0, -1))}; edition ${facts.edition} allows ${limit}, or ${large} on a large instance type, and its type is not stated`,
        'state instanceType with MirrorTarget.networkInterface(id, { instanceType })');
    } else if (most > limit) {
      outcomes.unknown(at, `some of its ${most} sources may be the same interface under another name; edition ${facts.edition} allows ${limit}`, 'name interfaces in one way, by id or by resource');
    } else if (open > 0) {
      outcomes.unknown(at, `how many sessions count or for_each will make, or how many sources they have, Terraform alone knows; edition ${facts.edition} allows ${counted(limit, unit.slice(0, -1))}`, STATE_COUNT);
    } else {
      outcomes.pass();
    }
  }
  undecided(group, interfaces, limits.get(NETWORK_INTERFACE_TARGET)!, outcomes);
  undecided(group, balancers, limits.get(LOAD_BALANCER_TARGET)!, outcomes);
}

interface TargetQuota {
  readonly name: MirrorQuotaName;
  readonly what: string;
  /** The larger quota may hold. */
  readonly perhapsLarge: boolean;
}

function quotaOf(model: MirrorModel, facts: EditionFacts, target: Identity, sessions: readonly SessionModel[]): TargetQuota {
  const kind = targetKind(model, target, sessions);
  if (kind === TargetKind.LOAD_BALANCER) return { name: LOAD_BALANCER_TARGET, what: 'an internal CLB', perhapsLarge: false };
  const type = targetInstanceType(model, target, sessions);
  if (type !== undefined && facts.catalog.isLargeTarget(type)) return { name: LARGE_NETWORK_INTERFACE_TARGET, what: `an ENI of a large ${type}`, perhapsLarge: false };
  return { name: NETWORK_INTERFACE_TARGET, what: type === undefined ? 'an ENI' : `an ENI of ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`, perhapsLarge: type === undefined };
}

interface Usage {
  /** Surely so many. */
  readonly least: number;
  /** So many, if no two names stand for one interface. */
  readonly most: number;
  /** Sessions that may add any number. */
  readonly open: number;
}

/** @param limit where the sources as written do not reach it, they are not told apart */
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
  return { least: Math.max(kinds.literal, kinds.managed, Math.min(kinds.opaque, 1)), most: kinds.literal + kinds.managed + kinds.opaque, open };
}

/** Targets that would be over the quota together, if they are one under two names. */
function undecided(group: ScopeGroup, counts: Map<Identity, number>, limit: number, outcomes: Outcomes): void {
  for (const target of couldExceed(counts, limit)) {
    outcomes.unknown(subjectOf(target, group.byTarget.get(target)!), 'it may be the same target as one that is named otherwise, and together they would exceed the quota',
      'name targets in one way, by id or by resource');
  }
}

function subjectOf(target: Identity, sessions: readonly SessionModel[]): Subject {
  // The last one is the same whatever an edition counts.
  const last = sessions[sessions.length - 1];
  return { path: last.path, stack: last.stack, subject: named(target) };
}
