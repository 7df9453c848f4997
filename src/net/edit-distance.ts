/**
 * The number of characters to change, add, remove or swap with the next to turn one text into another.
 *
 * @param most a larger distance is `Infinity`, and takes less time
 */
export function editDistance(a: string, b: string, most = Infinity): number {
  // Names in one stack begin alike.
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  return distance(a.slice(start, endA), b.slice(start, endB), most);
}

function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let before = new Uint16Array(b.length + 1);
  let row = Uint16Array.from({ length: b.length + 1 }, (_, j) => j);
  let next = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(row[j], next[j - 1]) + 1;
      cost = Math.min(cost, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return Infinity;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] > most ? Infinity : row[b.length];
}
