import { oneOf } from './arguments';
import { CommandArguments, CommandOption } from './command';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import type { StackDocument } from '../model/document';
import { WrittenPolicies } from '../policy/written-policy';

/**
 * The option for the quotas that a command applies.
 *
 * @param inputs the inputs of the command that may set an edition
 */
export function editionOption(inputs?: string): CommandOption {
  const otherwise = inputs === undefined ? MirrorCatalog.defaultEdition : `that of ${inputs}, otherwise ${MirrorCatalog.defaultEdition}`;
  return { name: 'edition', value: 'NAME', about: `the edition whose quotas apply: 2023 or 2026. Default: ${otherwise}` };
}

/**
 * The edition of a command: that of the option, of the code of synthesized stacks, of the policy file, or the default.
 *
 * @throws if the stacks have several
 */
export function editionOf(
  given: CommandArguments, path: string, documents: readonly StackDocument[] = [], file?: MirrorEdition,
): MirrorEdition {
  const named = oneOf(given, path, 'edition', Object.values(MirrorEdition)) as MirrorEdition | undefined;
  return named ?? new WrittenPolicies(documents).edition ?? file ?? MirrorCatalog.defaultEdition;
}
