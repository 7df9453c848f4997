import { addLoad } from './existing-sessions';
import type { LedgerSession } from './ledger-content';
import type { FleetPlan, Resting } from './plan-input';
import type { TargetLoad } from './target-rooms';

/** The capacity that recorded and new sessions use. Numbers that this run frees are not reused in the same run. */
export class LedgerCapacity {
  public readonly priorities = new Set<number>();
  public readonly vnis = new Set<number>();
  public readonly loads = new Map<string, TargetLoad>();
  public sessions = 0;
  private readonly freed = { priorities: new Set<number>(), vnis: new Set<number>(), loads: new Map<string, TargetLoad>(), sessions: 0 };

  /** The capacity that earlier fleets of this run have freed. */
  public get resting(): Resting {
    return this.freed;
  }

  public reserveNumbers({ priority, vni }: { readonly priority: number; readonly vni: number }): void {
    this.priorities.add(priority);
    this.vnis.add(vni);
  }

  public reserve(session: LedgerSession): void {
    this.reserveNumbers(session);
    this.sessions++;
    addLoad(this.loads, session.target, { sessions: 1, sources: session.sources.length });
  }

  /** Reserves the capacity of the sessions that a plan places, and remembers the capacity that it frees. */
  public record({ placed, moved, freed }: FleetPlan): void {
    for (const session of placed) this.reserve(session);
    for (const { from, to, sources } of moved) {
      // A session moves before Terraform removes any of its sources.
      addLoad(this.loads, to, { sessions: 1, sources });
      addLoad(this.freed.loads, from, { sessions: 1, sources });
    }
    for (const { priority, vni, target, sources } of freed) {
      this.freed.priorities.add(priority);
      this.freed.vnis.add(vni);
      this.freed.sessions++;
      addLoad(this.freed.loads, target, { sessions: 1, sources: sources.length });
    }
  }
}
