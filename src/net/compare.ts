/** Compares texts by their code units. The order is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const PARTS = /\d+|\D+/g;
const DIGIT = /^\d/;

/** Compares names in natural order: numbers in names are compared by value, so that eni-2 comes before eni-10. */
export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [a.match(PARTS) ?? [], b.match(PARTS) ?? []];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    // As text, since a number type may not represent all digits.
    if (DIGIT.test(x) && DIGIT.test(y)) {
      const [m, n] = [x.replace(/^0+(?=\d)/, ''), y.replace(/^0+(?=\d)/, '')];
      if (m !== n) return m.length - n.length || compare(m, n);
      continue;
    }
    return compare(x, y);
  }
  return left.length - right.length || compare(a, b);
}
