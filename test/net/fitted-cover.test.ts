import * as fc from 'fast-check';
import { AddressSet } from '../../src/net/address-set';
import { coverWithin } from '../../src/net/fitted-cover';
import { Ipv4Cidr } from '../../src/net/ipv4-cidr';
import { played } from '../support/runs';

const BASE = Ipv4Cidr.of('10.0.0.0/27').first;
/** Sets of addresses in 10.0.0.0/27. */
const small = fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 20 })
  .map((addresses) => AddressSet.ofAddresses(addresses.map((address) => BASE + address)));
const cidr = fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 32 }))
  .map(([address, prefix]) => Ipv4Cidr._of(address - address % 2 ** (32 - prefix), prefix));

/** The fewest addresses that any cover by so many blocks adds, by trying all of them; slow on purpose. */
function fewestExtra(set: AddressSet, most: number): number {
  const best = new Map<string, number>();
  /** The size of the smallest cover of what is in a block, by at most so many blocks. */
  const smallest = (prefix: number, first: number, count: number): number => {
    const size = 2 ** (32 - prefix);
    const held = AddressSet.range(first, first + size - 1).intersect(set);
    if (held.isEmpty) return 0;
    if (count === 0) return Infinity;
    const key = `${prefix}/${first}/${count}`;
    let found = best.get(key);
    if (found === undefined) {
      found = size;
      if (prefix < 32) {
        for (let left = 0; left <= count; left++) {
          found = Math.min(found, smallest(prefix + 1, first, left) + smallest(prefix + 1, first + size / 2, count - left));
        }
      }
      best.set(key, found);
    }
    return found;
  };
  return smallest(27, BASE, most) - set.size;
}

test('no cover by so many blocks adds fewer addresses', () => {
  fc.assert(fc.property(small, fc.integer({ min: 1, max: 8 }), (set, most) => {
    expect(coverWithin(set.cidrs(), most).extra).toBe(fewestExtra(set, most));
  }), played(150, 1));
});

test('a cover holds everything, is of no more blocks than allowed, disjoint, and adds what it says', () => {
  fc.assert(fc.property(fc.array(cidr, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (cidrs, most) => {
    const set = AddressSet.of(cidrs);
    const cover = coverWithin(set.cidrs(), most);
    const covered = AddressSet.of(cover.cidrs);
    expect(cover.cidrs.length).toBeLessThanOrEqual(most);
    expect(covered.containsAll(set)).toBe(true);
    expect(covered.size - set.size).toBe(cover.extra);
    expect(cover.cidrs.reduce((sum, { size }) => sum + size, 0)).toBe(covered.size);
  }), played(150, 2));
});

test('more blocks never add more addresses, and enough of them none', () => {
  fc.assert(fc.property(fc.array(cidr, { minLength: 1, maxLength: 30 }), (cidrs) => {
    const exact = AddressSet.of(cidrs).cidrs();
    let before = Infinity;
    for (let most = 1; most <= exact.length; most++) {
      const { extra } = coverWithin(exact, most);
      expect(extra).toBeLessThanOrEqual(before);
      before = extra;
    }
    expect(before).toBe(0);
  }), played(100, 3));
});

test('a merge that costs most at first may be the cheapest in the end', () => {
  // Four blocks become one for three addresses; no merge of two of them alone is worth as much.
  const set = AddressSet.of(['10.0.0.0/32', '10.0.0.3/32', '10.0.0.4/31', '10.0.0.7/32', '10.0.1.0/32', '10.0.1.6/32'].map(Ipv4Cidr.of));
  expect(coverWithin(set.cidrs(), 3)).toEqual({ cidrs: ['10.0.0.0/29', '10.0.1.0/32', '10.0.1.6/32'].map(Ipv4Cidr.of), extra: 3 });
});

test('of two covers with as many additional addresses, the one that is more exact at the higher addresses', () => {
  const set = AddressSet.of(['10.0.0.0/32', '10.0.0.3/32', '10.0.0.8/32', '10.0.0.11/32'].map(Ipv4Cidr.of));
  expect(coverWithin(set.cidrs(), 3)).toEqual({ cidrs: ['10.0.0.0/30', '10.0.0.8/32', '10.0.0.11/32'].map(Ipv4Cidr.of), extra: 2 });
});

test('many single addresses fit into the rules of a group', () => {
  const addresses = Array.from({ length: 20_000 }, (_, n) => BASE + n * 7_919 % 2 ** 20);
  const set = AddressSet.ofAddresses(addresses);
  const { cidrs, extra } = coverWithin(set.cidrs(), 200);
  expect(cidrs).toHaveLength(200);
  expect(extra).toBe(AddressSet.of(cidrs).minus(set).size);
});
