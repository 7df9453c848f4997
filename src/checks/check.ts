import { EditionFacts } from './edition-facts';
import { Outcomes } from './outcomes';
import { MirrorModel } from '../model/mirror-model';
import { CheckId } from '../texts/catalogue';

/** How a check decides. */
export interface CheckOptions<Id extends CheckId> {
  /**
   * Whether another edition of the product may give another result.
   *
   * @default false
   */
  readonly byEdition?: boolean;
  /** Checks whose errors in force about the same thing leave nothing to add under a later edition. */
  readonly coveredBy?: CheckId[];
  /** Looks at every subject, in grouped passes over maps: it passes, fails, or cannot be decided. */
  run(model: MirrorModel, facts: EditionFacts, outcomes: Outcomes<Id>): void;
}

/** A check: a pure function over the model of a whole app. Its texts are in the catalogue, by its id. */
export interface Check<Id extends CheckId = any> extends CheckOptions<Id> {
  /** For example `TM201`. Never changes. */
  readonly id: Id;
}

/** A check by its id. */
export function check<Id extends CheckId>(id: Id, options: CheckOptions<Id>): Check<Id> {
  return { id, ...options };
}
