import { Acknowledgement } from './acknowledgement';
import { Baseline } from './baseline';
import { MirrorEdition } from '../catalog/mirror-edition';

/** How serious the findings of a check are, if the policy says otherwise than the check. */
export type ChosenSeverity = 'error' | 'warning' | 'off';

/** What findings are measured by, wherever it was chosen. */
export interface Policy {
  readonly edition: MirrorEdition;
  readonly editionChosen: boolean;
  /** What cannot be decided is an error. */
  readonly strict: boolean;
  /** By check id. */
  readonly severities: ReadonlyMap<string, ChosenSeverity>;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Findings that were there before. */
  readonly baseline?: Baseline;
  /** The day of the run, as `YYYY-MM-DD`. */
  readonly today: string;
  /** The policy file that was read. */
  readonly file?: string;
}

/** The day of the run. `SOURCE_DATE_EPOCH` sets it, in seconds, so that a run can be repeated. */
export function today(environment: NodeJS.ProcessEnv = process.env): string {
  const { SOURCE_DATE_EPOCH: seconds } = environment;
  const time = seconds !== undefined && /^\d{1,11}$/.test(seconds) ? Number(seconds) * 1000 : Date.now();
  return new Date(time).toISOString().slice(0, 10);
}
