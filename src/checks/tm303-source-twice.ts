import { check } from './check';
import { kindsOf } from './counting';
import { aboutPart, Outcomes } from './outcomes';
import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';

/** A session lists no source twice. */
export const TM303 = check('TM303', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      const { sources } = session;
      if (!sources) continue;
      if (new Set(sources).size < sources.length) duplicates(model, session, sources, outcomes);
      else distinct(session, sources, outcomes);
    }
  },
});

function duplicates(model: MirrorModel, session: SessionModel, sources: readonly Identity[], outcomes: Outcomes<'TM303'>): void {
  const times = new Map<Identity, number>();
  for (const source of sources) times.set(source, (times.get(source) ?? 0) + 1);
  for (const [source, count] of times) {
    if (count > 1) outcomes.error(aboutPart(model, session, source), 'repeated', { source: model.nameOf(source), times: count });
  }
}

function distinct(session: SessionModel, sources: readonly Identity[], outcomes: Outcomes<'TM303'>): void {
  const { literal, managed, opaque } = kindsOf(sources);
  if (sources.length > 1 && (opaque || literal && managed)) outcomes.undecided(session, 'mixedNames');
  else outcomes.pass(session);
}
