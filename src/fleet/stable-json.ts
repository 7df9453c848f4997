import { FRAMEWORK } from '../net/framework';
import { isObject } from '../model/terraform-form';

/** Objects down to this depth are written key by key: the stack, its kinds of blocks, their types. Deeper objects are small bodies. */
const PARTED_DEPTH = 3;

/**
 * The text that cdktf writes for a stack, sorted by key and indented by two, in parts, so that it is never in memory as a whole.
 *
 * @param keep whether to return the value of the text, equal to that of `JSON.parse`
 */
export function* stableJson(value: unknown, keep = false, depth = 0): Generator<string, unknown> {
  const given = asWritten(value);
  if (depth === PARTED_DEPTH || !isObject(given)) {
    const body = new Body();
    yield body.textOf(given, depth) ?? '';
    return body.value;
  }
  const kept: Record<string, unknown> = {};
  let separator = '{';
  for (const key of Object.keys(given).sort()) {
    if (!isWritten(given[key])) continue;
    yield `${separator}${lineAt(depth + 1)}${JSON.stringify(key)}: `;
    const one = yield* stableJson(given[key], keep, depth + 1);
    if (keep) setOwn(kept, key, one);
    separator = ',';
  }
  yield separator === '{' ? empty('{', '}', depth) : `${lineAt(depth)}}`;
  return kept;
}

/** Writes a value, and builds the value of its text on the way, so that the text need not be parsed. */
class Body {
  /** The value of the last text. */
  public value: unknown;

  public textOf(value: unknown, depth: number): string | undefined {
    const given = asWritten(value);
    if (given === null || typeof given !== 'object') return this.plainText(given);
    const line = lineAt(depth + 1);
    let text = '';
    if (Array.isArray(given)) {
      const items: unknown[] = [];
      for (const item of given) {
        const one = this.textOf(item, depth + 1);
        text += `${text && ','}${line}${one ?? 'null'}`;
        items.push(one === undefined ? null : this.value);
      }
      // Bodies share lists, and lists in memory cost more than texts.
      this.value = items.every((item, i) => item === given[i]) ? given : items;
      return text === '' ? empty('[', ']', depth) : `[${text}${lineAt(depth)}]`;
    }
    const body = given as Record<string, unknown>;
    const written: Record<string, unknown> = {};
    for (const key of Object.keys(body).sort()) {
      const item = this.textOf(body[key], depth + 1);
      if (item === undefined) continue;
      text += `${text && ','}${line}${JSON.stringify(key)}: ${item}`;
      setOwn(written, key, this.value);
    }
    this.value = written;
    return text === '' ? empty('{', '}', depth) : `{${text}${lineAt(depth)}}`;
  }

  private plainText(given: unknown): string | undefined {
    const text = JSON.stringify(given);
    // JSON has neither -0 nor infinite numbers.
    this.value = typeof given === 'number' ? JSON.parse(text) : given;
    return text;
  }
}

/** Adds an entry as `JSON.parse` does, for which no key is special. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}

function asWritten(value: unknown): unknown {
  const given = value as { toJSON?: unknown } | null | undefined;
  return typeof given?.toJSON === 'function' ? given.toJSON() : value;
}

/** Whether JSON can represent the value. */
function isWritten(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

function empty(open: string, close: string, depth: number): string {
  return FRAMEWORK.emptyOverTwoLines ? `${open}${lineAt(depth)}${close}` : `${open}${close}`;
}

const LINES: string[] = [];

function lineAt(depth: number): string {
  return LINES[depth] ??= `\n${'  '.repeat(depth)}`;
}
