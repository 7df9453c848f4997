const ZERO = '0'.charCodeAt(0);

/** The number that is written in a part of a text in decimal digits without leading zeros, -1 if there is none. */
export function plainNumber(text: string, from: number, end: number): number {
  if (from >= end || end - from > 1 && text.charCodeAt(from) === ZERO) return -1;
  let value = 0;
  for (let i = from; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
