import { ExportedStatus } from './exported-status';

/** Every known status of the API. */
export const STATUSES = Object.values(ExportedStatus);
