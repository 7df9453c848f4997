import { createHash } from 'crypto';
import { VNI } from '../catalog/limits';

/** Whole numbers from first to last. */
export interface Lease {
  readonly first: number;
  readonly last: number;
}

/** Fleets take their priorities here, unless told otherwise. */
export const FLEET_LEASE: Lease = { first: 1001, last: 24_576 };
/** A lone session without a priority gets one here. */
export const LONE_LEASE: Lease = { first: 24_577, last: 32_766 };

/** The number of a lease where a key's search starts: the same for the same key, on every machine. */
export function startOf(lease: Lease, key: string): number {
  return lease.first + hash(key) % (lease.last - lease.first + 1);
}

/** The VNI of a key: the same for the same key. */
export function virtualNetworkIdOf(key: string): number {
  return startOf({ first: VNI.min, last: VNI.max }, `vni ${key}`);
}

function hash(key: string): number {
  // 48 bits: whole in a double, and even over a lease of some thousands.
  return createHash('sha256').update(key).digest().readUIntBE(0, 6);
}
