import { EditionFacts } from './edition-facts';
import { Outcomes } from './outcomes';
import { MirrorModel } from '../model/mirror-model';
import { CheckId } from '../texts/catalogue';

/** How a check decides. */
export interface CheckOptions<Id extends CheckId> {
  /**
   * Whether the result may differ in another edition of the product.
   *
   * @default false
   */
  readonly byEdition?: boolean;
  /** If one of these checks has an error in force about the same subject, this check adds nothing for a later edition. */
  readonly coveredBy?: CheckId[];
  /** Decides about every subject, in grouped passes over maps: passed, failed, or undecided. */
  run(model: MirrorModel, facts: EditionFacts, outcomes: Outcomes<Id>): void;
}

/** A check: a pure function over the model of a whole app. Its texts are in the catalogue, under its id. */
export interface Check<Id extends CheckId = any> extends CheckOptions<Id> {
  /** For example `TM201`. Never changes. */
  readonly id: Id;
}

/** A check by its id. */
export function check<Id extends CheckId>(id: Id, options: CheckOptions<Id>): Check<Id> {
  return { id, ...options };
}
