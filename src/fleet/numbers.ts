import { KeyNumbers, Lease } from '../session/numbering';

/** The priority and the VNI of a session. */
export interface SessionNumbers {
  readonly priority: number;
  readonly vni: number;
}

/** Numbers in use. They are read and never copied, because a ledger may have hundreds of fleets. */
export interface TakenNumbers {
  readonly priorities: ReadonlySet<number>;
  readonly vnis: ReadonlySet<number>;
}

/** The free numbers within two leases. */
export class FreeSessionNumbers {
  private readonly own = { priorities: new Set<number>(), vnis: new Set<number>() };
  private full = false;

  constructor(private readonly priorities: Lease, private readonly vnis: Lease, private readonly taken: TakenNumbers) {}

  /** The next free numbers for a key, starting at its hash. Undefined if a lease has no free number. */
  public take(key: string): SessionNumbers | undefined {
    if (this.full) return undefined;
    const { own, taken } = this;
    const start = new KeyNumbers(key);
    const priority = probe((n) => taken.priorities.has(n) || own.priorities.has(n), start.priority(this.priorities), this.priorities);
    const vni = probe((n) => taken.vnis.has(n) || own.vnis.has(n), start.virtualNetworkId(this.vnis), this.vnis);
    if (priority === undefined || vni === undefined) {
      // The next search would also go through the whole lease and fail.
      this.full = true;
      return undefined;
    }
    own.priorities.add(priority);
    own.vnis.add(vni);
    return { priority, vni };
  }
}

/** The first free number, starting at `start` and wrapping around at the end of the lease. */
function probe(isTaken: (n: number) => boolean, start: number, lease: Lease): number | undefined {
  const size = lease.last - lease.first + 1;
  // Some of the used numbers may be outside the lease, so their count does not show whether the lease is full.
  for (let i = 0; i < size; i++) {
    const n = lease.first + (start - lease.first + i) % size;
    if (!isTaken(n)) return n;
  }
  return undefined;
}
