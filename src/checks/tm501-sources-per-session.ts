import { IMirrorCheck } from './check';
import { counted, orRaise } from './wording';
import { MirrorQuotaName } from '../catalog/mirror-quota';

/**
 * A session has no more sources than the quota. Where the list of sources is known to Terraform alone, this check
 * says so for all checks that look at sources.
 */
export const TM501: IMirrorCheck = {
  id: 'TM501',
  title: 'A session has no more sources than the quota',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const limit = facts.limit(MirrorQuotaName.SOURCES_PER_SESSION, group)!;
      let passed = 0;
      for (const session of group.sessions) {
        const { sources } = session;
        if (!sources) {
          if (session.block.body.traffic_mirror_source_ids === undefined) continue;
          outcomes.unknown(session, 'its sources are a list that Terraform alone knows, so neither their number nor anything of each source can be checked',
            'write the sources one by one');
          continue;
        }
        // A source named twice is TM303's, and one source.
        const count = sources.length > limit ? new Set(sources).size : sources.length;
        if (count <= limit) {passed++;} else {
          outcomes.fail(session, {
            problem: `the session has ${counted(count, 'source')}; edition ${facts.edition} allows ${limit}`,
            fix: `put ${count - limit} of them into another session${orRaise(facts, MirrorQuotaName.SOURCES_PER_SESSION)}; where the session runs, its other sources go dark while a source is taken out`,
          });
        }
      }
      outcomes.pass(passed);
    }
  },
};
