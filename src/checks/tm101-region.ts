import { check } from './check';
import { ScopeGroup } from '../model/mirror-model';
import { StackModel } from '../model/stack-model';
import { phrase } from '../texts/phrase';

/** Traffic mirroring exists in the region. */
export const TM101 = check('TM101', {
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { region, regionText } = group.scope;
      for (const stack of stacksOf(group)) {
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

/** Reports once per stack, regardless of the number of sessions. */
function stacksOf(group: ScopeGroup): Set<StackModel> {
  const stacks = new Set<StackModel>();
  for (const session of group.sessions) stacks.add(session.stack);
  for (const filter of group.filters) stacks.add(filter.stack);
  return stacks;
}
