import { ExportedStatus } from './exported-status';

/** Every state that the API is known to say. */
export const STATUSES = Object.values(ExportedStatus);
