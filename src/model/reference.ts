import { expression } from '../net/known';

/**
 * The identity of a thing as text. Equal texts mean the same thing.
 *
 * - a literal id is its own identity.
 * - `#stack/type.name` is a managed resource. Two different ones are different things.
 * - `?stack/expression` is known only at apply. Equal text in one stack means the same thing. Any other comparison is
 *   unknown.
 *
 * Identities are plain strings, because a large app has 200,000 of them.
 */
export type Identity = string;

export function isLiteral(id: Identity): boolean {
  const c = id.charCodeAt(0);
  return c !== 35 /* # */ && c !== 63 /* ? */;
}

export function isManaged(id: Identity): boolean {
  return id.charCodeAt(0) === 35;
}

/** Whether an identity is known only at apply. */
export function isOpaque(id: Identity): boolean {
  return id.charCodeAt(0) === 63 /* ? */;
}

/** Whether two identities are certainly different things. An id against a reference is undecided, and so is any expression. */
export function surelyDiffer(a: Identity, b: Identity): boolean {
  return a !== b && (isLiteral(a) ? isLiteral(b) : isManaged(a) && isManaged(b));
}

/** The identity in messages. */
export function named(id: Identity): string {
  return isLiteral(id) ? id : id.slice(id.indexOf('\u0000') + 1);
}

/** A reference to an attribute of a resource or data source. */
export interface AttributeReference {
  readonly data: boolean;
  readonly type: string;
  readonly name: string;
  /** `[0]` or `["key"]`. Empty without an index. */
  readonly index: string;
  readonly attribute: string;
}

const ATTRIBUTE = /^\$\{(data\.)?([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_-]*)(\[[^\]]+\])?\.([a-z][a-z0-9_]*)\}$/;
export function attributeReference(text: string): AttributeReference | undefined {
  const m = ATTRIBUTE.exec(text);
  return m ? { data: m[1] !== undefined, type: m[2], name: m[3], index: m[4] ?? '', attribute: m[5] } : undefined;
}

/**
 * Whether a CIDR is the address of a resource, such as `${alicloud_instance.Web.primary_ip_address}/32`. It changes only
 * with the resource.
 */
export function followsResource(cidr: string): boolean {
  const reference = attributeReference(cidr.replace(/\/\d+$/, ''));
  return reference !== undefined && !reference.data && reference.type.startsWith('alicloud_');
}

/** The root of a reference and the next name. */
const REFERENCE = /(?<![\w.-])([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*)|\[)/g;
/** What refers to no resource of the stack. */
const GIVEN: readonly string[] = ['var', 'path', 'terraform'];

/** The places of references for `mayReachResource`. */
export interface ReferenceScope {
  /** The value of a local, in a list. Undefined if it is unknown. */
  readonly local: (name: string) => readonly [value: unknown] | undefined;
  /** Whether references to this address do not matter. */
  readonly isExcepted?: (address: string) => boolean;
}

/**
 * Whether the expressions in a value may refer to a resource of the stack, also through locals, modules and data sources. Terraform then
 * spreads `create_before_destroy` to that resource.
 */
export function mayReachResource(value: unknown, scope: ReferenceScope, seen: Set<string> = new Set()): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some((inner) => mayReachResource(inner, scope, seen));
  if (typeof value !== 'string' || !expression(value)) return false;
  return [...value.matchAll(REFERENCE)].some(([, root, name]) => {
    if (GIVEN.includes(root) || root === 'data' && name === 'terraform_remote_state' || scope.isExcepted?.(`${root}.${name}`)) return false;
    if (root !== 'local' || name === undefined) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    const found = scope.local(name);
    return found === undefined || mayReachResource(found[0], scope, seen);
  });
}

/** The plain string. Undefined if it is missing, not a string, or known only at apply. */
export function literalText(value: unknown): string | undefined {
  return typeof value === 'string' && !expression(value) ? value : undefined;
}

/** The plain number, or undefined. Terraform also accepts decimal text. */
export function literalNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return undefined;
}

/** The plain boolean, or undefined. */
export function literalBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
