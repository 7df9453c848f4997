import { tokenName } from './token-name';

/**
 * Whether the value is fully known at synth: it contains no token and no Terraform expression, at any depth.
 *
 * `Token.isUnresolved` of cdktf treats an array of string tokens and a hand-written `${var.eni}` as known. This function
 * descends into values. It does not load cdktf, since that would delay the command.
 */
export function known(value: unknown): boolean {
  return isKnown(value);
}

/** @param seen objects that were looked at: one that contains itself, such as a construct, is looked at once */
function isKnown(value: unknown, seen?: Set<object>): boolean {
  if (typeof value === 'string') return !expression(value);
  if (value === null || typeof value !== 'object') return typeof value !== 'function' && tokenName(value) === undefined;
  if (tokenName(value) !== undefined) return false;
  if (seen?.has(value)) return true;
  const all = (seen ?? new Set()).add(value);
  return Array.isArray(value)
    ? value.every((item) => isKnown(item, all))
    : Object.entries(value).every(([k, v]) => isKnown(k) && isKnown(v, all));
}

/** Whether a value is a token or a Terraform expression itself: one that stands for a text or a number. */
export function isExpression(value: unknown): boolean {
  return typeof value === 'string' ? expression(value) : tokenName(value) !== undefined;
}

/** Whether a string contains a Terraform template (`${...}`, `%{...}`) or an encoded list or map token. */
export function expression(text: string): boolean {
  // Almost every string is plain. One scan for a brace is enough for those.
  return text.includes('{') && /(?:^|[^$])(?:\$\$)*\$\{|(?:^|[^%])(?:%%)*%\{|[#&]\{TfToken\[/.test(text);
}

/** A literal text, escaped so that Terraform does not interpret it as a template. */
export function literal(text: string): string {
  return text.replace(/[$%]\{/g, (start) => start[0] + start);
}

/**
 * A value as text. A token that is not a string, such as a number token or `iterator.value`, becomes a string token that
 * resolves to the same value.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return tokenName(value) === undefined ? String(value) : tokenText(value);
}

/** Only an app has tokens, and it has already loaded cdktf. The command has none, so it does not wait for cdktf. */
function tokenText(token: unknown): string {
  // oxlint-disable-next-line typescript/no-require-imports
  const { Token } = require('cdktf') as typeof import('cdktf');
  return Token.asString(token);
}
