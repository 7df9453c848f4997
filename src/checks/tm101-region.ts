import { IMirrorCheck } from './check';
import { ScopeGroup } from '../model/mirror-model';
import { StackModel } from '../model/stack-model';

/** Traffic mirroring exists in the region. */
export const TM101: IMirrorCheck = {
  id: 'TM101',
  title: 'The region offers traffic mirroring',
  byEdition: true,
  run(model, facts, outcomes) {
    for (const group of model.groups) {
      const { region, regionText } = group.scope;
      for (const stack of stacksOf(group)) {
        if (region === undefined) {
          outcomes.unknown(stackSubject(stack, regionText),
            regionText === 'environment' ? 'the provider states no region, so the environment decides' : `the region is ${regionText}, which Terraform alone knows`,
            'write the region in the provider block; this and every other check that needs it is decided then');
        } else if (facts.catalog.isRegionSupported(region)) {
          outcomes.pass();
        } else {
          const known = facts.catalog.region(region);
          outcomes.fail(stackSubject(stack, region), {
            problem: known
              ? `region ${region} (${known.nameEn}) is not in the list of traffic mirroring of edition ${facts.edition}${known.note ? `: ${known.note}` : ''}`
              : `region ${region} is not known to any edition`,
            fix: known
              ? 'mirror in a listed region; mirroring does not reach across regions, so sources and targets must be there too'
              : 'write the region id as the console shows it, for example cn-hangzhou',
          });
        }
      }
    }
  },
};

function stackSubject(stack: StackModel, subject: string) {
  return { path: stack.path, stack, subject };
}

/** One finding a stack is enough, however many sessions it has. */
function stacksOf(group: ScopeGroup): Set<StackModel> {
  const stacks = new Set<StackModel>();
  for (const session of group.sessions) stacks.add(session.stack);
  for (const filter of group.filters) stacks.add(filter.stack);
  return stacks;
}
