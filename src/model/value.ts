import { sortedJson } from '../net/sorted-json';

/** A value that is known only at apply, with its expression. */
export class Unresolved {
  /** @param inner the value of a name or key inside it, if the stack knows more than its expression */
  constructor(public readonly text: string, public readonly inner?: (step: Step) => Value) {}
}

/** The value of an expression: a plain value, whose leaves may be unresolved. */
export type Value = unknown;

/** A name after a dot, or a key in brackets. */
export type Step = string | number;

/** Names of a `for` or an iterator. They take precedence over those of the stack. */
export type Names = Readonly<Record<string, Value>>;

/** The elements of a set: each once, in the order of Terraform. It has no indexes. */
export class SetValue extends Array<Value> {
  public static get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /**
   * The set of some elements, which Terraform converts to one type. Undefined if they have none, or if their order is unknown.
   * Unresolved elements stay in their order, since no index refers to them.
   */
  public static ofAll(given: readonly Value[]): SetValue | undefined {
    const all = unified(given);
    if (!all) return undefined;
    const distinct = [...new Map(all.map((v) => [v instanceof Unresolved ? `?${v.text}` : sortedJson(v), v])).values()];
    if (distinct.length < 2 || distinct.some((v) => !isResolved(v))) return SetValue.from(distinct) as SetValue;
    if (distinct.some((v) => typeof v === 'object')) return undefined;
    return SetValue.from(distinct.sort((a: any, b: any) => a < b ? -1 : 1)) as SetValue;
  }
}

/** The value as JSON. An unresolved value becomes its expression. */
export function asJson(value: Value): any {
  if (value instanceof Unresolved) {
    return TEMPLATE.test(value.text) && /[$%]\{/.test(value.text) ? JSON.parse(value.text) : `\${${value.text}}`;
  }
  if (value instanceof SetValue) return SetValue.from(value.map(asJson));
  if (Array.isArray(value)) return value.map(asJson);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asJson(v)]));
  return value;
}

/** A text with expressions in it, which is a text whatever their values are. */
const TEMPLATE = /^"(?:[^"\\]|\\.)*"$/;

/** Whether a value is fully resolved. */
export function isResolved(value: Value): boolean {
  if (value instanceof Unresolved) return false;
  return value === null || typeof value !== 'object' || Object.values(value).every(isResolved);
}

/** The value of a name or key. Undefined if it does not exist. */
export function within(value: Value, step: Step, text = stepText(step)): Value | undefined {
  if (value instanceof Unresolved) return value.inner ? value.inner(step) : new Unresolved(`${value.text}${text}`);
  if (value instanceof SetValue) return undefined;
  if (Array.isArray(value)) return value[Number(step)];
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, step)
    ? (value as any)[step]
    : undefined;
}

export function stepText(step: Step): string {
  return /^[A-Za-z_][\w-]*$/.test(String(step)) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** Keys and values of a list, a set or an object. In a set, each value is its key. Undefined for anything else. */
export function entriesOf(value: Value): [Value, Value][] | undefined {
  if (value instanceof SetValue) return [...value].map((v) => [v, v]);
  if (Array.isArray(value)) return value.map((v, i) => [i, v]);
  return value !== null && typeof value === 'object' && !(value instanceof Unresolved)
    ? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    : undefined;
}

/** A text, number or truth value as text. Undefined for anything else, and for a number with more digits than are exact here. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && /^-?[\d.]{1,15}$/.test(String(value)) ? String(value) : undefined;
}

/** The number of a text. Undefined if it is none, or not in plain decimal form. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(value) ? Number(value) : undefined;
}

/**
 * Whether a calculation is not rounded, by its two numbers and their sum, product or quotient. Terraform calculates with more digits.
 * The product of two numbers below 2^32 with ten binary digits after the point has 52 digits, which a number here has too.
 */
export function areExact(numbers: readonly number[]): boolean {
  return numbers.every(Number.isSafeInteger) || numbers.every((n) => Number.isInteger(n * 1024) && Math.abs(n) < 2 ** 32);
}

/**
 * Values as Terraform converts the elements of a list, set or map to one type: numbers to texts if one of them is a text.
 * Undefined if they have no common type, or if the type is unknown.
 */
export function unified(values: readonly Value[]): Value[] | undefined {
  const known = values.filter((v) => v !== null && !(v instanceof Unresolved));
  const kinds = new Set(known.map((v) => typeof v));
  if (kinds.has('object')) {
    const alike = new Set(known.map((v) => sortedJson(typesOf(v)))).size === 1 || known.every((v) => typeof v === 'object' && onlyTexts(v));
    return alike && known.length === values.length && new Set(known.map(Array.isArray)).size === 1 ? [...values] : undefined;
  }
  // An unresolved text would convert numbers to texts.
  if (kinds.size < 2) return kinds.has('string') || known.length === values.length || known.length === 0 ? [...values] : undefined;
  if (!kinds.has('string')) return undefined;
  const texts = values.map((v) => v === null || v instanceof Unresolved ? v : textOf(v));
  return texts.includes(undefined) ? undefined : texts;
}

/** The value of a conditional expression, whose two results Terraform converts to one type. Undefined if that type is unknown. */
export function chosen(value: Value, other: Value): Value | undefined {
  if (value === null || other === null || value instanceof Unresolved) return value;
  if (other instanceof Unresolved) {
    if (TEMPLATE.test(other.text)) return textOf(value);
    return typeof value !== 'object' || onlyTexts(value) ? value : undefined;
  }
  if (typeof value !== 'object' || typeof other !== 'object') return unified([value, other])?.[0];
  if (Array.isArray(value) && Array.isArray(other)) {
    if (value instanceof SetValue !== other instanceof SetValue) return undefined;
    const all = unified([...value, ...other])?.slice(0, value.length);
    return all && value instanceof SetValue ? SetValue.ofAll(all) : all;
  }
  if (Array.isArray(value) || Array.isArray(other)) return undefined;
  const [keys, others] = [Object.keys(value), Object.keys(other)];
  const all = keys.length === others.length && keys.every((key) => key in other)
    ? keys.map((key) => chosen((value as any)[key], (other as any)[key]))
    : unified([...Object.values(value), ...Object.values(other)]);
  return all && !all.includes(undefined) ? Object.fromEntries(keys.map((key, i) => [key, all[i]])) : undefined;
}

/** The types in place of the values in it. */
function typesOf(value: Value): Value {
  if (value === null || value instanceof Unresolved) return null;
  if (typeof value !== 'object') return typeof value;
  return Array.isArray(value) ? value.map(typesOf) : Object.fromEntries(Object.entries(value).map(([key, v]) => [key, typesOf(v)]));
}

/** Whether all values inside a list or object are texts, as far as they are known. */
function onlyTexts(value: Value): boolean {
  if (value === null || value instanceof Unresolved) return true;
  return typeof value === 'object' ? Object.values(value).every(onlyTexts) : typeof value === 'string';
}
