import { Token } from 'cdktf';

/**
 * Whether the value is fully known at synth time: no token and no Terraform expression in it, at any depth.
 *
 * `Token.isUnresolved` alone shows that an array of string tokens is known, and that a hand-written
 * `${var.eni}` is. This descends and looks.
 */
export function known(value: unknown): boolean {
  if (typeof value === 'string') return !expression(value);
  // A token is coded as a number far below any whole one. Only there it must be looked for.
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER || !Token.isUnresolved(value);
  if (value === null || typeof value !== 'object') return typeof value !== 'function';
  if (Token.isUnresolved(value)) return false;
  return Array.isArray(value) ? value.every(known) : Object.entries(value).every(([k, v]) => known(k) && known(v));
}

/** Whether a string holds a Terraform template (`${...}`, `%{...}`) or an encoded list or map token. */
export function expression(text: string): boolean {
  // Almost every string is plain. One scan for a brace settles those.
  return text.includes('{') && /(?:^|[^$])(?:\$\$)*\$\{|(?:^|[^%])(?:%%)*%\{|[#&]\{TfToken\[/.test(text);
}

/** A text that is meant unchanged, written so that Terraform takes nothing of it for a template. */
export function literal(text: string): string {
  return text.replace(/[$%]\{/g, (start) => start[0] + start);
}

/**
 * A value as text. A token that is no string, such as that of a number or `iterator.value`, becomes a string token
 * that resolves to the same value.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return Token.isUnresolved(value) ? Token.asString(value) : String(value);
}
