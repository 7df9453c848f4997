import { SourceCode } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

/** Who publishes the project, and where it lies. */
export interface Identity {
  /** Owner and name on GitHub. */
  readonly repository: string;
  readonly author: string;
  readonly email: string;
  /** The repository is there: only then may a text lead a reader to it. */
  readonly real: boolean;
}

/** What texts of the library may say of where the project lies: nothing, until the owner has set it. */
export function writeIdentity(project: TypeScriptProject, { repository, real }: Identity): void {
  const file = new SourceCode(project, 'src/catalog/project.ts', { readonly: true });
  file.line(`// ${file.marker}`);
  file.line('');
  file.line('/** The https address of the project\'s files. Undefined until `.projenrc.ts` marks the repository as real. */');
  file.line(`export const PROJECT_FILES: string | undefined = ${real ? `'https://github.com/${repository}/blob/main'` : 'undefined'};`);
}
