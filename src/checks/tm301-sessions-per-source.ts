import { IMirrorCheck } from './check';
import { commonKeys, kindsOf, perCopy, sourceKinds } from './counting';
import { Outcomes } from './outcomes';
import { few, STATE_ACCOUNT, STATE_COUNT } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral, isManaged, named } from '../model/reference';

/** A source is in no more sessions than the edition allows. */
export const TM301: IMirrorCheck = {
  id: 'TM301',
  title: 'A source is in no more sessions than the service allows',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
      const repeated = group.sessions.some((s) => s.block.repeated);
      const open = undecided(group, limit, outcomes);
      let passed = 0;
      for (const [source, sessions] of group.bySource) {
        if ((sessions.length <= limit && !repeated) || checkSource(source, sessions, limit, facts.edition, outcomes)) {
          if (!open.has(source)) passed++;
        }
      }
      outcomes.pass(passed);
    }
    for (const [a, b] of model.possiblySame()) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, a)!;
      for (const source of commonKeys(a.bySource, b.bySource)) {
        const there = a.bySource.get(source)!;
        const here = b.bySource.get(source)!;
        if (there.length + here.length <= limit) continue;
        outcomes.unknown({ ...at(here[here.length - 1]), subject: named(source) },
          `stack ${there[0].stack.path} mirrors it too, and whether that is the same account and region is not known`, STATE_ACCOUNT);
      }
    }
  },
};

/** Whether the source by this name is in no more sessions than allowed. */
function checkSource(source: Identity, sessions: readonly SessionModel[], limit: number, edition: string, outcomes: Outcomes): boolean {
  const subject = named(source);
  const varies = perCopy(source);
  const weights = sessions.map(({ block }) => varies ? Math.min(block.copies ?? 1, 1) : block.copies);
  const total = weights.reduce((sum: number, w) => sum + (w ?? 0), 0);
  if (total > limit) {
    let before = 0;
    sessions.forEach((session, i) => {
      before += weights[i] ?? 0;
      // The sessions that came first keep the source; each further one is at fault.
      if (before <= limit || weights[i] === 0) return;
      const paths = few(sessions.map((s) => s.path));
      outcomes.fail({ ...at(session), subject }, {
        problem: `source ${subject} is in ${total} sessions (${paths}${total > sessions.length ? ', counted with their copies' : ''}); edition ${edition} allows ${limit}`,
        fix: 'take the source out of one of them, or mirror once to an internal CLB in front of several sensors; a session that loses a source goes dark for its other sources while it is applied',
      });
    });
    return false;
  }
  const open = sessions.find((_, i) => weights[i] === undefined);
  if (open) outcomes.unknown({ ...at(open), subject }, 'every copy that count or for_each makes mirrors the same source', STATE_COUNT);
  return open === undefined;
}

/** Sources that may be one interface under two names, said once a session. */
function undecided(group: ScopeGroup, limit: number, outcomes: Outcomes): Set<Identity> {
  const found = new Set<Identity>();
  const all = sourceKinds(group);
  if (group.sessions.length <= limit || !all.opaque && !(all.literal && all.managed)) return found;
  const add = (session: SessionModel, isOpen: (source: Identity) => boolean) => {
    for (const source of session.sources!) if (isOpen(source)) found.add(source);
  };
  const kinds = group.sessions.map((s) => kindsOf(s.sources ?? []));
  let literal = 0;
  let managed = 0;
  for (const k of kinds) {
    if (k.literal) literal++;
    if (k.managed) managed++;
  }
  const literalIsRarer = literal <= managed;
  group.sessions.forEach((session, i) => {
    const k = kinds[i];
    if (k.opaque && group.bySource.size > new Set(session.sources).size) {
      const first = session.sources!.find((s) => !isLiteral(s) && !isManaged(s))!;
      outcomes.unknown({ ...at(session), subject: named(first) }, 'it is known to Terraform alone, so another session may mirror the same interface', 'write the id of the interface, or refer to its resource');
      add(session, (s) => !isLiteral(s) && !isManaged(s));
    } else if (literalIsRarer ? k.literal && managed > (k.managed ? 1 : 0) : k.managed && literal > (k.literal ? 1 : 0)) {
      outcomes.unknown(at(session), 'some sessions name interfaces by id and some by resource, so two of them may mirror the same one', 'name interfaces in one way, by id or by resource');
      add(session, literalIsRarer ? isLiteral : isManaged);
    }
  });
  return found;
}

function at(session: SessionModel) {
  return { path: session.path, stack: session.stack };
}
