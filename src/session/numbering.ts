import { createHash } from 'crypto';
import { VNI } from '../catalog/limits';

/** Whole numbers from first to last. */
export interface Lease {
  readonly first: number;
  readonly last: number;
}

/** Fleets take their priorities here, unless set otherwise. */
export const FLEET_LEASE: Lease = { first: 1001, last: 24_576 };
/** A lone session without a priority gets one here. */
export const LONE_LEASE: Lease = { first: 24_577, last: 32_766 };

/** VNIs are taken from all there are, unless set otherwise. */
export const VNI_LEASE: Lease = { first: VNI.min, last: VNI.max };

/** If the search for a key's numbers starts: the same for the same key, on every machine. */
export class KeyNumbers {
  /** In hexadecimal: a buffer for each of 20,000 sessions would stay until a collection. */
  private readonly digest: string;

  constructor(key: string) {
    this.digest = createHash('sha256').update(key).digest('hex');
  }

  public priority(lease: Lease): number {
    return this.within(lease, 0);
  }

  public virtualNetworkId(lease: Lease = VNI_LEASE): number {
    return this.within(lease, 12);
  }

  private within(lease: Lease, offset: number): number {
    // 48 bits: whole in a double, and even over a lease of some thousands.
    return lease.first + parseInt(this.digest.slice(offset, offset + 12), 16) % (lease.last - lease.first + 1);
  }
}

/** The first number from a start on that is not taken, round a lease. The start if all are. */
export function nextFree(start: number, { first, last }: Lease, taken: ReadonlySet<number>): number {
  const size = last - first + 1;
  for (let step = 0; step < size; step++) {
    const number = first + (start - first + step) % size;
    if (!taken.has(number)) return number;
  }
  return start;
}
