import { IMirrorCheck } from './check';
import { FleetStatement } from '../model/document';
import { sameScope, Scope } from '../model/scope';
import { StackModel } from '../model/stack-model';

interface Holder {
  readonly fleet: FleetStatement;
  readonly stack: StackModel;
  readonly scope: Scope;
}

/** Fleets of one account and region with different ledgers do not know of each other's numbers, so their leases must not meet. */
export const TM513: IMirrorCheck = {
  id: 'TM513',
  title: 'Fleets with different ledgers take their priorities from leases that do not overlap',
  byEdition: false,
  run(model, _facts, outcomes) {
    const holders = model.stacks.flatMap((stack) => (stack.document.statements?.fleets ?? [])
      .map((fleet): Holder => ({ fleet, stack, scope: model.scopeOfProvider(stack, fleet.provider) })))
      .sort((a, b) => a.fleet.firstPriority - b.fleet.firstPriority);
    // Sorted by their first number, a lease only meets those before it that have not ended yet.
    let open: Holder[] = [];
    for (const holder of holders) {
      const { fleet, stack } = holder;
      open = open.filter((o) => o.fleet.lastPriority >= fleet.firstPriority);
      const met = open.filter((o) => o.fleet.ledger !== fleet.ledger);
      const surely = met.find((o) => sameScope(o.scope, holder.scope) === true);
      const perhaps = met.find((o) => sameScope(o.scope, holder.scope) === undefined);
      const at = { path: fleet.path, stack };
      if (surely) {
        outcomes.fail(at, {
          problem: `the fleet takes priorities ${range(fleet)} by ledger ${fleet.ledger}, and ${surely.fleet.path} takes ${range(surely.fleet)} by ledger ${surely.fleet.ledger} in the same account and region`,
          fix: 'give both fleets one ledger with the lines of both, or leases that do not overlap (priorityLease); sessions that are recorded keep their numbers',
        });
      } else if (perhaps) {
        outcomes.unknown(at, `its lease ${range(fleet)} overlaps that of ${perhaps.fleet.path} by another ledger, and whether that is the same account and region is not known`,
          'state the accounts with MirrorPolicy.of(stack).account(...) and the region in the provider');
      } else {
        outcomes.pass();
      }
      open.push(holder);
    }
  },
};

function range(fleet: FleetStatement): string {
  return `${fleet.firstPriority} to ${fleet.lastPriority}`;
}
