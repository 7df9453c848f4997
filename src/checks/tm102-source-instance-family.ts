import { check } from './check';
import { InstanceTypes } from './instance-type';
import { aboutPart } from './outcomes';
import { isOther } from '../model/kinds';
import { SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { sourceForms } from '../model/session-forms';

/** The instance family of each source supports mirroring. */
export const TM102 = check('TM102', {
  byEdition: true,
  run(model, facts, outcomes) {
    const types = new InstanceTypes(facts);
    const look = (session: SessionModel): void => {
      if (!session.sources) return;
      let passed = 0;
      let unspecified = 0;
      let firstUnspecified: Identity | undefined;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const identity = session.sources[i];
        const type = known[i].instanceType;
        if (type === undefined) {
          // TM108 reports an id of another kind.
          if (isOther(identity, 'network interface')) continue;
          firstUnspecified ??= identity;
          unspecified++;
          continue;
        }
        const verdict = types.verdict(type);
        if (verdict.standing === 'ok') {
          passed++;
          continue;
        }
        const at = aboutPart(model, session, identity);
        const source = model.nameOf(identity);
        if (verdict.standing === 'malformed') {
          outcomes.error(at, 'malformed', { source, type });
        } else if (verdict.standing === 'undocumented') {
          outcomes.warn(at, 'undocumented', { source, type, family: verdict.family, edition: facts.edition });
        } else {
          outcomes.error(at, 'notListed', { source, type, family: verdict.family, edition: facts.edition });
        }
      }
      outcomes.pass(session, passed);
      if (firstUnspecified !== undefined) outcomes.undecidedOf(unspecified, aboutPart(model, session, firstUnspecified), 'notSpecified');
    };
    for (const form of sourceForms(model)) {
      const type = form.traits?.instanceType;
      if (type !== undefined && types.verdict(type).standing === 'ok') outcomes.passForm(form, 'source');
      else if (type !== undefined || !form.traits || !outcomes.decidedOnly) form.sessions.forEach(look);
    }
  },
});
