import type { Words } from './phrase';

/** The construct that a person wrote: our constructs keep their resource in a child named Resource. */
export function label<T extends Words>(path: T): T {
  return typeof path === 'string' && path.endsWith(MAIN_CHILD) ? path.slice(0, -MAIN_CHILD.length) as T : path;
}

const MAIN_CHILD = '/Resource';
