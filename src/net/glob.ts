/**
 * A pattern for whole texts: `*` matches any characters, `?` matches one.
 *
 * @param below whether the pattern also matches everything below a matching path
 */
export function glob(pattern: string, below = false): RegExp {
  const body = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${body}${below ? '(?:/.*)?' : ''}$`, 's');
}
