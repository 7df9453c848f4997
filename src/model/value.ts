/** A value that Terraform alone knows, with the expression that stands for it. */
export class Unresolved {
  constructor(public readonly text: string) {}
}

/** What an expression is worth: a plain value, whose leaves may be unresolved. */
export type Value = unknown;

/** A name after a dot, or a key in brackets. */
export type Step = string | number;

/** Names of a `for` or an iterator, which go before those of the stack. */
export type Names = Readonly<Record<string, Value>>;

/** The value as JSON: an unresolved one as the expression that stands for it. */
export function asJson(value: Value): any {
  if (value instanceof Unresolved) return /^".*"$/s.test(value.text) && /[$%]\{/.test(value.text) ? unquoted(value.text) : `\${${value.text}}`;
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

/** Whether nothing of a value is unresolved. */
export function isResolved(value: Value): boolean {
  if (value instanceof Unresolved) return false;
  return value === null || typeof value !== 'object' || Object.values(value).every(isResolved);
}

/** What is behind a name or key of a value. Nothing if it has none. */
export function within(value: Value, step: Step, text = stepText(step)): Value | undefined {
  if (value instanceof Unresolved) return new Unresolved(`${value.text}${text}`);
  if (Array.isArray(value)) return value[Number(step)];
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, step) ? (value as any)[step] : undefined;
}

export function stepText(step: Step): string {
  return typeof step === 'number' ? `[${step}]` : /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}


/** Keys and values of a list or an object. Nothing of anything else. */
export function entriesOf(value: Value): [Value, Value][] | undefined {
  if (Array.isArray(value)) return value.map((v, i) => [i, v]);
  return value !== null && typeof value === 'object' && !(value instanceof Unresolved) ? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1) : undefined;
}
