import { IMirrorCheck } from './check';
import { StackModel } from '../model/stack-model';

/** Every stack is written to a folder of its own, with one provider configuration for each name. */
export const TM604: IMirrorCheck = {
  id: 'TM604',
  title: 'Each stack has its own folder, and each provider its own alias',
  byEdition: false,
  run(model, _facts, outcomes) {
    const lastOfFolder = new Map<string, StackModel>();
    for (const stack of model.stacks) if (stack.document.folder !== undefined) lastOfFolder.set(stack.document.folder, stack);
    for (const stack of model.stacks) {
      const { folder, unreadable } = stack.document;
      const over = folder === undefined ? stack : lastOfFolder.get(folder)!;
      const unnamed = [stack.terraform.provider?.alicloud].flat().filter((p) => p !== undefined && p !== null && p.alias === undefined).length;
      if (over !== stack) {
        outcomes.fail({ path: stack.path, stack, subject: folder }, {
          problem: `stack ${over.path} is written to the same folder ${folder}, so this stack is lost`,
          fix: 'give one of the two stacks another id; nothing of a stack that was never written runs',
        });
      } else if (unreadable !== undefined) {
        outcomes.fail({ path: stack.path, stack, subject: folder }, { problem: `the Terraform of the stack cannot be read: ${unreadable}`, fix: 'write the stack anew; no check has seen it' });
      } else if (unnamed > 1) {
        outcomes.fail({ path: stack.path, stack, subject: 'provider' }, {
          problem: `${unnamed} alicloud providers without alias stand in one stack, which Terraform refuses`,
          fix: 'give all but one an alias, and name it in provider of what belongs to it; a resource whose region changes by that is made anew there, and the old one is left behind unless its name changes too',
        });
      } else {
        outcomes.pass();
      }
    }
  },
};
