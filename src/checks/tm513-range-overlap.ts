import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { Outcomes } from './outcomes';
import { FleetStatement } from '../model/document';
import { MirrorModel } from '../model/mirror-model';
import { sameScope, Scope } from '../model/scope';
import { StackModel } from '../model/stack-model';

interface Holder {
  readonly fleet: FleetStatement;
  readonly stack: StackModel;
  readonly scope: Scope;
  readonly first: number;
  readonly last: number;
}

/** Numbers that fleets take from a range of their own. */
interface Numbers {
  readonly what: string;
  readonly prop: string;
  readonly severity: MirrorSeverity;
  readonly first: (fleet: FleetStatement) => number | undefined;
  readonly last: (fleet: FleetStatement) => number | undefined;
}

const PRIORITIES: Numbers = {
  what: 'priorities', prop: 'priorityRange', severity: MirrorSeverity.ERROR, first: (f) => f.firstPriority, last: (f) => f.lastPriority,
};

/** Only where two sessions meet on a target does a VNI of both matter, and it fails no apply. */
const VNIS: Numbers = {
  what: 'VNIs', prop: 'virtualNetworkIdRange', severity: MirrorSeverity.WARNING, first: (f) => f.firstVirtualNetworkId, last: (f) => f.lastVirtualNetworkId,
};

/** Fleets of one account and region with different ledgers do not know of each other's numbers, so their ranges must not meet. */
export const TM513: IMirrorCheck = {
  id: 'TM513',
  title: 'Fleets with different ledgers take their numbers from ranges that do not overlap',
  byEdition: false,
  run(model, _facts, outcomes) {
    check(model, PRIORITIES, outcomes);
    check(model, VNIS, outcomes);
  },
};

function check(model: MirrorModel, numbers: Numbers, outcomes: Outcomes): void {
  // Sorted by their first number, a range only meets those before it that have not ended yet.
  let open: Holder[] = [];
  for (const holder of holdersOf(model, numbers)) {
    const { fleet, stack, first, scope } = holder;
    open = open.filter((o) => o.last >= first);
    const met = open.filter((o) => o.fleet.ledger !== fleet.ledger);
    const surely = met.find((o) => sameScope(o.scope, scope) === true);
    const perhaps = met.find((o) => sameScope(o.scope, scope) === undefined);
    const at = { path: fleet.path, stack };
    if (surely) {
      outcomes.fail(at, {
        severity: numbers.severity,
        problem: `the fleet takes ${numbers.what} ${range(holder)} by ledger ${fleet.ledger}, and ${surely.fleet.path} takes ${range(surely)} by ledger ${surely.fleet.ledger} in the same account and region`,
        fix: `give both fleets one ledger with the lines of both, or ranges that do not overlap (${numbers.prop}); sessions that are recorded keep their numbers`,
      });
    } else if (perhaps) {
      outcomes.unknown(at, `it takes ${numbers.what} ${range(holder)}, ${perhaps.fleet.path} takes ${range(perhaps)} by another ledger, and whether that is the same account and region is not known`,
        'state the accounts with MirrorPolicy.of(stack).account(...) and the region in the provider');
    } else {
      outcomes.pass();
    }
    open.push(holder);
  }
}

function holdersOf(model: MirrorModel, { first, last }: Numbers): Holder[] {
  return model.stacks.flatMap((stack) => (stack.document.statements?.fleets ?? []).flatMap((fleet): Holder[] => {
    const [from, to] = [first(fleet), last(fleet)];
    return from === undefined || to === undefined ? [] : [{ fleet, stack, scope: model.scopeOfProvider(stack, fleet.provider), first: from, last: to }];
  })).sort((a, b) => a.first - b.first);
}

function range({ first, last }: Holder): string {
  return `${first} to ${last}`;
}
