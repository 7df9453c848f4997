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
  { id: 'TM517', title: 'The lines of a ledger about one session agree' },
  { id: 'TM518', title: 'A frozen ledger\'s targets are all there' },
  { id: 'TM519', title: 'No source waits for a later run' },
  { id: 'TM521', title: 'A fleet fits into the quotas' },
  { id: 'TM522', title: 'No session outside the ledger has a source of the fleet' },
  { id: 'TM523', title: 'A key goes on meaning the same interface' },
  { id: 'TM524', title: 'Every shard of a plan is in the app' },
  { id: 'TM525', title: 'A source keeps its fleet and its key' },
  { id: 'TM526', title: 'The account has a fleet\'s sessions as the ledger has them' },
];
