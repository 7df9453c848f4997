import { FRAMEWORK } from '../net/framework';
import { isObject } from '../model/terraform-form';

/** Objects down to this depth are written key by key: the stack, its kinds of blocks, their types. Deeper objects are small bodies. */
const PARTED_DEPTH = 3;

/** The text that cdktf writes for a stack, sorted by key and indented by two, in parts, so that it is never in memory as a whole. */
export function* stableJson(value: unknown, depth = 0): Generator<string> {
  const given = asWritten(value);
  if (depth === PARTED_DEPTH || !isObject(given)) {
    yield textOf(given, depth) ?? '';
    return;
  }
  let separator = '{';
  for (const key of Object.keys(given).sort()) {
    if (!isWritten(given[key])) continue;
    yield `${separator}${lineAt(depth + 1)}${JSON.stringify(key)}: `;
    yield* stableJson(given[key], depth + 1);
    separator = ',';
  }
  yield separator === '{' ? empty('{', '}', depth) : `${lineAt(depth)}}`;
}

function textOf(value: unknown, depth: number): string | undefined {
  const given = asWritten(value);
  if (given === null || typeof given !== 'object') return JSON.stringify(given);
  const line = lineAt(depth + 1);
  let text = '';
  if (Array.isArray(given)) {
    for (const item of given) text += `${text && ','}${line}${textOf(item, depth + 1) ?? 'null'}`;
    return text === '' ? empty('[', ']', depth) : `[${text}${lineAt(depth)}]`;
  }
  const body = given as Record<string, unknown>;
  for (const key of Object.keys(body).sort()) {
    const item = textOf(body[key], depth + 1);
    if (item !== undefined) text += `${text && ','}${line}${JSON.stringify(key)}: ${item}`;
  }
  return text === '' ? empty('{', '}', depth) : `{${text}${lineAt(depth)}}`;
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
