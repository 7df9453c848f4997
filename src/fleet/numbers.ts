import { KeyNumbers, Lease } from '../session/numbering';

/** The priority and the VNI of a session. */
export interface SessionNumbers {
  readonly priority: number;
  readonly vni: number;
}

/** Numbers that are taken. Looked at, and never copied: a ledger may have hundreds of fleets. */
export interface TakenNumbers {
  readonly priorities: ReadonlySet<number>;
  readonly vnis: ReadonlySet<number>;
}

/** Numbers within two leases that nobody has yet. */
export class FreeSessionNumbers {
  private readonly own = { priorities: new Set<number>(), vnis: new Set<number>() };
  private full = false;

  constructor(private readonly priorities: Lease, private readonly vnis: Lease, private readonly taken: TakenNumbers) {}

  /** Free numbers for a key, from its hash on. Nothing if a lease is used up. */
  public take(key: string): SessionNumbers | undefined {
    if (this.full) return undefined;
    const { own, taken } = this;
    const start = new KeyNumbers(key);
    const priority = probe((n) => taken.priorities.has(n) || own.priorities.has(n), start.priority(this.priorities), this.priorities);
    const vni = probe((n) => taken.vnis.has(n) || own.vnis.has(n), start.virtualNetworkId(this.vnis), this.vnis);
    if (priority === undefined || vni === undefined) {
      // The next one would search the whole lease without effect too.
      this.full = true;
      return undefined;
    }
    own.priorities.add(priority);
    own.vnis.add(vni);
    return { priority, vni };
  }
}

/** The first number that is not taken, from the start on and round. */
function probe(isTaken: (n: number) => boolean, start: number, lease: Lease): number | undefined {
  const size = lease.last - lease.first + 1;
  // Numbers outside the lease may be taken too, so how many there are decides nothing.
  for (let i = 0; i < size; i++) {
    const n = lease.first + (start - lease.first + i) % size;
    if (!isTaken(n)) return n;
  }
  return undefined;
}
