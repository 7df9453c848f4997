/** The number of items of a long list in one line. */
const SHOWN = 3;

/** The first few items of a list, since a finding is one line in a terminal. */
export function few(items: readonly string[]): string {
  return items.length <= SHOWN ? items.join(', ') : `${items.slice(0, SHOWN).join(', ')} and ${items.length - SHOWN} more`;
}

/** `1 session`, `2 sessions`. */
export function counted(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? '' : 's'}`;
}
