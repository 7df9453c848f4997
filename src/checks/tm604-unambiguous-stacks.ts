import { check } from './check';
import { MirrorModel } from '../model/mirror-model';
import { StackModel } from '../model/stack-model';
import { label } from '../texts/names';

/** Every stack has a separate folder, and one provider configuration for each name. */
export const TM604 = check('TM604', {
  run(model, _facts, outcomes) {
    const lastOfFolder = new Map(model.stacks.map((stack) => [stack.document.folder, stack]));
    for (const stack of model.stacks) {
      const { folder, unreadable } = stack.document;
      const over = folder === undefined ? stack : lastOfFolder.get(folder)!;
      const unnamed = (stack.terraform.provider?.alicloud ?? []).filter((p: any) => p.alias === undefined).length;
      const at = { path: stack.path, stack, subject: folder };
      const missing = withoutProvider(model, stack);
      if (over !== stack) outcomes.error(at, 'overwritten', { other: over.path, folder: folder! });
      else if (unreadable !== undefined) outcomes.error(at, 'unreadable', { why: unreadable });
      else if (unnamed > 1) outcomes.error({ ...at, subject: 'provider' }, 'unnamed', { providers: unnamed });
      else if (missing) outcomes.error({ ...at, subject: 'provider' }, 'noProvider', missing);
      else outcomes.pass(at);
    }
  },
});

/** The first resource of a stack that names a provider configuration that the stack does not have. */
function withoutProvider(model: MirrorModel, stack: StackModel): { provider: string; resource: string } | undefined {
  for (const type of stack.types) {
    if (!type.startsWith('alicloud_')) continue;
    const resources = stack.terraform.resource![type];
    for (const name of Object.keys(resources)) {
      const { missing } = model.scopeOfProvider(stack, resources[name].provider);
      if (missing !== undefined) return { provider: missing, resource: label(stack.pathOf(type, name)) };
    }
  }
  return undefined;
}
