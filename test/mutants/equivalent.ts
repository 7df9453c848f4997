import { ARRIVAL } from './equivalent-arrival';
import { FILTERS } from './equivalent-filters';
import { MODEL } from './equivalent-model';
import { NET } from './equivalent-net';
import { PLANNER } from './equivalent-planner';
import { POLICY } from './equivalent-policy';
import { SESSIONS } from './equivalent-sessions';
import type { Equivalent } from './equivalents';

export const EQUIVALENT: readonly Equivalent[] = [
  ...ARRIVAL, ...FILTERS, ...MODEL, ...NET, ...PLANNER, ...POLICY, ...SESSIONS,
];
