import { check } from './check';
import { APP } from './outcomes';
import { FleetStatement } from '../model/document';
import { MirrorModel, ScopeGroup } from '../model/mirror-model';
import { sameScope, Scope } from '../model/scope';
import { StackModel } from '../model/stack-model';

/** It is known whether stacks with the same numbers belong to one account. One finding for the whole app. */
export const TM110 = check('TM110', {
  run(model, _facts, outcomes) {
    const stacks = new Set<StackModel>();
    sessionsAlike(model, stacks);
    fleetsAlike(model, stacks);
    const [first] = stacks;
    if (first === undefined) outcomes.pass(APP);
    else outcomes.undecided({ path: first.path, stack: first }, 'notKnown', { stacks: [...stacks].map((s) => s.path) });
  },
});

/** Stacks whose sessions would share a priority if they belong to one account. */
function sessionsAlike(model: MirrorModel, stacks: Set<StackModel>): void {
  const pairs = model.possiblySame();
  if (pairs.length === 0) return;
  const byPriority = new Map(model.groups.map((group) => [group, stacksByPriority(group)] as const));
  for (const [a, b] of pairs) {
    const there = byPriority.get(a)!;
    for (const [priority, stack] of byPriority.get(b)!) {
      const other = there.get(priority);
      if (other) stacks.add(other).add(stack);
    }
  }
}

function stacksByPriority({ sessions }: ScopeGroup): Map<number, StackModel> {
  const stacks = new Map<number, StackModel>();
  for (const { priority, stack } of sessions) if (priority !== undefined) stacks.set(priority, stack);
  return stacks;
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
      if (other.fleet.ledger !== one.fleet.ledger && sameScope(other.scope, one.scope) === undefined) {
        stacks.add(other.stack).add(one.stack);
      }
    }
    open.push(one);
  }
}
