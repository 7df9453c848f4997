import { attributeKind, dataKind, IdKind, literalKind } from '../catalog/id-kinds';
import { Identity, isLiteral, isManaged, named } from './reference';

/** The kind of an id. `none` for a text that is no id, undefined if the kind is unknown. */
export function kindOf(identity: Identity): IdKind | 'none' | undefined {
  if (isLiteral(identity)) return literalKind(identity) ?? 'none';
  const text = named(identity);
  if (isManaged(identity)) {
    const m = /^([a-z][a-z0-9_]*)\.[\w-]+(?:\[[^\]]*\])?(?:\.([a-z_]+))?$/.exec(text);
    return m ? attributeKind(m[1], m[2] ?? 'id') : undefined;
  }
  const data = /^\$\{data\.([a-z][a-z0-9_]*)\.[\w-]+\.(.+)\}$/.exec(text);
  if (data) return dataKind(data[1], data[2]);
  const m = /^\$\{([a-z][a-z0-9_]*)\.[\w-]+(?:\[[^\]]*\])?\.([a-z_]+)(?:\[[^\]]*\])?\}$/.exec(text);
  return m && m[1].includes('_') ? attributeKind(m[1], m[2]) : undefined;
}

/** Whether an id is certainly that of a network interface. */
export function isNetworkInterface(identity: Identity): boolean {
  // Nearly every id of a large app.
  return identity.startsWith('eni-') || kindOf(identity) === 'network interface';
}

/** Whether an id is certainly of another kind. */
export function isOther(identity: Identity, kind: IdKind): boolean {
  if (kind === 'network interface' && isNetworkInterface(identity)) return false;
  const own = kindOf(identity);
  return own !== undefined && own !== kind;
}
