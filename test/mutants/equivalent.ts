/** A mutant that no test can kill, since it changes nothing that anybody sees. */
export interface Equivalent {
  readonly file: string;
  /** The line in which it begins, without its indentation. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
];
