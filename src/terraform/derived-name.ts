import { createHash } from 'crypto';

/** The length of a name. Bytes of UTF-8 and characters are the same here: derived names are ASCII or cut by bytes. */
interface Bounds {
  readonly max: number;
}

/** A construct path that a name shows completely: a letter first, and no character that stands for another one in the name. */
const SHOWN = /^[A-Za-z][A-Za-z0-9/-]*$/;
const PREFIX = 'tm';

/**
 * A name of a resource from the path of its construct that the service accepts for every kind of resource that we name: letters,
 * digits, - and _, and a letter first. A path that does not fit into such a name is replaced by its end, which distinguishes
 * resources, and a hash, so that two paths never have the same name.
 *
 * @param suffix the last word of the name
 */
export function derivedName(path: string, suffix: string, { max }: Bounds): string {
  const name = `${path.replace(/\//g, '_')}-${suffix}`;
  if (SHOWN.test(path) && name.length <= max) return name;
  const end = `-${suffix}-${shortHash(path)}`;
  const shown = (length: number): string =>
    path.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/[-_]+$/, '').slice(-length).replace(/^[-_]+/, '');
  const kept = shown(max - end.length);
  if (/^[A-Za-z]/.test(kept)) return `${kept}${end}`;
  return `${PREFIX}${kept === '' ? '' : `-${shown(max - end.length - PREFIX.length - 1)}`}${end}`;
}

/** Eight digits that differ for different texts. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** A name with a number behind. If both do not fit into that many bytes of UTF-8, a hash replaces the end of the name. */
export function numberedName(name: string, number: number, { max }: Bounds): string {
  let kept = name.replace(/^https?:\/\//, '');
  const end = Buffer.byteLength(`${kept}-${number}`) <= max ? `-${number}` : `-${shortHash(name)}-${number}`;
  while (Buffer.byteLength(kept + end) > max) kept = [...kept].slice(0, -1).join('');
  return `${kept}${end}`;
}

/** A reference by names without hyphens and by literal keys: its Terraform name shows all of it, and no id or key looks like that. */
const REFERENCE = /^\$\{\w+(?:\.\w+|\["\w+"\]|\[\d+\])+\}$/;

/** A text in a form that a part of a Terraform name may have. Two texts never have the same one. */
export function terraformName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
  return name === text || REFERENCE.test(text) ? name : `${name}_${shortHash(text)}`;
}
