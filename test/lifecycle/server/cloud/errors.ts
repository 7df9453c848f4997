/** An answer of the cloud's API that says no. */
export class ApiError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

/** Of a call whose answer is lost on the way. */
export const NO_ANSWER = 'RequestTimeout';

/** No public text gives the service's names of these refusals. */
export const COLLISION_CODES = {
  priority: 'DuplicatedParam.SessionPriority',
  source: 'ResourceInUse.TrafficMirrorSource',
} as const;

export const quotaExceeded = (what: string, limit: number): ApiError =>
  new ApiError('QuotaExceeded', `The quota of ${what} (${limit}) is exceeded.`);

export const notFound = (id: string): ApiError =>
  new ApiError('ResourceNotFound', `The resource ${id} does not exist.`);

export const invalid = (parameter: string, value: unknown): ApiError =>
  new ApiError(`InvalidParameter.${parameter}`, `The parameter ${parameter} is invalid: ${JSON.stringify(value)}.`);
