import { mirrorRules } from './arrival/written';
import { check } from './check';
import { aboutPart } from './outcomes';
import { mayReachResource } from '../model/reference';
import type { StackModel } from '../model/stack-model';

/** A change of a rule authorizes the new rule before it revokes the old one. */
export const TM415 = check('TM415', {
  run(model, _facts, outcomes) {
    for (const { block, stack, group, rule } of mirrorRules(model)) {
      const { lifecycle, cidr_ip: cidr } = block.written;
      // The members of a group and the entries of a list change in place. The address of a resource changes when the resource is
      // replaced. create_before_destroy would then apply to it as well, and a resource with a fixed address could not be replaced.
      // A data source or a module may pass on such an address.
      if (rule.verdict === 'drop'
        || cidr === undefined
        || mayReachResource(cidr, { local: (name) => localOf(stack, name) })
        || lifecycle?.create_before_destroy === true) {
        outcomes.pass(block);
        continue;
      }
      if (lifecycle === undefined && stack.document.withoutLifecycle) continue;
      outcomes.warn(aboutPart(model, { path: block.path, stack, block }, group), 'gap', { cidr: String(cidr) });
    }
  },
});

function localOf(stack: StackModel, name: string): readonly [unknown] | undefined {
  const { locals } = stack.terraform;
  return locals !== undefined && name in locals ? [locals[name]] : undefined;
}
