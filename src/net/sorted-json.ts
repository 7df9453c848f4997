/** JSON without spaces whose keys are sorted: other languages pass the keys of an object in another order than TypeScript. */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => sortedJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const object = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(object).sort()) {
    if (object[key] !== undefined) text += `${text && ','}${JSON.stringify(key)}:${sortedJson(object[key])}`;
  }
  return `{${text}}`;
}
