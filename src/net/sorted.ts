/** Sorts strings by code unit, in place. Most lists of a large fleet are sorted already, and a sort would copy them. */
export function sorted(texts: string[]): string[] {
  for (let i = 1; i < texts.length; i++) if (texts[i - 1] > texts[i]) return texts.sort();
  return texts;
}
