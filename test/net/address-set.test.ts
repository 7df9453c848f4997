import * as fc from 'fast-check';
import { AddressSet } from '../../src/net/address-set';
import { Ipv4Cidr, parseIpv4Address } from '../../src/net/ipv4-cidr';
import { played } from '../support/runs';

const cidr = (text: string) => Ipv4Cidr.of(text);
const address = (text: string) => (parseIpv4Address(text) as { address: number }).address;
const texts = (set: AddressSet) => set.cidrs().map(String);

/** Few addresses, at both ends of the space and across an octet, so that blocks meet. */
const NEAR = [0, 1, 2, 3, 4, 5, 6, 7, 250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 2 ** 32 - 4, 2 ** 32 - 3, 2 ** 32 - 2, 2 ** 32 - 1];
const block = fc
  .tuple(fc.constantFrom(...NEAR), fc.constantFrom(30, 31, 32))
  .map(([at, prefix]) => Ipv4Cidr._of(at - (at % 2 ** (32 - prefix)), prefix));
const set = fc.array(block, { maxLength: 6 }).map((blocks) => AddressSet.of(blocks));
const members = (s: AddressSet) => NEAR.filter((a) => s.contains(a));

test('the extremes', () => {
  expect(AddressSet.EMPTY.isEmpty).toBe(true);
  expect(AddressSet.EMPTY.first).toBeUndefined();
  expect(AddressSet.EMPTY.last).toBeUndefined();
  expect(AddressSet.ALL.size).toBe(2 ** 32);
  expect(texts(AddressSet.ALL)).toEqual(['0.0.0.0/0']);
  expect(AddressSet.of([]).isEmpty).toBe(true);
  expect(AddressSet.ALL.minus(AddressSet.ALL).isEmpty).toBe(true);
  expect(texts(AddressSet.ALL.minus(AddressSet.of([cidr('0.0.0.0/1')])))).toEqual(['128.0.0.0/1']);
});

test('its ends, and what lies between them', () => {
  const two = AddressSet.of([cidr('10.0.0.4/32'), cidr('10.0.0.8/31')]);
  expect([two.first, two.last, two.size]).toEqual([address('10.0.0.4'), address('10.0.0.9'), 3]);
  expect(['10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.7', '10.0.0.8', '10.0.0.9',
    '10.0.0.10'].map((a) => two.contains(address(a)))).toEqual([
    false, true, false, false, true, true, false,
  ]);
  expect([AddressSet.EMPTY.contains(0), AddressSet.ALL.contains(0), AddressSet.ALL.contains(2 ** 32 - 1)]).toEqual([false, true, true]);
});

test('sets are the same only with all of their blocks', () => {
  const [one, two] = [AddressSet.of([cidr('10.0.0.4/32')]), AddressSet.of([cidr('10.0.0.4/32'), cidr('10.0.0.8/31')])];
  expect([one.isSameAs(two), two.isSameAs(one), two.isSameAs(two), AddressSet.EMPTY.isSameAs(one)]).toEqual([false, false, true, false]);
});

test('a large set and a small one, address by address', () => {
  // Every other address of 10,000, and few blocks in and around them.
  const large = AddressSet.ofAddresses(Array.from({ length: 5_000 }, (_, i) => 1_000 + 2 * i));
  const inLarge = (a: number) => a >= 1_000 && a < 11_000 && a % 2 === 0;
  const small: [number, number][] = [[0, 1_004], [1_999, 2_001], [3_000, 7_000], [8_001, 8_001], [8_002, 8_002], [10_999, 20_000]];
  const few = AddressSet.unionOf(small.map(([first, last]) => AddressSet.range(first, last)));
  const inFew = (a: number) => small.some(([first, last]) => a >= first && a <= last);
  const [both, same, only, other, all] = [large.intersect(few), few.intersect(large), large.minus(few), few.minus(large), large.union(few)];
  const wrong: number[] = [];
  for (let a = 0; a < 20_010; a++) {
    const [l, f] = [inLarge(a), inFew(a)];
    const right = both.contains(a) === (l && f) && same.contains(a) === (l && f) && only.contains(a) === (l && !f)
      && other.contains(a) === (f && !l) && all.contains(a) === (l || f) && large.contains(a) === l;
    if (!right) wrong.push(a);
  }
  expect(wrong).toEqual([]);
  expect(both.size + only.size).toBe(large.size);
  expect(large.minus(AddressSet.ALL).isEmpty).toBe(true);
  expect(large.minus(AddressSet.range(0, 5_999)).size).toBe(2_500);
  expect(large.minus(AddressSet.range(6_000, 2 ** 32 - 1)).size).toBe(2_500);
});

test('an operation that changes nothing copies nothing', () => {
  const one = AddressSet.range(10, 19);
  const none = AddressSet.ofAddresses([]);
  const [below, above] = [AddressSet.range(0, 9), AddressSet.range(20, 29)];
  for (const same of [
    one.union(one), one.union(none), none.union(one), AddressSet.unionOf([one]), AddressSet.unionOf([none, one]),
    one.intersect(one), one.intersect(AddressSet.ALL), AddressSet.ALL.intersect(one),
    one.minus(none), one.minus(below), one.minus(above),
  ]) expect(same).toBe(one);
  expect(none.minus(one)).toBe(none);
  expect([one.intersect(above), one.minus(AddressSet.range(0, 29)), AddressSet.of([])].map((made) => made === AddressSet.EMPTY))
    .toEqual([true, true, true]);
});

