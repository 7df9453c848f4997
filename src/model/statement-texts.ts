import type { InterfaceStatement } from './interface-statement';
import { sortedJson } from '../net/sorted-json';

/** How many texts are remembered: a large app has few kinds of interfaces. */
const REMEMBERED = 8;

/** The JSON of statements about interfaces, with the tags that somebody asks for. Statements alike have one text. */
export class StatementTexts {
  private readonly recent: { readonly statement: InterfaceStatement; readonly text: string }[] = [];

  constructor(private readonly tagKeys: readonly string[] = []) {}

  public of(statement: InterfaceStatement): string {
    for (const known of this.recent) if (alike(known.statement, statement)) return known.text;
    const text = sortedJson(withTags(statement, this.tagKeys));
    this.recent.unshift({ statement, text });
    if (this.recent.length > REMEMBERED) this.recent.pop();
    return text;
  }
}

/** Whether two statements have the same values. Lists and tags must be the same object. */
function alike(a: InterfaceStatement, b: InterfaceStatement): boolean {
  if (a === b) return true;
  for (const name in a) if (a[name as keyof InterfaceStatement] !== b[name as keyof InterfaceStatement]) return false;
  for (const name in b) if (a[name as keyof InterfaceStatement] !== b[name as keyof InterfaceStatement]) return false;
  return true;
}

/** A statement with only the tags that are needed, since an estate has hundreds of others. */
function withTags({ tags, ...rest }: InterfaceStatement, keys: readonly string[]): InterfaceStatement {
  if (!tags || keys.length === 0) return rest;
  // Keeps the fact that the tag is missing, which differs from unknown.
  return { ...rest, tags: Object.fromEntries(keys.flatMap((key) => Object.hasOwn(tags, key) ? [[key, tags[key]]] : [])) };
}
