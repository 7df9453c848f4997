import type { Words } from './phrase';

/** The construct that a person wrote: our constructs keep their resource in a child named Resource. */
export function label<T extends Words | undefined>(path: T): T {
  return typeof path === 'string' && path.endsWith(MAIN_CHILD) ? path.slice(0, -MAIN_CHILD.length) as T : path;
}

const MAIN_CHILD = '/Resource';

/** Whether a page's address opens as it is: on the web, or as a path from the root. Otherwise it is a path in the package. */
export function isWhole(page: string): boolean {
  return /^(?:https:|\/|[a-z]:[\\/])/i.test(page);
}
