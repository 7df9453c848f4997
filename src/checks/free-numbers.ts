import { Bounds } from '../catalog/limits';

/** Numbers within bounds, some of them taken. Finds the next free number in nearly constant time. */
export class FreeNumbers {
  /** The next free number at or above each number. The upper bound plus 1 if there is none. */
  private readonly above: Int32Array;
  /** The next free number at or below each number. The lower bound minus 1 if there is none. */
  private readonly below: Int32Array;

  constructor(private readonly bounds: Bounds) {
    const size = bounds.max - bounds.min + 3;
    this.above = Int32Array.from({ length: size }, (_, i) => i);
    this.below = Int32Array.from({ length: size }, (_, i) => i);
  }

  /** Marks a number as taken. Undefined and numbers outside the bounds are ignored. */
  public take(number: number | undefined): void {
    if (number === undefined || number < this.bounds.min || number > this.bounds.max) return;
    const i = number - this.bounds.min + 1;
    this.above[i] = i + 1;
    this.below[i] = i - 1;
  }

  /** Takes the next free number at or above a given one, or else the next below. Undefined if none is free. */
  public near(number: number): number | undefined {
    const { min, max } = this.bounds;
    const start = Math.min(Math.max(Math.trunc(number), min), max) - min + 1;
    let found = follow(this.above, start);
    if (found > max - min + 1) found = follow(this.below, start);
    if (found < 1) return undefined;
    const free = found + min - 1;
    this.take(free);
    return free;
  }
}

/** Follows the links to the free number, and shortens them on the way. */
function follow(next: Int32Array, from: number): number {
  let i = from;
  while (next[i] !== i) {
    next[i] = next[next[i]];
    i = next[i];
  }
  return i;
}
