import { formatIpv4Address, Ipv4Cidr } from './ipv4-cidr';

/** One past the highest IPv4 address. */
const END = 2 ** 32;

/**
 * A set of IPv4 addresses, as sorted disjoint intervals. Every operation is one pass over the intervals of both sets, so a set
 * may contain 200,000 single addresses.
 */
export class AddressSet {
  /** No address. */
  public static readonly EMPTY = new AddressSet([]);
  /** Every address. */
  public static readonly ALL = new AddressSet([0, END]);

  /** The addresses of blocks, which may overlap and be in any order. */
  public static of(cidrs: readonly Ipv4Cidr[]): AddressSet {
    if (cidrs.length === 1) return new AddressSet([cidrs[0].first, cidrs[0].last + 1]);
    return merged(cidrs.map((cidr) => [cidr.first, cidr.last + 1]));
  }

  /** Single addresses, as unsigned 32-bit numbers in any order. Duplicates are allowed. */
  public static ofAddresses(addresses: readonly number[]): AddressSet {
    const sorted = Float64Array.from(addresses).sort();
    const bounds: number[] = [];
    for (const address of sorted) {
      if (bounds.length > 0 && address <= bounds[bounds.length - 1]) bounds[bounds.length - 1] = address + 1;
      else bounds.push(address, address + 1);
    }
    return new AddressSet(bounds);
  }

  /** The addresses from the first to the last, both included. */
  public static range(first: number, last: number): AddressSet {
    return new AddressSet([first, last + 1]);
  }

  /** The union of the sets. */
  public static unionOf(sets: readonly AddressSet[]): AddressSet {
    if (sets.length < 3) return sets.reduce((all, set) => all.union(set), AddressSet.EMPTY);
    return merged(sets.flatMap((set) => set.intervals()));
  }

  /** @internal */
  public static _of(bounds: readonly number[]): AddressSet {
    return bounds.length === 0 ? AddressSet.EMPTY : new AddressSet(bounds);
  }

  /** @param bounds first address of an interval, one past its last, first of the next, and so on, ascending */
  private constructor(private readonly bounds: readonly number[]) {}

  public get isEmpty(): boolean {
    return this.bounds.length === 0;
  }

  /** The number of addresses in the set: 0 to 4294967296. */
  public get size(): number {
    let size = 0;
    for (let i = 0; i < this.bounds.length; i += 2) size += this.bounds[i + 1] - this.bounds[i];
    return size;
  }

  /** The lowest address. Undefined if the set is empty. */
  public get first(): number | undefined {
    return this.bounds[0];
  }

  /** The highest address. Undefined if the set is empty. */
  public get last(): number | undefined {
    return this.isEmpty ? undefined : this.bounds[this.bounds.length - 1] - 1;
  }

  public contains(address: number): boolean {
    // With an odd number of bounds at or below the address, the address is inside an interval.
    return upTo(this.bounds, address) % 2 === 1;
  }

  /** Whether this set contains every address of the other set. Every set contains the empty set. */
  public containsAll(other: AddressSet): boolean {
    return other.minus(this).isEmpty;
  }

  public overlaps(other: AddressSet): boolean {
    return !this.intersect(other).isEmpty;
  }

  public isSameAs(other: AddressSet): boolean {
    return this.bounds.length === other.bounds.length && this.bounds.every((bound, i) => bound === other.bounds[i]);
  }

  /** The addresses that are in at least one of the sets. */
  public union(other: AddressSet): AddressSet {
    if (this.isEmpty || other === this) return other;
    if (other.isEmpty) return this;
    return combined(this.bounds, other.bounds, (a, b) => a || b);
  }

  /** The addresses that are in both sets. */
  public intersect(other: AddressSet): AddressSet {
    if (other === AddressSet.ALL || other === this) return this;
    if (this === AddressSet.ALL) return other;
    if (apart(this.bounds, other.bounds)) return AddressSet.EMPTY;
    if (muchSmaller(other.bounds, this.bounds)) return within(this.bounds, other.bounds);
    if (muchSmaller(this.bounds, other.bounds)) return within(other.bounds, this.bounds);
    return combined(this.bounds, other.bounds, (a, b) => a && b);
  }

