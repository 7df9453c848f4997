import type { TerraformStack } from 'cdktf';
import type { InterfaceStatement } from '../model/document';
import { SourceStatements } from '../model/source-statements';
import type { MirrorSource } from '../session/mirror-source';
import { resolvedText, sourceStatement } from '../session/statements';

/** What is set of the sources of a fleet's session, as the plan has them: a copy would cost as much as the plan. */
export class FleetSourceStatements extends SourceStatements {
  /** @param sources undefined for one that is no longer given */
  constructor(private readonly sources: readonly (MirrorSource | undefined)[], private readonly stack: TerraformStack) {
    super();
  }

  public get length(): number {
    return this.sources.length;
  }

  /** Whether anything is set. */
  public get isAny(): boolean {
    for (let at = 0; at < this.length; at++) if (this.statement(at)) return true;
    return false;
  }

  /** Empty for a source that is no longer given. */
  public id(at: number): string {
    const source = this.sources[at];
    return source ? resolvedText(this.stack, source.interfaceId) : '';
  }

  public statement(at: number): InterfaceStatement | undefined {
    const source = this.sources[at];
    return source && sourceStatement(source);
  }
}
