import { TerraformElement, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { TERRAFORM_SINCE } from '../catalog/versions';
import { requireTerraform } from '../terraform/required-version';

/** A resource, or its address, and the id with which the provider imports the existing object. */
export interface ImportBlock {
  readonly to: TerraformResource | string;
  readonly id: string;
}

/**
 * Import blocks, many in one element. (`importFrom` of a resource runs the terraform binary at synth, once for each resource.)
 * Each import uses the provider of its resource.
 */
export class ImportBlocks extends TerraformElement {
  constructor(scope: Construct, id: string, private readonly blocks: ImportBlock[]) {
    super(scope, id);
    requireTerraform(this, TERRAFORM_SINCE.importBlocks);
  }

  public toTerraform(): any {
    return { import: this.blocks.map(({ to, id }) => ({ to: addressOf(to), id })) };
  }

  public toHclTerraform(): any {
    return {
      import: this.blocks.map(({ to, id }) => ({
        to: { value: addressOf(to), type: 'simple', storageClassType: 'reference' },
        id: { value: id, type: 'simple', storageClassType: 'string' },
      })),
    };
  }
}

function addressOf(resource: TerraformResource | string): string {
  if (typeof resource === 'string') return resource;
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