  /** The addresses of this set that are not in the other. */
  public minus(other: AddressSet): AddressSet {
    if (apart(this.bounds, other.bounds)) return this;
    if (muchSmaller(other.bounds, this.bounds)) return within(this.bounds, complement(other.bounds));
    return combined(this.bounds, other.bounds, (a, b) => a && !b);
  }

  /** The intervals, ascending and with gaps between them: first address, and one past the last. */
  public intervals(): [number, number][] {
    const intervals: [number, number][] = [];
    for (let i = 0; i < this.bounds.length; i += 2) intervals.push([this.bounds[i], this.bounds[i + 1]]);
    return intervals;
  }

  /** The fewest CIDRs that cover exactly these addresses, ascending. */
  public cidrs(): Ipv4Cidr[] {
    const cidrs: Ipv4Cidr[] = [];
    for (const [first, end] of this.intervals()) {
      // Intervals are not adjacent, so the largest aligned block at each step gives the fewest blocks.
      for (let at = first; at < end;) {
        let size = at === 0 ? END : lowestBit(at);
        while (at + size > end) size /= 2;
        cidrs.push(Ipv4Cidr._of(at, 32 - Math.log2(size)));
        at += size;
      }
    }
    return cidrs;
  }

  /** The intervals as text: `10.0.0.4, 10.0.1.0-10.0.1.255`. */
  public toString(): string {
    return this.intervals()
      .map(([first, end]) => end - first === 1 ? formatIpv4Address(first) : `${formatIpv4Address(first)}-${formatIpv4Address(end - 1)}`)
      .join(', ');
  }
}

/** The size of the largest block that may begin at an address other than 0. */
function lowestBit(address: number): number {
  let bit = 1;
  while (address % (bit * 2) === 0) bit *= 2;
  return bit;
}

function apart(a: readonly number[], b: readonly number[]): boolean {
  return a.length === 0 || b.length === 0 || a[a.length - 1] <= b[0] || b[b.length - 1] <= a[0];
}

/** The number of ascending bounds at or below a value. */
function upTo(bounds: readonly number[], value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a binary search for each bound of one list in the other is cheaper than a pass over both. */
function muchSmaller(a: readonly number[], b: readonly number[]): boolean {
  return a.length * 8 < b.length;
}

const LONG_RUN = 1_000;

/** The intersection with a set of few intervals. */
function within(bounds: readonly number[], few: readonly number[]): AddressSet {
  let parts: number[] = [];
  for (let k = 0; k < few.length; k += 2) {
    const [first, end] = [few[k], few[k + 1]];
    const from = upTo(bounds, first);
    const to = upTo(bounds, end - 1);
    if (from % 2 === 1) parts.push(first);
    // Copies a long run at once.
    if (to - from > LONG_RUN) parts = parts.concat(bounds.slice(from, to));
    else for (let i = from; i < to; i++) parts.push(bounds[i]);
    if (to % 2 === 1) parts.push(end);
  }
  return AddressSet._of(parts);
}

/** The bounds of the complement. */
function complement(bounds: readonly number[]): number[] {
  const inner = bounds[0] === 0 ? bounds.slice(1) : [0, ...bounds];
  return inner[inner.length - 1] === END ? inner.slice(0, -1) : [...inner, END];
}

/** Joins overlapping and adjacent intervals. */
function merged(intervals: [number, number][]): AddressSet {
  intervals.sort((a, b) => a[0] - b[0]);
  const bounds: number[] = [];
  for (const [first, end] of intervals) {
    const last = bounds.length - 1;
    if (last >= 0 && first <= bounds[last]) bounds[last] = Math.max(bounds[last], end);
    else bounds.push(first, end);
  }
  return AddressSet._of(bounds);
}

/** Merges the bounds of both sets. The result has a bound wherever the membership changes. */
function combined(a: readonly number[], b: readonly number[], keep: (inA: boolean, inB: boolean) => boolean): AddressSet {
  const bounds: number[] = [];
  let [i, j] = [0, 0];
  let inside = false;
  while (i < a.length || j < b.length) {
    const at = Math.min(i < a.length ? a[i] : END + 1, j < b.length ? b[j] : END + 1);
    if (a[i] === at) i++;
    if (b[j] === at) j++;
    // After an odd number of bounds of a set, the position is inside the set.
    const now = keep(i % 2 === 1, j % 2 === 1);
    if (now !== inside) bounds.push(at);
    inside = now;
  }
  return AddressSet._of(bounds);
}
