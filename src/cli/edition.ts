import { oneOf } from './arguments';
import { CommandArguments, CommandOption } from './command';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import type { StackDocument } from '../model/document';
import { WrittenPolicies } from '../policy/written-policy';

/** The option for the quotas that a command applies. */
export const EDITION_OPTION: CommandOption = {
  name: 'edition',
  value: 'NAME',
  about: `the edition whose quotas apply: 2023 or 2026. Default: that of the synthesized stacks, otherwise ${MirrorCatalog.defaultEdition}`,
};

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
