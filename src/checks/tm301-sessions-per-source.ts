import { check } from './check';
import { hasOneName, kindsOf, mayVary, perCopy, sourceKinds } from './counting';
import { aboutPart, Outcomes } from './outcomes';
import { PerhapsSame } from './perhaps-same';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { MirrorModel, ScopeGroup, SessionModel } from '../model/mirror-model';
import { Identity, isLiteral, isManaged, isOpaque } from '../model/reference';
import { label } from '../texts/names';

/** A source is in no more sessions than the edition allows. */
export const TM301 = check('TM301', {
  byEdition: true,
  run(model, facts, outcomes) {
    const perhapsSame = PerhapsSame.of(model);
    const unlisted = new Map(model.groups.map((group) => [group, group.sessions.reduce((n, s) => s.sources ? n : n + 1, 0)] as const));
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SESSIONS_PER_SOURCE, group)!;
      const repeated = group.sessions.some((s) => s.block.repeated);
      const open = undecided(model, group, limit, outcomes);
      // The usual case in a large app: no source may have another name or be used elsewhere.
      const isCertain = !perhapsSame.hasOthers(group) && unlisted.get(group) === 0 && hasOneName(sourceKinds(group));
      for (const [source, sessions] of group.bySource) {
        const within = repeated && mayVary(source) ? checkCopies(model, source, sessions, limit, open, outcomes)
          : sessions.length <= limit && !repeated || checkSource(model, source, sessions, limit, facts.edition, outcomes);
        if (within) {
          // TM110 reports a source of several accounts that may be the same. A list that is known only at apply may contain any source,
          // and TM501 reports it.
          const most = isCertain ? sessions.length
            : perhapsSame.most(group, (one) => perhapsSame.mayUse(one, 'bySource', source) + unlisted.get(one)!);
          if (!open.has(source) && most <= limit) outcomes.pass(sessions[0]);
        }
      }
    }
  },
});

/** The number of other sessions of a source that a finding lists. A source may be in thousands. */
const OTHERS = 3;

/** Whether the source with this name is in no more sessions than allowed. */
function checkSource(
  model: MirrorModel, source: Identity, sessions: readonly SessionModel[], limit: number, edition: string, outcomes: Outcomes<'TM301'>,
): boolean {
  const weights = sessions.map(({ block }) => block.copies);
  const total = weights.reduce((sum: number, w) => sum + (w ?? 0), 0);
  if (total > limit) {
    const name = model.nameOf(source);
    const first = sessions.slice(0, OTHERS + 1);
    let before = 0;
    sessions.forEach((session, i) => {
      const copies = weights[i];
      before += copies ?? 0;
      // The first sessions keep the source. Each further session is reported, unless it may not exist.
      if (before <= limit || copies === undefined) return;
      const others = first.filter((s) => s !== session).slice(0, OTHERS).map((s) => label(s.path));
      outcomes.error(aboutPart(model, session, source), 'tooMany', { source: name, sessions: total, copies, others, limit, edition });
    });
    return false;
  }
  const open = sessions.find((_, i) => weights[i] === undefined);
  if (open) outcomes.undecided(aboutPart(model, open, source), 'copiesOnlyAtApply');
  return open === undefined;
}

/** Whether a source that each copy of a session reads from its list is certainly in no more sessions than allowed. */
function checkCopies(
  model: MirrorModel, source: Identity, sessions: readonly SessionModel[], limit: number, open: ReadonlySet<Identity>,
  outcomes: Outcomes<'TM301'>,
): boolean {
  const unsure = sessions[limit] ?? sessions.find((s) => !perCopy(source, s.block));
  if (unsure && !open.has(source)) outcomes.undecided(aboutPart(model, unsure, source), 'sourceOnlyAtApply');
  return unsure === undefined;
}

/** Sources that may be one interface under two names, reported once per session. */
function undecided(model: MirrorModel, group: ScopeGroup, limit: number, outcomes: Outcomes<'TM301'>): Set<Identity> {
  const found = new Set<Identity>();
  const all = sourceKinds(group);
  if (group.sessions.length <= limit || hasOneName(all)) return found;
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
      const first = session.sources!.find(isOpaque)!;
      outcomes.undecided(aboutPart(model, session, first), 'sourceOnlyAtApply');
      add(session, isOpaque);
    } else if (literalIsRarer ? k.literal && managed > (k.managed ? 1 : 0) : k.managed) {
      outcomes.undecided(session, 'mixedNames');
      add(session, literalIsRarer ? isLiteral : isManaged);
    }
  });
  return found;
}
