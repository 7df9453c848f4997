/**
 * The callers of a function, the nearest first. None where errors cannot be changed, for example under --frozen-intrinsics.
 *
 * @param frames the most that are returned
 */
export function callSites(below: (...args: any[]) => unknown, frames: number): readonly NodeJS.CallSite[] {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  // An assignment to a frozen property throws, also one that restores it.
  const set = (limit: number, prepare: typeof prepareStackTrace) =>
    Reflect.set(Error, 'stackTraceLimit', limit) && Reflect.set(Error, 'prepareStackTrace', prepare);
  try {
    if (!set(frames, (_, sites) => sites)) return [];
    Error.captureStackTrace(holder, below);
    const sites = holder.stack;
    return Array.isArray(sites) ? sites : [];
  } finally {
    set(stackTraceLimit, prepareStackTrace);
  }
}
