/** How cdktf codes a token in a text: of a string, a list or a map. */
const MARKER = /[$#&]\{TfToken\[/;
/** cdktf codes tokens as numbers far below any that is meant. */
const CODED_BELOW = -1e290;

/**
 * What a reader is told of a token; nothing for what is none. It looks for what cdktf's `Token.isUnresolved` does
 * without loading cdktf, since the command prints values too.
 */
export function tokenName(value: unknown): string | undefined {
  if (typeof value === 'number') return value < CODED_BELOW ? 'a number token' : undefined;
  return isToken(value) ? 'a token' : undefined;
}

function isToken(value: unknown): boolean {
  if (typeof value === 'string') return MARKER.test(value);
  if (value === null || typeof value !== 'object') return false;
  if (typeof (value as { resolve?: unknown }).resolve === 'function') return true;
  const [only, ...others] = Array.isArray(value) ? value : Object.keys(value);
  return others.length === 0 && typeof only === 'string' && MARKER.test(only);
}
