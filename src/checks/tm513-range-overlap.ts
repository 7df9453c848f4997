import { check } from './check';
import { Outcomes } from './outcomes';
import { FleetStatement } from '../model/document';
import { MirrorModel } from '../model/mirror-model';
import { sameScope, Scope } from '../model/scope';
import { StackModel } from '../model/stack-model';
import { label } from '../texts/names';

interface Holder {
  readonly fleet: FleetStatement;
  readonly stack: StackModel;
  readonly scope: Scope;
  readonly first: number;
  readonly last: number;
}

/** Numbers that fleets take from a separate range. */
interface Numbers {
  readonly severity: 'error' | 'warn';
  readonly overlap: 'prioritiesOverlap' | 'vnisOverlap';
  readonly first: (fleet: FleetStatement) => number | undefined;
  readonly last: (fleet: FleetStatement) => number | undefined;
}

const PRIORITIES: Numbers = {
  severity: 'error', overlap: 'prioritiesOverlap',
  first: (f) => f.firstPriority, last: (f) => f.lastPriority,
};

/** A VNI that two sessions share matters only if they have one target, and it fails no apply. */
const VNIS: Numbers = {
  severity: 'warn', overlap: 'vnisOverlap',
  first: (f) => f.firstVirtualNetworkId, last: (f) => f.lastVirtualNetworkId,
};

/** Fleets of one account and region with different ledgers do not know of each other's numbers, so their ranges must not meet. */
export const TM513 = check('TM513', {
  run(model, _facts, outcomes) {
    compare(model, PRIORITIES, outcomes);
    compare(model, VNIS, outcomes);
  },
});

function compare(model: MirrorModel, numbers: Numbers, outcomes: Outcomes<'TM513'>): void {
  // Sorted by their first number, a range only meets those before it that have not ended yet.
  let open: Holder[] = [];
  for (const holder of holdersOf(model, numbers)) {
    const { fleet, stack, first, scope } = holder;
    open = open.filter((o) => o.last >= first);
    const met = open.filter((o) => o.fleet.ledger !== fleet.ledger);
    const surely = met.find((o) => sameScope(o.scope, scope) === true);
    const perhaps = met.some((o) => sameScope(o.scope, scope) === undefined);
    const at = { path: fleet.path, stack };
    if (surely) outcomes[numbers.severity](at, numbers.overlap, ranges(holder, surely));
    // Of what may be another account, TM110 reports once for the app.
    else if (!perhaps) outcomes.pass(at);
    open.push(holder);
  }
}

function holdersOf(model: MirrorModel, { first, last }: Numbers): Holder[] {
  return model.stacks.flatMap((stack) => (stack.document.statements?.fleets ?? []).flatMap((fleet): Holder[] => {
    const [from, to] = [first(fleet), last(fleet)];
    if (from === undefined || to === undefined) return [];
    return [{ fleet, stack, scope: model.scopeOfProvider(stack, fleet.provider), first: from, last: to }];
  })).sort((a, b) => a.first - b.first);
}

/** Two ranges that overlap, as a finding carries them. */
function ranges({ fleet, first, last }: Holder, other: Holder) {
  return {
    first, last, ledger: fleet.ledger,
    other: label(other.fleet.path), otherFirst: other.first, otherLast: other.last, otherLedger: other.fleet.ledger,
  };
}
