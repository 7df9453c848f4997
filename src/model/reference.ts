import { expression } from '../net/known';

/**
 * The identity of a thing as text: two equal texts are one thing.
 *
 * - a literal id is itself.
 * - `#stack/type.name` is a managed resource, two of which are two things.
 * - `?stack/expression` is known to Terraform alone: equal text in one stack is one thing, any other comparison
 *   of it is unknown.
 *
 * Plain strings, because a large app has 200,000 of them.
 */
export type Identity = string;

export function isLiteral(id: Identity): boolean {
  const c = id.charCodeAt(0);
  return c !== 35 /* # */ && c !== 63 /* ? */;
}

export function isManaged(id: Identity): boolean {
  return id.charCodeAt(0) === 35;
}

/** Whether two identities that differ as text are surely two things. */
export function surelyDiffer(a: Identity, b: Identity): boolean {
  return (isLiteral(a) && isLiteral(b)) || (isManaged(a) && isManaged(b));
}

/** The identity as a reader would name it. */
export function named(id: Identity): string {
  return isLiteral(id) ? id : id.slice(id.indexOf('\u0000') + 1);
}

/** A reference to an attribute of a resource or data source. */
export interface AttributeReference {
  readonly data: boolean;
  readonly type: string;
  readonly name: string;
  /** `[0]` or `["key"]`, empty if there is none. */
  readonly index: string;
  readonly attribute: string;
}

const ATTRIBUTE = /^\$\{(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_-]*)(\[[^\]]+\])?\.([a-z][a-z0-9_]*)\}$/;
export function attributeReference(text: string): AttributeReference | undefined {
  const m = ATTRIBUTE.exec(text);
  return m ? { data: m[1] !== undefined, type: m[2], name: m[3], index: m[4] ?? '', attribute: m[5] } : undefined;
}

/** Whether a CIDR is the address of a resource, such as `${alicloud_instance.Web.primary_ip_address}/32`: it changes with the resource only. */
export function followsResource(cidr: string): boolean {
  const reference = attributeReference(cidr.replace(/\/\d+$/, ''));
  return reference !== undefined && !reference.data && reference.type.startsWith('alicloud_');
}

/** The plain string, or nothing if it is missing, no string, or only known to Terraform. */
export function literalText(value: unknown): string | undefined {
  return typeof value === 'string' && !expression(value) ? value : undefined;
}

/** The plain number (Terraform takes decimal text as well), or nothing. */
export function literalNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return undefined;
}

/** The plain truth value, or nothing. */
export function literalBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
