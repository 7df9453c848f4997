import { CHECKS_EN } from './en/checks';
import { compare } from '../net/compare';
import { editDistance } from '../net/edit-distance';
import { CheckTexts, Place, Reader, Reason, Text } from './reason';

/** The id of a check, for example `TM201`. */
export type CheckId = keyof typeof CHECKS_EN;

/** The reasons of a check. */
export type ReasonOf<Id extends CheckId> = keyof typeof CHECKS_EN[Id]['reasons'] & string;

/** The parameters of a reason. */
export type ParametersOf<Id extends CheckId, Key extends ReasonOf<Id>> = typeof CHECKS_EN[Id]['reasons'][Key] extends Reason<infer P> ? P : never;

/** A reason and its parameters, which are left out if it has none. */
export type Because<Id extends CheckId, Key extends ReasonOf<Id>> = {} extends ParametersOf<Id, Key>
  ? [reason: Key, parameters?: ParametersOf<Id, Key>] : [reason: Key, parameters: ParametersOf<Id, Key>];

/** A finding in words. */
export interface Sentences {
  readonly problem: string;
  readonly fix: string;
  readonly effect?: string;
}

const CHECKS: Record<string, CheckTexts> = CHECKS_EN;

/** What must hold for a check to pass. */
export function titleOf(id: string): string {
  return CHECKS[id].title;
}

/** The ids of all checks, in their order. */
export function checkIds(): string[] {
  return Object.keys(CHECKS).sort();
}

/** A finding in words. */
export function sentences(id: string, key: string, parameters: object, place: Place, reader: Reader): Sentences {
  const texts = CHECKS[id]?.reasons[key];
  if (!texts) throw new Error(`check ${id} has no reason ${key}`);
  const all = { ...parameters, ...place };
  const effect = texts.effect === undefined ? undefined : spoken(texts.effect, all, reader);
  return { problem: spoken(texts.problem, all, reader)!, fix: spoken(texts.fix, all, reader)!, ...effect !== undefined && { effect } };
}

function spoken(text: Text<any>, parameters: object, reader: Reader): string | undefined {
  return typeof text === 'string' ? text : text(parameters as any, reader);
}

/** How many ids an error suggests. */
const SUGGESTED = 5;

/** The ids most like a wrong one, the nearest first. */
export function nearestCheckIds(id: string): string[] {
  // JavaScript may give anything, and so may a token.
  const wanted = typeof id === 'string' ? id.trim().toUpperCase() : '';
  const distances = new Map(checkIds().map((known) => [known, editDistance(wanted, known)]));
  return [...distances].sort(([a, m], [b, n]) => m - n || compare(a, b)).slice(0, SUGGESTED).map(([known]) => known);
}
