import { newApp, newStack, written } from './app';
import { goldens, pathsOf } from '../../schema/written';
import { ADOPTION_ROWS } from '../tokens/rows/adoption';
import { COLLECTOR_ROWS } from '../tokens/rows/collector';
import { FILTER_ROWS } from '../tokens/rows/filter';
import { FLEET_ROWS } from '../tokens/rows/fleet';
import { POLICY_ROWS } from '../tokens/rows/policy';
import { SESSION_ROWS } from '../tokens/rows/session';
import { STATEMENT_ROWS } from '../tokens/rows/statements';

/** Each input of the library, with an app in which it is given. */
export const ROWS = [
  ...SESSION_ROWS, ...FLEET_ROWS, ...STATEMENT_ROWS, ...FILTER_ROWS, ...COLLECTOR_ROWS, ...POLICY_ROWS, ...ADOPTION_ROWS,
];

let stacks: Map<string, any> | undefined;

/** The Terraform of an app for each input of the library, with that input given, and of every example. */
export function stacksOfEverything(): Map<string, any> {
  return stacks ??= synthesizeEverything();
}

function synthesizeEverything(): Map<string, any> {
  const found = goldens();
  for (const [i, row] of ROWS.entries()) {
    // What a wrong value does is for the tests of tokens.
    const app = newApp({ skipValidation: true, context: { trafficMirrorPlaceUnrecorded: true } });
    row.give(newStack(app), row.plain);
    app.synth();
    for (const [id, stack] of Object.entries(written(app))) found.set(`${row.input} ${i} ${id}`, stack);
  }
  return found;
}

/** Every path of the provider's schema that the constructs and the examples write or refer to. */
export function everythingWritten(): Set<string> {
  return new Set([...stacksOfEverything().values()].flatMap((stack) => [...pathsOf(stack)]));
}
