import { check } from './check';
import { isSure } from './counting';
import { FreeNumbers } from './free-numbers';
import { Outcomes } from './outcomes';
import { sharedPriorities } from './perhaps-same';
import { SESSION_PRIORITY, within } from '../catalog/limits';
import { ScopeGroup, SessionModel } from '../model/mirror-model';
import { label } from '../texts/names';

/** The priority of a session is within bounds, and unique in its account and region. */
export const TM304 = check('TM304', {
  run(model, _facts, outcomes) {
    const perhapsTaken = sharedPriorities(model);
    for (const group of model.groups) checkGroup(group, perhapsTaken.get(group), outcomes);
  },
});

/** @param perhapsTaken the priorities of other accounts that may be this one, which TM110 reports */
function checkGroup(group: ScopeGroup, perhapsTaken: ReadonlyMap<number, unknown> | undefined, outcomes: Outcomes<'TM304'>): void {
  const first = new Map<number, SessionModel>();
  let numbers: FreeNumbers | undefined;
  /** Undefined if every priority of the account and region is taken. */
  const freeNear = (number: number): number | undefined => {
    if (!numbers) {
      numbers = new FreeNumbers(SESSION_PRIORITY);
      for (const session of group.sessions) numbers.take(session.priority);
    }
    return numbers.near(number);
  };
  for (const session of group.sessions) {
    const { priority, block, gaveWayTo } = session;
    if (gaveWayTo && priority !== undefined) {
      outcomes.warn(session, 'moved', { priority, first: label(gaveWayTo.path), kept: gaveWayTo.priority });
    }
    const { copies } = block;
    if (priority === undefined) {
      if (block.body.priority === undefined) outcomes.error(session, 'missing', SESSION_PRIORITY_RANGE);
      else outcomes.undecided(session, 'onlyAtApply');
    } else if (!within(SESSION_PRIORITY, priority)) {
      outcomes.error(session, 'outOfRange', { priority, ...SESSION_PRIORITY_RANGE, free: freeNear(priority) });
    } else if (first.has(priority) && !(isSure(session) && isSure(first.get(priority)!))) {
      // One of the two sessions may not exist.
      outcomes.undecided(session, 'perhapsTaken', { priority, other: label(first.get(priority)!.path) });
      if (isSure(session)) first.set(priority, session);
    } else if (first.has(priority)) {
      const other = first.get(priority)!;
      outcomes.error(session, 'taken', {
        priority, other: label(other.path), free: freeNear(priority), fromPath: fromPath(session, other),
      });
    } else {
      first.set(priority, session);
      if (copies === undefined) outcomes.undecided(session, 'copiesOnlyAtApply', { priority });
      else if (copies > 1) outcomes.error(session, 'sharedByCopies', { priority, copies });
      else if (!perhapsTaken?.has(priority)) outcomes.pass(session);
    }
  }
}

/** The session whose number the library chose, if the user chose the number of the other one. */
function fromPath(session: SessionModel, other: SessionModel): string | undefined {
  if (session.defaultPriority === other.defaultPriority) return undefined;
  return label((session.defaultPriority ? session : other).path);
}

const SESSION_PRIORITY_RANGE = { min: SESSION_PRIORITY.min, max: SESSION_PRIORITY.max };
