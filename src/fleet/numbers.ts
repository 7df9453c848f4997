import { KeyNumbers, Lease } from '../session/numbering';

/** The priority and the VNI of a session. */
export interface SessionNumbers {
  readonly priority: number;
  readonly vni: number;
}

/** Numbers within two leases that nobody has yet. */
export class FreeSessionNumbers {
  private readonly taken: { priorities: Set<number>; vnis: Set<number> };
  private full = false;

  constructor(private readonly priorities: Lease, private readonly vnis: Lease, taken: { readonly priorities: ReadonlySet<number>; readonly vnis: ReadonlySet<number> }) {
    this.taken = { priorities: new Set(taken.priorities), vnis: new Set(taken.vnis) };
  }

  /** Free numbers for a key, from its hash on; nothing where a lease is used up. */
  public take(key: string): SessionNumbers | undefined {
    if (this.full) return undefined;
    const start = new KeyNumbers(key);
    const priority = probe(this.taken.priorities, start.priority(this.priorities), this.priorities);
    const vni = probe(this.taken.vnis, start.virtualNetworkId(this.vnis), this.vnis);
    if (priority === undefined || vni === undefined) {
      // The next one would search the whole lease in vain too.
      this.full = true;
      return undefined;
    }
    this.taken.priorities.add(priority);
    this.taken.vnis.add(vni);
    return { priority, vni };
  }
}

/** The first number that is not taken, from the start on and round. */
function probe(taken: ReadonlySet<number>, start: number, lease: Lease): number | undefined {
  const size = lease.last - lease.first + 1;
  // Numbers outside the lease may be taken too, so the set's size alone decides nothing.
  for (let i = 0; i < size; i++) {
    const n = lease.first + (start - lease.first + i) % size;
    if (!taken.has(n)) return n;
  }
  return undefined;
}
