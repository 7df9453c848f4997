/** A mutant that no test can kill, since it changes nothing that anybody sees. */
export interface Equivalent {
  readonly file: string;
  /** The line in which it begins, without its indentation. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

/** Mutants of one line that change nothing for one reason. */
export function alike(
  file: string, line: string, changes: readonly (readonly [from: string, to: string])[], because: string,
): Equivalent[] {
  return changes.map(([from, to]) => ({ file, line, from, to, because }));
}
