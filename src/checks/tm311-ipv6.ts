import { check } from './check';
import { aboutPart } from './outcomes';

/** A source has no IPv6 addresses: their traffic is not mirrored. */
export const TM311 = check('TM311', {
  run(model, _facts, outcomes) {
    for (const session of model.sessions) {
      if (!session.sources) continue;
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const source = session.sources[i];
        const addresses = known[i].ipv6Addresses;
        if (addresses === undefined) continue;
        if (addresses === 0) passed++;
        else outcomes.warn(aboutPart(model, session, source), 'ipv6', { source: model.nameOf(source), addresses });
      }
      outcomes.pass(session, passed);
    }
  },
});
