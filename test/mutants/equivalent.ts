import { PLANNER } from './equivalent-planner';
import { POLICY } from './equivalent-policy';
import type { Equivalent } from './equivalents';

export const EQUIVALENT: readonly Equivalent[] = [
  ...PLANNER, ...POLICY,
];
