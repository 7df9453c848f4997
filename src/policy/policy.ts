import { Acknowledgement } from './acknowledgement';
import { Baseline } from './baseline';
import { MirrorEdition } from '../catalog/mirror-edition';
import { Language } from '../texts/language';

/** How serious the findings of a check are, if the policy overrides the check. */
export type ChosenSeverity = 'error' | 'warning' | 'off';

/** What findings are measured by, wherever it was chosen. */
export interface Policy {
  readonly edition: MirrorEdition;
  readonly editionChosen: boolean;
  /** Undecided results are errors. */
  readonly strict: boolean;
  /** By check id. */
  readonly severities: ReadonlyMap<string, ChosenSeverity>;
  /** The settings of single stacks, which override those of all. */
  readonly byStack?: ReadonlyMap<string, { readonly strict?: boolean; readonly severities: ReadonlyMap<string, ChosenSeverity> }>;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Findings that were there before. */
  readonly baseline?: Baseline;
  /** The day of the run, as `YYYY-MM-DD`. */
  readonly today: string;
  /** The policy file that was read. */
  readonly file?: string;
  /** The language of the findings. English unless somebody asks for another. */
  readonly language?: Language;
}
