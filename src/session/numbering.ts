import { createHash } from 'crypto';
import { VNI } from '../catalog/limits';

/** Whole numbers from first to last. */
export interface Lease {
  readonly first: number;
  readonly last: number;
}

/** The default range of priorities for fleets. */
export const FLEET_LEASE: Lease = { first: 1001, last: 24_576 };
/** The range of default priorities for single sessions. */
export const LONE_LEASE: Lease = { first: 24_577, last: 32_766 };

/** The default range of VNIs: all valid VNIs. */
export const VNI_LEASE: Lease = { first: VNI.min, last: VNI.max };

/** The start of the search for the numbers of a key. It depends only on the key. */
export class KeyNumbers {
  /** In hexadecimal, since a buffer for each of 20,000 sessions would stay until a garbage collection. */
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
    // 48 bits fit exactly into a double, and are evenly distributed over a range of some thousands.
    return lease.first + parseInt(this.digest.slice(offset, offset + 12), 16) % (lease.last - lease.first + 1);
  }
}

/** The first free number from a start on, with wrap-around within a range. The start if none is free. */
export function nextFree(start: number, { first, last }: Lease, taken: ReadonlySet<number>): number {
  const size = last - first + 1;
  for (let step = 0; step < size; step++) {
    const number = first + (start - first + step) % size;
    if (!taken.has(number)) return number;
  }
  return start;
}
