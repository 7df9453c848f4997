import { ExportedStatus } from './exported-status';

/** Every state that the API is known to return. */
export const STATUSES = Object.values(ExportedStatus);
