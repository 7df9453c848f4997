import type { TerraformStack } from 'cdktf';
import type { InterfaceStatement } from '../model/interface-statement';
import { SourceStatements } from '../model/source-statements';
import type { MirrorSource } from '../session/mirror-source';
import { sourceStatement } from '../session/statements';
import { resolvedText } from '../terraform/resolved-text';

/** The options of the sources of a fleet's session. It reads them from the plan, because a copy would take as much memory as the plan. */
export class FleetSourceStatements extends SourceStatements {
  /** @param sources the sources of the session. Undefined for a source that the fleet no longer has */
  constructor(private readonly sources: readonly (MirrorSource | undefined)[], private readonly stack: TerraformStack) {
    super();
  }

  public get length(): number {
    return this.sources.length;
  }

  /** Whether any source has an option. */
  public get isAny(): boolean {
    for (let at = 0; at < this.length; at++) if (this.statement(at)) return true;
    return false;
  }

  /** The id of a source. Empty if the fleet no longer has the source. */
  public id(at: number): string {
    const source = this.sources[at];
    return source ? resolvedText(this.stack, source.interfaceId) : '';
  }

  public statement(at: number): InterfaceStatement | undefined {
    const source = this.sources[at];
    return source && sourceStatement(source);
  }
}
