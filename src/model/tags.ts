import { expression } from '../net/known';
import { isObject } from './terraform-form';

/** The tags of a resource, as far as they are known. */
export interface Tags {
  /** Tags with known key and value. */
  readonly known: Readonly<Record<string, string>>;
  /** The keys whose values are known only at apply. */
  readonly open: readonly string[];
  /** Whether there is no other key. */
  readonly complete: boolean;
}

/** No tag at all. */
export const NO_TAGS: Tags = { known: {}, open: [], complete: true };
/** All tags are unknown. */
export const UNKNOWN_TAGS: Tags = { known: {}, open: [], complete: false };

/** The tags in an argument of a resource. */
export function tagsOf(written: unknown): Tags {
  if (written === undefined || written === null) return NO_TAGS;
  if (!isObject(written)) return UNKNOWN_TAGS;
  const known: Record<string, string> = {};
  const open: string[] = [];
  let complete = true;
  for (const [key, value] of Object.entries<unknown>(written)) {
    if (expression(key)) complete = false;
    else if (typeof value === 'number' || typeof value === 'boolean') known[key] = String(value);
    else if (typeof value === 'string' && !expression(value)) known[key] = value;
    // A tag with the value null does not exist.
    else if (value !== null) open.push(key);
  }
  return { known, open, complete };
}
