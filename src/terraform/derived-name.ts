/** How long a name may be, and whether bytes of UTF-8 or characters count is the same here: derived names are ASCII or cut by bytes. */
interface Bounds {
  readonly max: number;
}

const LETTER_FIRST = /^[A-Za-z]/;

/**
 * A name from a construct path that the service takes for every kind of resource that we name: letters, digits, - and _,
 * a letter first, its end kept if it must be cut, since the end distinguishes resources.
 */
export function derivedName(text: string, { max }: Bounds): string {
  const name = text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[-_]+/, '').slice(-max).replace(/^[-_]+/, '');
  return LETTER_FIRST.test(name) ? name : `${PREFIX}${name.slice(-(max - PREFIX.length)).replace(/^[-_]+/, '')}`;
}

const PREFIX = 'tm-';

/** A name with a number behind, cut in front of it so that both fit into that many bytes of UTF-8. */
export function numberedName(name: string, number: number, { max }: Bounds): string {
  const end = `-${number}`;
  let kept = name.replace(/^https?:\/\//, '');
  while (Buffer.byteLength(kept + end) > max) kept = [...kept].slice(0, -1).join('');
  return `${kept}${end}`;
}

/** A text in a form that a Terraform name may contain. */
export function terraformName(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
}
