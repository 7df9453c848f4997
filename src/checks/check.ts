import { EditionFacts } from './edition-facts';
import { Outcomes } from './outcomes';
import { MirrorModel } from '../model/mirror-model';

/**
 * A check: a pure function over the model of a whole app. It says of every subject that it looked at whether
 * it passes, fails, or cannot be decided, in grouped passes over maps.
 */
export interface IMirrorCheck {
  /** For example `TM201`. Never changes. */
  readonly id: string;
  /** What must hold, in one line. */
  readonly title: string;
  /** Whether another edition of the product may say otherwise. */
  readonly byEdition: boolean;
  /** Checks whose errors in force about the same thing leave nothing to add under a later edition. */
  readonly coveredBy?: string[];
  run(model: MirrorModel, facts: EditionFacts, outcomes: Outcomes): void;
}
