import * as fc from 'fast-check';
import { VNI } from '../../src/catalog/limits';
import { FLEET_LEASE, KeyNumbers, Lease, LONE_LEASE } from '../../src/session/numbering';

const lease = fc
  .tuple(fc.integer({ min: 1, max: 32_766 }), fc.integer({ min: 1, max: 32_766 }))
  .map(([a, b]): Lease => ({ first: Math.min(a, b), last: Math.max(a, b) }));

test('numbers are whole, within the lease, and the same for the same key', () => {
  fc.assert(fc.property(fc.string(), lease, (key, range) => {
    const priority = new KeyNumbers(key).priority(range);
    expect(Number.isInteger(priority)).toBe(true);
    expect(priority).toBeGreaterThanOrEqual(range.first);
    expect(priority).toBeLessThanOrEqual(range.last);
    expect(new KeyNumbers(key).priority(range)).toBe(priority);
  }));
});

test('a VNI is never 0 and fits into 24 bits', () => {
  fc.assert(fc.property(fc.string(), (key) => {
    const vni = new KeyNumbers(key).virtualNetworkId();
    expect(vni).toBeGreaterThanOrEqual(VNI.min);
    expect(vni).toBeLessThanOrEqual(VNI.max);
  }));
});

test('keys spread over the whole lease', () => {
  const range = { first: 1, last: 10 };
  const counts = new Map<number, number>();
  for (let i = 0; i < 2_000; i++) {
    const n = new KeyNumbers(`stack/Session-${i}`).priority(range);
    counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  expect(counts.size).toBe(10);
  // 200 each, give or take; a lopsided hash would pile up.
  for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
});

test('a lone session and a fleet never start at the same number', () => {
  expect(FLEET_LEASE.last + 1).toBe(LONE_LEASE.first);
});

/** Worked out apart: the first six bytes of the SHA-256 of the path, and the next six. */
test('the numbers of a path are for ever: another one would renumber every session', () => {
  const numbers = new KeyNumbers('stack/Session');
  expect([numbers.priority(LONE_LEASE), numbers.priority(FLEET_LEASE), numbers.virtualNetworkId()]).toEqual([26625, 8271, 3005869]);
});
