/** Adds an item to the list of a key. */
export function gather<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const there = lists.get(key);
  if (there) there.push(item);
  else lists.set(key, [item]);
}
