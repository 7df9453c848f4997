import type { Completeness } from '../input/list-call';

/** The inventory that selected a source. All sources of a selection share one object. */
export interface SelectedFrom {
  readonly complete: Completeness;
}
