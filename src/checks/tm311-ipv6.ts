import { check } from './check';
import { aboutPart } from './outcomes';
import { SessionModel } from '../model/mirror-model';
import { sourceForms } from '../model/session-forms';

/** A source has no IPv6 addresses: their traffic is not mirrored. */
export const TM311 = check('TM311', {
  run(model, _facts, outcomes) {
    const look = (session: SessionModel): void => {
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const source = session.sources![i];
        const addresses = known[i].ipv6Addresses;
        if (addresses === undefined) continue;
        if (addresses === 0) passed++;
        else outcomes.warn(aboutPart(model, session, source), 'ipv6', { source: model.nameOf(source), addresses });
      }
      outcomes.pass(session, passed);
    };
    for (const form of sourceForms(model)) {
      if (!form.traits || (form.traits.ipv6Addresses ?? 0) !== 0) form.sessions.forEach(look);
      else if (form.traits.ipv6Addresses === 0) outcomes.passForm(form, 'source');
    }
  },
});
