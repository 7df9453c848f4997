// Sets of addresses over small universes at both ends of the address space, every operation by marks.
import { AddressSet } from '../../src/net/address-set';
import { Ipv4Cidr } from '../../src/net/ipv4-cidr';

/** The intervals of the addresses that are marked, one after the other from `base` on. */
function intervalsOf(marks: readonly boolean[], base: number): [number, number][] {
  const found: [number, number][] = [];
  marks.forEach((mark, i) => {
    if (!mark) return;
    if (i > 0 && marks[i - 1]) found[found.length - 1][1] = base + i + 1;
    else found.push([base + i, base + i + 1]);
  });
  return found;
}
const ofIntervals = (intervals: readonly [number, number][]) => AddressSet._of(intervals.flat());

describe.each([['first', 0], ['last', 2 ** 32 - 5]])('all sets of the %s five addresses:', (_, base) => {
  const ALL_MARKS = Array.from({ length: 32 }, (__, bits) => Array.from({ length: 5 }, (___, i) => (bits >> i) % 2 === 1));
  const addressesOf = (marks: readonly boolean[]) => marks.flatMap((mark, i) => mark ? [base + i] : []);
  /** The blocks in a block, by halves. */
  const blocks = (marks: readonly boolean[], first: number, prefix: number): string[] => {
    const size = 2 ** (32 - prefix);
    const own = addressesOf(marks).filter((at) => at >= first && at < first + size);
    if (own.length === 0) return [];
    if (own.length === size) return [`${first}/${prefix}`];
    return [...blocks(marks, first, prefix + 1), ...blocks(marks, first + size / 2, prefix + 1)];
  };

  test('each alone', () => {
    for (const marks of ALL_MARKS) {
      const [addresses, intervals] = [addressesOf(marks), intervalsOf(marks, base)];
      const single = addresses.map((at) => Ipv4Cidr._of(at, 32));
      for (const made of [
        AddressSet.ofAddresses([...addresses].reverse()), AddressSet.of(single), AddressSet.of([...single, ...single].reverse()),
        AddressSet.unionOf(addresses.map((at) => AddressSet.range(at, at))), ofIntervals(intervals),
        AddressSet.unionOf(intervals.map(([first, end]) => AddressSet.range(first, end - 1))),
      ]) expect(made.intervals()).toEqual(intervals);
      const own = ofIntervals(intervals);
      expect([own.isEmpty, own.size, own.first, own.last]).toEqual([
        addresses.length === 0, addresses.length, addresses[0], addresses[addresses.length - 1],
      ]);
      expect(marks.map((__, i) => own.contains(base + i))).toEqual(marks);
      expect(own.cidrs().map(({ first, prefixLength }) => `${first}/${prefixLength}`)).toEqual(blocks(marks, 0, 0));
    }
  });

  test('each two', () => {
    const sets = ALL_MARKS.map((marks) => ofIntervals(intervalsOf(marks, base)));
    const wrong = ALL_MARKS.flatMap((a, i) => ALL_MARKS.flatMap((b, j) => {
      const [one, other] = [sets[i], sets[j]];
      const is = (made: AddressSet, keep: (x: boolean, y: boolean) => boolean) =>
        JSON.stringify(made.intervals()) === JSON.stringify(intervalsOf(a.map((x, k) => keep(x, b[k])), base));
      const within = b.every((x, k) => !x || a[k]);
      return is(one.union(other), (x, y) => x || y) && is(one.intersect(other), (x, y) => x && y) && is(one.minus(other), (x, y) => x && !y)
        && is(AddressSet.unionOf([one, other, one]), (x, y) => x || y)
        && one.containsAll(other) === within && one.overlaps(other) === a.some((x, k) => x && b[k]) && one.isSameAs(other) === (i === j)
        ? [] : [[a, b]];
    }));
    expect(wrong).toEqual([]);
  });
});

describe.each([['first', 0], ['last', 2 ** 32 - 40]])('many intervals among the %s 40 addresses and one or two', (_, base) => {
  const large = [0, 1].map((odd) => Array.from({ length: 40 }, (__, i) => i % 2 === odd && (i < 20 || i > 22)));
  const spans = Array.from({ length: 40 }, (__, first) => Array.from({ length: 40 - first }, (___, n) => [first, first + n])).flat();
  const two = spans.filter((__, i) => i % 23 === 0).map(([first, last]) => [[0, 1], [first + 3, last + 3]]);
  const few = [...spans.map((span) => [span]), ...two]
    .map((chosen) => Array.from({ length: 40 }, (__, i) => chosen.some(([first, last]) => i >= first && i <= last)));

  test.each(['intersect', 'minus', 'union'] as const)('have the right %s', (operation) => {
    const keep = {
      intersect: (x: boolean, y: boolean) => x && y, minus: (x: boolean, y: boolean) => x && !y, union: (x: boolean, y: boolean) => x || y,
    };
    const wrong = large.flatMap((a) => few.flatMap((b) => [[a, b], [b, a]]).filter(([x, y]) => {
      const made = ofIntervals(intervalsOf(x, base))[operation](ofIntervals(intervalsOf(y, base)));
      return JSON.stringify(made.intervals()) !== JSON.stringify(intervalsOf(x.map((mark, i) => keep[operation](mark, y[i])), base));
    }));
    expect(wrong).toEqual([]);
  });

  test('have the right relation', () => {
    const wrong = large.flatMap((a) => few.flatMap((b) => [[a, b], [b, a]]).filter(([x, y]) => {
      const [one, other] = [x, y].map((marks) => ofIntervals(intervalsOf(marks, base)));
      return one.containsAll(other) !== y.every((mark, i) => !mark || x[i]) || one.overlaps(other) !== x.some((mark, i) => mark && y[i]);
    }));
    expect(wrong).toEqual([]);
  });
});
