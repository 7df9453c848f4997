import { check } from './check';
import { phrase } from '../texts/phrase';

/** Traffic mirroring exists in the region. Reported once per stack, regardless of the number of sessions. */
export const TM101 = check('TM101', {
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { region, regionText } = group.scope;
      for (const stack of group.stacks) {
        const at = { path: stack.path, stack, subject: region ?? regionText };
        if (region === undefined) {
          if (regionText === 'environment') outcomes.undecided(at, 'environment');
          else outcomes.undecided(at, 'onlyAtApply', { region: regionText });
        } else if (facts.catalog.isRegionSupported(region)) {
          outcomes.pass(at);
        } else {
          const known = facts.catalog.region(region);
          if (known) {
            outcomes.error(at, 'notListed', {
              region,
              name: phrase('region', { en: known.nameEn, zh: known.nameZh }),
              edition: facts.edition,
              note: known.note === undefined ? undefined : phrase('regionNote', { note: known.note }),
            });
          } else {
            outcomes.error(at, 'noRegion', { region });
          }
        }
      }
    }
  },
});
