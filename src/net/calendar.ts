/** Whether a value is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The time of the run, in milliseconds since 1970. `SOURCE_DATE_EPOCH` sets it, in seconds, so that a run can be repeated. */
export function now(): number {
  const { SOURCE_DATE_EPOCH: seconds } = process.env;
  return seconds !== undefined && /^\d{1,11}$/.test(seconds) ? Number(seconds) * 1_000 : Date.now();
}

/** The day of the run in UTC, as YYYY-MM-DD. */
export function today(): string {
  return new Date(now()).toISOString().slice(0, 10);
}
