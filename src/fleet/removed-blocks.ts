import { TerraformElement } from 'cdktf';
import { Construct } from 'constructs';
import { TERRAFORM_SINCE } from '../catalog/versions';
import { requireTerraform } from '../terraform/required-version';

/**
 * `removed` blocks of resources that Terraform forgets without destroying them. A block has no effect after its resource
 * is forgotten, so it may stay.
 */
export class RemovedBlocks extends TerraformElement {
  private readonly addresses = new Set<string>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    requireTerraform(this, TERRAFORM_SINCE.removedBlocks);
  }

  public add(address: string): void {
    this.addresses.add(address);
  }

  public toTerraform(): any {
    return { removed: [...this.addresses].sort().map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}
