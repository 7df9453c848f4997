/** How cdktf codes a token in a text, as the only item of a list, and as the only key of a map. */
const [IN_TEXT, IN_LIST, IN_MAP] = [/[$#&]\{TfToken\[/, /^#\{TfToken\[/, /^&\{TfToken\[/];
/** cdktf codes tokens as numbers far below any that is meant. */
const CODED_BELOW = -1e290;

/**
 * What a reader sees of a token. Nothing for what is none. It looks for what cdktf's `Token.isUnresolved` does
 * without loading cdktf, since the command prints values too.
 */
export function tokenName(value: unknown): string | undefined {
  if (typeof value === 'number') return value < CODED_BELOW ? 'a number token' : undefined;
  return isToken(value) ? 'a token' : undefined;
}

function isToken(value: unknown): boolean {
  if (typeof value === 'string') return IN_TEXT.test(value);
  if (value === null || typeof value !== 'object') return false;
  if (typeof (value as { resolve?: unknown }).resolve === 'function') return true;
  const list = Array.isArray(value);
  const [only, ...others] = list ? value : Object.keys(value);
  return others.length === 0 && typeof only === 'string' && (list ? IN_LIST : IN_MAP).test(only);
}
