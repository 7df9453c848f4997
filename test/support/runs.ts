import type { Parameters } from 'fast-check';

/** How much more than usual is played: `DEPTH=10 npm test` plays ten times the cases, from new seeds. */
export const DEPTH = Number(process.env.DEPTH ?? 1);

/**
 * How often a property is played. The suite plays the same cases each time, so that a red run is a fault of the change at hand; what
 * no run has played yet is for `DEPTH`.
 */
export function played<T = unknown>(numRuns: number, seed: number): Parameters<T> {
  return DEPTH > 1 ? { numRuns: numRuns * DEPTH } : { numRuns, seed };
}

/** Each of a list under `DEPTH`, otherwise `few` of them, which are others for each `turn`, so that all are taken over the turns. */
export function inTurn<T>(all: readonly T[], few: number, turn: number): readonly T[] {
  if (DEPTH > 1 || all.length <= few) return all;
  return Array.from({ length: few }, (_, i) => all[(turn * few + i) % all.length]);
}
