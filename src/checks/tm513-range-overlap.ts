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

/** The kinds of numbers that have a range per fleet. */
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

/** A shared VNI matters only for sessions with the same target, and no apply fails because of it. */
const VNIS: Numbers = {
  severity: 'warn', overlap: 'vnisOverlap',
  first: (f) => f.firstVirtualNetworkId, last: (f) => f.lastVirtualNetworkId,
};

/** Fleets of one account and region with different ledgers have separate ranges, since a ledger does not contain the other's numbers. */
export const TM513 = check('TM513', {
  run(model, _facts, outcomes) {
    compare(model, PRIORITIES, outcomes);
    compare(model, VNIS, outcomes);
  },
});

function compare(model: MirrorModel, numbers: Numbers, outcomes: Outcomes<'TM513'>): void {
  // Sorted by the first number, a range overlaps only earlier ranges that have not ended yet.
  let open: Holder[] = [];
  for (const holder of holdersOf(model, numbers)) {
    const { fleet, stack, first, scope } = holder;
    open = open.filter((o) => o.last >= first);
    const met = open.filter((o) => o.fleet.ledger !== fleet.ledger);
    const surely = met.find((o) => sameScope(o.scope, scope) === true);
    const perhaps = met.some((o) => sameScope(o.scope, scope) === undefined);
    const at = { path: fleet.path, stack };
    if (surely) outcomes[numbers.severity](at, numbers.overlap, ranges(holder, surely));
    // If the account may differ, TM110 reports it once for the app.
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

/** Two overlapping ranges, as parameters of a finding. */
function ranges({ fleet, first, last }: Holder, other: Holder) {
  return {
    first, last, ledger: fleet.ledger,
    other: label(other.fleet.path), otherFirst: other.first, otherLast: other.last, otherLedger: other.fleet.ledger,
  };
}
