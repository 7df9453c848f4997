import { readFileSync } from 'fs';
import { join } from 'path';
import { evaluate } from '../../src/model/expression';
import { isResolved, Step, Unresolved, within } from '../../src/model/value';

/** Expressions with the results of Terraform, which `test/lifecycle/expressions.test.ts` compares with the binary. */
export interface ExpressionTable {
  readonly locals: Readonly<Record<string, unknown>>;
  /** Expressions that the model evaluates, with their values. */
  readonly decided: readonly (readonly [expression: string, value: unknown])[];
  /** Expressions that Terraform evaluates and the model does not. */
  readonly open: readonly string[];
  /** Expressions that Terraform refuses. */
  readonly refused: readonly string[];
}

export const TABLE: ExpressionTable = JSON.parse(readFileSync(join(__dirname, 'expressions.json'), 'utf8'));

/** The value of an expression by the model. Undefined if the model does not know it. */
export function evaluated(expression: string): unknown {
  const reference = ([root, ...steps]: readonly Step[], text: string): unknown => {
    const value = root === 'local' ? steps.reduce<unknown>((inner, step) => within(inner, step), TABLE.locals) : undefined;
    return value === undefined ? new Unresolved(text) : value;
  };
  const value = evaluate(`\${${expression}}`, { reference });
  if (value === undefined) throw new Error('an unknown value has its expression');
  return isResolved(value) ? value : undefined;
}
