import { check } from './check';
import { tally } from './counting';
import { EditionFacts } from './edition-facts';
import { disagreesElsewhere } from './given-values';
import { APP } from './outcomes';
import { mostFilters, mostSessions, PerhapsSame, sharedPriorities } from './perhaps-same';
import { mirroringElsewhere } from './sensor-sources';
import { targetKind, TargetKind } from './target';
import { quotaOf, usage } from './target-quota';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { FleetStatement } from '../model/document';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { sameScope, Scope } from '../model/scope';
import { StackModel } from '../model/stack-model';

/** It is known whether stacks that share numbers or quotas belong to one account. One finding for the whole app. */
export const TM110 = check('TM110', {
  run(model, facts, outcomes) {
    const stacks = new Set<StackModel>();
    for (const shared of sharedPriorities(model).values()) for (const stack of shared.values()) stacks.add(stack);
    thingsTogether(model, facts, stacks);
    for (const stack of mirroringElsewhere(model)) stacks.add(stack);
    quotasTogether(model, facts, stacks);
    fleetsAlike(model, stacks);
    const named = model.stacks.filter((stack) => stacks.has(stack));
    const [first] = named;
    // TM304 reports a priority that is known only at apply.
    const unknown = model.possiblySame().flat().some(({ sessions }) => sessions.some((s) => s.priority === undefined));
    if (first === undefined && !unknown) outcomes.pass(APP);
    if (first === undefined) return;
    outcomes.undecided({ path: first.path, stack: first }, 'notKnown', { stacks: named.map((s) => s.path) });
  },
});

/** Stacks that have, or may have under two names, one source, a target that is a source, or a VNI at one target. */
function thingsTogether(model: MirrorModel, facts: EditionFacts, stacks: Set<StackModel>): void {
  const perhapsSame = PerhapsSame.of(model);
  const add = (sessions: readonly SessionModel[], others: Iterable<StackModel>): void => {
    for (const { stack } of sessions) stacks.add(stack);
    for (const stack of others) stacks.add(stack);
  };
  for (const group of model.groups) {
    if (!perhapsSame.hasOthers(group)) continue;
    const limit = facts.leastLimit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
    for (const [source, sessions] of group.bySource) {
      const most = (): number => perhapsSame.most(group, (one) => perhapsSame.mayUse(one, 'bySource', source));
      // TM301 reports a source of one account that may be in more sessions than allowed.
      const more = perhapsSame.elsewhere(group, 'bySource', source).length > 0
        || perhapsSame.mayUse(group, 'bySource', source) <= limit && most() > limit;
      if (more) add(sessions, perhapsSame.stacksOf(group, 'bySource', source));
    }
    for (const [target, sessions] of group.byTarget) {
      // TM302 reports a target that may be a source in the account of its session.
      if (targetKind(model, target, sessions) !== TargetKind.LOAD_BALANCER && perhapsSame.mayUse(group, 'bySource', target) === 0) {
        const mirroring = perhapsSame.stacksOf(group, 'bySource', target);
        if (mirroring.size > 0) add(sessions, mirroring);
      }
      const others = perhapsSame.elsewhere(group, 'byTarget', target);
      if (others.length === 0) continue;
      if (disagreesElsewhere(perhapsSame, group, target)) add([...sessions, ...others], []);
      const vnis = new Set(others.map((s) => s.virtualNetworkId));
      add(sessions.filter(({ virtualNetworkId: vni }) => vni !== undefined && vnis.has(vni)), []);
    }
  }
}

/** Stacks that would exceed a quota together if they belong to one account. */
function quotasTogether(model: MirrorModel, facts: EditionFacts, stacks: Set<StackModel>): void {
  const perhapsSame = PerhapsSame.of(model);
  for (const group of model.groups) {
    const together = perhapsSame.together(group);
    if (together.length === 1) continue;
    const add = (things: (one: ScopeGroup) => readonly { readonly stack: StackModel }[]): void => {
      for (const one of together) for (const { stack } of things(one)) stacks.add(stack);
    };
    const exceeds = (name: MirrorQuotaName, most: number): boolean => most > (facts.leastLimit(name, group) ?? Infinity);
    if (exceeds(MirrorQuotaName.SESSIONS_PER_REGION, mostSessions(model, group))) add(({ sessions }) => sessions);
    if (exceeds(MirrorQuotaName.FILTERS_PER_REGION, mostFilters(model, group))) add(({ filters }) => filters);
    for (const filter of group.byFilter.keys()) {
      const using = (one: ScopeGroup) => one.byFilter.get(filter) ?? [];
      if (exceeds(MirrorQuotaName.SESSIONS_PER_FILTER, perhapsSame.most(group, (one) => tally(using(one)).atLeast))) add(using);
    }
    for (const [target, sessions] of group.byTarget) {
      const { name } = quotaOf(model, facts, target, sessions);
      const { unit } = facts.catalog.quota(name);
      const using = (one: ScopeGroup) => one.byTarget.get(target) ?? [];
      const limit = facts.leastLimit(name, group)!;
      const most = perhapsSame.most(group, (one) => usage(using(one), unit, limit).most);
      if (exceeds(name, most)) add(using);
    }
  }
}

/** Stacks whose fleets use overlapping ranges of numbers with separate ledgers. */
function fleetsAlike(model: MirrorModel, stacks: Set<StackModel>): void {
  const fleets: { fleet: FleetStatement; stack: StackModel; scope: Scope }[] = [];
  for (const stack of model.stacks) {
    for (const fleet of stack.document.statements?.fleets ?? []) {
      fleets.push({ fleet, stack, scope: model.scopeOfProvider(stack, fleet.provider) });
    }
  }
  fleets.sort((a, b) => a.fleet.firstPriority - b.fleet.firstPriority);
  let open: typeof fleets = [];
  for (const one of fleets) {
    open = open.filter(({ fleet }) => fleet.lastPriority >= one.fleet.firstPriority);
    for (const other of open) {
      // Fleets of one ledger are in one account.
      if (sameScope(other.scope, one.scope) === undefined) stacks.add(other.stack).add(one.stack);
    }
    open.push(one);
  }
}
