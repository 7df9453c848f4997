/** The construct that a person wrote: our constructs keep their resource in a child named Resource. */
export function label(path: string): string {
  return path.endsWith(MAIN_CHILD) ? path.slice(0, -MAIN_CHILD.length) : path;
}

const MAIN_CHILD = '/Resource';
