import { IMirrorCheck } from './check';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { SessionModel } from '../model/mirror-model';
import { named } from '../model/reference';

/** A source is in no more sessions than the edition allows. */
export const TM301: IMirrorCheck = {
  id: 'TM301',
  title: 'A source is in no more sessions than the service allows',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
      for (const [source, sessions] of group.bySource) {
        if (sessions.length <= limit) {
          outcomes.pass();
          continue;
        }
        // The sessions that came first keep the source; each further one is at fault.
        for (const session of sessions.slice(limit)) {
          outcomes.fail({ ...at(session), subject: named(source) }, {
            problem: `source ${named(source)} is in ${sessions.length} sessions (${sessions.map((s) => s.path).join(', ')}); edition ${facts.edition} allows ${limit}`,
            fix: 'take the source out of one of them, or mirror once to an internal CLB in front of several sensors; a session that loses a source goes dark for its other sources while it is applied',
          });
        }
      }
    }
    for (const [a, b] of model.possiblySame()) {
      for (const source of smaller(a.bySource, b.bySource)) {
        const sessions = [...a.bySource.get(source)!, ...b.bySource.get(source)!];
        const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, a)!;
        if (sessions.length > limit) {
          outcomes.unknown({ ...at(sessions[sessions.length - 1]), subject: named(source) },
            `${sessions[0].path} mirrors it too, and whether that is the same account and region is not known`,
            'state the accounts with MirrorPolicy.of(stack).account(...), and the region in the provider');
        }
      }
    }
  },
};

function at(session: SessionModel) {
  return { path: session.path, stack: session.stack };
}

/** The keys that both maps have, in one pass over the smaller one. */
function smaller<T>(a: Map<string, T>, b: Map<string, T>): string[] {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  return [...few.keys()].filter((key) => many.has(key));
}
