import { compare } from '../net/compare';

/**
 * Items by key, in a sorted list: a map of 200,000 would take more memory than the items. Most lookups go through the keys
 * in order, so the next item is checked first.
 */
export class SourcesByKey<T extends { readonly key: string }> {
  private readonly items: readonly T[];
  private next = 0;

  constructor(items: readonly T[]) {
    const inOrder = items.every(({ key }, i) => i === 0 || items[i - 1].key <= key);
    this.items = inOrder ? items : [...items].sort((a, b) => compare(a.key, b.key));
  }

  public get size(): number {
    return this.items.length;
  }

  /** An item whose key occurs twice. */
  public get duplicate(): T | undefined {
    return this.items.find(({ key }, i) => i > 0 && this.items[i - 1].key === key);
  }

  public keys(): string[] {
    return this.items.map(({ key }) => key);
  }

  public get(key: string): T | undefined {
    const { items } = this;
    // The item of the last lookup, or the one after it.
    for (let at = this.next; at < this.next + 2 && at < items.length; at++) if (items[at].key === key) return items[this.next = at];
    let [low, high] = [0, items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (items[middle].key < key) low = middle + 1;
      else high = middle;
    }
    if (low === items.length || items[low].key !== key) return undefined;
    this.next = low;
    return items[low];
  }
}
