import { IMirrorCheck } from './check';
import { kindsOf, sourceKinds } from './counting';
import { Outcomes } from './outcomes';
import { SessionModel } from '../model/mirror-model';
import { Identity, named } from '../model/reference';

/** A session names no source twice. */
export const TM303: IMirrorCheck = {
  id: 'TM303',
  title: 'A session names no source twice',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      // Every use is counted once a session: equal sums show that no session of the group has a duplicate.
      let written = 0;
      let used = 0;
      for (const { sources } of group.sessions) written += sources?.length ?? 0;
      for (const sessions of group.bySource.values()) used += sessions.length;
      const kinds = sourceKinds(group);
      const plain = written === used && !kinds.opaque && !(kinds.literal && kinds.managed);
      for (const session of group.sessions) {
        if (!session.sources) continue;
        if (plain) outcomes.pass();
        else if (written === used || !duplicates(session, session.sources, outcomes)) distinct(session, session.sources, outcomes);
      }
    }
  },
};

function duplicates(session: SessionModel, sources: readonly Identity[], outcomes: Outcomes): boolean {
  const times = new Map<Identity, number>();
  for (const source of sources) times.set(source, (times.get(source) ?? 0) + 1);
  if (times.size === sources.length) return false;
  for (const [source, count] of times) {
    if (count === 1) continue;
    outcomes.fail({ path: session.path, stack: session.stack, subject: named(source) }, {
      problem: `the session names source ${named(source)} ${count === 2 ? 'twice' : `${count} times`}`,
      fix: 'write it once; where the session runs already, its sources go dark while that is applied',
    });
  }
  return true;
}

function distinct(session: SessionModel, sources: readonly Identity[], outcomes: Outcomes): void {
  const { literal, managed, opaque } = kindsOf(sources);
  if (sources.length > 1 && (opaque || literal && managed)) {
    outcomes.unknown(session, 'its sources are not all named by id, or all by resource, so two may be the same interface', 'name interfaces in one way, by id or by resource');
  } else {
    outcomes.pass();
  }
}
