import { IConstruct } from 'constructs';
import { Bounds, TAGS_PER_RESOURCE, tagKeyProblem, textProblem, within } from '../catalog/limits';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';

/** Throws where a literal name or description is outside the limits. */
export function checkText(construct: IConstruct, what: string, bounds: Bounds, given?: string): void {
  if (given === undefined || !known(given)) return;
  const problem = textProblem(bounds, given);
  if (problem) {
    throw refusal({
      path: construct.node.path, what: `${what}, which is ${problem.problem}`, got: given,
      allowed: `${bounds.min} to ${bounds.max} bytes, not starting with http:// or https://`, fix: problem.fix,
    });
  }
}

/** Throws where a literal tag is outside the limits. */
export function checkTags(construct: IConstruct, tags?: { [key: string]: string }): void {
  if (tags === undefined || !known(tags)) return;
  const keys = Object.keys(tags);
  if (keys.length > TAGS_PER_RESOURCE) {
    throw refusal({ path: construct.node.path, what: 'tags', got: `${keys.length} tags`, allowed: `at most ${TAGS_PER_RESOURCE}`, fix: 'leave some out' });
  }
  for (const key of keys) {
    const problem = tagKeyProblem(key);
    if (problem) throw refusal({ path: construct.node.path, what: `a tag's key, which ${problem.problem}`, got: key, allowed: 'keys as the service takes them', fix: problem.fix });
  }
}

/** Throws where a literal number is not a whole one within the bounds. */
export function checkNumber(construct: IConstruct, what: string, bounds: Bounds, given: number | undefined, fix: string): void {
  if (given === undefined || !known(given) || within(bounds, given)) return;
  throw refusal({ path: construct.node.path, what, got: given, allowed: `whole numbers ${bounds.min} to ${bounds.max}`, fix });
}

/** Throws where a token is given for a construct or value of a class, which the compiler lets pass where it has no type (`variable.value`). */
export function refuseToken(path: string, what: string, given: unknown, allowed: string, fix: string): void {
  if (typeof given === 'string' || tokenName(given) !== undefined) throw refusal({ path, what, got: given, allowed, fix });
}

/** Throws where a literal rate is no positive number. */
export function checkMbps(what: string, given?: number): void {
  if (given === undefined || !known(given) || Number.isFinite(given) && given > 0) return;
  throw refusal({ what, got: given, allowed: 'Mbit/s above 0', fix: 'write the rate at the busiest, or leave it out' });
}
