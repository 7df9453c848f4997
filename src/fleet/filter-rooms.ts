import type { LedgerSession } from './ledger-content';
import type { PlanLedger, PlanQuotas } from './plan-input';

/** The free capacity of shards and of filter copies. Growth opens new ones and moves nothing. */
export class FilterRooms {
  private readonly sessions: number[] = [];
  /** By shard, then by copy. */
  private readonly copies: number[][] = [];
  private shard = 0;
  /** Copies in all shards. */
  private made = 0;

  constructor(private readonly quotas: PlanQuotas, recorded: Iterable<LedgerSession>, adopted: PlanLedger['adopted']) {
    for (const session of recorded) {
      if (adopted.has(session.key)) this.addSession(session.shard);
      else this.add({ shard: session.shard, copy: session.filter });
    }
  }

  /** The first shard with free capacity, and its first copy with free capacity. Undefined if no more copies are allowed. */
  public next(): { shard: number; copy: number } | undefined {
    for (; ; this.shard++) {
      if ((this.sessions[this.shard] ?? 0) >= this.quotas.sessionsPerShard) continue;
      const copies = this.copies[this.shard] ?? [];
      let copy = 0;
      while ((copies[copy] ?? 0) >= this.quotas.sessionsPerFilter) copy++;
      if (copies[copy] !== undefined || this.made < this.quotas.filters) return { shard: this.shard, copy };
      // A later shard may have an existing copy with free capacity.
      if (this.shard >= this.copies.length) return undefined;
    }
  }

  public add({ shard, copy }: { shard: number; copy: number }): void {
    this.addSession(shard);
    const copies = this.copies[shard] ??= [];
    if (copies[copy] === undefined) this.made++;
    copies[copy] = (copies[copy] ?? 0) + 1;
  }

  private addSession(shard: number): void {
    this.sessions[shard] = (this.sessions[shard] ?? 0) + 1;
  }
}
