import { check } from './check';
import { aboutPart } from './outcomes';
import { SessionModel } from '../model/mirror-model';
import { sourceForms } from '../model/session-forms';

/** A source is in the region of its session. If that region is unknown, TM101 reports it. */
export const TM106 = check('TM106', {
  run(model, _facts, outcomes) {
    const look = (session: SessionModel): void => {
      const sessionRegion = session.scope.region;
      if (sessionRegion === undefined || !session.sources) return;
      let passed = 0;
      const known = model.sourceFacts(session);
      for (let i = 0; i < known.length; i++) {
        const source = session.sources[i];
        const region = known[i].regionId;
        if (region === undefined) continue;
        if (region === sessionRegion) passed++;
        else outcomes.error(aboutPart(model, session, source), 'elsewhere', { source: model.nameOf(source), region, sessionRegion });
      }
      outcomes.pass(session, passed);
    };
    for (const form of sourceForms(model)) {
      const { traits, first: { scope } } = form;
      if (!traits || traits.regionId !== undefined && traits.regionId !== scope.region) form.sessions.forEach(look);
      else if (traits.regionId !== undefined) outcomes.passForm(form, 'source');
    }
  },
});
