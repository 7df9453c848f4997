import type { StatedFinding } from '../model/document';
import type { Because, CheckId, ReasonOf } from '../texts/catalogue';

/** A finding without its place. */
export type Unplaced = Omit<StatedFinding, 'path'>;

export function error<Id extends CheckId, Key extends ReasonOf<Id>>(id: Id, ...[reason, parameters]: Because<Id, Key>): Unplaced {
  return { id, severity: 'error', reason, parameters: { ...parameters as StatedFinding['parameters'] | undefined } };
}

export function warning<Id extends CheckId, Key extends ReasonOf<Id>>(id: Id, ...[reason, parameters]: Because<Id, Key>): Unplaced {
  return { id, severity: 'warning', reason, parameters: { ...parameters as StatedFinding['parameters'] | undefined } };
}
