import type { LedgerFleet, LedgerSession, LedgerShard } from './ledger-content';
import type { LedgerRemovals } from './ledger-removals';

/**
 * Stacks of a ledger that are no longer in the app. Terraform destroys nothing in them, so their sessions still run, and the
 * ledger keeps them until the user lists the stack as destroyed.
 */
export class LostStacks {
  /**
   * @param removals the fleets that the app no longer has
   * @param present returns the ids of the stacks in the app
   * @param destroyed the stacks that the user lists as destroyed
   */
  constructor(
    private readonly recorded: ReadonlyMap<string, LedgerFleet>,
    private readonly removals: Pick<LedgerRemovals, 'isLost' | 'lostFleets'>,
    private readonly present: () => ReadonlySet<string>,
    private readonly destroyed: ReadonlySet<string>,
  ) {}

  /** The fleets with stacks that the ledger keeps. */
  public fleets(): string[] {
    return this.removals.lostFleets().filter((fleet) => this.kept(fleet).size > 0);
  }

  /** The ids of the stacks that the ledger keeps, sorted. */
  public names(): string[] {
    return [...new Set(this.removals.lostFleets().flatMap((fleet) => [...this.kept(fleet).values()].map(({ stack }) => stack!)))].sort();
  }

  /** The shards of a fleet that the next apply does not touch, because their stack is not in the app. */
  public untouched(fleet: string): ReadonlyMap<number, LedgerShard> {
    const shards = this.removals.isLost(fleet) ? [...this.recorded.get(fleet)!.shards] : [];
    const present = shards.length > 0 ? this.present() : new Set<string>();
    return new Map(shards.filter(([, { stack }]) => stack !== undefined && !present.has(stack)));
  }

  /** Those of them that the ledger keeps. */
  public kept(fleet: string): ReadonlyMap<number, LedgerShard> {
    return new Map([...this.untouched(fleet)].filter(([, { stack }]) => !this.destroyed.has(stack!)));
  }

  /** The recorded sessions in the stacks that the ledger keeps. */
  public sessions(fleet: string): LedgerSession[] {
    const kept = this.kept(fleet);
    return kept.size === 0 ? [] : [...this.recorded.get(fleet)!.sessions.values()].filter(({ shard }) => kept.has(shard));
  }
}
