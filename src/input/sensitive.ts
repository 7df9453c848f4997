import { createHash } from 'crypto';
import { isObject, Json } from './fields';

/** One value of the marks of sensitive values. A mark on the whole applies to each part. */
export function markOf(marks: unknown, name: string | number): unknown {
  if (marks === true) return true;
  return marks !== null && typeof marks === 'object' && Object.hasOwn(marks, name) ? (marks as Json)[name] : undefined;
}

/** A text for a sensitive value, which can be compared but not shown. An id keeps its prefix, because readers check it. */
export function maskedText(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
  const prefix = typeof value === 'string' ? /^[a-z]{1,6}-/.exec(value)?.[0] : undefined;
  return prefix === undefined ? `(sensitive ${hash})` : `${prefix}sensitive${hash}`;
}

/** A value as it can be shown, by its mark. */
export function masked(value: unknown, mark: unknown): unknown {
  return mark === true && value !== undefined ? maskedText(value) : value;
}

/** The ids that join the resources of a state. */
const JOINING: readonly string[] = ['id', 'instance_id', 'network_interface_id', 'vswitch_id', 'vpc_id'];

/** Values without the sensitive ones. Masked ids still join resources. */
export function withoutSensitive(values: Json, marks: unknown): Json {
  if (!hasMark(marks)) return values;
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    const mark = markOf(marks, name);
    if (!hasMark(mark)) return [[name, value]];
    if (mark === true) return typeof value === 'string' && JOINING.includes(name) ? [[name, maskedText(value)]] : [];
    if (Array.isArray(value)) {
      return [[name, value.flatMap((one, i) => {
        const own = markOf(mark, i);
        return own === true ? [] : [isObject(one) ? withoutSensitive(one, own) : one];
      })]];
    }
    return [[name, isObject(value) ? withoutSensitive(value, mark) : value]];
  }));
}

function hasMark(marks: unknown): boolean {
  return marks === true || marks !== null && typeof marks === 'object' && Object.values(marks).some(hasMark);
}
