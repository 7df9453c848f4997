/** Compares texts by their code units. The order is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares names in natural order: numbers in names are compared by value, so that eni-2 comes before eni-10. */
export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  // Thousands of long paths that begin alike are sorted, so only what follows their common beginning is taken apart.
  let i = commonParts(a, b);
  let j = i;
  while (i < a.length || j < b.length) {
    const x = part(a, i);
    const y = part(b, j);
    i += x.length;
    j += y.length;
    if (x === y) continue;
    if (!isDigit(x, 0) || !isDigit(y, 0)) return compare(x, y);
    // As text, since a number type may not represent all digits.
    const [m, n] = [x.replace(/^0+(?=\d)/, ''), y.replace(/^0+(?=\d)/, '')];
    if (m !== n) return m.length - n.length || compare(m, n);
  }
  return compare(a, b);
}

/** A place before the first difference of two texts, at which neither of them is within a number. */
function commonParts(a: string, b: string): number {
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  // One character of the same part, because a part that ends comes before one that goes on.
  if (at > 0) at--;
  while (isDigit(a, at - 1)) at--;
  return at;
}

/** The digits at a place of a text, or the characters up to the next digit. Empty at the end, so that a shorter text comes first. */
function part(text: string, start: number): string {
  const digits = isDigit(text, start);
  let end = start + 1;
  while (end < text.length && isDigit(text, end) === digits) end++;
  return text.slice(start, end);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
