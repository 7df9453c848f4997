import { check } from './check';
import { raising } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { SessionModel } from '../model/mirror-model';
import { sessionForms } from '../model/session-forms';

/**
 * A session has no more sources than the quota. If the list of sources is known only at apply, this check reports it on
 * behalf of all checks of sources.
 */
export const TM501 = check('TM501', {
  byEdition: true,
  run(model, facts, outcomes) {
    const look = (session: SessionModel, limit: number): void => {
      const { sources } = session;
      if (!sources) {
        if (session.block.body.traffic_mirror_source_ids !== undefined) outcomes.undecided(session, 'onlyAtApply');
        return;
      }
      // A source that is listed twice counts once. TM303 reports it.
      const count = new Set(sources).size;
      if (count <= limit) {
        outcomes.pass(session);
      } else {
        outcomes.error(session, 'tooMany', {
          sources: count,
          limit,
          edition: facts.edition,
          ...raising(facts, MirrorQuotaName.SOURCES_PER_SESSION),
        });
      }
    };
    for (const form of sessionForms(model)) {
      const { first, byId, mostSources, sessions } = form;
      const limit = facts.limit(MirrorQuotaName.SOURCES_PER_SESSION, first)!;
      if (byId && mostSources <= limit) outcomes.passForm(form);
      else for (const session of sessions) look(session, limit);
    }
  },
});