test('a set of few intervals is searched for in one of many, and two of many are read once', () => {
  let reads = 0;
  const counting = {
    get: (bounds: number[], key: string | symbol) => {
      if (key !== 'length') reads++;
      return Reflect.get(bounds, key) as unknown;
    },
  };
  const many = (odd: number) => AddressSet._of(new Proxy(Array.from({ length: 4_096 }, (_, i) => 4 * i + odd), counting));
  const readsOf = (made: () => AddressSet) => {
    reads = 0;
    made();
    return reads;
  };
  const [one, other, few] = [many(0), many(1), AddressSet.range(5_000, 5_050)];
  for (const quick of [readsOf(() => one.intersect(few)), readsOf(() => few.intersect(one))]) expect(quick).toBeLessThan(100);
  // The rest of the set is copied.
  expect(readsOf(() => one.minus(few))).toBeLessThan(2 * 4_096);
  for (const all of [readsOf(() => one.intersect(other)), readsOf(() => one.minus(other))]) expect(all).toBeLessThan(10 * 4_096);
});

test('intervals that touch become one, in any order', () => {
  const ranges = [AddressSet.range(20, 29), AddressSet.range(0, 9), AddressSet.range(10, 19), AddressSet.range(5, 7),
    AddressSet.range(31, 40)];
  expect(AddressSet.unionOf(ranges).intervals()).toEqual([[0, 30], [31, 41]]);
  expect(AddressSet.unionOf([])).toBe(AddressSet.EMPTY);
  expect(AddressSet.unionOf(ranges.slice(0, 2)).intervals()).toEqual([[0, 10], [20, 30]]);
});

test('blocks that touch or overlap become one', () => {
  expect(texts(AddressSet.of([cidr('10.0.0.128/25'), cidr('10.0.0.0/25'), cidr('10.0.0.7/32')]))).toEqual(['10.0.0.0/24']);
  expect(texts(AddressSet.ofAddresses(['10.0.0.5', '10.0.0.4', '10.0.0.5', '10.0.0.6'].map(address)))).toEqual([
    '10.0.0.4/31',
    '10.0.0.6/32',
  ]);
  expect(texts(AddressSet.range(address('10.0.0.1'), address('10.0.0.6')))).toEqual([
    '10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/31', '10.0.0.6/32',
  ]);
  expect(String(AddressSet.of([cidr('10.0.0.4/32'), cidr('10.0.1.0/24')]))).toBe('10.0.0.4, 10.0.1.0-10.0.1.255');
});

test('operations do to every address what they say', () => {
  fc.assert(fc.property(set, set, (a, b) => {
    const [inA, inB] = [members(a), members(b)];
    expect(members(a.union(b))).toEqual(NEAR.filter((x) => inA.includes(x) || inB.includes(x)));
    expect(members(a.intersect(b))).toEqual(inA.filter((x) => inB.includes(x)));
    expect(members(a.minus(b))).toEqual(inA.filter((x) => !inB.includes(x)));
    expect(a.minus(b).size + a.intersect(b).size).toBe(a.size);
    expect(a.containsAll(b)).toBe(a.union(b).isSameAs(a));
    expect(a.overlaps(b)).toBe(a.intersect(b).size > 0);
    expect(AddressSet.unionOf([a, b, a, AddressSet.EMPTY]).isSameAs(a.union(b))).toBe(true);
  }), played(250, 1));
});

test('a set of many intervals and one of few are treated as any two', () => {
  const many = AddressSet.ofAddresses(Array.from({ length: 200 }, (_, i) => i * 2 + (i > 100 ? 1 : 0)));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(420), fc.nat(60)), { minLength: 1, maxLength: 3 }), fc.boolean(), (spans, toEnd) => {
    const few = AddressSet.unionOf([
      ...spans.map(([first, length]) => AddressSet.range(first, first + length)),
      ...(toEnd ? [AddressSet.range(400, 2 ** 32 - 1)] : []),
    ]);
    const each = Array.from({ length: 500 }, (_, a) => a);
    const of = (x: AddressSet) => each.filter((a) => x.contains(a));
    expect(of(many.intersect(few))).toEqual(each.filter((a) => many.contains(a) && few.contains(a)));
    expect(few.intersect(many).isSameAs(many.intersect(few))).toBe(true);
    expect(of(many.minus(few))).toEqual(each.filter((a) => many.contains(a) && !few.contains(a)));
    expect(of(few.minus(many))).toEqual(each.filter((a) => few.contains(a) && !many.contains(a)));
    expect(many.minus(few).size + many.intersect(few).size).toBe(many.size);
  }), played(150, 2));
});

test('CIDRs cover exactly, and no two of them are one', () => {
  fc.assert(fc.property(set, (a) => {
    const cidrs = a.cidrs();
    expect(AddressSet.of(cidrs).isSameAs(a)).toBe(true);
    expect(cidrs.reduce((n, c) => n + c.size, 0)).toBe(a.size);
    // A cover is not the smallest only if two halves of one block stand in it.
    for (const c of cidrs) {
      if (c.prefixLength === 0) continue;
      const parent = Ipv4Cidr._of(c.network - c.network % (c.size * 2), c.prefixLength - 1);
      expect(a.containsAll(AddressSet.of([parent]))).toBe(false);
    }
  }), played(250, 3));
});

test('200,000 addresses are aggregated', () => {
  const addresses = Array.from({ length: 200_000 }, (_, i) => 0x0a000000 + (i * 7919) % 262_144);
  const all = AddressSet.ofAddresses(addresses);
  expect(all.size).toBe(200_000);
  expect(AddressSet.of(all.cidrs()).isSameAs(all)).toBe(true);
});
