import { IMirrorCheck } from './check';
import { FreeNumbers } from './free-numbers';
import { Outcomes } from './outcomes';
import { STATE_ACCOUNT, STATE_COUNT } from './wording';
import { SESSION_PRIORITY, within } from '../catalog/limits';
import { ScopeGroup, SessionModel } from '../model/mirror-model';

/** The priority of a session is within bounds, and unique in its account and region. */
export const TM304: IMirrorCheck = {
  id: 'TM304',
  title: 'A session\'s priority is unique in its account and region',
  byEdition: false,
  run(model, _facts, outcomes) {
    const firsts = new Map<ScopeGroup, Map<number, SessionModel>>();
    for (const group of model.groups) firsts.set(group, checkGroup(group, outcomes));
    for (const [a, b] of model.possiblySame()) {
      const there = firsts.get(a)!;
      for (const [priority, session] of firsts.get(b)!) {
        const other = there.get(priority);
        if (!other) continue;
        outcomes.unknown(session, `${other.path} has priority ${priority} too, and whether that is the same account and region is not known`, STATE_ACCOUNT);
      }
    }
  },
};

function checkGroup(group: ScopeGroup, outcomes: Outcomes): Map<number, SessionModel> {
  const first = new Map<number, SessionModel>();
  let free: FreeNumbers | undefined;
  const freeNear = (number: number): string => {
    if (!free) {
      free = new FreeNumbers(SESSION_PRIORITY);
      for (const session of group.sessions) free.take(session.priority);
    }
    const found = free.near(number);
    return found === undefined ? 'no priority is free in this account and region: remove a session' : `take ${found}, which is free in this app; the priority is updated in place`;
  };
  let passed = 0;
  for (const session of group.sessions) {
    const { priority, block } = session;
    const copies = block.copies;
    if (priority === undefined) {
      const written = block.body.priority;
      if (written === undefined || written === null) {
        outcomes.fail(session, { problem: 'the session has no priority', fix: `write a priority of ${SESSION_PRIORITY.min} to ${SESSION_PRIORITY.max}` });
      } else {
        outcomes.unknown(session, 'the priority is known to Terraform alone', 'write it as a number; a priority is updated in place');
      }
    } else if (!within(SESSION_PRIORITY, priority)) {
      outcomes.fail(session, { problem: `priority ${priority} is outside ${SESSION_PRIORITY.min} to ${SESSION_PRIORITY.max}`, fix: freeNear(priority) });
    } else if (first.has(priority)) {
      outcomes.fail(session, {
        problem: `priority ${priority} is taken by ${first.get(priority)!.path} in the same account and region`,
        fix: `${freeNear(priority)}, but two running sessions cannot swap theirs in one apply`,
      });
    } else {
      if (copies !== 0) first.set(priority, session);
      if (copies === undefined) outcomes.unknown(session, `count or for_each gives every copy priority ${priority}`, STATE_COUNT);
      else if (copies > 1) outcomes.fail(session, { problem: `${copies} copies of the session share priority ${priority}`, fix: 'make the priority depend on count.index or each.value, or write the sessions one by one' });
      else passed++;
    }
  }
  outcomes.pass(passed);
  return first;
}
