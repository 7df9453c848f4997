/** A check whose findings a construct states itself, since the Terraform cannot show them. */
export interface StatedCheck {
  readonly id: string;
  readonly title: string;
}

/** The ledger's checks: a fleet knows them while it places its sources. */
export const STATED_CHECKS: StatedCheck[] = [
  { id: 'TM511', title: 'A frozen ledger holds every source' },
  { id: 'TM512', title: 'No two sessions of a ledger share a priority' },
  { id: 'TM514', title: 'Most of a ledger\'s sources are still there' },
  { id: 'TM515', title: 'A ledger holds no source that is gone' },
  { id: 'TM516', title: 'A ledger is kept in a file' },
  { id: 'TM519', title: 'A source keeps its fleet and its key' },
];
