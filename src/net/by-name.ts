/** A table whose names come from input. It contains only the given rows, also for a name such as `constructor`. */
export function byName<T>(rows: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, rows);
}
