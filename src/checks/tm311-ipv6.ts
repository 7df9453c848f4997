import { IMirrorCheck } from './check';
import { MirrorSeverity } from './finding';
import { named } from '../model/reference';

/** A source has no IPv6 addresses: their traffic is not mirrored. */
export const TM311: IMirrorCheck = {
  id: 'TM311',
  title: 'A source has no IPv6 traffic to lose',
  byEdition: false,
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      if (!session.sources) continue;
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const source = session.sources[i];
        const addresses = known[i].ipv6Addresses;
        if (addresses === undefined) continue;
        if (addresses === 0) {passed++;} else {
          outcomes.fail({ path: session.path, stack: session.stack, subject: named(source) }, {
            severity: MirrorSeverity.WARNING,
            problem: `source ${named(source)} has ${addresses} IPv6 address${addresses === 1 ? '' : 'es'}, whose traffic is not mirrored`,
            fix: 'watch that traffic on the instance itself, or acknowledge where IPv4 is all that matters; the session runs as it is',
          });
        }
      }
      outcomes.pass(passed);
    }
  },
};
