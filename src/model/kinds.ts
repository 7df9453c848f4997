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
  return kindIn(text);
}

/** A reference to an attribute of a resource or data source, with the steps into it. A text is a literal id. */
const PART = /(?<![\w.])(data\.)?([a-z][a-z0-9_]*)\.([\w-]+)((?:\[[^\]]*\]|\.[\w*]+)+)|"([^"$%]*)"/g;
/** Functions that return one of their arguments, or of the elements of a list, and the signs between them. */
const CHOOSING = new RegExp(
  String.raw`\b(?:coalesce|compact|concat|distinct|element|flatten|format|join|one|reverse|sort|tolist|toset|tostring|trimspace|try)\(`
    + String.raw`|[\s()[\],:?\d]`,
  'g',
);

/** The kind that all references of an expression have, if its value is that of one of them. */
function kindIn(text: string): IdKind | undefined {
  const body = /^\$\{(.*)\}$/s.exec(text)?.[1];
  if (body === undefined || body.includes('${')) return undefined;
  const kinds = new Set<IdKind | undefined>();
  // The condition of a conditional expression chooses.
  const rest = body.replace(/^[^?]*\?/, '').replace(PART, (_, data, type, _name, path, literal) => {
    // `""` and `"%s"` are arguments of functions.
    if (literal === undefined) kinds.add(data ? dataKind(type, path.slice(1).replace(/(?<=\w)\[[^\]]*\]$/, '')) : attributeOf(type, path));
    else if (literal !== '' && literal !== '%s') kinds.add(literalKind(literal));
    return '';
  });
  return kinds.size === 1 && rest.replace(CHOOSING, '') === '' ? [...kinds][0] : undefined;
}

/** @param path the steps after the name, for example `[0].id` or `[*].id[0]` */
function attributeOf(type: string, path: string): IdKind | undefined {
  const m = /^(?:\[[^\]]*\])?\.([a-z_]+)(?:\[[^\]]*\])?$/.exec(path);
  return m && type.includes('_') ? attributeKind(type, m[1]) : undefined;
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
