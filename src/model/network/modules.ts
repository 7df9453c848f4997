import { expression } from '../../net/known';
import type { MirrorModel } from '../mirror-model';
import { Identity, isManaged } from '../reference';

/** The address of a managed resource, without an index. */
const ADDRESS = /^[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*/;

/**
 * The module of a stack that is handed something of a resource, if there is one: what it makes of it is not in the written
 * Terraform, so rules, listeners or routes may be there that nobody sees.
 */
export function handedTo(model: MirrorModel, identity: Identity): string | undefined {
  if (!isManaged(identity)) return undefined;
  const end = identity.indexOf('\u0000');
  const modules = model.stacks.find((s) => s.path === identity.slice(1, end))?.terraform.module;
  if (modules === undefined) return undefined;
  const address = ADDRESS.exec(identity.slice(end + 1))?.[0];
  const names = new RegExp(`(?:^|[^\\w.])${address?.replace('.', '\\.')}(?![\\w-])`);
  return Object.keys(modules).find((name) => address !== undefined && mentions(modules[name], names));
}

function mentions(value: unknown, names: RegExp): boolean {
  if (typeof value === 'string') return expression(value) && names.test(value);
  return value !== null && typeof value === 'object' && Object.values(value).some((inner) => mentions(inner, names));
}
