import { PLANNER } from './equivalent-planner';
import type { Equivalent } from './equivalents';

export const EQUIVALENT: readonly Equivalent[] = [
  ...PLANNER,
];
