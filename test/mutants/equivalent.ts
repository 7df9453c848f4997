import { ARRIVAL } from './equivalent-arrival';
import { FILTERS } from './equivalent-filters';
import { NET } from './equivalent-net';
import { PLANNER } from './equivalent-planner';
import { POLICY } from './equivalent-policy';
import { SESSIONS } from './equivalent-sessions';
import type { Equivalent } from './equivalents';

export const EQUIVALENT: readonly Equivalent[] = [
  ...ARRIVAL, ...FILTERS, ...NET, ...PLANNER, ...POLICY, ...SESSIONS,
];
