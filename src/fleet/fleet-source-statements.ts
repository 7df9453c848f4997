import type { TerraformStack } from 'cdktf';
import type { LedgerSession } from './ledger-file';
import type { MirrorPlan } from './mirror-plan';
import type { InterfaceStatement } from '../model/document';
import { SourceStatements } from '../model/source-statements';
import { resolvedText, sourceStatement } from '../session/statements';

/** What is stated of the sources of a fleet's session, looked up in the plan: a copy of it for each would cost as much as the plan. */
export class FleetSourceStatements extends SourceStatements {
  constructor(private readonly plan: MirrorPlan, private readonly session: LedgerSession, private readonly stack: TerraformStack) {
    super();
  }

  public get length(): number {
    return this.session.sources.length;
  }

  /** Whether anything is stated. */
  public get isAny(): boolean {
    for (let at = 0; at < this.length; at++) if (this.statement(at)) return true;
    return false;
  }

  /** Empty for a source that is no longer given. */
  public id(at: number): string {
    const source = this.plan._source(this.session, at);
    return source ? resolvedText(this.stack, source.interfaceId) : '';
  }

  public statement(at: number): InterfaceStatement | undefined {
    const source = this.plan._source(this.session, at);
    return source && sourceStatement(source);
  }
}
