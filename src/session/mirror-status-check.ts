import { IResolveContext, Lazy, TerraformElement, Token } from 'cdktf';
import { Construct } from 'constructs';
import { TERRAFORM_SINCE } from '../catalog/versions';
import { refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';
import { requireTerraform } from '../terraform/required-version';

/** Properties of a `MirrorStatusCheck`. */
export interface MirrorStatusCheckProps {
  /**
   * The ids of sessions of this stack, each as a reference: `session.sessionId`, or `fleet.session(key).sessionId`.
   * An id written as text names no resource whose status Terraform could read.
   */
  readonly sessionIds: string[];
}

/** What a session's id refers to. Other references have no status. */
const SESSION_ID = /^\$\{(alicloud_vpc_traffic_mirror_session\.[A-Za-z0-9_-]+)\.id\}$/;

/**
 * A Terraform `check` block that warns, at every plan and apply, if a session has another status than `Created`. It
 * never fails an apply, changes nothing of a session, and its outcome is in the plan's JSON under `checks`.
 *
 * Requires Terraform 1.5. cdktf cannot write it in HCL, so it is left out there. It does not find a session that is
 * suspended for an unpaid bill: the provider does not report that.
 *
 * @example
 * declare const fleet: MirroredFleet;
 *
 * new MirrorStatusCheck(this, 'Running', { sessionIds: [fleet.session('eni-bp1web').sessionId] });
 */
export class MirrorStatusCheck extends Construct {
  constructor(scope: Construct, id: string, props: MirrorStatusCheckProps) {
    super(scope, id);
    const { sessionIds } = props ?? {};
    if (!Array.isArray(sessionIds) || sessionIds.length === 0 || tokenName(sessionIds) !== undefined) {
      throw refusal({ path: this.node.path, what: 'sessionIds', got: sessionIds, allowed: 'a list of at least one id', fix: 'give session.sessionId of each session to look at' });
    }
    for (const session of sessionIds) {
      if (typeof session !== 'string' || !Token.isUnresolved(session)) {
        throw refusal({
          path: this.node.path, what: 'an item of sessionIds', got: session, allowed: 'the id of a session of this stack, as a reference',
          fix: 'give session.sessionId of a MirrorSession, or fleet.session(key).sessionId',
        });
      }
    }
    new CheckElement(this, 'Check', sessionIds);
  }
}

/** One check with an assertion for each session. */
class CheckElement extends TerraformElement {
  constructor(scope: Construct, id: string, private readonly sessionIds: string[]) {
    super(scope, id);
    requireTerraform(this, TERRAFORM_SINCE.checkBlocks);
  }

  public toTerraform(): any {
    return { check: { [this.friendlyUniqueId]: { assert: Lazy.anyValue({ produce: (context) => this.assertions(context) }) } } };
  }

  private assertions(context: IResolveContext): object[] {
    return this.sessionIds.map((id) => {
      const text = String(context.resolve(id));
      const address = SESSION_ID.exec(text)?.[1];
      if (address === undefined) {
        throw refusal({
          path: this.node.scope!.node.path, what: 'an item of sessionIds', got: text, allowed: 'the id of a session of this stack',
          fix: 'put the check into the stack of the session, and give session.sessionId',
        });
      }
      return { condition: `\${${address}.status == "Created"}`, error_message: `${address} has status \${${address}.status}: its sources may not be mirrored.` };
    });
  }
}
