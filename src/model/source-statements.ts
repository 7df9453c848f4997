import type { InterfaceStatement } from './interface-statement';
import type { StatementTexts } from './statement-texts';
import { sorted } from '../net/sorted';

/**
 * The statements about the sources of one session, in the order of its sources. A large app has 200,000 sources. A separate
 * object with the ids of each session would cost more memory than the statements.
 */
export abstract class SourceStatements {
  public static of(statements: SourceStatements | Readonly<Record<string, InterfaceStatement>>): SourceStatements {
    return statements instanceof SourceStatements ? statements : new ListedStatements(Object.keys(statements), Object.values(statements));
  }

  /** @param statements by position of the id */
  public static listed(ids: readonly string[], statements: readonly (InterfaceStatement | undefined)[]): SourceStatements {
    return new ListedStatements(ids, statements);
  }

  public abstract readonly length: number;

  /** The id at a position. */
  public abstract id(at: number): string;

  /** The statement about the id at a position. */
  public abstract statement(at: number): InterfaceStatement | undefined;

  /** @param at the most likely position of the id */
  public get(id: string, at = 0): InterfaceStatement | undefined {
    if (this.id(at) === id) return this.statement(at);
    for (let i = this.length - 1; i >= 0; i--) if (this.id(i) === id) return this.statement(i);
    return undefined;
  }

  /** The same statements with the ids renamed. */
  public named(name: (id: string) => string): SourceStatements {
    let at = 0;
    while (at < this.length && name(this.id(at)) === this.id(at)) at++;
    if (at === this.length) return this;
    const all = Array.from({ length: this.length }, (_, i) => i);
    return new ListedStatements(all.map((i) => name(this.id(i))), all.map((i) => this.statement(i)));
  }

  /**
   * Sorted by id, as the file next to a stack holds it. Written out by hand: an object with 200,000 ids for its keys would have each
   * of them interned.
   */
  public json(texts: StatementTexts): string {
    if (this.length === 1) {
      const statement = this.statement(0);
      return statement ? `{${JSON.stringify(this.id(0))}:${texts.of(statement)}}` : '{}';
    }
    const entries: string[] = [];
    for (let at = 0; at < this.length; at++) {
      const [id, statement] = [this.id(at), this.statement(at)];
      if (statement && this.isLast(id, at)) entries.push(`${JSON.stringify(id)}:${texts.of(statement)}`);
    }
    return `{${sorted(entries).join(',')}}`;
  }

  /** If an id has two statements, the last one applies. */
  private isLast(id: string, at: number): boolean {
    for (let i = at + 1; i < this.length; i++) if (this.id(i) === id && this.statement(i)) return false;
    return true;
  }
}

class ListedStatements extends SourceStatements {
  /** @param statements by position of the id */
  constructor(private readonly ids: readonly string[], private readonly statements: readonly (InterfaceStatement | undefined)[]) {
    super();
  }

  public get length(): number {
    return this.ids.length;
  }

  public id(at: number): string {
    return this.ids[at];
  }

  public statement(at: number): InterfaceStatement | undefined {
    return this.statements[at];
  }
}
