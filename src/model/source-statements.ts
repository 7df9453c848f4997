import type { InterfaceStatement } from './document';

/**
 * What is stated of the sources of one session, in the order in which it lists them. A large app has 200,000 of
 * them, and an object of its own for the ids of each session would cost more than all else that is stated.
 */
export class SourceStatements {
  public static of(statements: SourceStatements | Readonly<Record<string, InterfaceStatement>>): SourceStatements {
    return statements instanceof SourceStatements ? statements : new SourceStatements(Object.keys(statements), Object.values(statements));
  }

  /** @param statements by position of the id */
  constructor(public readonly ids: readonly string[], private readonly statements: readonly (InterfaceStatement | undefined)[]) {}

  /** @param at where the id most likely is */
  public get(id: string, at = 0): InterfaceStatement | undefined {
    return this.statements[this.ids[at] === id ? at : this.ids.lastIndexOf(id)];
  }

  /** The same under other names. */
  public named(name: (id: string) => string): SourceStatements {
    return this.ids.every((id) => name(id) === id) ? this : new SourceStatements(this.ids.map(name), this.statements);
  }

  /** By id, as the file beside a stack holds it. */
  public toJSON(): Record<string, InterfaceStatement> {
    // Without a prototype: an object literal would cost a hidden class for each id.
    const byId = Object.create(null) as Record<string, InterfaceStatement>;
    for (let i = 0; i < this.ids.length; i++) {
      const statement = this.statements[i];
      if (statement) byId[this.ids[i]] = statement;
    }
    return byId;
  }
}
