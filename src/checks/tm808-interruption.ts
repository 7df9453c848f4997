import { check } from './check';
import { governed } from './governed';
import { isBelow } from './outcomes';
import { gather } from '../net/gather';
import { StackModel } from '../model/stack-model';
import { SessionModel } from '../model/mirror-model';

/** The number of sources that a change interrupts, and the time for each, are within the budget. */
export const TM808 = check('TM808', {
  run(model, _facts, outcomes) {
    for (const { rule: { scope, interruptedSources: most, interruptedSeconds: longest }, sessions } of governed(model)) {
      if (most === undefined && longest === undefined) continue;
      const remembered = new Set<string>();
      for (const stack of model.stacks) {
        for (const { path, change, single } of stack.document.statements?.fleets ?? []) {
          remembered.add(path);
          const at = { path, stack };
          if (!isBelow(path, scope)) continue;
          if (!change) {
            if (single) outcomes.pass(at);
            continue;
          }
          const { interrupted, parked, interruptedSeconds: seconds } = change;
          const sources = interrupted.count + parked.count;
          const names = [interrupted, parked].filter(({ count }) => count > 0).map((named) => named.names);
          if (most !== undefined && sources > most) {
            outcomes.error(at, 'sources', { sources, most, names, comparedWith: change.comparedWith });
          } else if (longest !== undefined && interrupted.count > 0 && seconds > longest) {
            outcomes.error(at, 'seconds', { seconds, longest, sources: interrupted.count, names: [interrupted.names] });
          } else {
            outcomes.pass(at);
          }
        }
      }
      const alone = new Map<StackModel, SessionModel[]>();
      for (const session of sessions) if (!hasFleet(session.path, remembered)) gather(alone, session.stack, session);
      for (const [stack, own] of alone) outcomes.undecidedOf(own.length, { path: stack.path, stack }, 'noFleet');
    }
  },
});

/** Whether a path equals the path of a fleet or of a session with a ledger, or is below it. */
function hasFleet(path: string, fleets: ReadonlySet<string>): boolean {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/'))) {
    if (fleets.has(at)) return true;
    if (!at.includes('/')) return false;
  }
}
