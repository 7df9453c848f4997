import { check } from './check';
import { StackModel } from '../model/stack-model';
import { label } from '../texts/names';

/** Every stack has a separate folder, and one provider configuration for each name. */
export const TM604 = check('TM604', {
  run(model, _facts, outcomes) {
    const missing = new Map<StackModel, { provider: string; resource: string }>();
    for (const { scope, stack, block } of [...model.sessions, ...model.filters]) {
      if (scope.missing !== undefined && !missing.has(stack)) missing.set(stack, { provider: scope.missing, resource: label(block.path) });
    }
    const lastOfFolder = new Map<string, StackModel>();
    for (const stack of model.stacks) if (stack.document.folder !== undefined) lastOfFolder.set(stack.document.folder, stack);
    for (const stack of model.stacks) {
      const { folder, unreadable } = stack.document;
      const over = folder === undefined ? stack : lastOfFolder.get(folder)!;
      const unnamed = [stack.terraform.provider?.alicloud].flat()
        .filter((p) => p !== undefined && p !== null && p.alias === undefined).length;
      const at = { path: stack.path, stack, subject: folder };
      if (over !== stack) outcomes.error(at, 'overwritten', { other: over.path, folder: folder! });
      else if (unreadable !== undefined) outcomes.error(at, 'unreadable', { why: unreadable });
      else if (unnamed > 1) outcomes.error({ ...at, subject: 'provider' }, 'unnamed', { providers: unnamed });
      else if (missing.has(stack)) outcomes.error({ ...at, subject: 'provider' }, 'noProvider', missing.get(stack)!);
      else outcomes.pass(at);
    }
  },
});
