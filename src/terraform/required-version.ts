import { TerraformElement, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { compareVersions, parseVersion } from '../net/version-constraint';

const ID = 'TrafficMirrorTerraform';

/** By stack. */
const elements = new WeakMap<IConstruct, RequiredVersion>();

/**
 * The oldest Terraform that supports the constructs of a stack, as `required_version`: an older one then reports it by
 * itself, rather than that it does not know a resource or a block. One element a stack, since the last writer wins.
 *
 * An override of the user wins, because cdktf merges the overrides of a stack last. cdktf cannot write it in HCL.
 */
class RequiredVersion extends TerraformElement {
  constructor(scope: Construct, id: string, private since: string) {
    super(scope, id);
  }

  public raise(since: string): void {
    if (compareVersions(parseVersion(since)!, parseVersion(this.since)!) > 0) this.since = since;
  }

  public toTerraform(): any {
    return { terraform: { required_version: `>= ${this.since}` } };
  }
}

/** Has the stack of a construct ask for a Terraform of this version or later. */
export function requireTerraform(scope: Construct, since: string): void {
  const stack = TerraformStack.of(scope);
  const element = elements.get(stack);
  if (element) element.raise(since);
  else elements.set(stack, new RequiredVersion(stack, ID, since));
}
