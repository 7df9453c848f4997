import { check } from './check';
import { kindsOf, sourceKinds } from './counting';
import { aboutPart, Outcomes } from './outcomes';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';

/** A session lists no source twice. */
export const TM303 = check('TM303', {
  run(model, _facts, outcomes) {
    for (const group of model.groups) {
      // Every use counts once per session. Equal sums show that no session of the group has a duplicate.
      let written = 0;
      let used = 0;
      for (const { sources } of group.sessions) written += sources?.length ?? 0;
      for (const sessions of group.bySource.values()) used += sessions.length;
      const kinds = sourceKinds(group);
      const plain = written === used && !kinds.opaque && !(kinds.literal && kinds.managed);
      for (const session of group.sessions) {
        if (!session.sources) continue;
        if (plain) outcomes.pass(session);
        else if (written === used || !duplicates(model, session, session.sources, outcomes)) distinct(session, session.sources, outcomes);
      }
    }
  },
});

function duplicates(model: MirrorModel, session: SessionModel, sources: readonly Identity[], outcomes: Outcomes<'TM303'>): boolean {
  const times = new Map<Identity, number>();
  for (const source of sources) times.set(source, (times.get(source) ?? 0) + 1);
  if (times.size === sources.length) return false;
  for (const [source, count] of times) {
    if (count > 1) outcomes.error(aboutPart(model, session, source), 'repeated', { source: model.nameOf(source), times: count });
  }
  return true;
}

function distinct(session: SessionModel, sources: readonly Identity[], outcomes: Outcomes<'TM303'>): void {
  const { literal, managed, opaque } = kindsOf(sources);
  if (sources.length > 1 && (opaque || literal && managed)) outcomes.undecided(session, 'mixedNames');
  else outcomes.pass(session);
}
