import { IMirrorCheck } from './check';
import { TM301 } from './tm301-sessions-per-source';
import { TM305 } from './tm305-session-enabled';

/** Every check, in the order of its id. */
export const ALL_CHECKS: IMirrorCheck[] = [
  TM301,
  TM305,
];
