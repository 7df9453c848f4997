/** A map with sets of cells as keys. Equal sets are the same key. */
export class CellMap<T> {
  private readonly buckets = new Map<number, { readonly cells: Uint32Array; value: T }[]>();

  public get(cells: Uint32Array): T | undefined {
    return this.entry(cells)?.value;
  }

  /** @param cells must not change afterwards */
  public set(cells: Uint32Array, value: T): void {
    const known = this.entry(cells);
    if (known) {
      known.value = value;
      return;
    }
    const hash = hashOf(cells);
    const bucket = this.buckets.get(hash);
    if (bucket) bucket.push({ cells, value });
    else this.buckets.set(hash, [{ cells, value }]);
  }

  private entry(cells: Uint32Array): { value: T } | undefined {
    return this.buckets.get(hashOf(cells))?.find((e) => isSame(e.cells, cells));
  }
}

function hashOf(cells: Uint32Array): number {
  let hash = 0;
  for (let w = 0; w < cells.length; w++) {
    hash = Math.imul(hash ^ cells[w], 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return false;
  return true;
}
