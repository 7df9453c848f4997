import { reason } from '../reason';

/** A sentence that the fleet writes itself. */
export const written = reason<{ problem: string; fix: string }>({ problem: (p) => p.problem, fix: (p) => p.fix });

/** Ledgers and fleets. */
export const LEDGER = {
  TM511: { title: 'A frozen ledger holds every source', reasons: { written } },
  TM512: { title: 'No two sessions of a ledger share a priority', reasons: { written } },
  TM514: { title: 'Most of a ledger\'s sources are still there', reasons: { written } },
  TM515: { title: 'A ledger holds no source that is gone', reasons: { written } },
  TM516: { title: 'A ledger is kept in a file', reasons: { written } },
  TM517: { title: 'The lines of a ledger about one session agree', reasons: { written } },
  TM518: { title: 'A frozen ledger\'s targets are all there', reasons: { written } },
  TM519: { title: 'No source waits for a later run', reasons: { written } },
  TM521: { title: 'A fleet fits into the quotas', reasons: { written } },
  TM522: { title: 'No session outside the ledger has a source of the fleet', reasons: { written } },
  TM523: { title: 'A key goes on meaning the same interface', reasons: { written } },
  TM524: { title: 'Every shard of a plan is in the app', reasons: { written } },
  TM525: { title: 'A source keeps its fleet and its key', reasons: { written } },
  TM526: { title: 'The account has a fleet\'s sessions as the ledger has them', reasons: { written } },
  TM527: { title: 'No apply frees a number or a place and takes it again', reasons: { written } },
  TM528: { title: 'A source without its tag switches off no other', reasons: { written } },
};
