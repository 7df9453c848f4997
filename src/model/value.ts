/** A value that is known only at apply, with its expression. */
export class Unresolved {
  constructor(public readonly text: string) {}
}

/** The value of an expression: a plain value, whose leaves may be unresolved. */
export type Value = unknown;

/** A name after a dot, or a key in brackets. */
export type Step = string | number;

/** Names of a `for` or an iterator. They take precedence over those of the stack. */
export type Names = Readonly<Record<string, Value>>;

/** The value as JSON. An unresolved value becomes its expression. */
export function asJson(value: Value): any {
  if (value instanceof Unresolved) {
    return /^".*"$/s.test(value.text) && /[$%]\{/.test(value.text) ? unquoted(value.text) : `\${${value.text}}`;
  }
  if (Array.isArray(value)) return value.map(asJson);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asJson(v)]));
  return value;
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text);
  } catch {
    return `\${${text}}`;
  }
}

/** Whether a value is fully resolved. */
export function isResolved(value: Value): boolean {
  if (value instanceof Unresolved) return false;
  return value === null || typeof value !== 'object' || Object.values(value).every(isResolved);
}

/** The value of a name or key. Undefined if it does not exist. */
export function within(value: Value, step: Step, text = stepText(step)): Value | undefined {
  if (value instanceof Unresolved) return new Unresolved(`${value.text}${text}`);
  if (Array.isArray(value)) return value[Number(step)];
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, step)
    ? (value as any)[step]
    : undefined;
}

export function stepText(step: Step): string {
  return typeof step === 'number' ? `[${step}]` : /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}


/** Keys and values of a list or an object. Undefined for anything else. */
export function entriesOf(value: Value): [Value, Value][] | undefined {
  if (Array.isArray(value)) return value.map((v, i) => [i, v]);
  return value !== null && typeof value === 'object' && !(value instanceof Unresolved)
    ? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    : undefined;
}
