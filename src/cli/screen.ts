import type { Terminal } from './command';

/** Standard output, as Node describes it. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The width and the colours of the screen. Results that go to a file or another program have neither. */
export function screenOf(
  environment: Readonly<Record<string, string | undefined>>,
  { isTTY, columns }: Stream,
): Pick<Terminal, 'columns' | 'colour'> {
  if (isTTY !== true) return { colour: false };
  // https://no-color.org: any value except the empty one.
  const { NO_COLOR, TERM } = environment;
  return { columns, colour: (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb' };
}
