/** The encoding of a cdktf token in a text, as the only item of a list, and as a key of a map. */
const [IN_TEXT, IN_LIST, IN_MAP] = [/[$#&]\{TfToken\[/, /^#\{TfToken\[/, /^&\{TfToken\[/];
/** The first two bytes of a number that encodes a token, or an item of a list token. It is far below any real value. */
const CODED: readonly number[] = [0xfdff, 0xfbff];
const BYTES = new DataView(new ArrayBuffer(8));

/**
 * The name of a token in messages. Undefined if the value is no token. It detects the same values as `Token.isUnresolved` of
 * cdktf, but does not load cdktf, since the command also prints values.
 */
export function tokenName(value: unknown): string | undefined {
  if (typeof value === 'number') return isCoded(value) ? 'a number token' : undefined;
  return isToken(value) ? 'a token' : undefined;
}

function isCoded(value: number): boolean {
  if (value > -Number.MAX_SAFE_INTEGER) return false;
  BYTES.setFloat64(0, value);
  return CODED.includes(BYTES.getUint16(0));
}

function isToken(value: unknown): boolean {
  if (typeof value === 'string') return IN_TEXT.test(value);
  if (value === null || typeof value !== 'object') return false;
  if (typeof (value as { resolve?: unknown }).resolve === 'function') return true;
  if (!Array.isArray(value)) return Object.keys(value).some((key) => IN_MAP.test(key));
  const [only, ...others]: unknown[] = value;
  return others.length === 0 && (typeof only === 'string' ? IN_LIST.test(only) : typeof only === 'number' && isCoded(only));
}
