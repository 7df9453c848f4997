import { TerraformStack } from 'cdktf';
import { TokenType } from './kinds';

/** What comes of a token that is given. */
export type Outcome =
  /** It stands in the Terraform as the expression that it is. */
  | 'written'
  /** It is no statement: nothing is kept of it, and checks know no more than without it. */
  | 'unstated'
  /** The line that gives it throws. */
  | 'refused';

/** One input of the library, and what must come of every token that the compiler lets pass there. */
export interface Row {
  /** As `publicInputs` names it. */
  readonly input: string;
  /** Which part of the input, where it has several. */
  readonly part?: string;
  /** The types of token that the compiler takes; what has no type passes everywhere. */
  readonly takes: Exclude<TokenType, 'untyped'>[];
  /** A value that is right, for which nothing is found. */
  readonly plain: any;
  /** Gives the value in a right app. */
  readonly give: (stack: TerraformStack, value: any) => unknown;
  readonly outcome: Outcome;
  /** Where it is written; a pattern where the path comes from what is written, of which there is one. */
  readonly at?: { readonly type: string; readonly path: string | RegExp; readonly attribute: string };
  /** What is written around the expression, the expression itself unless said. */
  readonly as?: (expression: string) => unknown;
  /** Checks that need the value: each says that it cannot decide, and nothing else is said. */
  readonly unknown?: string[];
  /** Checks that pass where the value is known and say nothing where it is not. */
  readonly silent?: string[];
  /** The ledger is kept in memory, which TM516 says. */
  readonly inMemory?: boolean;
  /** Words of the error. */
  readonly error?: RegExp;
}

/** A row for something that is refused whatever token is given. */
export function refused(input: string, takes: Row['takes'], plain: any, error: RegExp, give: Row['give']): Row {
  return { input, takes, plain, outcome: 'refused', error, give };
}
