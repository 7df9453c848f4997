import { oneOf } from './arguments';
import { CommandArguments, CommandOption } from './command';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';

/** The option for the quotas that a command applies. */
export const EDITION_OPTION: CommandOption = {
  name: 'edition',
  value: 'NAME',
  about: `the edition whose quotas apply: 2023 or 2026. Default: ${MirrorCatalog.defaultEdition}`,
};

/** The edition of a command. */
export function editionOf(given: CommandArguments, path: string): MirrorEdition {
  return (oneOf(given, path, 'edition', Object.values(MirrorEdition)) ?? MirrorCatalog.defaultEdition) as MirrorEdition;
}
