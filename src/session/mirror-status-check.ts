import { IResolveContext, Lazy, TerraformElement, Token } from 'cdktf';
import { Construct } from 'constructs';
import { TERRAFORM_SINCE } from '../catalog/versions';
import { refusal } from '../net/refusal';
import { tokenName } from '../net/token-name';
import { requireTerraform } from '../terraform/required-version';

/** Properties of a `MirrorStatusCheck`. */
export interface MirrorStatusCheckProps {
  /**
   * The ids of sessions of this stack, each as a reference: `session.sessionId`, or `fleet.session(key).sessionId`. A literal id
   * is not allowed, since Terraform cannot read the status of its session.
   */
  readonly sessionIds: string[];
}

/** The form of a reference to a session's id. Other references have no status. */
const SESSION_ID = /^\$\{(alicloud_vpc_traffic_mirror_session\.[A-Za-z0-9_-]+)\.id\}$/;

/**
 * A Terraform `check` block that warns at every plan and apply if the status of a session is not `Created`. It never fails an
 * apply and never changes a session. The result is in the plan's JSON under `checks`.
 *
 * Requires Terraform 1.5. It is left out of HCL output, since cdktf cannot write `check` blocks in HCL. It does not detect
 * sessions that are suspended because of an unpaid bill, since the provider does not report this. A session that is switched off
 * in the console is a change in the plan, not a warning.
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
      throw refusal({
        path: this.node.path,
        what: 'sessionIds',
        got: sessionIds,
        allowed: 'a list of at least one id',
        fix: 'pass session.sessionId of each session to check',
      });
    }
    for (const session of sessionIds) {
      if (typeof session !== 'string' || !Token.isUnresolved(session)) {
        throw refusal({
          path: this.node.path, what: 'an item of sessionIds', got: session, allowed: 'the id of a session of this stack, as a reference',
          fix: 'pass session.sessionId of a MirrorSession, or fleet.session(key).sessionId',
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
          fix: 'create the check in the stack of the session, and pass session.sessionId',
        });
      }
      return {
        condition: `\${${address}.status == "Created"}`,
        error_message: `${address} has status \${${address}.status}: its sources may not be mirrored.`,
      };
    });
  }
}
